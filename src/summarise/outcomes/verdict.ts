import { z } from 'zod';

/** What figures allow to be said: something goes along with it, nothing can be told, or there is too little to look at. */
export const Verdict = z.enum(['association', 'no_evidence', 'too_few']);
export type Verdict = z.infer<typeof Verdict>;

/** The share of false alarms that is put up with among all that is called an association. */
export const SIGNIFICANCE = 0.05;

/**
 * The word that the numbers choose. An association needs a p that stands after the correction for all comparisons made
 * together, and an interval without "none" in it. It is never called a cause.
 */
export function verdictOf(pAdjusted: number | null, interval: readonly [number, number] | null, none = 0): Verdict {
  if (pAdjusted === null || interval === null) return 'too_few';
  const includesNone = interval[0] <= none && interval[1] >= none;
  return pAdjusted < SIGNIFICANCE && !includesNone ? 'association' : 'no_evidence';
}

/** A figure rounded for reading, with its sign where it is a difference. */
export function inWords(value: number, signed = false, decimals = 1): string {
  const scale = 10 ** decimals;
  const text = (Math.round(value * scale) / scale || 0).toString().replace('-', '−');
  return signed && value > 0 ? `+${text}` : text;
}

/** `12 to 39`, lower end first. */
export function intervalInWords([lower, upper]: readonly [number, number], signed = false, decimals = 1): string {
  return `${inWords(lower, signed, decimals)} to ${inWords(upper, signed, decimals)}`;
}
