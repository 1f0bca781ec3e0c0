import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTimeSet, durationWithin, type Intervals, meet, unionOf } from '../../src/clock/intervals.ts';

const SECONDS = 300;

/** A set of whole seconds, as intervals in ms and as a plain array of booleans. */
const seconds = fc.array(fc.boolean(), { minLength: SECONDS, maxLength: SECONDS });

function toIntervals(inside: readonly boolean[], unit: number): number[] {
  const list: number[] = [];
  for (let i = 0; i <= inside.length; i++) {
    const now = inside[i] === true;
    const before = i > 0 && inside[i - 1] === true;
    if (now !== before) list.push(i * unit);
  }
  return list;
}

describe('sorted intervals', () => {
  it('are united second by second', () => {
    fc.assert(
      fc.property(fc.array(seconds, { minLength: 1, maxLength: 4 }), (sets) => {
        const expected = toIntervals(
          sets[0]!.map((_, i) => sets.some((set) => set[i])),
          1_000,
        );

        expect(unionOf(sets.map((set) => toIntervals(set, 1_000)))).toEqual(expected);
      }),
    );
  });

  it('meet second by second: in both, and not in the third', () => {
    fc.assert(
      fc.property(seconds, seconds, seconds, (list, within, without) => {
        const expected = toIntervals(
          list.map((inside, i) => inside && within[i]! && !without[i]!),
          1_000,
        );
        const asList = (set: readonly boolean[]): Intervals => toIntervals(set, 1_000);

        expect(meet(asList(list), asList(within), asList(without))).toEqual(expected);
      }),
    );
  });
});

describe('a set of instants', () => {
  const HOUR = 3_600_000;
  const FROM = Date.UTC(2026, 0, 1);

  it('tells how much of it lies between two instants, to the millisecond', () => {
    const instant = fc.integer({ min: 0, max: SECONDS * HOUR });
    fc.assert(
      fc.property(seconds, instant, instant, (inside, one, other) => {
        const [start, end] = [Math.min(one, other), Math.max(one, other)];
        let expected = 0;
        for (const [hour, works] of inside.entries()) {
          if (works) expected += Math.max(0, Math.min(end, (hour + 1) * HOUR) - Math.max(start, hour * HOUR));
        }
        const list = toIntervals(inside, HOUR).map((at) => FROM + at);
        const set = createTimeSet(list, FROM, FROM + SECONDS * HOUR);

        expect(durationWithin(set, FROM + start, FROM + end)).toBe(expected);
      }),
      { numRuns: 300 },
    );
  });
});
