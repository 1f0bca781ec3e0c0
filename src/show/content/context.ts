import type { Report } from '../../report/schema.ts';
import { type PeriodKind, type PeriodWords, periodKindOf, periodWords } from '../periods.ts';
import { type Wording, wordingOf } from '../wording.ts';
import type { ContentOptions } from './content.ts';

/** What every part of a digest is told from. */
export interface Context {
  readonly report: Report;
  readonly options: ContentOptions;
  readonly wording: Wording;
  /** What a window of this kind is called. */
  readonly words: PeriodWords;
  readonly kind: PeriodKind;
  /** How far the data go, epoch ms: the earliest end of reading of any source, the window's end at most. */
  readonly readUpToAt: number;
  /** Whether a source was not read to the end of the window. */
  readonly stale: boolean;
  readonly toAt: number;
  readonly fromAt: number;
}

/** Gathers what the parts of a digest need. */
export function contextOf(report: Report, options: ContentOptions): Context {
  const toAt = Date.parse(report.window.to);
  const fromAt = Date.parse(report.window.from);
  const window = { from: fromAt, to: toAt, timeZone: report.window.timeZone };
  const ends = report.coverage.stale.map(({ readUpToAt }) => (readUpToAt === null ? null : Date.parse(readUpToAt)));
  const known = ends.filter((at) => at !== null);
  return {
    report,
    options,
    wording: wordingOf(options.locale, report.window.timeZone),
    kind: periodKindOf(window),
    words: periodWords(window),
    readUpToAt: Math.min(toAt, ...known),
    stale: ends.length > 0,
    toAt,
    fromAt,
  };
}
