import type { CalendarMonths } from '../../clock/calendar-months.ts';
import type { Milestone } from '../../model/account.ts';
import { CLOCKS, type Clock } from '../../model/catalogue.ts';
import type { MeasuredColumns } from '../../model/measurement.ts';
import type { Period } from '../../model/window.ts';
import { isWithin } from '../rows.ts';
import { meanInterval, medianInterval, medianSorted, momentsOf } from '../statistics/averages.ts';
import { kaplanMeierMedian, survivalMedianInterval } from '../statistics/survival.ts';
import { type Figure, type FigureKind, known, tooFew, unavailable } from './figure.ts';

function kindOf(clock: Clock, words: string, of: 'mean' | 'median'): FigureKind {
  return {
    key: `resolution_${clock}_${of}`,
    label: `Resolution, ${CLOCKS[clock].label}, ${of}`,
    unit: 'seconds',
    formula: `${of} time from opening to final solution, ${words}, of tickets finally solved in the window`,
  };
}

/** The product's own resolution times beside the other figures: the same tickets and clocks as in the report. */
export function resolutionFigures(sets: readonly MeasuredColumns[], window: Period, minimum: number): Figure[] {
  return [
    ...resolutionOn('net', 'net of waits that only time zones cause', sets, window, minimum),
    ...resolutionOn('calendar', 'by the wall clock', sets, window, minimum),
  ];
}

function resolutionOn(
  clock: Clock,
  words: string,
  sets: readonly MeasuredColumns[],
  window: Period,
  minimum: number,
): Figure[] {
  const values: number[] = [];
  for (const columns of sets) {
    for (let row = 0; row < columns.n; row++) {
      const ms = columns.finalResolution[clock][row]!;
      if (isWithin(columns.finalSolvedAt[row], window) && !Number.isNaN(ms)) values.push(ms / 1000);
    }
  }
  const [mean, median] = [kindOf(clock, words, 'mean'), kindOf(clock, words, 'median')];
  const n = values.length;
  if (n < Math.max(1, minimum)) {
    const why = n === 0 ? 'needs tickets finally solved in this window' : tooFew(n, minimum, 'tickets');
    return [mean, median].map((kind) => unavailable(kind, why, { n }));
  }
  values.sort((a, b) => a - b);
  const moments = momentsOf(values);
  const middle = medianSorted(values);
  const interval = medianInterval(values);
  return [
    known(mean, {
      n,
      value: moments.mean,
      interval: meanInterval(moments),
      inputs: { 'sum of seconds': moments.mean * n, tickets: n },
    }),
    known(median, { n, value: middle, interval, inputs: { tickets: n } }),
  ];
}

const TTV: FigureKind = {
  key: 'time_to_value',
  label: 'Time to value',
  unit: 'seconds',
  formula:
    'median time from an account’s start to the milestone (Kaplan-Meier: accounts that are not there yet count as still on their way, those that left until they left), over accounts that began in the year before the window’s end',
};

/** How many milestones are told of, those that most accounts reached first. */
const MILESTONES = 10;

/** An account on its way to a milestone; `reachedMs` after its start, undefined where it was not seen to get there. */
export interface Journey {
  readonly accountKey: string;
  readonly startedAt: number;
  readonly reachedMs: number | undefined;
  /** How long after its start it was seen on its way: until it got there, it left, or the window ended. */
  readonly seenMs: number;
  /** Whether it left before it got there. */
  readonly left: boolean;
}

/** All accounts of a milestone's cohort, and what cannot be. */
export interface Journeys {
  readonly name: string;
  readonly journeys: readonly Journey[];
  /** Accounts that reached it before they began: left out. */
  readonly beforeStart: number;
}

/**
 * Accounts that began in the year before the window's end, on their way to each milestone as of that end. `leftAt`: when
 * an account left, undefined for one that had not by then.
 */
export function journeysOf(
  milestones: readonly Milestone[],
  startedAt: ReadonlyMap<string, number>,
  leftAt: (accountKey: string) => number | undefined,
  window: Period,
  calendar: CalendarMonths,
): Journeys[] {
  const from = Math.min(window.fromAt, calendar.add(window.toAt, -12));
  const cohort = [...startedAt].filter(([, at]) => at >= from && at < window.toAt);
  const byName = [...Map.groupBy(milestones, ({ name }) => name)];
  byName.sort(([a, some], [b, others]) => others.length - some.length || (a < b ? -1 : 1));
  return byName.slice(0, MILESTONES).map(([name, reached]) => {
    const firstAt = new Map<string, number>();
    for (const { accountKey, at } of reached) {
      if (at < window.toAt) firstAt.set(accountKey, Math.min(at, firstAt.get(accountKey) ?? at));
    }
    const journeys: Journey[] = [];
    let beforeStart = 0;
    for (const [accountKey, at] of cohort) {
      const reachedAt = firstAt.get(accountKey);
      if (reachedAt !== undefined && reachedAt < at) beforeStart += 1;
      else journeys.push(journeyOf(accountKey, at, reachedAt, leftAt(accountKey), window));
    }
    return { name, journeys, beforeStart };
  });
}

function journeyOf(
  accountKey: string,
  startedAt: number,
  reachedAt: number | undefined,
  leftAt: number | undefined,
  { toAt }: Period,
): Journey {
  if (reachedAt !== undefined) {
    const reachedMs = reachedAt - startedAt;
    return { accountKey, startedAt, reachedMs, seenMs: reachedMs, left: false };
  }
  const seenMs = Math.max(0, (leftAt ?? toAt) - startedAt);
  return { accountKey, startedAt, reachedMs: undefined, seenMs, left: leftAt !== undefined };
}

/**
 * Time to value by milestone: the Kaplan-Meier median (Kaplan and Meier 1958) with the interval of Brookmeyer and Crowley
 * (1982), so that accounts that are still on their way are not forgotten, which would make the figure too good. One that
 * left is on its way no longer: it is followed until it left.
 */
export function timeToValueFigures(all: readonly Journeys[], minimum: number): Figure[] {
  if (all.length === 0) {
    return [unavailable(TTV, 'needs when accounts reached what they came for (milestones.csv)')];
  }
  return all.map(({ name: group, journeys, beforeStart }) => {
    const ended = journeys.flatMap(({ reachedMs }) => reachedMs ?? []).sort((a, b) => a - b);
    const open = journeys
      .filter(({ reachedMs }) => reachedMs === undefined)
      .map(({ seenMs }) => seenMs)
      .sort((a, b) => a - b);
    const n = journeys.length;
    const left = journeys.filter((journey) => journey.left).length;
    const inputs = {
      'accounts that reached it': ended.length,
      'accounts on their way': open.length - left,
      'accounts that left before': left,
    };
    const notes =
      beforeStart === 0 ? [] : [`${beforeStart} accounts reached it before they began, which cannot be: left out.`];
    const found = { group, n, inputs, notes };
    if (n === 0) {
      const why = 'needs accounts with a start in the year before (accounts.csv with started_at, or subscriptions)';
      return unavailable(TTV, why, found);
    }
    if (n < minimum) return unavailable(TTV, tooFew(n, minimum, 'accounts that began'), found);
    const median = kaplanMeierMedian(ended, open);
    if (median === null)
      return unavailable(
        TTV,
        `fewer than half have been seen to reach it (${ended.length} of ${n}${left === 0 ? '' : `; ${left} left before`})`,
        found,
      );
    const [lower, upper] = survivalMedianInterval(ended, open);
    const interval = lower === null || upper === null ? null : ([lower / 1000, upper / 1000] as const);
    return known(TTV, { ...found, value: median / 1000, interval });
  });
}
