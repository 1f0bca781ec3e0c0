import { meanInterval } from './averages.ts';
import type { Interval } from './distributions.ts';

/** How one group's times compare with what its mix of strata would take at everybody's pace. */
export interface StandardisedRatio {
  readonly n: number;
  /** Sum of the observed times ÷ sum of the expected ones. */
  readonly ratio: number;
  /** 95% interval of the ratio; null below two values or without spread to tell it from. */
  readonly interval: Interval | null;
  /** The ratio drawn towards 1, the more the less is known of the group. */
  readonly shrunk: number;
}

/** Values with the group and the stratum of each; NaN is "no value" and counts nowhere. */
export interface Stratified {
  readonly values: Float64Array;
  readonly group: Uint32Array;
  readonly groups: number;
  readonly stratum: Uint32Array;
  readonly strata: number;
}

/**
 * Observed ÷ expected by indirect standardisation: a value is expected to be the mean of its stratum over all groups
 * (Breslow and Day 1987, "Statistical Methods in Cancer Research II", chapter 2). The interval is that of a ratio estimate
 * (Cochran 1977, 6.4: residuals value − ratio × expected) with the skewness of the residuals taken out (`meanInterval`).
 * Shrinkage is linear empirical Bayes (Bühlmann and Straub 1970; Marshall 1991 for O/E ratios): weight τ² ÷ (τ² + v),
 * v the variance that chance alone gives a group of its size and mix, τ² the spread between groups beyond chance, by
 * moments. Undefined for a group without values or whose expected time is 0.
 */
export function standardise(data: Stratified): (StandardisedRatio | undefined)[] {
  const strata = stratumMoments(data);
  const groups = Array.from({ length: data.groups }, () => ({
    n: 0,
    observed: 0,
    expected: 0,
    chance: 0,
    squares: 0,
    cubes: 0,
  }));
  forEachValue(data, (value, group, stratum) => {
    const sums = groups[group]!;
    sums.n += 1;
    sums.observed += value;
    sums.expected += strata.mean[stratum]!;
    sums.chance += strata.variance[stratum]!;
  });
  forEachValue(data, (value, group, stratum) => {
    const sums = groups[group]!;
    const residual = value - (sums.observed / sums.expected) * strata.mean[stratum]!;
    sums.squares += residual ** 2;
    sums.cubes += residual ** 3;
  });
  const between = varianceBetween(groups);
  return groups.map((sums) => {
    const { n, observed, expected, chance } = sums;
    if (n === 0 || !(expected > 0)) return undefined;
    const ratio = observed / expected;
    const byChance = chance / expected ** 2;
    const weight = between === 0 ? 0 : between / (between + byChance);
    return { n, ratio, interval: ratioInterval(sums, ratio), shrunk: 1 + weight * (ratio - 1) };
  });
}

function forEachValue(data: Stratified, visit: (value: number, group: number, stratum: number) => void): void {
  for (let i = 0; i < data.values.length; i++) {
    const value = data.values[i]!;
    if (!Number.isNaN(value)) visit(value, data.group[i]!, data.stratum[i]!);
  }
}

function stratumMoments(data: Stratified): { readonly mean: Float64Array; readonly variance: Float64Array } {
  const count = new Float64Array(data.strata);
  const mean = new Float64Array(data.strata);
  const variance = new Float64Array(data.strata);
  forEachValue(data, (value, _group, stratum) => {
    count[stratum]! += 1;
    mean[stratum]! += value;
  });
  for (let s = 0; s < data.strata; s++) mean[s]! /= Math.max(1, count[s]!);
  forEachValue(data, (value, _group, stratum) => {
    variance[stratum]! += (value - mean[stratum]!) ** 2;
  });
  for (let s = 0; s < data.strata; s++) variance[s]! /= Math.max(1, count[s]! - 1);
  return { mean, variance };
}

/** τ² by moments, weighted by the expected times (Marshall 1991): the observed spread less what chance explains. */
function varianceBetween(
  groups: readonly { readonly observed: number; readonly expected: number; readonly chance: number }[],
): number {
  let [weights, spread, byChance] = [0, 0, 0];
  for (const { observed, expected, chance } of groups) {
    if (!(expected > 0)) continue;
    weights += expected;
    spread += expected * (observed / expected - 1) ** 2;
    byChance += chance / expected;
  }
  return weights === 0 ? 0 : Math.max(0, (spread - byChance) / weights);
}

/** The interval of the mean of `ratio + residual × n ÷ expected`, whose residuals sum to 0. */
function ratioInterval(
  sums: { readonly n: number; readonly expected: number; readonly squares: number; readonly cubes: number },
  ratio: number,
): Interval | null {
  const { n, expected, squares, cubes } = sums;
  const scale = n / expected;
  const variance = n > 1 ? (squares * scale * scale) / (n - 1) : 0;
  const skewness = n > 2 && squares > 0 ? (Math.sqrt(n * (n - 1)) / (n - 2)) * (cubes / n / (squares / n) ** 1.5) : 0;
  const interval = meanInterval({ n, mean: ratio, variance, skewness });
  return interval === null ? null : [Math.max(0, interval[0]), interval[1]];
}
