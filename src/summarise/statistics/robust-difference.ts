import { type Clusters, type DayAndCustomer, type RobustVariance, robustVariance } from './clustered-variance.ts';
import { studentCdf, studentQuantile } from './distributions.ts';

/** Limits of a difference; null is "as far as one likes". */
export type OpenInterval = readonly [lower: number | null, upper: number | null];

/** An estimate with limits of its own, which need not lie as far above it as below. */
export interface LimitedEstimate {
  readonly value: number;
  /** On the scale of the influences. */
  readonly variance: number;
  /** Its limits so many standard errors away; null where there is none. They widen with the steps. */
  readonly limitsAt: (steps: number) => OpenInterval;
}

/** Later less earlier, judged with clusters that reach over both. */
export interface RobustDifference {
  readonly difference: number;
  /** Two-sided: the level at which the interval just touches 0. */
  readonly p: number;
  /** At a confidence between 0 and 1. */
  readonly intervalAt: (confidence: number) => OpenInterval;
}

/** What each row of two windows moves in its window's estimate; cluster codes mean the same in both. */
export interface InfluencesOfTwo {
  readonly earlier: Float64Array;
  readonly later: Float64Array;
  readonly earlierClusters: DayAndCustomer;
  readonly laterClusters: DayAndCustomer;
}

/**
 * The variance of later less earlier: one influence sum a cluster over both windows, so that a day or a customer of both
 * counts once. Two levels are centred on, so two degrees are lost. Null where clusters are too few.
 */
export function differenceVariance(of: InfluencesOfTwo): RobustVariance | null {
  const influences = new Float64Array(of.earlier.length + of.later.length);
  for (let row = 0; row < of.earlier.length; row++) influences[row] = -of.earlier[row]!;
  influences.set(of.later, of.earlier.length);
  const day = joined(of.earlierClusters.day, of.laterClusters.day);
  return robustVariance(
    influences,
    { day, customer: joined(of.earlierClusters.customer, of.laterClusters.customer) },
    2,
  );
}

function joined(earlier: Clusters, later: Clusters): Clusters {
  const codes = new Uint32Array(earlier.codes.length + later.codes.length);
  codes.set(earlier.codes);
  codes.set(later.codes, earlier.codes.length);
  return { codes, count: Math.max(earlier.count, later.count) };
}

/** The two-sided p of what is `ratio` standard errors away from 0. */
export function twoSidedP(ratio: number, { degreesOfFreedom }: RobustVariance): number {
  return Math.min(1, 2 * studentCdf(-Math.abs(ratio), degreesOfFreedom));
}

/**
 * The difference of two estimates from the limits of each, square and add (MOVER: Zou and Donner 2008), the steps of both
 * scaled so that together they have the `joint` variance: what clusters share between the windows is in it. Keeps the
 * lopsidedness of skewed times without a density.
 */
export function robustDifference(
  earlier: LimitedEstimate,
  later: LimitedEstimate,
  joint: RobustVariance,
): RobustDifference {
  const difference = later.value - earlier.value;
  const own = earlier.variance + later.variance;
  const scale = own > 0 ? Math.sqrt(joint.variance / own) : 1;
  const intervalOf = (studentSteps: number): OpenInterval => {
    const [earlierLow, earlierHigh] = earlier.limitsAt(scale * studentSteps);
    const [laterLow, laterHigh] = later.limitsAt(scale * studentSteps);
    const below = reach(distance(later.value, laterLow), distance(earlier.value, earlierHigh));
    const above = reach(distance(later.value, laterHigh), distance(earlier.value, earlierLow));
    return [below === null ? null : difference - below, above === null ? null : difference + above];
  };
  const excludesZero = (steps: number): boolean => {
    const [lower, upper] = intervalOf(steps);
    return (lower !== null && lower > 0) || (upper !== null && upper < 0);
  };
  return {
    difference,
    p: twoSidedP(touching(excludesZero), joint),
    intervalAt: (confidence) => intervalOf(studentQuantile((1 + confidence) / 2, joint.degreesOfFreedom)),
  };
}

function distance(value: number, limit: number | null): number | null {
  return limit === null ? null : Math.abs(limit - value);
}

function reach(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : Math.hypot(a, b);
}

/** How many steps it takes until 0 is no longer excluded; beyond a thousand the p is 0 to every digit shown. */
function touching(excludesZero: (steps: number) => boolean): number {
  let [outside, inside] = [0, 1000];
  if (excludesZero(inside)) return inside;
  for (let i = 0; i < 60 && outside < inside; i++) {
    const middle = (outside + inside) / 2;
    if (excludesZero(middle)) outside = middle;
    else inside = middle;
  }
  return outside;
}
