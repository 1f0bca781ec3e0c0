import type { InHand } from './at-risk.ts';
import { clustersInEffect, robustVariance } from './statistics/clustered-variance.ts';
import { CONFIDENCE, type Interval, studentQuantile } from './statistics/distributions.ts';
import { scoreLimits } from './statistics/shares.ts';
import {
  lastAgeWithAtRisk,
  lastEndUpTo,
  type SurvivalCurve,
  survivalAt,
  survivalCurve,
} from './statistics/survival.ts';
import { influencesAt } from './statistics/survival-interval.ts';
import { LEAST_AT_RISK } from './survival.ts';

/** Where the curve was not seen up to the target and more than this had not ended, the share is not known. */
const MOST_UNSEEN = 0.1;

/** How far a promise was kept. */
export interface TargetMet {
  /** By the curve: what is still open counts. Null where the curve was not seen so far, or on too few. */
  readonly shareMet: number | null;
  readonly interval: Interval | null;
  /** Rows in hand. */
  readonly atRisk: number;
}

/**
 * The share that ends within a target (ms, on the clock of the rows), by the curve of everything in hand, with an interval
 * by day and customer. Where nothing was seen as long as the target, the upper limit is 1.
 */
export function targetMet({ rows, clusters }: InHand, targetMs: number, confidence = CONFIDENCE): TargetMet {
  const curve = survivalCurve(rows);
  const none = { shareMet: null, interval: null, atRisk: curve.n };
  const last = lastEndUpTo(curve, targetMs);
  const seenTo = lastAgeWithAtRisk(rows, LEAST_AT_RISK);
  if (seenTo === null || lowestUpTo(curve, last) < LEAST_AT_RISK) return none;
  const open = survivalAt(curve, targetMs);
  const isSeen = seenTo >= targetMs;
  if (!isSeen && open > MOST_UNSEEN) return none;
  const shareMet = 1 - open;
  const robust = robustVariance(influencesAt(curve, rows, targetMs), clusters);
  const limits =
    robust === null || !(robust.variance > 0)
      ? alikeLimits(shareMet, { rows, clusters }, confidence)
      : scoreLimits(
          shareMet,
          (shareMet * open) / robust.variance,
          studentQuantile((1 + confidence) / 2, robust.degreesOfFreedom),
        );
  const interval: Interval | null = limits === null ? null : [limits[0], isSeen ? limits[1] : 1];
  return { shareMet, interval, atRisk: curve.n };
}

function lowestUpTo({ atRisk, n }: SurvivalCurve, last: number): number {
  let lowest = n;
  for (let i = 0; i <= last; i++) lowest = Math.min(lowest, atRisk[i]!);
  return lowest;
}

/** Where none or all of the rows ended in time they tell as much as one answer a customer. */
function alikeLimits(shareMet: number, { clusters }: InHand, confidence: number): Interval | null {
  if (shareMet > 0 && shareMet < 1) return null;
  const effective = clustersInEffect(clusters.customer);
  if (effective < 2) return null;
  return scoreLimits(shareMet, effective, studentQuantile((1 + confidence) / 2, effective - 1));
}

/** An open ticket as it stands now: its age on the clock of its target (of its stratum, without one). */
export interface OpenNow {
  readonly isWithUs: boolean;
  readonly ageMs: number;
  readonly targetMs: number | null;
  /** The p90 of its stratum; null where the curve does not get there. */
  readonly usualMostMs: number | null;
}

/** Whether an open ticket is late: our turn, and past its target; without a target, past its stratum's p90. */
export function isLate({ isWithUs, ageMs, targetMs, usualMostMs }: OpenNow): boolean {
  const limit = targetMs ?? usualMostMs;
  return isWithUs && limit !== null && ageMs > limit;
}
