import { z } from 'zod';
import { Instant } from './time.ts';

/** What a customer said of us in a survey. `value` null: offered and not answered. */
export const Rating = z.object({
  source: z.string().min(1),
  id: z.string().min(1),
  ticketId: z.string().min(1).optional(),
  agentId: z.string().min(1).optional(),
  customerId: z.string().min(1).optional(),
  accountKey: z.string().min(1).optional(),
  kind: z.enum(['csat', 'nps', 'ces']),
  value: z.number().nullable(),
  scaleMin: z.number(),
  scaleMax: z.number(),
  positive: z.boolean().nullable(),
  /** Effort was asked for (`ces`), so that a low value is the good one; else more is better. */
  lowerIsBetter: z.boolean().optional(),
  /** The customer wrote why. The words themselves are never kept. */
  commented: z.boolean().optional(),
  offeredAt: Instant.optional(),
  ratedAt: Instant.optional(),
});
export type Rating = z.infer<typeof Rating>;

/** What is asked: satisfaction, the likelihood to recommend, or how easy it was (more is easier). */
type Kind = Rating['kind'];

/** On a scale of so many points, answers within this distance of the top are positive. */
const BELOW_TOP: Readonly<Record<Kind, Readonly<Record<number, number>>>> = {
  // Two points: the good one. Three: the top only. Five: 4 and 5. Seven: 6 and 7. Ten (or 0 to 10): 8 and above.
  csat: { 2: 0, 3: 0, 5: 1, 7: 1, 10: 2, 11: 2 },
  // Promoters: 9 and 10 (Reichheld 2003).
  nps: { 10: 1, 11: 1 },
  // "Agree" and above: 5 to 7 of seven, 4 and 5 of five, 7 to 10 of ten.
  ces: { 5: 1, 7: 2, 10: 3 },
};

/** Freshdesk's seven labels are the numbers -103 to -101, 100 (neutral) and 101 to 103; the three positive ones count. */
const FRESHDESK_TOP = 103;

const FRESHDESK_NEUTRAL = 100;

/** The scales with a rule, for messages: `csat 1-5`. */
export const KNOWN_SCALES = 'csat with 2, 3, 5, 7 or 10 points or 0-10, nps 0-10, ces with 5, 7 or 10 points';

/**
 * Whether an answer counts as positive: the one table for all sources. Points are whole steps from `scaleMin` to
 * `scaleMax`. Null when there is no answer, or when the scale has no rule (nothing is guessed).
 *
 * @example isPositive('csat', 4, 1, 5) // => true
 * @example isPositive('csat', 3, 1, 5) // => false
 * @example isPositive('nps', 8, 0, 10) // => false
 */
export function isPositive(kind: Kind, value: number | null, scaleMin: number, scaleMax: number): boolean | null {
  if (value === null) return null;
  if (kind === 'csat' && scaleMin === -FRESHDESK_TOP && scaleMax === FRESHDESK_TOP) return value > FRESHDESK_NEUTRAL;
  const below = BELOW_TOP[kind][scaleMax - scaleMin + 1];
  return below === undefined ? null : value >= scaleMax - below;
}
