import type { JudgedChange, NoVerdict } from '../summarise/change.ts';
import type { Inferred } from './in-hand.ts';
import type { Verdict, WindowChange } from './schema-inference.ts';

/** What a verdict says, at the end of a sentence. */
export const VERDICT_WORDS: Readonly<Record<Verdict, string>> = {
  slower: 'longer than before',
  faster: 'shorter than before',
  higher: 'higher than before',
  lower: 'lower than before',
  no_evidence: 'no clear change',
  not_comparable: 'nothing to compare with',
  too_few: 'too few to say',
};

/** Why nothing is said of a change. */
export const REASONS: Readonly<Record<NoVerdict, (minSample: number) => string>> = {
  not_ended: () => 'the window has not ended, or was not read to its end',
  single_day: () => 'a single day is not compared',
  not_covered: () => 'the window before is not covered',
  few_ended: () => 'fewer than 20 in one of the windows',
  few_at_risk: () => 'fewer than 20 were in hand for as long as half took before',
  few_days: () => 'fewer than 5 days have any',
  few_customers: () => 'fewer than 5 customers have any',
  neither_reaches_half: () => 'in neither window half have ended',
  more_reopened: () => 'more tickets were reopened within a week, so that a shorter time is not told',
};

const MEASURE_WORDS: Readonly<Record<Inferred, string>> = {
  timeToSolution: 'Time to solution',
  timeToFirstAnswer: 'Time to first answer',
};

/** A change of a time as the report has it, with its sentence; `group` is `overall` or `byTeam=…`. */
export function changeJson(measure: Inferred, group: string, change: JudgedChange, minSample: number): WindowChange {
  const { earlierMs, laterMs, differenceMs, interval, verdict, reason } = change;
  const seconds = (ms: number | null): number | null => (ms === null ? null : ms / 1000);
  return {
    measure,
    clock: 'net',
    group,
    verdict,
    currentSeconds: seconds(laterMs),
    previousSeconds: verdict === 'not_comparable' ? null : seconds(earlierMs),
    differenceSeconds: verdict === 'not_comparable' ? null : seconds(differenceMs),
    interval: closed(interval, 1 / 1000),
    reason: reason === null ? null : REASONS[reason](minSample),
    sentence: `${MEASURE_WORDS[measure]}${group === 'overall' ? '' : ` (${group})`}: ${VERDICT_WORDS[verdict]}.`,
  };
}

/** Both ends of an interval times a factor; null where one is open. */
export function closed(interval: JudgedChange['interval'], factor: number): [number, number] | null {
  if (interval === null || interval[0] === null || interval[1] === null) return null;
  return [interval[0] * factor, interval[1] * factor];
}
