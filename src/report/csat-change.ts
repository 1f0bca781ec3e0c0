import { MS_PER_DAY } from '../model/time.ts';
import type { Window } from '../model/window.ts';
import type { Comparability, JudgedChange, MedianChange, NoVerdict } from '../summarise/change.ts';
import type { Period } from '../summarise/life.ts';
import type { DayAndCustomer } from '../summarise/statistics/clustered-variance.ts';
import { clusteredShare, type ShareRows, shareDifference } from '../summarise/statistics/shares.ts';
import { closed, REASONS, VERDICT_WORDS } from './change-json.ts';
import type { TrendPoint, Verdict, WindowChange } from './schema-inference.ts';
import { localClock } from './window.ts';

/** An answer about satisfaction that counts: when, whether it was happy, from whom (`source/id`; null: nobody known). */
export interface CsatAnswer {
  readonly ratedAt: number;
  readonly isPositive: boolean;
  readonly customer: string | null;
  /** `source/id` of the team that had the ticket; null for none. */
  readonly team: string | null;
}

/** What a change of satisfaction is told from. */
export interface CsatInput {
  readonly window: Window;
  readonly before: Window;
  readonly minSample: number;
  readonly answers: readonly CsatAnswer[];
}

/** Answers of a period as rows, clustered by local day and by customer. */
export function csatRows(
  answers: readonly CsatAnswer[],
  { from, to }: Period,
  timeZone: string,
  codes = new Map<string, number>(),
): ShareRows {
  const own = answers.filter(({ ratedAt }) => ratedAt >= from && ratedAt < to);
  const code = (key: string): number => {
    const known = codes.get(key);
    if (known !== undefined) return known;
    codes.set(key, codes.size);
    return codes.size - 1;
  };
  const localOf = localClock(timeZone);
  const day = Uint32Array.from(own, ({ ratedAt }) => code(`day ${Math.floor(localOf(ratedAt) / MS_PER_DAY)}`));
  const customer = Uint32Array.from(own, ({ customer: who, ratedAt }, index) =>
    code(who ?? `alone ${ratedAt} ${index}`),
  );
  const clusters: DayAndCustomer = {
    day: { codes: day, count: codes.size },
    customer: { codes: customer, count: codes.size },
  };
  return { positive: Uint8Array.from(own, ({ isPositive }) => (isPositive ? 1 : 0)), clusters };
}

/** Satisfaction of a period with its interval; null without answers, no value of too few. */
export function csatJson(rows: ShareRows, minSample: number): TrendPoint['csat'] {
  const { n, positive, share, interval } = clusteredShare(rows);
  if (n === 0) return null;
  const enough = n >= minSample;
  return {
    n,
    positive,
    value: enough && share !== null ? 100 * share : null,
    interval: enough && interval !== null ? [100 * interval[0], 100 * interval[1]] : null,
  };
}

/** The change of satisfaction: judged with teams and trend, told with words of its own. */
export function csatChange(input: CsatInput, known: Comparability) {
  const codes = new Map<string, number>();
  const { answers, window, before } = input;
  const [earlier, later] = [before, window].map((period) => csatRows(answers, period, window.timeZone, codes)) as [
    ShareRows,
    ShareRows,
  ];
  const counts = {
    day: { codes: new Uint32Array(), count: codes.size },
    customer: { codes: new Uint32Array(), count: codes.size },
  };
  const wide = (rows: ShareRows): ShareRows => ({
    ...rows,
    clusters: {
      day: { ...rows.clusters.day, count: counts.day.count },
      customer: { ...rows.clusters.customer, count: counts.customer.count },
    },
  });
  const enough = earlier.positive.length >= 20 && later.positive.length >= 20;
  const comparable = known.isOver && known.isCovered && !known.isSingleDay;
  const found = comparable && enough ? shareDifference(wide(earlier), wide(later)) : null;
  const reason: NoVerdict | null = !comparable
    ? known.isOver
      ? 'not_covered'
      : 'not_ended'
    : found === null
      ? 'few_ended'
      : null;
  const change: MedianChange = {
    earlierMs: null,
    laterMs: null,
    differenceMs: found?.difference ?? null,
    direction: found?.difference ?? null,
    comparison: found,
    reason,
    intervalAt: found?.intervalAt ?? null,
  };
  const percent = (rows: ShareRows): number | null => {
    const { share } = clusteredShare(rows);
    return share === null || rows.positive.length < input.minSample ? null : 100 * share;
  };
  const told = (judged: JudgedChange): WindowChange => {
    const verdict: Verdict =
      judged.verdict === 'slower' ? 'higher' : judged.verdict === 'faster' ? 'lower' : judged.verdict;
    return {
      measure: 'csat',
      clock: null,
      group: 'overall',
      verdict,
      currentSeconds: percent(later),
      previousSeconds: comparable ? percent(earlier) : null,
      differenceSeconds: judged.differenceMs === null ? null : 100 * judged.differenceMs,
      interval: closed(judged.interval, 100),
      reason: reason === null ? null : REASONS[reason](input.minSample),
      sentence: `Satisfaction: ${VERDICT_WORDS[verdict]}.`,
    };
  };
  return { change, told };
}
