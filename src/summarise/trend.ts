import { MS_PER_MINUTE } from '../model/time.ts';
import { studentCdf } from './statistics/distributions.ts';
import { type Comparison, judgeFamily } from './verdict-family.ts';

/** A trend shows so many whole weeks (or months). */
export const TREND_LENGTH = 13;
/** Weeks with a value from which on a change point is looked for, and on each side of one. */
const [LEAST_WEEKS, LEAST_ON_A_SIDE] = [8, 2];

/** What equal weeks differ by through rounding, squared. */
const NO_SPREAD = 1e-20;

/** Share of re-readings in which all measures together may show a change point that is none: one in 52 weekly ones. */
export const CHANGE_POINT_LEVEL = 1 / 52;

/** How a measure moves: times by factors, shares by points. */
export type TrendScale = 'time' | 'share';

/** Where a series most likely moved to another level. */
export interface ChangePointFound extends Comparison {
  /** The first week of the new level, by its place in the series. */
  readonly index: number;
  /** The level before and after: the typical value of those weeks, in the unit of the series. */
  readonly before: number;
  readonly after: number;
}

const SCALES = {
  // A minute is added so that a median of 0 has a place; against hours it does not count.
  time: {
    forth: (ms: number) => Math.log(ms + MS_PER_MINUTE),
    back: (x: number) => Math.max(0, Math.exp(x) - MS_PER_MINUTE),
  },
  share: { forth: (share: number) => Math.asin(Math.sqrt(share)), back: (x: number) => Math.sin(x) ** 2 },
} as const;

/**
 * The split of a series (medians in ms, or shares from 0 to 1; null is a week without a figure) at which the weeks before
 * and after differ most, by Student's t with the spread that the weeks themselves show; its p is corrected for looking at
 * every split (Worsley 1979; with so few weeks Bonferroni's bound is within a fifth of the truth). Null below eight weeks
 * with a figure.
 */
export function findChangePoint(series: readonly (number | null)[], scale: TrendScale): ChangePointFound | null {
  const { forth, back } = SCALES[scale];
  const weeks = series.flatMap((value, index) => (value === null ? [] : [{ index, x: forth(value) }]));
  const n = weeks.length;
  if (n < LEAST_WEEKS) return null;
  const mean = weeks.reduce((sum, { x }) => sum + x, 0) / n;
  const all = weeks.reduce((sum, { x }) => sum + (x - mean) ** 2, 0);
  let [best, place, sum] = [-1, 0, 0];
  for (let k = 1; k < n; k++) {
    sum += weeks[k - 1]!.x - mean;
    if (k < LEAST_ON_A_SIDE || n - k < LEAST_ON_A_SIDE) continue;
    const between = (sum * sum * n) / (k * (n - k));
    if (between > best) [best, place] = [between, k];
  }
  if (all < NO_SPREAD) return null;
  const meanOf = (part: typeof weeks) => back(part.reduce((total, { x }) => total + x, 0) / part.length);
  const t = Math.sqrt(((n - 2) * best) / Math.max(all - best, Number.MIN_VALUE));
  const splits = n - 2 * LEAST_ON_A_SIDE + 1;
  return {
    index: weeks[place]!.index,
    before: meanOf(weeks.slice(0, place)),
    after: meanOf(weeks.slice(place)),
    p: Math.min(1, splits * 2 * studentCdf(-t, n - 2)),
  };
}

/** Of the change points of several measures the ones that go beyond chance; null for the others. */
export function judgeChangePoints(
  found: readonly (ChangePointFound | null)[],
  level = CHANGE_POINT_LEVEL,
): (ChangePointFound | null)[] {
  const { beyondChance } = judgeFamily(found, level);
  return found.map((each, index) => (beyondChance[index] ? each : null));
}
