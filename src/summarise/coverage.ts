import { MS_PER_DAY } from '../model/time.ts';

const [LEAST_RUN_IN_DAYS, MOST_RUN_IN_DAYS] = [7, 28];
const WEEK = 7;
/** A week is part of the history from this share of the usual on. */
const SHARE_OF_USUAL = 0.25;
/** The usual is the median of so many weeks after. */
const USUAL_WEEKS = 8;

/** What a source holds, by local day (numbers that count days); in any order. */
export interface SourceHistory {
  readonly source: string;
  /** Days on which tickets were opened, and on which solutions were given, one element each. */
  readonly openedDays: Int32Array;
  readonly solvedDays: Int32Array;
  /** It was read up to the beginning of this day. */
  readonly readToDay: number;
  /** A file of solved tickets alone: what is still open is not in it. */
  readonly holdsOnlySolved: boolean;
}

/** Why a source does not cover the earlier window. */
export interface CoverageGap {
  readonly source: string;
  readonly kind: 'only_solved' | 'history_begins' | 'not_read';
  /** The day its history begins, or up to which it was read. */
  readonly day: number | null;
}

/** Whether two windows can be compared, and from which day on windows can. */
export interface CoverageVerdict {
  readonly isComparable: boolean;
  /** The earliest first day of an earlier window that is covered; null: never, as things are. */
  readonly comparableFromDay: number | null;
  readonly gaps: readonly CoverageGap[];
}

/**
 * The first day on which solutions flow as well as openings: the beginning of the earliest week whose arrivals and whose
 * solutions are each at least a quarter of the usual of the weeks after; four empty weeks begin a new history. An export
 * chosen by closing date has openings long before its first solutions, and begins with those. Null where nothing flows.
 */
export function historyBeginsOn(history: Omit<SourceHistory, 'source' | 'holdsOnlySolved'>): number | null {
  const { openedDays, solvedDays, readToDay } = history;
  if (openedDays.length === 0 || solvedDays.length === 0) return null;
  const first = openedDays.reduce((least, day) => Math.min(least, day));
  const days = readToDay - first;
  if (days <= 0) return null;
  const [arrived, solved] = [sumsUpTo(openedDays, first, days), sumsUpTo(solvedDays, first, days)];
  for (let day = firstAfterGap(arrived, solved, days); day < days; day++) {
    if (!isPart(arrived, day, days) || !isPart(solved, day, days)) continue;
    return first + Math.max(firstDayWith(arrived, day), firstDayWith(solved, day));
  }
  return null;
}

/** How many fell on the days before each: element i counts days `first` to `first + i - 1`. */
function sumsUpTo(happened: Int32Array, first: number, days: number): Float64Array {
  const sums = new Float64Array(days + 1);
  for (const day of happened) if (day >= first && day < first + days) sums[day - first + 1]! += 1;
  for (let i = 0; i < days; i++) sums[i + 1]! += sums[i]!;
  return sums;
}

function between(sums: Float64Array, from: number, to: number): number {
  return sums[Math.min(to, sums.length - 1)]! - sums[Math.max(0, from)]!;
}

/** Where the last stretch of four empty weeks ends; 0 where there is none. */
function firstAfterGap(arrived: Float64Array, solved: Float64Array, days: number): number {
  for (let day = days - MOST_RUN_IN_DAYS; day >= 0; day--) {
    const end = day + MOST_RUN_IN_DAYS;
    if (between(arrived, day, end) + between(solved, day, end) === 0) return end;
  }
  return 0;
}

/** Whether the week from `day` on has at least a quarter of the usual of the weeks after. */
function isPart(sums: Float64Array, day: number, days: number): boolean {
  const count = between(sums, day, day + WEEK);
  const after: number[] = [];
  for (let week = 1; week <= USUAL_WEEKS && day + (week + 1) * WEEK <= days; week++) {
    after.push(between(sums, day + week * WEEK, day + (week + 1) * WEEK));
  }
  after.sort((a, b) => a - b);
  const usual = after.length === 0 ? 0 : (after[(after.length - 1) >> 1]! + after[after.length >> 1]!) / 2;
  return count > 0 && count >= SHARE_OF_USUAL * usual;
}

function firstDayWith(sums: Float64Array, from: number): number {
  let day = from;
  while (sums[day + 1] === sums[from]) day++;
  return day;
}

/** How many days of history a window needs before it: the p90 of the time to solution by the calendar, within limits. */
export function runInDays(p90Ms: number | null): number {
  if (p90Ms === null) return MOST_RUN_IN_DAYS;
  return Math.min(MOST_RUN_IN_DAYS, Math.max(LEAST_RUN_IN_DAYS, Math.ceil(p90Ms / MS_PER_DAY)));
}

/**
 * Whether the earlier of two windows, from day `earlierFrom` to before day `earlierTo`, is covered by every source that
 * holds tickets, and from which day on an earlier window would be. `p90Ms` is the time to solution of the covered history.
 */
export function coverageOf(
  histories: readonly SourceHistory[],
  earlier: { readonly fromDay: number; readonly toDay: number },
  p90Ms: number | null,
): CoverageVerdict {
  const runIn = runInDays(p90Ms);
  const gaps: CoverageGap[] = [];
  let comparableFromDay: number | null = null;
  let isEver = true;
  for (const history of histories) {
    const { source, readToDay } = history;
    if (history.openedDays.length === 0 && history.solvedDays.length === 0) continue;
    const begins = history.holdsOnlySolved ? null : historyBeginsOn(history);
    if (begins === null) {
      isEver = false;
      gaps.push({ source, kind: history.holdsOnlySolved ? 'only_solved' : 'history_begins', day: null });
      continue;
    }
    comparableFromDay = Math.max(comparableFromDay ?? Number.NEGATIVE_INFINITY, begins + runIn);
    if (earlier.fromDay < begins + runIn) gaps.push({ source, kind: 'history_begins', day: begins });
    if (readToDay < earlier.toDay) gaps.push({ source, kind: 'not_read', day: readToDay });
  }
  return {
    isComparable: gaps.length === 0 && comparableFromDay !== null,
    comparableFromDay: isEver ? comparableFromDay : null,
    gaps,
  };
}
