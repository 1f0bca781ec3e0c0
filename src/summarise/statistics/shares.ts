import { clustersInEffect, type DayAndCustomer, robustVariance } from './clustered-variance.ts';
import { CONFIDENCE, type Interval, studentQuantile } from './distributions.ts';
import {
  differenceVariance,
  type LimitedEstimate,
  type RobustDifference,
  robustDifference,
} from './robust-difference.ts';

/** Answers to yes or no (1 or 0), a row each, and what they came with. */
export interface ShareRows {
  readonly positive: Uint8Array;
  readonly clusters: DayAndCustomer;
}

/** A share from 0 to 1 with its interval; null where there is nothing, or no interval can be told. */
export interface ClusteredShare {
  readonly n: number;
  readonly positive: number;
  readonly share: number | null;
  readonly interval: Interval | null;
}

/**
 * Score limits of a share (Wilson 1927) on as many independent answers as would have its variance (Korn and Graubard 1998),
 * `steps` standard errors away: never outside 0 to 1, and not closed up where all answers are alike.
 */
export function scoreLimits(share: number, effective: number, steps: number): Interval {
  const z2 = (steps * steps) / effective;
  const centre = (share + z2 / 2) / (1 + z2);
  const half = Math.sqrt(z2 * (share * (1 - share) + z2 / 4)) / (1 + z2);
  return [share <= 0 ? 0 : Math.max(0, centre - half), share >= 1 ? 1 : Math.min(1, centre + half)];
}

function countPositive(positive: Uint8Array): number {
  return positive.reduce((sum, each) => sum + each, 0);
}

/** How much each row moves the share. */
function influencesOf(positive: Uint8Array): Float64Array {
  const share = countPositive(positive) / positive.length;
  return Float64Array.from(positive, (each) => (each - share) / positive.length);
}

interface Known {
  readonly share: number;
  readonly variance: number;
  /** Independent answers that would know as much. */
  readonly effective: number;
  readonly degreesOfFreedom: number;
}

/** The share of some rows and how well it is known; null on too few clusters. */
function knownShare({ positive, clusters }: ShareRows): Known | null {
  const n = positive.length;
  if (n === 0) return null;
  const share = countPositive(positive) / n;
  if (share > 0 && share < 1) {
    const robust = robustVariance(influencesOf(positive), clusters);
    return robust === null ? null : { share, ...robust, effective: (share * (1 - share)) / robust.variance };
  }
  // Answers that are all alike show no spread to tell a variance from: they count as one for each customer.
  const effective = clustersInEffect(clusters.customer);
  return effective < 2 ? null : { share, variance: 0, effective, degreesOfFreedom: effective - 1 };
}

/** A share with an interval that holds where answers come together by day and by customer. */
export function clusteredShare(rows: ShareRows, confidence = CONFIDENCE): ClusteredShare {
  const [n, positive] = [rows.positive.length, countPositive(rows.positive)];
  const known = knownShare(rows);
  if (known === null) return { n, positive, share: n === 0 ? null : positive / n, interval: null };
  const steps = studentQuantile((1 + confidence) / 2, known.degreesOfFreedom);
  return { n, positive, share: known.share, interval: scoreLimits(known.share, known.effective, steps) };
}

/** The share of the later rows less that of the earlier ones; cluster codes mean the same in both. Null on too few. */
export function shareDifference(earlier: ShareRows, later: ShareRows): RobustDifference | null {
  const [before, after] = [knownShare(earlier), knownShare(later)];
  if (before === null || after === null) return null;
  const joint = differenceVariance({
    earlier: influencesOf(earlier.positive),
    later: influencesOf(later.positive),
    earlierClusters: earlier.clusters,
    laterClusters: later.clusters,
  });
  return joint === null ? null : robustDifference(limitedShare(before), limitedShare(after), joint);
}

function limitedShare({ share, variance, effective }: Known): LimitedEstimate {
  return { value: share, variance, limitsAt: (steps) => scoreLimits(share, effective, steps) };
}

/** Whether a share rose from the earlier rows to the later ones beyond chance: one-sided, at `level`. */
export function roseBeyondChance(earlier: ShareRows, later: ShareRows, level: number): boolean {
  const found = shareDifference(earlier, later);
  return found !== null && found.difference > 0 && found.p / 2 <= level;
}
