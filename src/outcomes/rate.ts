import { z } from 'zod';
import { wilsonInterval } from '../metrics/statistics/wilson.ts';

/** A share with its Wilson interval, in percent; both null (withheld) when n is below the minimum. */
export const Rate = z.object({
  /** May be fractional where an account or an answer is shared out over several agents. */
  n: z.number().min(0),
  positive: z.number().min(0),
  value: z.number().nullable(),
  interval: z.tuple([z.number(), z.number()]).nullable(),
  /** Answers ÷ surveys offered, in percent; null where the offers are not known. */
  responseRate: z.number().nullable().optional(),
});
export type Rate = z.infer<typeof Rate>;

/** What fractions that were added up may miss a whole number by. */
const ROUNDING = 1e-9;

/**
 * `positive` of `n` in percent with its 95% Wilson score interval, withheld below `minimum`. Where more left than there
 * were at the start (accounts that joined and left in between) the figure is above 100 and has no interval.
 *
 * @example rateOf(100, 2000, 5).value // => 5
 */
export function rateOf(positive: number, n: number, minimum: number): Rate {
  const counts = { n: tidy(n), positive: tidy(positive) };
  if (n + ROUNDING < minimum || n <= 0) return { ...counts, value: null, interval: null };
  const interval = positive > n + ROUNDING ? null : wilsonInterval(Math.min(positive, n), n);
  return {
    ...counts,
    value: (100 * positive) / n,
    interval: interval === null ? null : [100 * interval[0], 100 * interval[1]],
  };
}

/** Takes the rounding error off a sum of shares that is a whole number. */
function tidy(sum: number): number {
  const whole = Math.round(sum);
  return Math.abs(sum - whole) < ROUNDING ? whole : sum;
}
