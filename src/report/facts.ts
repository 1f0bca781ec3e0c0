import { type Calendar, workedIntervals } from '../clock/calendar.ts';
import type { MeasuredTicket } from '../model/measurement.ts';
import { MS_PER_DAY, toIso } from '../model/time.ts';
import type { Window } from '../model/window.ts';
import { finalSolutionAsOf, isSolvedIn, type Period } from '../summarise/life.ts';
import type { DayCounts, WindowFact } from './schema-inference.ts';
import { instantOfLocal, localOf } from './window.ts';

/** An old backlog: solved tickets older than this … */
const OLD_DAYS = 30;
/** … where there are as many, and so large a share of the solved ones. */
const OLD_TICKETS = 5;
const OLD_SHARE = 0.1;

/** The local days of a window, each from its midnight to the next, cut to the window; epoch ms. */
export function daysOf({ from, to, timeZone }: Window): Period[] {
  const days: Period[] = [];
  for (let at = from; at < to; ) {
    const next = instantOfLocal(Math.floor(localOf(at, timeZone) / MS_PER_DAY + 1) * MS_PER_DAY, timeZone);
    const end = Math.min(to, next > at ? next : at + MS_PER_DAY);
    days.push({ from: at, to: end });
    at = end;
  }
  return days;
}

/** Days on which the desk would have worked and did not, for a holiday. */
export function holidaysIn(
  window: Window,
  which: WindowFact['window'],
  calendar: Calendar,
  ordinary: Calendar,
): WindowFact[] {
  return daysOf(window)
    .filter((day) => worksIn(ordinary, day) && !worksIn(calendar, day))
    .map(({ from }) => ({
      kind: 'holiday' as const,
      window: which,
      day: toIso(from),
      team: null,
      tickets: null,
      seconds: null,
      sentence: `${dayWords(from, window.timeZone)} was a holiday${which === 'before' ? ', in the window before' : ''}.`,
    }));
}

/** Whether a calendar has any working time in a period. */
export function worksIn(calendar: Calendar, { from, to }: Period): boolean {
  return workedIntervals(calendar, from, to).length > 0;
}

/** A backlog that was cleared: many of the solved tickets were old. */
export function clearedBacklog(
  tickets: readonly MeasuredTicket[],
  window: Period,
  which: WindowFact['window'],
): WindowFact[] {
  const solved = tickets.filter(({ solutions }) => isSolvedIn(solutions, window));
  const old = solved.filter(
    ({ solutions, openedAt }) => finalSolutionAsOf(solutions, window.to)!.at - openedAt > OLD_DAYS * MS_PER_DAY,
  ).length;
  if (old < OLD_TICKETS || old < OLD_SHARE * solved.length) return [];
  return [
    {
      kind: 'backlog_cleared',
      window: which,
      day: null,
      team: null,
      tickets: old,
      seconds: (OLD_DAYS * MS_PER_DAY) / 1000,
      sentence: `${old} tickets solved${which === 'before' ? ' in the window before' : ''} were older than ${OLD_DAYS} d.`,
    },
  ];
}

/** What came in, was answered for the first time by a person and was solved, day by day. */
export function countsByDay(tickets: readonly MeasuredTicket[], window: Window): DayCounts[] {
  const days = daysOf(window);
  const counts = days.map(({ from }) => ({ day: toIso(from), arrived: 0, firstAnswers: 0, solved: 0 }));
  const add = (at: number | null | undefined, key: 'arrived' | 'firstAnswers' | 'solved'): void => {
    if (at == null || at < window.from || at >= window.to) return;
    const place = days.findLastIndex(({ from }) => from <= at);
    if (place >= 0) counts[place]![key] += 1;
  };
  for (const { openedAt, turns, solutions, excludedAt } of tickets) {
    const isOwn = (at: number | null | undefined): boolean => at != null && (excludedAt === null || at < excludedAt);
    const answeredAt = turns.find(({ by, answeredAt }) => answeredAt !== null && by !== 'bot')?.answeredAt;
    add(openedAt, 'arrived');
    if (isOwn(answeredAt)) add(answeredAt, 'firstAnswers');
    for (const { knownAt } of solutions) if (isOwn(knownAt)) add(knownAt, 'solved');
  }
  return counts;
}

function dayWords(at: number, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'short', day: 'numeric', month: 'short' }).format(at);
}
