import { normalCdf, normalQuantile } from './distributions.ts';
import { CONFIDENCE, type Interval } from './interval.ts';

/** How far two orders agree, from -1 to 1. */
export interface RankCorrelation {
  readonly n: number;
  readonly rho: number;
  readonly interval: Interval;
  readonly p: number;
}

/**
 * Spearman's rank correlation with mean ranks for ties (R: `cor(x, y, method = "spearman")`), its 95% interval by
 * Fisher's z with the standard error of Bonett and Wright (2000, Psychometrika 65, 23-28), and the two-sided p on the
 * same scale. Null below four pairs or when one side has no spread.
 */
export function spearman(x: ArrayLike<number>, y: ArrayLike<number>): RankCorrelation | null {
  const n = Math.min(x.length, y.length);
  if (n < 4) return null;
  const rho = pearson(meanRanks(x), meanRanks(y));
  if (rho === null) return null;
  const z = Math.atanh(Math.max(-1 + 1e-12, Math.min(1 - 1e-12, rho)));
  const error = Math.sqrt((1 + (rho * rho) / 2) / (n - 3));
  const reach = normalQuantile((1 + CONFIDENCE) / 2) * error;
  return {
    n,
    rho,
    interval: [Math.tanh(z - reach), Math.tanh(z + reach)],
    // Under "no agreement" rho is 0, and so is its part of the standard error.
    p: 2 * normalCdf(-Math.abs(z) * Math.sqrt(n - 3)),
  };
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
