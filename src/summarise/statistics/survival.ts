import { CONFIDENCE, normalQuantile } from './distributions.ts';

/** The share still unsolved after each distinct time of a solution. */
export interface SurvivalCurve {
  readonly times: readonly number[];
  readonly survival: readonly number[];
}

/**
 * Product-limit estimate of the share still unsolved (Kaplan and Meier 1958; R: `survfit(Surv(time, event) ~ 1)`).
 * `solved` are times that ended, `open` ages of what has not ended yet; both ascend. What is still open at the instant
 * of a solution counts as at risk there.
 */
export function survivalCurve(solved: ArrayLike<number>, open: ArrayLike<number>): SurvivalCurve {
  const times: number[] = [];
  const survival: number[] = [];
  let share = 1;
  let censored = 0;
  for (let i = 0; i < solved.length; ) {
    const time = solved[i]!;
    while (censored < open.length && open[censored]! < time) censored++;
    const atRisk = solved.length - i + open.length - censored;
    const first = i;
    while (i < solved.length && solved[i] === time) i++;
    share *= 1 - (i - first) / atRisk;
    times.push(time);
    survival.push(share);
  }
  return { times, survival };
}

/**
 * The time by which half is solved, the open ones counted in; null when the curve never comes down to half. Where it
 * lies level at exactly half, the middle of that stretch, as R's `survfit` has it, so that with nothing open it is the
 * plain median.
 */
export function kaplanMeierMedian(solved: ArrayLike<number>, open: ArrayLike<number>): number | null {
  const { times, survival } = survivalCurve(solved, open);
  const tolerance = Math.sqrt(Number.EPSILON);
  const reached = survival.findIndex((share) => share < 0.5 + tolerance);
  if (reached < 0) return null;
  const level = Math.abs(survival[reached]! - 0.5) < tolerance;
  const next = times[reached + 1];
  return level && next !== undefined ? (times[reached]! + next) / 2 : times[reached]!;
}

/**
 * 95% interval of the Kaplan-Meier median: where the pointwise limits of the curve come down to half (Brookmeyer and
 * Crowley 1982), the limits by Greenwood's variance on the log scale (R: `survfit(Surv(time, event) ~ 1)`, its defaults).
 * `ended` and `open` ascend. Null for a limit that the curve never reaches.
 */
export function survivalMedianInterval(
  ended: ArrayLike<number>,
  open: ArrayLike<number>,
): readonly [lower: number | null, upper: number | null] {
  const z = normalQuantile((1 + CONFIDENCE) / 2);
  let [share, variance, censored] = [1, 0, 0];
  let lower: number | null = null;
  let upper: number | null = null;
  for (let i = 0; i < ended.length; ) {
    const time = ended[i]!;
    while (censored < open.length && open[censored]! < time) censored++;
    const atRisk = ended.length - i + open.length - censored;
    const first = i;
    while (i < ended.length && ended[i] === time) i++;
    const events = i - first;
    share *= 1 - events / atRisk;
    variance += atRisk === events ? 0 : events / (atRisk * (atRisk - events));
    const half = z * Math.sqrt(variance);
    if (lower === null && share * Math.exp(-half) <= 0.5) lower = time;
    // At the very end of the curve the limits are not defined: R gives none.
    if (upper === null && share > 0 && Math.min(1, share * Math.exp(half)) <= 0.5) upper = time;
  }
  return [lower, upper];
}
