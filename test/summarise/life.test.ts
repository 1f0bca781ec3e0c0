import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  atRiskRowsOf,
  finalSolutionAsOf,
  inHandIn,
  isSolvedIn,
  type Life,
  type Solution,
} from '../../src/summarise/life.ts';

const WINDOW = { from: 100, to: 200 };
/** A ticket opened at an instant, its age being the calendar's. */
const opened = (openedAt: number, life: Partial<Life> = {}) => ({
  life: { spells: [{ from: openedAt, to: null }], end: null, timerWaits: [], ...life },
  ageAt: (at: number) => at - openedAt,
});
const rows = (openedAt: number, life: Partial<Life> = {}) => {
  const { life: whole, ageAt } = opened(openedAt, life);
  return atRiskRowsOf(whole, WINDOW, ageAt);
};
const endAt = (at: number, knownAt = at) => ({ end: { at, knownAt } });

describe('what is in hand in the window [100, 200)', () => {
  it.each([
    ['opened and solved in it', 110, endAt(150), [{ entryMs: 0, exitMs: 40, ended: true }]],
    ['opened before, solved in it', 30, endAt(150), [{ entryMs: 70, exitMs: 120, ended: true }]],
    ['opened in it, still open', 110, {}, [{ entryMs: 0, exitMs: 90, ended: false }]],
    ['stale: opened long before, still open', -5000, {}, [{ entryMs: 5100, exitMs: 5200, ended: false }]],
    ['solved after it: open as known at its end', 110, endAt(250), [{ entryMs: 0, exitMs: 90, ended: false }]],
    ['solved exactly at its end', 110, endAt(200), [{ entryMs: 0, exitMs: 90, ended: false }]],
    ['solved exactly at its beginning', 30, endAt(100), [{ entryMs: 70, exitMs: 70, ended: true }]],
    ['solved before it', 30, endAt(90), []],
    ['opened at its end', 200, {}, []],
    ['solved at once', 110, endAt(110), [{ entryMs: 0, exitMs: 0, ended: true }]],
    ['merged in it', 110, { spells: [{ from: 110, to: 160 }] }, [{ entryMs: 0, exitMs: 50, ended: false }]],
    ['merged before it', 30, { spells: [{ from: 30, to: 90 }] }, []],
    ['merged after it', 110, { spells: [{ from: 110, to: 260 }] }, [{ entryMs: 0, exitMs: 90, ended: false }]],
    [
      'taken out by a bot, and back when the customer wrote again',
      110,
      {
        spells: [
          { from: 110, to: 120 },
          { from: 150, to: null },
        ],
        ...endAt(180),
      },
      [
        { entryMs: 0, exitMs: 10, ended: false },
        { entryMs: 40, exitMs: 70, ended: true },
      ],
    ],
    [
      'solved while a bot had it: no end of ours',
      110,
      { spells: [{ from: 110, to: 120 }], ...endAt(150) },
      [{ entryMs: 0, exitMs: 10, ended: false }],
    ],
  ] as const)('%s', (_what, openedAt, life, expected) => {
    expect(rows(openedAt, life as Partial<Life>)).toEqual(expected);
  });

  // A timer closes after 100 of silence; the solution counts from when the silence began.
  it.each([
    [
      'began in it and the timer struck in it',
      110,
      { timerWaits: [{ from: 130, to: 190 }], ...endAt(130, 190) },
      [{ entryMs: 0, exitMs: 20, ended: true }],
    ],
    [
      'began in it and goes on: cut just before it began',
      110,
      { timerWaits: [{ from: 130, to: null }] },
      [{ entryMs: 0, exitMs: 19, ended: false }],
    ],
    [
      'began in it, the timer strikes later: the same, since nobody knows yet',
      110,
      { timerWaits: [{ from: 130, to: 230 }], ...endAt(130, 230) },
      [{ entryMs: 0, exitMs: 19, ended: false }],
    ],
    [
      'began before it and the timer struck in it: at risk at the age of its end alone',
      30,
      { timerWaits: [{ from: 60, to: 160 }], ...endAt(60, 160) },
      [{ entryMs: 30, exitMs: 30, ended: true }],
    ],
    ['began before it and goes on: not in hand', 30, { timerWaits: [{ from: 60, to: null }] }, []],
    [
      'began before it and the customer wrote again: enters at the age at which it began',
      30,
      { timerWaits: [{ from: 60, to: 140 }], ...endAt(170) },
      [{ entryMs: 30, exitMs: 140, ended: true }],
    ],
    [
      'the customer wrote again within it: nothing is cut',
      110,
      { timerWaits: [{ from: 130, to: 150 }] },
      [{ entryMs: 0, exitMs: 90, ended: false }],
    ],
  ] as const)('a customer’s wait %s', (_what, openedAt, life, expected) => {
    expect(rows(openedAt, life as Partial<Life>)).toEqual(expected);
  });

  it('over windows that follow each other a life is at risk at each age once, and ends once', () => {
    const anyLife = fc.record({
      openedAt: fc.integer({ min: 0, max: 300 }),
      lasts: fc.integer({ min: 0, max: 300 }),
      wait: fc.option(fc.tuple(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 0, max: 100 })), { nil: null }),
      isTimer: fc.boolean(),
    });
    fc.assert(
      fc.property(anyLife, ({ openedAt, lasts, wait, isTimer }) => {
        const knownAt = openedAt + lasts + (wait?.[1] ?? 0);
        const from = openedAt + Math.min(lasts, wait?.[0] ?? 0);
        const at = isTimer && wait !== null ? from : knownAt;
        const timerWaits = wait === null ? [] : [{ from, to: isTimer ? knownAt : Math.min(knownAt, from + wait[1]) }];
        const { life, ageAt } = opened(openedAt, { timerWaits, ...endAt(at, knownAt) });
        const found = [0, 100, 200, 300, 400, 500, 600, 700].flatMap((begin) =>
          atRiskRowsOf(life, { from: begin, to: begin + 100 }, ageAt),
        );

        expect(found.filter(({ ended }) => ended)).toEqual([expect.objectContaining({ exitMs: at - openedAt })]);
        for (const [i, row] of found.entries()) {
          expect(row.entryMs).toBeLessThanOrEqual(row.exitMs);
          // Where a window ends the next one begins: both ends belong to a row, so that they share one instant at most.
          if (i > 0) expect([found[i - 1]!.exitMs, found[i - 1]!.exitMs + 1]).toContain(row.entryMs);
        }
        expect(found[0]?.entryMs).toBe(0);
      }),
    );
  });

  it('makes columns of many lives, with the codes of each', () => {
    const lives = [
      { ...opened(110, endAt(150)), day: 3, customer: 1 },
      { ...opened(500), day: 9, customer: 0 },
      { ...opened(-50), day: 1, customer: 2 },
    ];
    const { rows: columns, clusters, lifeOf } = inHandIn(lives, WINDOW, { days: 10, customers: 3 });

    expect([...columns.entryMs]).toEqual([0, 150]);
    expect([...columns.exitMs]).toEqual([40, 250]);
    expect([...columns.ended]).toEqual([1, 0]);
    expect([...lifeOf]).toEqual([0, 2]);
    expect([...clusters.day.codes]).toEqual([3, 1]);
    expect([...clusters.customer.codes]).toEqual([1, 2]);
  });
});

describe('the final solution as known at an instant', () => {
  const solutions: Solution[] = [
    { at: 50, knownAt: 50, reopenedAt: 120 },
    { at: 150, knownAt: 190, reopenedAt: 230 },
    { at: 260, knownAt: 260, reopenedAt: null },
  ];

  it.each([
    [50, null],
    [51, 50],
    [120, 50],
    [121, null],
    [190, null],
    [191, 190],
    [231, null],
    [261, 260],
  ])('at %d', (asOf, knownAt) => {
    expect(finalSolutionAsOf(solutions, asOf)?.knownAt ?? null).toBe(knownAt);
  });

  it('counts in the window in which its source knew it, and a later reopening does not take it out', () => {
    expect(isSolvedIn(solutions, { from: 0, to: 100 })).toBe(true);
    expect(isSolvedIn(solutions, { from: 100, to: 200 })).toBe(true);
    expect(isSolvedIn(solutions, { from: 160, to: 180 })).toBe(false);
    expect(isSolvedIn(solutions, { from: 200, to: 240 })).toBe(false);
  });
});
