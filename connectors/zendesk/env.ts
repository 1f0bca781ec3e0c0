import { z } from 'zod';
import { list, pairs, startDate, webAddress, yesNo } from '../../src/connector/env-values.ts';
import type { Access } from './api.ts';

/** What the pull is told to do. */
export interface PullOptions extends Access {
  readonly startAt: number;
  readonly bots: ReadonlySet<string>;
  readonly fields: ReadonlyMap<string, string>;
  readonly schedules: ReadonlyMap<string, string>;
  /** Read the tickets that AI agents handle alone. */
  readonly aiAgents: boolean;
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
  START_DATE: startDate('Tickets that changed'),
  FIELDS: pairs
    .default(new Map())
    .meta({ description: 'Custom fields to keep: ids with the name to keep them under.', example: '360001=product' }),
  BOTS: list
    .default([])
    .meta({ description: 'Users who are machines, by id or email: their replies do not count as answers.' }),
  SCHEDULES: pairs
    .default(new Map())
    .meta({ description: 'Which group keeps which schedule, where there are several.', example: 'Support=EMEA hours' }),
  AI_AGENTS: yesNo.default(true).meta({
    description:
      'Read the tickets that AI agents handle alone (true or false): one export more a run; without them nobody knows what bots resolved.',
  }),
  BASE_URL: webAddress
    .optional()
    .meta({ description: 'Another address of the account (a proxy): https, or http on localhost.' }),
});

export function optionsOf(settings: z.output<typeof env>): PullOptions {
  const { SUBDOMAIN, EMAIL, TOKEN, BASE_URL, START_DATE, BOTS, FIELDS, SCHEDULES, AI_AGENTS } = settings;
  return {
    SUBDOMAIN,
    EMAIL,
    TOKEN,
    BASE_URL,
    startAt: START_DATE ?? 0,
    bots: new Set(BOTS.map((bot) => bot.toLowerCase())),
    fields: FIELDS,
    aiAgents: AI_AGENTS,
    schedules: new Map([...SCHEDULES].map(([group, schedule]) => [group.toLowerCase(), schedule])),
  };
}
