import { SECONDS_PER_DAY, SECONDS_PER_HOUR } from '../../model/time.ts';
import type { Why } from '../../report/schema-why.ts';
import { durationWords } from '../durations.ts';
import type { Section } from './content.ts';
import type { Context } from './context.ts';

const MINUTE = 60;
const NO_BREAK = '\u00a0';

/** Why solutions took longer or less: the parts that add up; null where nothing is said of a change, or none of them is large. */
export function whySection(context: Context): Section | null {
  const { report, wording, words } = context;
  const { why } = report;
  const change = report.changes.find(({ measure, group }) => measure === 'timeToSolution' && group === 'overall');
  const verdict = change?.verdict;
  if (why === null || (verdict !== 'slower' && verdict !== 'faster')) return null;
  const longer = verdict === 'slower';
  const section = { key: 'why' as const, beside: '', table: null, after: [] };
  if (why.oppositeToVerdict) {
    return {
      ...section,
      heading: 'The average went the other way',
      lines: [
        longer
          ? 'Half are solved later, but the average fell: the longest of them took less long, or were fewer.'
          : 'Half are solved sooner, but those that took very long pull the average up.',
      ],
    };
  }
  if (why.parts.length === 0) return null;
  const step = stepOf(why.differenceSeconds);
  const total = rounded(why.differenceSeconds, step);
  if (total === 0) return null;
  const parts = why.parts.map(({ seconds, phrase }) => ({ size: rounded(seconds, step), phrase }));
  // What rounding leaves over belongs to no part that is told.
  const rest = total - parts.reduce((sum, { size }) => sum + size, 0);
  const average = `The ${wording.count(why.tickets)} tickets solved took ${durationWords(why.meanSeconds)} on average, ${sizeWords(total)} ${total > 0 ? 'more' : 'less'} than ${words.before}. That is:`;
  return {
    ...section,
    heading: `Why solutions took ${longer ? 'longer' : 'less'}`,
    lines: [
      average,
      ...parts.filter(({ size }) => size !== 0).map(({ size, phrase }) => `${signed(size)} ${phrase}`),
      ...(rest === 0 ? [] : [`${signed(rest)} everything else`]),
    ],
  };
}

/** The largest causes that went the way of the change, for a headline of at most so many characters; empty where none is known. */
export function headlineCauses({ report }: Context, room: number): string {
  const { why } = report;
  if (why === null || why.oppositeToVerdict) return '';
  const causes = why.parts
    .filter(({ seconds }) => seconds > 0 === why.differenceSeconds > 0)
    .map(({ phrase }) => phrase.replace(/ \([^)]*\)$/, ''));
  const [first, second] = causes;
  if (first === undefined) return '';
  const both = second === undefined ? `: ${first}` : `: ${first}, and ${second}`;
  return [both, `: ${first}`].find(({ length }) => length <= room) ?? '';
}

/** Parts and their sum are told in one step, so that readers can add them up. */
function stepOf(seconds: Why['differenceSeconds']): number {
  const size = Math.abs(seconds);
  if (size < SECONDS_PER_HOUR) return 5 * MINUTE;
  if (size < 4 * SECONDS_PER_HOUR) return 15 * MINUTE;
  return size < 8 * SECONDS_PER_DAY ? SECONDS_PER_HOUR : SECONDS_PER_DAY / 2;
}

function rounded(seconds: number, step: number): number {
  return Math.round(seconds / step) * step;
}

function signed(seconds: number): string {
  return `${seconds < 0 ? '−' : '+'}${sizeWords(seconds)}`;
}

/** A multiple of a step without its sign: `35 min`, `2 h 45 min`, `30 h`, `9½ d`. */
function sizeWords(seconds: number): string {
  const size = Math.abs(seconds);
  const unit = (n: number, name: string): string => `${n}${NO_BREAK}${name}`;
  if (size >= 8 * SECONDS_PER_DAY) {
    const days = size / SECONDS_PER_DAY;
    return `${Math.floor(days)}${days % 1 === 0 ? '' : '½'}${NO_BREAK}d`;
  }
  const hours = Math.floor(size / SECONDS_PER_HOUR);
  const minutes = (size % SECONDS_PER_HOUR) / MINUTE;
  if (hours === 0) return unit(minutes, 'min');
  return minutes === 0 ? unit(hours, 'h') : `${unit(hours, 'h')}${NO_BREAK}${unit(minutes, 'min')}`;
}
