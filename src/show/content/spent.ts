import { CAUSE_NAMES, CAUSES, keysOf, SLICES } from '../../model/catalogue.ts';
import type { Group } from '../../report/schema.ts';
import { durationWords } from '../durations.ts';
import type { Slice, Spent } from './content.ts';
import { areHoursUnknown, type Context } from './context.ts';

type Spending = Pick<Group, 'timeSpentSeconds'>;

/** Where the time of the solved tickets went; null where none was solved or nothing is known of the causes. */
export function spentOf(context: Context): Spent | null {
  const { report, words, wording } = context;
  const slices = spentSlices(report.overall, context);
  const mean = report.overall.finalResolution.calendar?.meanSeconds ?? null;
  if (slices.length === 0 || mean === null) return null;
  const largest = slices.reduce((a, b) => (b.share > a.share ? b : a));
  const share = (key: Slice['key']) => slices.find((slice) => slice.key === key)?.share ?? 0;
  const lines = [
    `An average ticket took ${durationWords(mean)} by the calendar. It was with us for ${durationWords(mean * share('work'))}${
      areHoursUnknown(report)
        ? ''
        : ` while we were open, and for ${durationWords(mean * share('closed'))} while we were closed`
    }.`,
  ];
  const before =
    report.previous === null || !report.coverage.comparable ? [] : spentSlices(report.previous.overall, context);
  return {
    heading: `Where the time went: ${fractionWords(largest.share)} ${SLICES[largest.key].within}`,
    lines,
    label: wording.shortDays(context.fromAt, context.toAt),
    slices,
    before: before.length === 0 ? null : { label: words.before, slices: before },
  };
}

/** The parts of a group's time that a lead can do something about; parts without any time are left out. */
export function spentSlices({ timeSpentSeconds }: Spending, { wording }: Pick<Context, 'wording'>): Slice[] {
  const total = CAUSE_NAMES.reduce((sum, cause) => sum + timeSpentSeconds[cause], 0);
  if (total === 0) return [];
  return keysOf(SLICES).flatMap((key) => {
    const seconds = CAUSE_NAMES.filter((cause) => CAUSES[cause].slice === key).reduce(
      (sum, cause) => sum + timeSpentSeconds[cause],
      0,
    );
    return seconds === 0
      ? []
      : [{ key, label: SLICES[key].label, share: seconds / total, words: wording.share(seconds / total) }];
  });
}

/** A share as people say it, never further off than a twentieth; else in percent. */
export function fractionWords(share: number): string {
  const names = [
    [1 / 4, 'a quarter'],
    [1 / 3, 'a third'],
    [1 / 2, 'half'],
    [2 / 3, 'two thirds'],
    [3 / 4, 'three quarters'],
  ] as const;
  const near = names.find(([value]) => Math.abs(value - share) <= 0.025);
  if (near !== undefined) return near[1];
  if (share > 0.95) return 'nearly all';
  return `${Math.round(share * 100)}%`;
}
