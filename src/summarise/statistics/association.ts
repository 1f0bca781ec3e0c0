import { CONFIDENCE, type Interval, normalCdf, normalQuantile } from './distributions.ts';

/** How far two orders agree, from -1 to 1. */
export interface RankCorrelation {
  readonly n: number;
  readonly rho: number;
  readonly interval: Interval;
  readonly p: number;
}

/**
 * Spearman's rank correlation with mean ranks for ties (R: `cor(x, y, method = "spearman")`), its interval by
 * Fisher's z with the standard error of Bonett and Wright (2000, Psychometrika 65, 23-28), and the two-sided p on the
 * same scale. Null below four pairs or when one side has no spread.
 */
export function spearman(x: ArrayLike<number>, y: ArrayLike<number>, confidence = CONFIDENCE): RankCorrelation | null {
  const n = Math.min(x.length, y.length);
  if (n < 4) return null;
  const rho = pearson(meanRanks(x), meanRanks(y));
  if (rho === null) return null;
  const z = Math.atanh(Math.max(-1 + 1e-12, Math.min(1 - 1e-12, rho)));
  const error = Math.sqrt((1 + (rho * rho) / 2) / (n - 3));
  const reach = normalQuantile((1 + confidence) / 2) * error;
  return {
    n,
    rho,
    interval: [Math.tanh(z - reach), Math.tanh(z + reach)],
    // Under "no agreement" rho is 0, and so is its part of the standard error.
    p: 2 * normalCdf(-Math.abs(z) * Math.sqrt(n - 3)),
  };
}

/**
 * The share of the spread of estimates that is no error of theirs: 1 − mean of squared errors ÷ variance, 0 at least. The
 * correlation of estimates is that of what they estimate times the root of both sides' reliabilities (Spearman 1904).
 */
export function reliabilityOf(estimates: readonly number[], errors: readonly number[]): number {
  const n = estimates.length;
  if (n < 2) return 0;
  const mean = estimates.reduce((sum, value) => sum + value, 0) / n;
  const variance = estimates.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  const noise = errors.reduce((sum, error) => sum + error * error, 0) / n;
  return variance > 0 ? Math.max(0, 1 - noise / variance) : 0;
}

/**
 * The interval of the correlation of what is estimated, from that of the estimates: an end that errors may have drawn
 * towards 0 is moved out again by `attenuation` (the root of both reliabilities), never in. So it excludes 0 exactly where
 * the estimates' interval does, and says nothing where the estimates are all error.
 */
export function withoutAttenuation([low, high]: Interval, attenuation: number): Interval {
  const outwards = (end: number): number =>
    attenuation <= 0 ? Math.sign(end) : Math.max(-1, Math.min(1, end / attenuation));
  return [low < 0 ? outwards(low) : low, high > 0 ? outwards(high) : high];
}

/** Ranks from 1; equal values share the mean of their ranks (R: `rank(x)`). */
export function meanRanks(values: ArrayLike<number>): Float64Array {
  const order = Array.from({ length: values.length }, (_, i) => i).sort((a, b) => values[a]! - values[b]!);
  const ranks = new Float64Array(values.length);
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to < order.length && values[order[to]!] === values[order[from]!]) to++;
    for (let i = from; i < to; i++) ranks[order[i]!] = (from + 1 + to) / 2;
    from = to;
  }
  return ranks;
}

function pearson(x: Float64Array, y: Float64Array): number | null {
  const middle = (x.length + 1) / 2;
  let [xy, xx, yy] = [0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    xy += (x[i]! - middle) * (y[i]! - middle);
    xx += (x[i]! - middle) ** 2;
    yy += (y[i]! - middle) ** 2;
  }
  if (xx === 0 || yy === 0) return null;
  return Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy)));
}

/** Ordered groups of one stratum: how many were positive, of how many. Scores are 1, 2, 3, … */
export interface OrderedGroups {
  readonly positive: readonly number[];
  readonly n: readonly number[];
}

/** Whether a share rises or falls over ordered groups. */
export interface Trend {
  /** Change of the share from one group to the next, by least squares; as a share, negative is falling. */
  readonly slope: number;
  /** Standard normal when there is no trend; negative is falling. */
  readonly z: number;
  /** Two-sided. */
  readonly p: number;
}

interface Sums {
  readonly above: number;
  readonly variance: number;
  readonly spread: number;
}

/** Score sum above expectation, its variance (with N - `lost` degrees), and the scores' spread. */
function sumsOf({ positive, n }: OrderedGroups, lost: 0 | 1): Sums | null {
  let [total, positives, scores, squares, observed] = [0, 0, 0, 0, 0];
  for (let group = 0; group < n.length; group++) {
    const score = group + 1;
    total += n[group]!;
    positives += positive[group]!;
    scores += score * n[group]!;
    squares += score * score * n[group]!;
    observed += score * positive[group]!;
  }
  const spread = squares - (scores * scores) / total;
  if (total < 2 || positives <= 0 || positives >= total || !(spread > 0)) return null;
  const variance = (positives * (total - positives) * spread) / (total * (total - lost));
  return { above: observed - (positives * scores) / total, variance, spread };
}

function trendOf(sums: readonly (Sums | null)[]): Trend | null {
  let [above, variance, spread] = [0, 0, 0];
  for (const each of sums) {
    if (each === null) continue;
    above += each.above;
    variance += each.variance;
    spread += each.spread;
  }
  if (!(variance > 0)) return null;
  const z = above / Math.sqrt(variance);
  return { slope: above / spread, z, p: 2 * normalCdf(-Math.abs(z)) };
}

/**
 * Cochran-Armitage test for a linear trend of shares over ordered groups (Cochran 1954; Armitage 1955; R:
 * `prop.trend.test(positive, n)`, whose X-squared is z²). Null when all answers are alike or all are in one group.
 *
 * @example cochranArmitage({ positive: [83, 90, 129, 70], n: [86, 93, 136, 82] })!.z ** 2 // => 8.2249…
 */
export function cochranArmitage(groups: OrderedGroups): Trend | null {
  return trendOf([sumsOf(groups, 0)]);
}

/**
 * The same within strata and summed over them, so that a difference between strata is no trend (Mantel 1963, "Chi-square
 * tests with one degree of freedom: extensions of the Mantel-Haenszel procedure"; SAS PROC FREQ's CMH "nonzero
 * correlation"). With one stratum z² is (N - 1) ÷ N of Cochran-Armitage's. Strata without any spread say nothing.
 */
export function mantelTrend(strata: readonly OrderedGroups[]): Trend | null {
  return trendOf(strata.map((groups) => sumsOf(groups, 1)));
}
