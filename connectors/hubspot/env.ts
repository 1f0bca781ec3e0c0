import { z } from 'zod';
import { list, pairs, startDate, webAddress, yesNo } from '../../src/connector/env-values.ts';

/** The scales on which HubSpot's surveys ask, unless a setting says otherwise: satisfaction is unhappy, neutral, happy. */
const SCALES: ReadonlyMap<string, Scale> = new Map([
  ['nps', { min: 0, max: 10 }],
  ['csat', { min: 0, max: 2 }],
  ['ces', { min: 1, max: 7 }],
]);

/** The lowest and the highest answer of a survey. */
export interface Scale {
  readonly min: number;
  readonly max: number;
}

function readScales(words: ReadonlyMap<string, string>, context: z.RefinementCtx): Map<string, Scale> {
  const scales = new Map(SCALES);
  for (const [survey, text] of words) {
    const [, min, max] = /^(\d+)-(\d+)$/.exec(text) ?? [];
    if (Number(min) < Number(max)) scales.set(survey.toLowerCase(), { min: Number(min), max: Number(max) });
    else context.addIssue({ code: 'custom', message: `${survey} must have a scale like 1-5` });
  }
  return scales;
}

/** The variables, without their prefix. */
export const env = z.object({
  TOKEN: z.string().min(1).meta({
    description:
      'Access token of a private app; it needs the scopes tickets, conversations.read and crm.objects.owners, contacts and companies (read), and for surveys and deals crm.objects.feedback_submissions.read and crm.objects.deals.read.',
    secret: true,
  }),
  API_URL: webAddress.default('https://api.hubapi.com').meta({
    description: 'Another address of the API (a proxy): https, or http on localhost.',
  }),
  PIPELINES: list.default([]).meta({
    description: 'The ticket pipelines that are support, by id or name, comma separated; left out: all.',
    example: 'Support Pipeline',
  }),
  WAITING_CUSTOMER: list.default(['Waiting on contact', 'Waiting on customer']).meta({
    description: 'Stages that wait for the customer, by id or name.',
    example: 'Waiting on contact,Needs reply',
  }),
  WAITING_THIRD_PARTY: list.default([]).meta({
    description: 'Stages that wait for a third party, by id or name.',
    example: 'With engineering',
  }),
  BOTS: list.default([]).meta({
    description: 'Users who are machines although HubSpot does not say so, by user id or email: they answer nobody.',
  }),
  FIELDS: pairs.default(new Map()).meta({
    description: 'Ticket properties to keep, by internal name, with the name to keep them under.',
    example: 'product_area=product',
  }),
  SURVEY_SCALES: pairs.transform(readScales).default(new Map(SCALES)).meta({
    description:
      'Scales of surveys that are not HubSpot’s usual ones (csat=0-2, nps=0-10, ces=1-7), by kind or by the survey’s id.',
    example: 'csat=1-5',
  }),
  EXTERNAL_ID_PROPERTIES: list.default([]).meta({
    description: 'Company properties that hold ids of your other systems, by which accounts are found there.',
    example: 'stripe_customer_id',
  }),
  DEALS: yesNo.default(false).meta({
    description:
      'Take won deals with recurring revenue for what accounts pay (true or false). Leave it out where a billing source is read too.',
  }),
  RENEWAL_PIPELINES: list.default([]).meta({
    description:
      'Deal pipelines of renewals, by id or name: a deal lost there ends what the account paid, one won there takes its place.',
    example: 'Renewals',
  }),
  CONTRACT_START: z.string().optional().meta({
    description: 'Deal property with the date from which a won deal is paid; left out: its close date.',
    example: 'contract_start_date',
  }),
  CONTRACT_END: z.string().optional().meta({
    description:
      'Deal property with the date on which what a won deal brings is over; left out: no end but by renewals.',
    example: 'contract_end_date',
  }),
  START_DATE: startDate('Tickets that changed'),
});
export type Settings = z.output<typeof env>;
