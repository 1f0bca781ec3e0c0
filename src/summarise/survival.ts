import type { InHand } from './at-risk.ts';
import {
  ageAtShare,
  lastAgeWithAtRisk,
  lowestAtRisk,
  type SurvivalCurve,
  survivalCurve,
} from './statistics/survival.ts';
import { ageInterval, type CurveInterval } from './statistics/survival-interval.ts';

/** No quantile where fewer than this were at risk at any end up to it. */
export const LEAST_AT_RISK = 5;
/** A p90 from so many ends on. */
export const P90_FROM = 20;

const [HALF, TENTH] = [0.5, 0.1];

/** How long things take here, by everything that was in hand in a window. Ages in ms on one clock. */
export interface CurveFigure {
  /** Rows in hand at any time of the window, and how many of them ended in it. */
  readonly atRisk: number;
  readonly ended: number;
  /** The fewest at risk at any end up to the last quantile given; at all ends where none is. */
  readonly lowestAtRisk: number;
  /** Null where the curve does not get there, or on fewer than five at risk. */
  readonly medianMs: number | null;
  readonly medianInterval: CurveInterval | null;
  readonly p90Ms: number | null;
  readonly p90Interval: CurveInterval | null;
  /** Where the curve does not come down to half: the greatest age at which five were at risk; more than half last longer. */
  readonly longerThanMs: number | null;
}

/** The age by which all but `share` have ended; null where the curve does not get there, or on too few at risk. */
export function ageOnEnough(curve: SurvivalCurve, share: number): number | null {
  return lowestAtRisk(curve, share) < LEAST_AT_RISK ? null : ageAtShare(curve, share);
}

/** Median and p90 of the curve of what was in hand, each with its 95% interval by day and customer. */
export function curveFigure({ rows, clusters }: InHand): CurveFigure {
  const curve = survivalCurve(rows);
  const medianMs = ageOnEnough(curve, HALF);
  const p90Ms = medianMs === null || curve.ended < P90_FROM ? null : ageOnEnough(curve, TENTH);
  const last = p90Ms !== null ? TENTH : medianMs !== null ? HALF : Number.NEGATIVE_INFINITY;
  return {
    atRisk: curve.n,
    ended: curve.ended,
    lowestAtRisk: lowestAtRisk(curve, last),
    medianMs,
    medianInterval: medianMs === null ? null : ageInterval(curve, rows, clusters, HALF),
    p90Ms,
    p90Interval: p90Ms === null ? null : ageInterval(curve, rows, clusters, TENTH),
    longerThanMs: ageAtShare(curve, HALF) === null ? lastAgeWithAtRisk(rows, LEAST_AT_RISK) : null,
  };
}
