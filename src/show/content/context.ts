import type { Cadence } from '../../model/window.ts';
import type { Report } from '../../report/schema.ts';
import { type Wording, wordingOf } from '../wording.ts';
import type { ContentOptions } from './content.ts';

/** What every part of a digest is told from. */
export interface Context {
  readonly report: Report;
  readonly options: ContentOptions;
  readonly wording: Wording;
  /** What a window of this kind is called. */
  readonly words: PeriodWords;
  /** How far the data go, epoch ms: the earliest end of reading of any source, the window's end at most. */
  readonly readUpToAt: number;
  /** Whether a source was not read to the end of the window. */
  readonly stale: boolean;
  readonly toAt: number;
  readonly fromAt: number;
}

/** A window in words: `week`, `the week before`, `a quiet week`. */
export interface PeriodWords {
  readonly one: string;
  readonly before: string;
}

const PERIODS: Readonly<Record<Cadence, PeriodWords>> = {
  daily: { one: 'day', before: 'the day before' },
  weekly: { one: 'week', before: 'the week before' },
  monthly: { one: 'month', before: 'the month before' },
};

/** Gathers what the parts of a digest need. */
export function contextOf(report: Report, options: ContentOptions): Context {
  const toAt = Date.parse(report.window.to);
  const ends = report.coverage.stale.map(({ readUpToAt }) => (readUpToAt === null ? null : Date.parse(readUpToAt)));
  const known = ends.filter((at) => at !== null);
  return {
    report,
    options,
    wording: wordingOf(options.locale, report.window.timeZone),
    words: PERIODS[options.cadence],
    readUpToAt: Math.min(toAt, ...known),
    stale: ends.length > 0,
    toAt,
    fromAt: Date.parse(report.window.from),
  };
}
