import { z } from 'zod';
import { list, pairs, startDate, statusPairs, webAddress } from '../../src/connector/env-values.ts';
import { Status } from '../../src/model/ticket.ts';
import type { Access } from './api.ts';
import type { OwnStatuses } from './records.ts';

/** What the pull is told to do. */
export interface PullOptions extends Access {
  readonly startAt: number;
  readonly bots: ReadonlySet<string>;
  readonly fields: ReadonlyMap<string, string>;
  readonly own: OwnStatuses;
}

export const env = z.object({
  URL: webAddress.meta({
    description: 'The address of RT as people open it: https, or http on localhost.',
    example: 'https://rt.example.com',
  }),
  TOKEN: z.string().min(1).meta({
    description:
      'An auth token of a user who may see tickets and nothing else (SeeQueue, ShowTicket, ShowTicketComments).',
    secret: true,
  }),
  START_DATE: startDate('Tickets that changed'),
  STATUSES: statusPairs.default(new Map()).meta({
    description: `What statuses of your own lifecycles mean: ${Status.options.join(', ')}.`,
    example: 'in progress=open,waiting=waiting_customer',
  }),
  FIELDS: pairs.default(new Map()).meta({
    description: 'Custom fields to keep, by name, with the name to keep them under.',
    example: 'Product=product',
  }),
  BOTS: list
    .default([])
    .meta({ description: 'Logins of machines: their replies do not count as answers (RT_System never does).' }),
});

export function optionsOf(settings: z.output<typeof env>): PullOptions {
  return {
    URL: settings.URL,
    TOKEN: settings.TOKEN,
    startAt: settings.START_DATE ?? 0,
    bots: new Set(settings.BOTS.map((bot) => bot.toLowerCase())),
    fields: settings.FIELDS,
    own: settings.STATUSES,
  };
}
