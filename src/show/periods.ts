import { MS_PER_DAY } from '../model/time.ts';
import { CADENCE_NAMES, type Cadence, type Window } from '../model/window.ts';
import { localOf, previousWindow } from '../report/window.ts';
import { isDayStart } from './words.ts';

/** What a window is: a whole local day, week or month, or any other stretch of time. */
export type PeriodKind = Cadence | 'other';

/** A window in words: `week`, `the week before`, `a quiet week`. */
export interface PeriodWords {
  readonly one: string;
  readonly before: string;
}

const OF_CADENCES = {
  daily: { one: 'day', before: 'the day before' },
  weekly: { one: 'week', before: 'the week before' },
  monthly: { one: 'month', before: 'the month before' },
} satisfies Record<Cadence, PeriodWords>;

const WORDS: Readonly<Record<PeriodKind, PeriodWords>> = {
  ...OF_CADENCES,
  other: { one: 'period', before: 'the period before' },
};

/**
 * What a window and the one before it are called; one before that is of another kind is told by its days.
 */
export function periodWords(window: Window): PeriodWords {
  const kind = periodKindOf(window);
  const before = previousWindow(window);
  if (kind === 'other' || periodKindOf(before) === kind) return WORDS[kind];
  const days = dayOf(localOf(before.to, window.timeZone)) - dayOf(localOf(before.from, window.timeZone));
  return { ...WORDS[kind], before: `the ${days} days before` };
}

/** The kind of a window by its own days in its zone, so that no four weeks are ever called a week. */
export function periodKindOf({ from, to, timeZone }: Window): PeriodKind {
  if (!isDayStart(from, timeZone) || !isDayStart(to, timeZone)) return 'other';
  const [first, last] = [localOf(from, timeZone), localOf(to, timeZone)];
  return CADENCE_NAMES.find((kind) => IS[kind](dayOf(first), dayOf(last))) ?? 'other';
}

/** By the number of local days; a clock that jumps over midnight is still in its day. */
const IS = {
  daily: (first: number, last: number) => last - first === 1,
  weekly: (first: number, last: number) => last - first === 7,
  monthly(first: number, last: number) {
    const date = new Date(first * MS_PER_DAY);
    return date.getUTCDate() === 1 && last * MS_PER_DAY === Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
  },
} satisfies Readonly<Record<Cadence, (first: number, last: number) => boolean>>;

function dayOf(local: number): number {
  return Math.floor(local / MS_PER_DAY);
}
