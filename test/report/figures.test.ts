import { mean, median, quantile } from 'simple-statistics';
import { describe, expect, it } from 'vitest';
import { CAUSE_NAMES } from '../../src/model/catalogue.ts';
import type { KeyColumn, MeasuredColumns } from '../../src/model/measurement.ts';
import { buildReport } from '../../src/report/build.ts';
import type { Group, Stat } from '../../src/report/schema.ts';
import { meanInterval, momentsOf } from '../../src/summarise/statistics/averages.ts';
import { randomColumns } from '../summarise/random-columns.ts';
import { reportInput } from './report-input.ts';

const MIN_SAMPLE = 5;

/** Ranks that bound the median, by adding up the binomial law term by term. */
function ranksByAddition(n: number): [number, number] | null {
  let term = 0.5 ** n;
  let tail = term;
  let rank = 0;
  while (tail <= 0.025) {
    rank++;
    term *= (n - rank + 1) / rank;
    tail += term;
  }
  return rank === 0 ? null : [rank, n + 1 - rank];
}

/** A measure's figures by plain loops and simple-statistics, in seconds. */
function statByHand(durationsMs: readonly number[]): Stat {
  const n = durationsMs.length;
  if (n === 0) return null;
  const none = { meanSeconds: null, medianSeconds: null, p90Seconds: null, medianInterval: null, meanInterval: null };
  if (n < MIN_SAMPLE) return { n, ...none };
  const seconds = durationsMs.map((ms) => ms / 1000).sort((a, b) => a - b);
  const ranks = ranksByAddition(n);
  const ofMean = meanInterval(momentsOf(seconds))!;
  return {
    n,
    meanSeconds: mean(seconds),
    medianSeconds: median(seconds),
    p90Seconds: seconds.length < 20 ? null : quantile(seconds, 0.9),
    medianInterval: ranks === null ? null : [seconds[ranks[0] - 1]!, seconds[ranks[1] - 1]!],
    meanInterval: seconds.length < 40 ? null : [Math.max(0, ofMean[0]), ofMean[1]],
  };
}

/** A group's figures by plain loops: `ofTicket` says which tickets are in it, the others which responses. */
function groupByHand(
  columns: MeasuredColumns,
  ofTicket: (row: number) => boolean,
  ofFirst: (row: number) => boolean,
  ofLater: (response: number) => boolean,
): Omit<Group, 'key' | 'label'> {
  const rows = [...columns.openedAt.keys()].filter(ofTicket);
  const pick = (measure: Float64Array, isIn: (i: number) => boolean): Stat =>
    statByHand([...measure].filter((ms, i) => isIn(i) && !Number.isNaN(ms)));
  const clocks = (
    of: { readonly calendar: Float64Array; readonly net: Float64Array; readonly business: Float64Array },
    isIn: (i: number) => boolean,
  ) => ({ calendar: pick(of.calendar, isIn), net: pick(of.net, isIn), business: pick(of.business, isIn) });
  const spent = Object.fromEntries(
    CAUSE_NAMES.map((bucket) => [bucket, rows.reduce((sum, row) => sum + columns.timeSpentMs[bucket][row]!, 0) / 1000]),
  ) as Group['timeSpentSeconds'];
  return {
    tickets: rows.length,
    timeSpentSeconds: spent,
    firstResponse: clocks(columns.firstResponse, ofFirst),
    laterResponse: clocks(columns.laterResponse, ofLater),
    firstResolution: clocks(columns.firstResolution, ofTicket),
    finalResolution: clocks(columns.finalResolution, ofTicket),
    reopensKnown: rows.length,
    reopenRate: rows.length === 0 ? null : rows.filter((row) => columns.reopens[row]! > 0).length / rows.length,
  };
}

/** Equal but for the last digits of sums. */
function expectClose(actual: unknown, expected: unknown, path: string): void {
  if (typeof expected === 'number' && typeof actual === 'number') {
    expect(Math.abs(actual - expected), path).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(expected)));
  } else if (typeof expected === 'object' && expected !== null && typeof actual === 'object' && actual !== null) {
    for (const [key, value] of Object.entries(expected)) expectClose(Reflect.get(actual, key), value, `${path}.${key}`);
  } else expect(actual, path).toEqual(expected);
}

const isValue = (column: KeyColumn, value: string | null) => (i: number) => column.keys[column.codes[i]!] === value;

describe('every figure of a report is what plain loops over the tickets find', () => {
  it.each([
    { tickets: 0, seed: 1 },
    { tickets: 1, seed: 2 },
    { tickets: 40, seed: 3 },
    { tickets: 700, seed: 4 },
  ])('for $tickets tickets', (shape) => {
    const columns = randomColumns({ ...shape, agents: 6, accounts: 30 });
    const report = buildReport(reportInput({ columns, minSample: MIN_SAMPLE }));
    const all = () => true;

    expectClose(report.overall, groupByHand(columns, all, all, all), 'overall');

    const dimensions = [
      ['byTier', columns.tier],
      ['bySource', columns.source],
      ['byPriority', columns.priority],
      ['byChannel', columns.channel],
      ['byCategory', columns.category],
      ['byAccount', columns.account],
    ] as const;
    for (const [name, column] of dimensions) {
      for (const group of report[name]) {
        const ofTicket = isValue(column, group.key === 'none' ? null : group.key);
        const ofLater = (response: number): boolean => ofTicket(columns.laterResponse.ticket[response]!);
        expectClose(group, groupByHand(columns, ofTicket, ofTicket, ofLater), `${name}=${group.key}`);
      }
      const total = report[name].reduce((sum, group) => sum + group.tickets, 0);
      expect(total, name).toBe(shape.tickets);
    }
  });

  it('credits solutions to the solver and answers to the agent who gave them', () => {
    const columns = randomColumns({ tickets: 400, seed: 5, agents: 6 });
    const report = buildReport(reportInput({ columns, minSample: MIN_SAMPLE }));

    expect(report.byAgent.length).toBe(7);
    for (const group of report.byAgent) {
      const candidates = columns.agent.keys.filter(
        (key) => (group.key === 'none' && key === null) || key === group.key || key?.endsWith(`/${group.key}`),
      );
      expect(candidates, group.key).toHaveLength(1);
      const own = groupByHand(
        columns,
        isValue(columns.agent, candidates[0]!),
        isValue(columns.firstResponse.agent, candidates[0]!),
        isValue(columns.laterResponse.agent, candidates[0]!),
      );
      expectClose(group, own, `byAgent=${group.key}`);
    }
  });
});
