import type { InHand } from './at-risk.ts';
import { type DayAndCustomer, robustVariance } from './statistics/clustered-variance.ts';
import {
  differenceVariance,
  type LimitedEstimate,
  type OpenInterval,
  robustDifference,
  twoSidedP,
} from './statistics/robust-difference.ts';
import { ageAtShare, atRiskAt, type SurvivalCurve, survivalAt, survivalCurve } from './statistics/survival.ts';
import { influencesAt } from './statistics/survival-interval.ts';
import { ageOnEnough } from './survival.ts';
import { type Comparison, judgeFamily } from './verdict-family.ts';

/** Ends in the earlier window, and at risk in the later one at the earlier one's median age: fewer say nothing. */
export const LEAST_OF_A_WINDOW = 20;
/** Days, and customers, in each window: fewer say nothing. */
export const LEAST_CLUSTERS = 5;

const HALF = 0.5;

export type ChangeVerdict = 'faster' | 'slower' | 'no_evidence' | 'not_comparable' | 'too_few';

/** Why there is no verdict of a change. */
export type NoVerdict =
  | 'not_ended'
  | 'single_day'
  | 'not_covered'
  | 'few_ended'
  | 'few_at_risk'
  | 'few_days'
  | 'few_customers'
  | 'neither_reaches_half'
  | 'more_reopened';

/** What is known of two windows beside their rows. */
export interface Comparability {
  /** The later window has ended and every source was read to its end. */
  readonly isOver: boolean;
  readonly isSingleDay: boolean;
  /** The earlier window is covered (`coverage`). */
  readonly isCovered: boolean;
  /** The share of solutions reopened within seven days rose beyond chance: nothing is told to be faster. */
  readonly moreReopened: boolean;
}

/** The medians of two windows of one measure on one clock, before they are judged in their family. */
export interface MedianChange {
  readonly earlierMs: number | null;
  readonly laterMs: number | null;
  /** Later less earlier; null where a curve does not reach half. */
  readonly differenceMs: number | null;
  /** Positive is slower; null where there is nothing to judge. */
  readonly direction: number | null;
  /** Null: there is no verdict, for this reason. */
  readonly comparison: Comparison | null;
  readonly reason: NoVerdict | null;
  readonly intervalAt: ((confidence: number) => OpenInterval) | null;
}

/** A change as it is told. */
export interface JudgedChange extends Omit<MedianChange, 'comparison' | 'intervalAt' | 'direction'> {
  readonly verdict: ChangeVerdict;
  readonly interval: OpenInterval | null;
}

/**
 * Compares the medians of what was in hand in two windows. Where one curve does not reach half, both curves are compared
 * at the other's median (the earlier one's, as a rule) and there is no difference in time.
 */
export function compareMedians(earlier: InHand, later: InHand, known: Comparability): MedianChange {
  const curves = { earlier: survivalCurve(earlier.rows), later: survivalCurve(later.rows) };
  const [earlierMs, laterMs] = [ageOnEnough(curves.earlier, HALF), ageOnEnough(curves.later, HALF)];
  const medians = { earlierMs, laterMs };
  const none = (reason: NoVerdict): MedianChange => ({
    ...medians,
    differenceMs: earlierMs === null || laterMs === null ? null : laterMs - earlierMs,
    direction: null,
    comparison: null,
    reason,
    intervalAt: null,
  });
  if (!known.isOver) return none('not_ended');
  if (known.isSingleDay) return none('single_day');
  if (!known.isCovered) return none('not_covered');
  if (curves.earlier.ended < LEAST_OF_A_WINDOW) return none('few_ended');
  const ageMs = earlierMs ?? laterMs;
  if (earlierMs === null && curves.later.ended < LEAST_OF_A_WINDOW) return none('few_ended');
  if (ageMs === null)
    return none(isShort(curves.earlier) || isShort(curves.later) ? 'few_at_risk' : 'neither_reaches_half');
  const reason = tooFew(earlier, later, ageMs, earlierMs === null);
  if (reason !== null) return none(reason);
  const found =
    earlierMs === null || laterMs === null
      ? compareShares(earlier, later, curves, ageMs)
      : compareAges(earlier, later, curves, earlierMs, laterMs);
  if (found === null) return none('few_days');
  if (known.moreReopened && found.direction < 0) return { ...none('more_reopened'), comparison: { p: 1 } };
  return { ...medians, ...found, reason: null };
}

/** The curve comes down to half, but on too few at risk. */
function isShort(curve: SurvivalCurve): boolean {
  return ageAtShare(curve, HALF) !== null;
}

function tooFew(earlier: InHand, later: InHand, ageMs: number, isAgeOfLater: boolean): NoVerdict | null {
  if (atRiskAt((isAgeOfLater ? earlier : later).rows, ageMs) < LEAST_OF_A_WINDOW) return 'few_at_risk';
  for (const each of [earlier, later]) {
    const [days, customers] = clustersBefore(each, ageMs);
    if (days < LEAST_CLUSTERS) return 'few_days';
    if (customers < LEAST_CLUSTERS) return 'few_customers';
  }
  return null;
}

/** How many days and customers the rows are of that entered up to an age: those that entered later say nothing of it. */
function clustersBefore({ rows, clusters }: InHand, ageMs: number): [days: number, customers: number] {
  const seen = (of: keyof DayAndCustomer) =>
    new Set(clusters[of].codes.filter((_, row) => rows.entryMs[row]! <= ageMs)).size;
  return [seen('day'), seen('customer')];
}

interface Curves {
  readonly earlier: SurvivalCurve;
  readonly later: SurvivalCurve;
}
type Compared = Pick<MedianChange, 'differenceMs' | 'intervalAt'> & {
  readonly direction: number;
  readonly comparison: Comparison;
};

function compareAges(
  earlier: InHand,
  later: InHand,
  curves: Curves,
  earlierMs: number,
  laterMs: number,
): Compared | null {
  const moved = {
    earlier: influencesAt(curves.earlier, earlier.rows, earlierMs),
    later: influencesAt(curves.later, later.rows, laterMs),
  };
  const joint = differenceVariance({
    ...moved,
    earlierClusters: earlier.clusters,
    laterClusters: later.clusters,
  });
  const before = limitedMedian(curves.earlier, earlierMs, moved.earlier, earlier.clusters);
  const after = limitedMedian(curves.later, laterMs, moved.later, later.clusters);
  if (joint === null || before === null || after === null) return null;
  const { difference, p, intervalAt } = robustDifference(before, after, joint);
  return { differenceMs: difference, direction: difference, comparison: { p }, intervalAt };
}

function limitedMedian(
  curve: SurvivalCurve,
  medianMs: number,
  influences: Float64Array,
  clusters: DayAndCustomer,
): LimitedEstimate | null {
  const robust = robustVariance(influences, clusters);
  if (robust === null) return null;
  const standardError = Math.sqrt(robust.variance);
  return {
    value: medianMs,
    variance: robust.variance,
    limitsAt: (steps) => [
      ageAtShare(curve, HALF + steps * standardError),
      ageAtShare(curve, HALF - steps * standardError),
    ],
  };
}

function compareShares(earlier: InHand, later: InHand, curves: Curves, ageMs: number): Compared | null {
  const direction = survivalAt(curves.later, ageMs) - survivalAt(curves.earlier, ageMs);
  const joint = differenceVariance({
    earlier: influencesAt(curves.earlier, earlier.rows, ageMs),
    later: influencesAt(curves.later, later.rows, ageMs),
    earlierClusters: earlier.clusters,
    laterClusters: later.clusters,
  });
  if (joint === null) return null;
  return {
    differenceMs: null,
    direction,
    comparison: { p: twoSidedP(direction / Math.sqrt(joint.variance), joint) },
    intervalAt: null,
  };
}

/** Judges changes together, as one family at level `alpha`: the verdict of each, and its interval at the family's level. */
export function judgeChanges(changes: readonly MedianChange[], alpha: number): JudgedChange[] {
  const { beyondChance, confidence } = judgeFamily(
    changes.map(({ comparison }) => comparison),
    alpha,
  );
  return changes.map(({ comparison, intervalAt, direction, ...told }, index) => ({
    ...told,
    verdict: verdictOf(told.reason, beyondChance[index]! ? direction : null),
    interval: intervalAt === null ? null : intervalAt(confidence),
  }));
}

function verdictOf(reason: NoVerdict | null, direction: number | null): ChangeVerdict {
  if (reason === 'not_ended' || reason === 'single_day' || reason === 'not_covered') return 'not_comparable';
  if (reason === 'more_reopened' || reason === 'neither_reaches_half') return 'no_evidence';
  if (reason !== null) return 'too_few';
  if (direction === null) return 'no_evidence';
  return direction > 0 ? 'slower' : 'faster';
}
