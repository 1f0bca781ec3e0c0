import { z } from 'zod';
import { Interval } from '../schema.ts';
import { wilsonInterval } from '../statistics/comparisons.ts';

/** A share with its Wilson interval, in percent; both null (withheld) when n is below the minimum. */
export const Rate = z
  .object({
    n: z.number().min(0).describe('over how many; fractional where an account is shared out over several agents'),
    positive: z.number().min(0).describe('of these, the ones that are counted: satisfied answers, accounts lost'),
    value: z.number().nullable().describe('positive ÷ n in percent; null (withheld) when n is below the minimum'),
    interval: Interval.describe(
      '95% interval in percent: a score interval, of answers with those of one customer and of one day taken together, of churn with that of the number that joined and left in between; null where value is, or of too few customers',
    ),
    responseRate: z
      .number()
      .nullable()
      .optional()
      .describe('answers ÷ surveys offered, in percent; null where the offers are not known'),
  })
  .meta({ id: 'Rate' });
export type Rate = z.infer<typeof Rate>;

/** Decimals that a sum of shares is kept to: fewer than what the order of summing can change. */
const DECIMALS = 1e9;

/** A sum of shares without the rounding error of adding, so that it does not depend on the order of records. */
export function sumOfShares(sum: number): number {
  return Math.round(sum * DECIMALS) / DECIMALS;
}

/**
 * `positiveShares` of `shares` in percent with its 95% Wilson score interval, withheld below `minimum`.
 *
 * @example rateOf(100, 2000, 5).value // => 5
 */
export function rateOf(positiveShares: number, shares: number, minimum: number): Rate {
  const [positive, n] = [sumOfShares(positiveShares), sumOfShares(shares)];
  if (n < minimum || n <= 0) return { n, positive, value: null, interval: null };
  const interval = wilsonInterval(Math.min(positive, n), n);
  return {
    n,
    positive,
    value: (100 * positive) / n,
    interval: interval === null ? null : [100 * interval[0], 100 * interval[1]],
  };
}

/** What figures allow to be said: something goes along with it, nothing can be told, or there is too little to look at. */
export const Verdict = z
  .enum(['association', 'no_evidence', 'too_few'])
  .describe(
    '`association`: goes along beyond chance, never a cause; `no_evidence`: nothing can be told; `too_few`: too little to look at',
  );
export type Verdict = z.infer<typeof Verdict>;

/**
 * The word that the numbers choose. An association needs a comparison that is beyond chance in its family, and an interval
 * without "none" in it. It is never called a cause.
 */
export function verdictOf(isBeyondChance: boolean, interval: readonly [number, number] | null, none = 0): Verdict {
  if (interval === null) return 'too_few';
  const includesNone = interval[0] <= none && interval[1] >= none;
  return isBeyondChance && !includesNone ? 'association' : 'no_evidence';
}

/** A figure rounded for reading, with its sign where it is a difference. */
export function inWords(value: number, signed = false, decimals = 1): string {
  const scale = 10 ** decimals;
  const text = (Math.round(value * scale) / scale || 0).toString().replace('-', '−');
  return signed && value > 0 ? `+${text}` : text;
}

/** `12 to 39`, lower end first. */
export function intervalInWords(
  [lower, upper]: readonly [number, number],
  signed = false,
  decimals = 1,
  between: 'to' | 'and' = 'to',
): string {
  return `${inWords(lower, signed, decimals)} ${between} ${inWords(upper, signed, decimals)}`;
}

/** What can be said where nothing was found beyond chance: that there is none, only where one that would matter lies outside of the interval. */
export function nothingFound(interval: readonly [number, number] | null, wouldMatter: number, size: string): string {
  const isNarrow = interval !== null && interval[0] > -wouldMatter && interval[1] < wouldMatter;
  return isNarrow ? `no link; one that would matter (${size} and more) can be ruled out` : 'too little to say';
}

/** Shares that differ by so many percent points would matter. */
export const POINTS_THAT_MATTER = 15;
