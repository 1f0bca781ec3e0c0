import type { MeasuredTicket } from '../model/measurement.ts';
import { MS_PER_DAY, toIso } from '../model/time.ts';
import type { Window } from '../model/window.ts';
import { type CoverageGap, coverageOf, type SourceHistory } from '../summarise/coverage.ts';
import type { Coverage } from './schema-inference.ts';
import { instantOfLocal, localClock } from './window.ts';

/** A source as coverage sees it; instants in epoch ms. */
export interface ReadSource {
  readonly name: string;
  readonly title: string;
  /** Up to when it was read; null: never to its end. */
  readonly readUpToAt: number | null;
  /** What stopped it, in words; null where nothing is known. */
  readonly problem: string | null;
  /** A file somebody brought that holds no unsolved ticket, of any time. */
  readonly isSolvedFile: boolean;
}

/** A file of so many tickets of which none is open holds solved tickets alone. */
const ONLY_SOLVED_FROM = 20;

/** Whether the window before is covered by every source, and since when windows can be compared. */
export function coverageIn(
  tickets: readonly MeasuredTicket[],
  sources: readonly ReadSource[],
  windows: { readonly window: Window; readonly before: Window; readonly now: number },
  p90CalendarMs: number | null,
): Coverage {
  const { window, before, now } = windows;
  const localOf = localClock(window.timeZone);
  const day = (at: number): number => Math.floor(localOf(at) / MS_PER_DAY);
  const bySource = Map.groupBy(tickets, ({ source }) => source);
  const histories = [...bySource].map(([source, own]): SourceHistory => {
    const known = sources.find(({ name }) => name === source);
    const readTo = Math.min(now, known === undefined ? window.to : (known.readUpToAt ?? before.to));
    return {
      source,
      openedDays: Int32Array.from(own, ({ openedAt }) => day(openedAt)),
      solvedDays: Int32Array.from(own.flatMap(({ solutions }) => solutions.map(({ knownAt }) => day(knownAt)))),
      readToDay: day(readTo - 1) + 1,
      holdsOnlySolved:
        known?.isSolvedFile === true &&
        own.length >= ONLY_SOLVED_FROM &&
        own.every(({ finalSolvedAt }) => finalSolvedAt !== null),
    };
  });
  const found = coverageOf(histories, { fromDay: day(before.from), toDay: day(before.to - 1) + 1 }, p90CalendarMs);
  const titleOf = (source: string): string => sources.find(({ name }) => name === source)?.title ?? source;
  const dayWords = (number: number): string =>
    new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'short', year: 'numeric' }).format(
      number * MS_PER_DAY,
    );
  const stale = sources
    .filter(({ readUpToAt }) => readUpToAt === null || readUpToAt < Math.min(window.to, now))
    .map(({ name, title, readUpToAt, problem }) => ({ source: name, title, readUpToAt: toIso(readUpToAt), problem }));
  const comparableFrom =
    found.comparableFromDay === null
      ? null
      : toIso(instantOfLocal(found.comparableFromDay * MS_PER_DAY, window.timeZone));
  return {
    comparable: found.isComparable && stale.length === 0,
    comparableFrom,
    reasons: found.gaps.map((gap) => gapWords(gap, titleOf(gap.source), dayWords)),
    stale,
  };
}

function gapWords({ kind, day }: CoverageGap, title: string, dayWords: (day: number) => string): string {
  if (kind === 'only_solved') return `${title} holds solved tickets only: what is still open there is not known.`;
  if (kind === 'not_read') return `${title} was not read to the end of the window before.`;
  return day === null
    ? `${title} has no history of arrivals and solutions yet.`
    : `${title}: its history begins on ${dayWords(day)}.`;
}
