import { BUCKETS } from '../../model/bucket.ts';
import { instantOfLocal, localOf } from '../../report/local-time.ts';
import type { PageTicket } from './ticket-data.ts';

const DAY = 86_400_000;

/** Tickets solved in one day or week, with the time they took by cause, in seconds. */
export interface Period {
  readonly from: number;
  readonly to: number;
  readonly tickets: number;
  readonly timeSpentSeconds: Record<(typeof BUCKETS)[number], number>;
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
  const firstDay = Math.floor(localOf(from, timeZone) / DAY);
  const days = Math.floor(localOf(to - 1, timeZone) / DAY) - firstDay + 1;
  const length = days > 31 ? 7 : 1;
  const periods = Array.from({ length: Math.ceil(days / length) }, (_, index): Period & { tickets: number } => ({
    from: Math.max(from, instantOfLocal((firstDay + index * length) * DAY, timeZone)),
    to: Math.min(to, instantOfLocal((firstDay + (index + 1) * length) * DAY, timeZone)),
    tickets: 0,
    timeSpentSeconds: Object.fromEntries(BUCKETS.map((bucket) => [bucket, 0])) as Period['timeSpentSeconds'],
  }));
  for (const ticket of tickets) {
    if (ticket.finalSolvedAt === null || ticket.finalSolvedAt < from || ticket.finalSolvedAt >= to) continue;
    const day = Math.floor(localOf(ticket.finalSolvedAt, timeZone) / DAY) - firstDay;
    const period = periods[Math.floor(day / length)];
    if (period === undefined) continue;
    period.tickets += 1;
    for (const bucket of BUCKETS) period.timeSpentSeconds[bucket] += ticket.timeSpentMs[bucket] / 1000;
  }
  return periods;
}
