import { z } from 'zod';
import type { Access } from './api.ts';

/** What the pull is told to do. */
export interface PullOptions extends Access {
  readonly startAt: number;
  readonly bots: ReadonlySet<string>;
  readonly fields: ReadonlyMap<string, string>;
  readonly schedules: ReadonlyMap<string, string>;
}

export const env = z.object({
  SUBDOMAIN: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]*$/i, 'the first part of the address alone: acme for acme.zendesk.com')
    .meta({ description: 'The account: acme for acme.zendesk.com.', example: 'acme' }),
  EMAIL: z.string().min(3).meta({ description: 'The address of the admin whose API token this is.' }),
  TOKEN: z
    .string()
    .min(1)
    .meta({ description: 'An API token (Admin Center, Apps and integrations, APIs).', secret: true }),
  START_DATE: z.iso
    .date()
    .optional()
    .meta({ description: 'Tickets that changed since this day are read; left out: all.', example: '2026-01-01' }),
  FIELDS: z
    .string()
    .default('')
    .meta({ description: 'Custom fields to keep: ids with the name to keep them under.', example: '360001=product' }),
  BOTS: z
    .string()
    .default('')
    .meta({ description: 'Users who are machines, by id or email: their replies do not count as answers.' }),
  SCHEDULES: z
    .string()
    .default('')
    .meta({ description: 'Which group keeps which schedule, where there are several.', example: 'Support=EMEA hours' }),
  BASE_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .meta({ description: 'Another address of the account (a proxy): https, or http on localhost.' }),
});

export function optionsOf(settings: z.output<typeof env>): PullOptions {
  return {
    ...settings,
    startAt: settings.START_DATE === undefined ? 0 : Date.parse(settings.START_DATE),
    bots: new Set(listOf(settings.BOTS).map((bot) => bot.toLowerCase())),
    fields: pairsOf(settings.FIELDS),
    schedules: new Map([...pairsOf(settings.SCHEDULES)].map(([group, schedule]) => [group.toLowerCase(), schedule])),
  };
}

function listOf(text: string): string[] {
  return text.split(',').flatMap((part) => part.trim() || []);
}

/** `a=b, c`: a stands for b, c for itself. */
function pairsOf(text: string): Map<string, string> {
  return new Map(
    listOf(text).map((part) => {
      const [key = '', value] = part.split('=', 2);
      return [key.trim(), (value ?? key).trim()];
    }),
  );
}
