import { z } from 'zod';
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
  URL: z.url({ protocol: /^https?$/ }).meta({
    description: 'The address of RT as people open it: https, or http on localhost.',
    example: 'https://rt.example.com',
  }),
  TOKEN: z.string().min(1).meta({
    description:
      'An auth token of a user who may see tickets and nothing else (SeeQueue, ShowTicket, ShowTicketComments).',
    secret: true,
  }),
  START_DATE: z.iso
    .date()
    .optional()
    .meta({ description: 'Tickets that changed since this day are read; left out: all.', example: '2026-01-01' }),
  STATUSES: z
    .string()
    .default('')
    .transform(readStatuses)
    .meta({
      description: `What statuses of your own lifecycles mean: ${Status.options.join(', ')}.`,
      example: 'in progress=open,waiting=waiting_customer',
    }),
  FIELDS: z.string().default('').meta({
    description: 'Custom fields to keep, by name, with the name to keep them under.',
    example: 'Product=product',
  }),
  BOTS: z
    .string()
    .default('')
    .meta({ description: 'Logins of machines: their replies do not count as answers (RT_System never does).' }),
});

function pairsOf(text: string): Map<string, string> {
  const parts = text.split(',').flatMap((part) => part.trim() || []);
  return new Map(
    parts.map((part) => {
      const [key = '', value] = part.split('=', 2);
      return [key.trim(), (value ?? key).trim()];
    }),
  );
}

function readStatuses(text: string, context: z.RefinementCtx): Map<string, Status> {
  const statuses = new Map<string, Status>();
  for (const [word, meaning] of pairsOf(text)) {
    const status = Status.safeParse(meaning);
    if (status.success) statuses.set(word.toLowerCase(), status.data);
    else context.addIssue({ code: 'custom', message: `${word} must mean one of ${Status.options.join(', ')}` });
  }
  return statuses;
}

export function optionsOf(settings: z.output<typeof env>): PullOptions {
  return {
    URL: settings.URL,
    TOKEN: settings.TOKEN,
    startAt: settings.START_DATE === undefined ? 0 : Date.parse(settings.START_DATE),
    bots: new Set([...pairsOf(settings.BOTS).keys()].map((bot) => bot.toLowerCase())),
    fields: pairsOf(settings.FIELDS),
    own: settings.STATUSES,
  };
}
