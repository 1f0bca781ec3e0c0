import type { Report } from '../../report/schema.ts';
import { type PeriodKind, type PeriodWords, periodKindOf, periodWords } from '../periods.ts';
import { type Wording, wordingOf } from '../wording.ts';
import type { ContentOptions } from './content.ts';
import { READ_LATELY_MS } from './thresholds.ts';

/** What every part of a digest is told from. */
export interface Context {
  readonly report: Report;
  readonly options: ContentOptions;
  readonly wording: Wording;
  /** What a window of this kind is called. */
  readonly words: PeriodWords;
  readonly kind: PeriodKind;
  /** How far the data go, epoch ms: the earliest end of reading of any stale source; at most the report and the window's end. */
  readonly readUpToAt: number;
  /** Sources that were not read to the end of the window, or up to the report where the window goes on. */
  readonly stale: Report['coverage']['stale'];
  /** Whether a part of the window is not told: it goes on, or a source is stale. */
  readonly partial: boolean;
  readonly toAt: number;
  readonly fromAt: number;
}

/** Gathers what the parts of a digest need. */
export function contextOf(report: Report, options: ContentOptions): Context {
  const toAt = Date.parse(report.window.to);
  const fromAt = Date.parse(report.window.from);
  const window = { from: fromAt, to: toAt, timeZone: report.window.timeZone };
  const madeAt = Date.parse(report.generatedAt);
  const readTo = ({ readUpToAt }: Report['coverage']['stale'][number]): number =>
    readUpToAt === null ? Number.NEGATIVE_INFINITY : Date.parse(readUpToAt);
  const stale = report.coverage.stale.filter((source) => readTo(source) < Math.min(toAt, madeAt - READ_LATELY_MS));
  const known = stale.map(readTo).filter(Number.isFinite);
  return {
    report,
    options,
    wording: wordingOf(options.locale, report.window.timeZone, toAt - 1),
    kind: periodKindOf(window),
    words: periodWords(window),
    readUpToAt: Math.min(toAt, madeAt, ...known),
    stale,
    partial: stale.length > 0 || madeAt < toAt,
    toAt,
    fromAt,
  };
}

/** No opening hours are set, and no agent or team has hours of its own. */
export function areHoursUnknown({ definitions, overall }: Report): boolean {
  const { team_off_hours, team_time_zone_wait } = overall.timeSpentSeconds;
  return definitions.teamHours === null && team_off_hours + team_time_zone_wait === 0;
}
