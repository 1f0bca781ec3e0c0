import { CAUSE_NAMES, CAUSES, type Cause, each } from '../../model/catalogue.ts';
import { MS_PER_DAY, SECONDS_PER_DAY, SECONDS_PER_HOUR } from '../../model/time.ts';
import { instantOfLocal, localOf } from '../../report/window.ts';
import type { PageTicket } from './ticket-data.ts';

/** One bar of a histogram: how many values lie in [fromSeconds, toSeconds). */
export interface Bin {
  readonly fromSeconds: number;
  readonly toSeconds: number;
  readonly n: number;
}

/** Edges that people think in: minutes, hours, days. The first bin holds everything shorter, the last everything longer. */
const EDGES = [
  ...[0, 5, 15, 30].map((minutes) => minutes * 60),
  ...[1, 2, 4, 8, 16].map((hours) => hours * SECONDS_PER_HOUR),
  ...[1, 2, 4, 8, 16, 32].map((days) => days * SECONDS_PER_DAY),
];

/** How many durations lie between edges that double or so; empty bins at both ends are left out. */
export function durationHistogram(seconds: readonly number[]): Bin[] {
  const counts = Array<number>(EDGES.length).fill(0);
  for (const value of seconds) {
    const index = EDGES.findLastIndex((edge) => edge <= value);
    if (index >= 0) counts[index]! += 1;
  }
  const bins = counts.map((n, index) => ({
    fromSeconds: EDGES[index]!,
    toSeconds: EDGES[index + 1] ?? Number.POSITIVE_INFINITY,
    n,
  }));
  const first = bins.findIndex(({ n }) => n > 0);
  const last = bins.findLastIndex(({ n }) => n > 0);
  return first < 0 ? [] : bins.slice(first, last + 1);
}

/** Where on an axis of bins, counted from 0, a duration lies; within a bin by the logarithm of its edges. */
export function placeInBins(bins: readonly Bin[], seconds: number): number | undefined {
  const index = bins.findIndex(({ fromSeconds, toSeconds }) => seconds >= fromSeconds && seconds < toSeconds);
  const bin = bins[index];
  if (bin === undefined) return undefined;
  const from = Math.max(60, bin.fromSeconds);
  const to = Number.isFinite(bin.toSeconds) ? bin.toSeconds : from * 2;
  const share = (Math.log(Math.max(from, seconds)) - Math.log(from)) / (Math.log(to) - Math.log(from));
  return index + Math.min(1, Math.max(0, share));
}

/** Tickets solved in one day or week, with the time they took by cause, in seconds. */
export interface Period {
  readonly from: number;
  readonly to: number;
  readonly tickets: number;
  readonly timeSpentSeconds: Record<Cause, number>;
}

/**
 * Where the time of solved tickets went, by the local day of their solution; by week (of seven days from the window's
 * beginning) in windows of more than 31 days.
 */
export function spentOverTime(
  tickets: readonly PageTicket[],
  window: { readonly from: number; readonly to: number; readonly timeZone: string },
): Period[] {
  const { from, to, timeZone } = window;
  const firstDay = Math.floor(localOf(from, timeZone) / MS_PER_DAY);
  const days = Math.floor(localOf(to - 1, timeZone) / MS_PER_DAY) - firstDay + 1;
  const length = days > 31 ? 7 : 1;
  const periods = Array.from({ length: Math.ceil(days / length) }, (_, index): Period & { tickets: number } => ({
    from: Math.max(from, instantOfLocal((firstDay + index * length) * MS_PER_DAY, timeZone)),
    to: Math.min(to, instantOfLocal((firstDay + (index + 1) * length) * MS_PER_DAY, timeZone)),
    tickets: 0,
    timeSpentSeconds: each(CAUSES, () => 0),
  }));
  for (const ticket of tickets) {
    if (ticket.finalSolvedAt === null || ticket.finalSolvedAt < from || ticket.finalSolvedAt >= to) continue;
    const day = Math.floor(localOf(ticket.finalSolvedAt, timeZone) / MS_PER_DAY) - firstDay;
    const period = periods[Math.floor(day / length)];
    if (period === undefined) continue;
    period.tickets += 1;
    for (const cause of CAUSE_NAMES) period.timeSpentSeconds[cause] += ticket.timeSpentMs[cause] / 1000;
  }
  return periods;
}
