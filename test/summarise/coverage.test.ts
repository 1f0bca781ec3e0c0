import { describe, expect, it } from 'vitest';
import { coverageOf, historyBeginsOn, runInDays, type SourceHistory } from '../../src/summarise/coverage.ts';

const DAY = 86_400_000;
/** `perDay` of something on each day from `from` to before `to`. */
const daily = (from: number, to: number, perDay = 5): number[] =>
  Array.from({ length: Math.max(0, to - from) * perDay }, (_, i) => from + Math.floor(i / perDay));
const history = (opened: number[], solved: number[], more: Partial<SourceHistory> = {}): SourceHistory => ({
  source: 'file',
  openedDays: Int32Array.from(opened),
  solvedDays: Int32Array.from(solved),
  readToDay: 400,
  holdsOnlySolved: false,
  ...more,
});

describe('where a history begins', () => {
  it('is the first day, for an export by opening date', () => {
    expect(historyBeginsOn(history(daily(100, 400), daily(100, 400)))).toBe(100);
  });

  it('is the first solution, for an export by closing date: openings lie long before', () => {
    const opened = [...daily(0, 300, 1), ...daily(300, 400)];

    expect(historyBeginsOn(history(opened, daily(300, 400)))).toBe(300);
  });

  it('is where solutions reach a quarter of the usual, for a slow desk that has just begun', () => {
    // Weeks of 0, 7, 7, 35, 35, … solutions: 7 is less than a quarter of the usual 35.
    const solved = [...daily(107, 121, 1), ...daily(121, 400)];

    expect(historyBeginsOn(history(daily(100, 400), solved))).toBeGreaterThanOrEqual(114);
    expect(historyBeginsOn(history(daily(100, 400), solved))).toBeLessThanOrEqual(121);
  });

  it('is not a stray ticket of years ago: four empty weeks begin a new history', () => {
    expect(historyBeginsOn(history([3, ...daily(300, 400)], [4, ...daily(300, 400)]))).toBe(300);
  });

  it('is not moved by two weeks of holidays, nor by growth', () => {
    const closed = [...daily(100, 200), ...daily(214, 400)];
    expect(historyBeginsOn(history(closed, closed))).toBe(100);

    const growing = [...daily(100, 200, 2), ...daily(200, 300, 6), ...daily(300, 400, 20)];
    expect(historyBeginsOn(history(growing, growing))).toBe(100);
  });

  it.each([
    ['nothing', [], []],
    ['no solution at all', daily(100, 400), []],
    ['everything after it was read', daily(401, 410), daily(401, 410)],
  ])('is unknown with %s', (_what, opened, solved) => {
    expect(historyBeginsOn(history(opened, solved))).toBeNull();
  });
});

describe('what a window needs before it', () => {
  it.each([
    [null, 28],
    [1 * DAY, 7],
    [9.2 * DAY, 10],
    [60 * DAY, 28],
  ])('a p90 of %d ms asks for %d days', (p90, days) => {
    expect(runInDays(p90)).toBe(days);
  });
});

describe('coverage', () => {
  const steady = history(daily(100, 400), daily(100, 400));

  it('of a steady desk whose export begins on day 100: windows compare from day 128 on', () => {
    expect(coverageOf([steady], { fromDay: 127, toDay: 134 }, null)).toEqual({
      isComparable: false,
      comparableFromDay: 128,
      gaps: [{ source: 'file', kind: 'history_begins', day: 100 }],
    });
    expect(coverageOf([steady], { fromDay: 128, toDay: 135 }, null)).toMatchObject({ isComparable: true, gaps: [] });
    expect(coverageOf([steady], { fromDay: 107, toDay: 114 }, 2 * DAY)).toMatchObject({ isComparable: true });
  });

  it('asks every source: the youngest decides', () => {
    const young = history(daily(300, 400), daily(300, 400), { source: 'zendesk' });

    expect(coverageOf([steady, young], { fromDay: 300, toDay: 307 }, null)).toEqual({
      isComparable: false,
      comparableFromDay: 328,
      gaps: [{ source: 'zendesk', kind: 'history_begins', day: 300 }],
    });
  });

  it('asks that each was read through the earlier window', () => {
    const stale = { ...steady, readToDay: 390 };

    expect(coverageOf([stale], { fromDay: 386, toDay: 393 }, null).gaps).toEqual([
      { source: 'file', kind: 'not_read', day: 390 },
    ]);
  });

  it('never comes from a file of solved tickets alone', () => {
    expect(coverageOf([{ ...steady, holdsOnlySolved: true }], { fromDay: 300, toDay: 307 }, null)).toEqual({
      isComparable: false,
      comparableFromDay: null,
      gaps: [{ source: 'file', kind: 'only_solved', day: null }],
    });
  });

  it('does not ask a source without tickets (billing), and nothing covers without any', () => {
    const billing = history([], [], { source: 'stripe', readToDay: 0 });

    expect(coverageOf([steady, billing], { fromDay: 128, toDay: 135 }, null).isComparable).toBe(true);
    expect(coverageOf([billing], { fromDay: 128, toDay: 135 }, null)).toEqual({
      isComparable: false,
      comparableFromDay: null,
      gaps: [],
    });
  });
});
