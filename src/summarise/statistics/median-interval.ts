import type { Estimate } from './difference.ts';
import { fairCoinCdf, normalQuantile } from './distributions.ts';
import { CONFIDENCE, type Interval } from './interval.ts';

/** Ranks (from 1) of the two observations that bound the median. */
export interface MedianRanks {
  readonly lower: number;
  readonly upper: number;
}

/**
 * Which order statistics bound the median with at least 95% confidence whatever the distribution: the narrowest
 * symmetrical pair by the binomial law (Conover, "Practical Nonparametric Statistics", 3.2; R: `qbinom`). Undefined
 * below n = 6, where even the smallest and the largest value cover less.
 */
export function medianRanks(n: number): MedianRanks | undefined {
  const tail = (1 - CONFIDENCE) / 2;
  // The limit lies near n/2 - 0.98 sqrt(n); one starts a little outside of it and walks in.
  let outside = Math.max(0, Math.floor(n / 2 - 1.1 * Math.sqrt(n)) - 2);
  while (outside > 0 && fairCoinCdf(outside - 1, n) > tail) outside--;
  if (fairCoinCdf(outside, n) > tail) return undefined;
  while (fairCoinCdf(outside + 1, n) <= tail) outside++;
  return { lower: outside + 1, upper: n - outside };
}

/**
 * A median with its order-statistic interval drawn in to 95%: whole ranks cover a little more (96% at n = 40), and two
 * such intervals would make that of a difference too wide (McKean and Schrader 1984 take the standard error from it so).
 */
export function medianEstimate(median: number, interval: Interval, n: number): Estimate {
  const ranks = medianRanks(n);
  if (ranks === undefined) return { value: median, interval };
  const covered = 1 - 2 * fairCoinCdf(ranks.lower - 1, n);
  const factor = normalQuantile((1 + CONFIDENCE) / 2) / normalQuantile((1 + covered) / 2);
  return {
    value: median,
    interval: [median - factor * (median - interval[0]), median + factor * (interval[1] - median)],
  };
}

/** 95% interval of the median of ascending values; null when they are too few (below 6). */
export function medianInterval(sorted: ArrayLike<number>, ranks = medianRanks(sorted.length)): Interval | null {
  if (ranks === undefined) return null;
  return [sorted[ranks.lower - 1]!, sorted[ranks.upper - 1]!];
}
