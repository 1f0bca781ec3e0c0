import type { Curve, TargetFigure, WindowChange } from '../../report/schema-inference.ts';
import { durationWords } from '../durations.ts';
import type { TimeCard, Tone, WeekBar } from './content.ts';
import { areHoursUnknown, type Context } from './context.ts';
import { counted } from './headline.ts';

const CARDS = [
  { key: 'timeToFirstAnswer', title: 'Time to first answer', done: 'answered' },
  { key: 'timeToSolution', title: 'Time to solution', done: 'solved' },
] as const;

/** What stands in place of a typical time of too few. */
export const TOO_FEW = 'too few';

/** The two times of a digest, with their weeks and the verdict. */
export function timeCards(context: Context): TimeCard[] {
  return CARDS.map((card) => timeCard(card, context));
}

function timeCard({ key, title, done }: (typeof CARDS)[number], context: Context): TimeCard {
  const { report, options } = context;
  const curve = report[key].net;
  const change = report.changes.find(({ measure, group }) => measure === key && group === 'overall');
  const tooFew = curve === null || curve.ended + curve.atRisk < report.definitions.minSample;
  const figure = `${key}.net.medianSeconds`;
  const weeks = weekBars(key, context);
  if (tooFew) {
    return {
      key,
      title,
      value: TOO_FEW,
      says: fewWords(curve, done, context),
      verdict: null,
      lines: [],
      weeks,
      figure,
    };
  }
  const { value, says } = medianWords(curve, done);
  return {
    key,
    title,
    value,
    says,
    verdict:
      options.first === true ? { text: `first ${context.words.one}`, tone: 'plain' } : verdictWords(change, context),
    lines: [
      ...intervalLine(curve),
      ...datedLine(key, context),
      ...tooFewLine(change, curve, done, context),
      ...report.targets
        .filter(({ measure, group }) => measure === key && group === 'overall')
        .map((target) => targetLine(target, context)),
    ],
    weeks,
    figure,
  };
}

function fewWords(curve: Curve | null, done: string, { report, wording }: Context): string {
  const n = curve?.ended ?? 0;
  return `${wording.count(n)} ${done}; ${wording.count(report.definitions.minSample)} needed`;
}

/** The typical time, or what can be said where fewer than half have got there. */
function medianWords(curve: Curve, done: string): { readonly value: string; readonly says: string } {
  if (curve.medianSeconds !== null)
    return { value: durationWords(curve.medianSeconds), says: `half are ${done} within this` };
  if (curve.longerThanSeconds === null)
    return { value: TOO_FEW, says: `${curve.ended} ${done}; too few of one age at a time to say by when half are` };
  const longer = durationWords(curve.longerThanSeconds);
  if (curve.ended === 0) {
    return { value: `none ${done}`, says: `half have waited longer than ${longer}` };
  }
  return {
    value: `more than ${longer}`,
    says: `fewer than half are ${done} so far`,
  };
}

function intervalLine({ medianInterval }: Curve): string[] {
  if (medianInterval === null) return [];
  return [`likely between ${durationWords(medianInterval[0])} and ${durationWords(medianInterval[1])}`];
}

function datedLine(key: TimeCard['key'], { report, wording, words }: Context): string[] {
  const point = report.changePoints.findLast(({ measure }) => measure === key);
  if (point === undefined) return [];
  return [
    `${point.after > point.before ? 'longer' : 'shorter'} since the ${words.one} of ${wording.day(Date.parse(point.week))}`,
  ];
}

function tooFewLine(
  change: WindowChange | undefined,
  curve: Curve,
  done: string,
  { wording, report }: Context,
): string[] {
  if (change?.verdict !== 'too_few') return [];
  return [
    change.reason ??
      `${counted(curve.ended, 'ticket', wording.count)} ${done}; ${wording.count(Math.max(20, report.definitions.minSample))} needed`,
  ];
}

function targetLine({ seconds, shareMet, interval, pastNow, clock }: TargetFigure, { wording }: Context): string {
  const target = `the target of ${durationWords(seconds)}${clock === 'calendar' ? '' : clock === 'business' ? ' of our open hours' : ''}`;
  const past = `${wording.count(pastNow)} past it now`;
  if (shareMet === null) return `too few to say how many are within ${target}; ${past}`;
  const range = interval === null ? '' : ` (likely ${wording.share(interval[0])} to ${wording.share(interval[1])})`;
  return `${wording.share(shareMet)} within ${target}${range}; ${past}`;
}

/** What a change is called: by sign, word and colour alike. */
export function verdictWords(
  change: Pick<WindowChange, 'verdict' | 'previousSeconds'> | undefined,
  context: Context,
): { readonly text: string; readonly tone: Tone } | null {
  if (change === undefined) return null;
  const was = change.previousSeconds === null ? '' : `, was ${durationWords(change.previousSeconds)}`;
  switch (change.verdict) {
    case 'slower':
      return { text: `▲ longer${was}`, tone: 'longer' };
    case 'faster':
      return { text: `▼ shorter${was}`, tone: 'shorter' };
    case 'no_evidence':
      return { text: 'no clear change', tone: 'plain' };
    case 'too_few':
      return { text: 'too few to say', tone: 'plain' };
    default:
      return { text: notComparableWords(context), tone: 'plain' };
  }
}

/** From when on windows can be compared. */
export function notComparableWords({ report, wording }: Context): string {
  const from = report.coverage.comparableFrom;
  return from === null
    ? 'nothing to compare with yet'
    : `nothing to compare with before ${wording.day(Date.parse(from))}`;
}

function weekBars(key: TimeCard['key'], { report, wording }: Context): WeekBar[] {
  const changed = new Set(report.changePoints.filter(({ measure }) => measure === key).map(({ week }) => week));
  return report.trend.map((point) => {
    const curve = point.covered ? point[key] : null;
    return {
      label: wording.day(Date.parse(point.from)),
      seconds: curve?.medianSeconds ?? null,
      low: curve?.medianInterval?.[0] ?? null,
      high: curve?.medianInterval?.[1] ?? null,
      changed: changed.has(point.from),
    };
  });
}

/** What was taken out of both times; said at first use. Empty where nothing was. */
export function timesNote({ report }: Context): string {
  const { definitions, timeToFirstAnswer, timeToSolution } = report;
  if (areHoursUnknown(report)) return 'No hours are taken out for time zones yet: your opening hours are not set.';
  const [answer, solution] = [timeToFirstAnswer, timeToSolution].map(({ calendar }) => calendar?.medianSeconds ?? null);
  const same = (['timeToFirstAnswer', 'timeToSolution'] as const).every(
    (key) => report[key].net?.medianSeconds === report[key].calendar?.medianSeconds,
  );
  if (same || answer === null || solution === null || answer === undefined || solution === undefined) return '';
  return `Both without ${excludedWords(definitions.netExcludes)} (by the calendar ${durationWords(answer)} and ${durationWords(solution)}).`;
}

/** What the headline clock leaves out, in readers' words. */
export function excludedWords(excludes: readonly string[]): string {
  const has = (name: string) => excludes.includes(name);
  const words = [
    ...(has('team_time_zone_wait') || has('customer_time_zone_wait') ? ['the hours lost to time zones'] : []),
    ...(has('customer_wait') || has('customer_off_hours') ? ['the time with the customer'] : []),
    ...(has('third_party_wait') ? ['the time with third parties'] : []),
    ...(has('team_off_hours') ? ['our closed hours'] : []),
    ...(has('bot') ? ['the time with a bot'] : []),
  ];
  if (words.length === 0) return 'the time between a solution and its reopening';
  return words.length === 1 ? words[0]! : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
