import { z } from 'zod';
import { wilsonInterval } from '../statistics/wilson.ts';

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

/** Decimals that a sum of shares is kept to: fewer than what the order of summing can change. */
const DECIMALS = 1e9;

/** A sum of shares without the rounding error of adding, so that it does not depend on the order of records. */
export function sumOfShares(sum: number): number {
  return Math.round(sum * DECIMALS) / DECIMALS;
}

/**
 * `positiveShares` of `shares` in percent with its 95% Wilson score interval, withheld below `minimum`. Where more left than there
 * were at the start (accounts that joined and left in between) the figure is above 100 and has no interval.
 *
 * @example rateOf(100, 2000, 5).value // => 5
 */
export function rateOf(positiveShares: number, shares: number, minimum: number): Rate {
  const [positive, n] = [sumOfShares(positiveShares), sumOfShares(shares)];
  if (n < minimum || n <= 0) return { n, positive, value: null, interval: null };
  const interval = positive > n ? null : wilsonInterval(positive, n);
  return {
    n,
    positive,
    value: (100 * positive) / n,
    interval: interval === null ? null : [100 * interval[0], 100 * interval[1]],
  };
}
