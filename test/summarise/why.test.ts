import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { roundedToSum, type SplitTicket, splitDifference } from '../../src/summarise/why.ts';

const HOUR = 3_600_000;
const many = (n: number, values: readonly (string | null)[], hours: readonly number[], wasOld = false): SplitTicket[] =>
  Array.from({ length: n }, () => ({ values, causesMs: hours.map((h) => h * HOUR), wasOld }));
const hoursOf = (
  now: SplitTicket[],
  before: SplitTicket[],
  dimensions: number,
  causes: number,
): Record<string, number> => {
  const split = splitDifference(now, before, dimensions, causes)!;
  return {
    all: split.differenceMs / HOUR,
    ...Object.fromEntries(
      split.parts.map(({ kind, dimension, value, isPooled, cause, ms }) => [
        kind === 'mix'
          ? `${dimension}=${isPooled ? 'pooled' : value}`
          : kind === 'within'
            ? `cause ${cause}`
            : 'backlog',
        ms / HOUR,
      ]),
    ),
  };
};

describe('why one mean differs from another, by hand', () => {
  it('tells a longer cause where the shares stand', () => {
    expect(
      hoursOf(
        [...many(10, ['a'], [2, 5]), ...many(10, ['b'], [4, 9])],
        [...many(5, ['a'], [2, 3]), ...many(5, ['b'], [4, 9])],
        1,
        2,
      ),
    ).toEqual({ all: 1, 'cause 1': 1 });
  });

  it('tells a moved share where each kind takes what it took', () => {
    // Means 6.5 and 3.5 about the middle 5: −0.5 × (2 − 5) and +0.5 × (8 − 5).
    expect(
      hoursOf(
        [...many(5, ['short'], [2]), ...many(15, ['long'], [8])],
        [...many(15, ['short'], [2]), ...many(5, ['long'], [8])],
        1,
        1,
      ),
    ).toEqual({ all: 3, '0=short': 1.5, '0=long': 1.5 });
  });

  it('parts a moved share from a longer time with the mean of both windows as weight', () => {
    // Now: half outages at 12 h, half how-tos at 2 h (7 h). Before: a quarter at 8 h, the others at 2 h (3.5 h).
    // Mix: 0.25 × (10 − 5.25) + (−0.25) × (2 − 5.25) = 1.1875 + 0.8125; within: 0.375 × 4.
    expect(
      hoursOf(
        [...many(10, ['outage'], [12]), ...many(10, ['how-to'], [2])],
        [...many(5, ['outage'], [8]), ...many(15, ['how-to'], [2])],
        1,
        1,
      ),
    ).toEqual({ all: 3.5, '0=outage': 1.1875, '0=how-to': 0.8125, 'cause 0': 1.5 });
  });

  it('splits the second dimension inside the first', () => {
    // All of category x; means 3 and 5 about the middle 4: +0.25 × (1 − 4) and −0.25 × (9 − 4).
    const split = hoursOf(
      [...many(15, ['x', 'urgent'], [1]), ...many(5, ['x', 'low'], [9])],
      [...many(10, ['x', 'urgent'], [1]), ...many(10, ['x', 'low'], [9])],
      2,
      1,
    );
    expect(split).toEqual({ all: -2, '1=urgent': -0.75, '1=low': -1.25 });
  });

  it('pools what fewer than five share in either window, and gives it no name', () => {
    const now = [...many(20, ['a'], [2]), ...many(4, ['b'], [50])];
    const before = [...many(20, ['a'], [2]), ...many(9, ['c'], [50])];
    const split = splitDifference(now, before, 1, 1)!;
    // a is the only one with five in both; b and c alone make four and nine: a joins them, and nothing is told by name.
    expect(split.parts.map(({ kind }) => kind)).toEqual(['within']);
    expect(split.parts[0]!.ms).toBe(split.differenceMs);
  });

  it('tells a cleared backlog apart, and the rest without it', () => {
    // With 5 old ones of 100 h the mean is (20 × 4 + 5 × 100) ÷ 25 = 23.2 h; without them it went from 3 to 4 h.
    expect(hoursOf([...many(20, ['a'], [4]), ...many(5, ['a'], [100], true)], many(20, ['a'], [3]), 1, 1)).toEqual({
      all: 20.2,
      backlog: 19.2,
      'cause 0': 1,
    });
  });

  it('tells nothing of a window without tickets', () => {
    expect(splitDifference([], many(9, ['a'], [1]), 1, 1)).toBeNull();
  });
});

const anyTicket: fc.Arbitrary<SplitTicket> = fc.record({
  values: fc.tuple(fc.constantFrom('a', 'b', 'c', null), fc.constantFrom('x', 'y', null)),
  causesMs: fc.tuple(fc.nat(1e9), fc.nat(1e9), fc.nat(1e6)),
  wasOld: fc.boolean(),
});
const anyWindow = fc.array(anyTicket, { minLength: 1, maxLength: 60 });

describe('laws of the split', () => {
  it('adds up to the difference to the millisecond', () => {
    fc.assert(
      fc.property(anyWindow, anyWindow, (now, before) => {
        const { differenceMs, parts } = splitDifference(now, before, 2, 3)!;
        const mean = (tickets: readonly SplitTicket[]) =>
          tickets.reduce((sum, { causesMs }) => sum + causesMs.reduce((all, ms) => all + ms, 0), 0) / tickets.length;
        expect(parts.reduce((sum, { ms }) => sum + ms, 0)).toBe(differenceMs);
        expect(Math.abs(mean(now) - mean(before) - differenceMs)).toBeLessThan(1);
      }),
    );
  });

  it('turns every sign where the windows change places, but for a millisecond of rounding', () => {
    const key = ({
      kind,
      dimension,
      value,
      isPooled,
      cause,
    }: {
      kind: string;
      dimension: number | null;
      value: string | null;
      isPooled: boolean;
      cause: number | null;
    }) => JSON.stringify([kind, dimension, value, isPooled, cause]);
    fc.assert(
      fc.property(anyWindow, anyWindow, (now, before) => {
        const one = new Map(splitDifference(now, before, 2, 3)!.parts.map((part) => [key(part), part.ms]));
        const other = new Map(splitDifference(before, now, 2, 3)!.parts.map((part) => [key(part), part.ms]));
        for (const name of new Set([...one.keys(), ...other.keys()])) {
          expect(Math.abs((one.get(name) ?? 0) + (other.get(name) ?? 0))).toBeLessThanOrEqual(2);
        }
      }),
    );
  });

  it('tells no mix where both windows hold the same tickets, one of them twice over', () => {
    fc.assert(
      fc.property(anyWindow, (tickets) => {
        const { parts } = splitDifference([...tickets, ...tickets], tickets, 2, 3)!;
        expect(parts.filter(({ ms }) => Math.abs(ms) > 1)).toEqual([]);
      }),
    );
  });
});

it('rounds to whole numbers with the given sum, the largest remainders up', () => {
  expect(roundedToSum([1.5, 1.2, -0.7], 2)).toEqual([2, 1, -1]);
  expect(roundedToSum([0.4, 0.4, 0.2], 1)).toEqual([1, 0, 0]);
});
