import { z } from 'zod';
import { CAUSE_NAMES } from '../model/catalogue.ts';

/** The facts by which solved tickets are alike before anybody works on them, in the order in which they nest. */
export const MIX_DIMENSIONS = ['category', 'priority', 'channel', 'tier'] as const;
export type MixDimension = (typeof MIX_DIMENSIONS)[number];

/** One part of the difference of two windows' averages. */
export const WhyPart = z.object({
  kind: z
    .enum(['mix', 'within', 'backlog'])
    .describe('the shares of kinds of tickets moved, alike tickets took another time, or an old backlog was cleared'),
  dimension: z.enum(MIX_DIMENSIONS).nullable().describe('of a mix: by which fact, fixed before the work'),
  value: z.string().nullable().describe('of a mix: the value whose share moved; null for none, and where pooled'),
  pooled: z.boolean().describe('of a mix: the values that fewer than five tickets have in either window, together'),
  cause: z
    .enum(CAUSE_NAMES)
    .nullable()
    .describe('of a part within alike tickets: the cause; null where nobody told who held them'),
  seconds: z.number().describe('what it adds to the average (below 0: takes from it)'),
  tickets: z.int().min(0).describe('solved tickets it is told from'),
  previousTickets: z.int().min(0).describe('the same in the window before'),
  named: z.enum(['holiday', 'backlog']).nullable().describe('what is known to have happened'),
  days: z.array(z.string()).describe('the days of it, as local dates'),
  phrase: z.string().describe('the part in words, without its size'),
});
export type WhyPart = z.infer<typeof WhyPart>;

/** Why the average of the solved tickets is another one than in the window before; the parts and the rest sum to the difference. */
export const Why = z.object({
  measure: z.literal('solution').describe('the time from opening to final solution'),
  clock: z.literal('net').describe('its clock'),
  tickets: z.int().min(0).describe('solved tickets whose time is known'),
  previousTickets: z.int().min(0).describe('the same in the window before'),
  meanSeconds: z.number().describe('their average'),
  previousMeanSeconds: z.number().describe('the same in the window before'),
  differenceSeconds: z.number().describe('now less before, to the millisecond'),
  parts: z
    .array(WhyPart)
    .describe('at most three, the largest first; each at least half an hour and a tenth of the difference'),
  rest: z.array(WhyPart).describe('every other part, the largest first'),
  restSeconds: z.number().describe('the sum of the rest'),
  sentence: z.string().describe('the parts in one sentence'),
  oppositeToVerdict: z.boolean().describe('the median changed beyond chance the other way'),
});
export type Why = z.infer<typeof Why>;
