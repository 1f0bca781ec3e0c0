import { describe, expect, it } from 'vitest';
import { isPositive } from '../../src/model/rating.ts';

describe('what counts as a positive answer', () => {
  it.each([
    ['csat', 1, 5, [4, 5]],
    ['csat', 0, 4, [3, 4]],
    ['csat', 0, 1, [1]],
    ['csat', 1, 3, [3]],
    ['csat', 1, 7, [6, 7]],
    ['csat', 1, 10, [8, 9, 10]],
    ['csat', 0, 10, [8, 9, 10]],
    ['nps', 0, 10, [9, 10]],
    ['ces', 1, 7, [5, 6, 7]],
    ['ces', 1, 5, [4, 5]],
  ] as const)('%s from %i to %i', (kind, min, max, positive) => {
    const values = Array.from({ length: max - min + 1 }, (_, index) => min + index);

    expect(values.filter((value) => isPositive(kind, value, min, max))).toEqual(positive);
    expect(isPositive(kind, null, min, max)).toBeNull();
  });

  it('on the numbers that Freshdesk gives its seven labels', () => {
    expect([-103, -102, -101, 100, 101, 102, 103].filter((value) => isPositive('csat', value, -103, 103))).toEqual([
      101, 102, 103,
    ]);
  });

  it('is not guessed on a scale without a rule', () => {
    expect(isPositive('csat', 4, 1, 4)).toBeNull();
    expect(isPositive('nps', 7, 1, 7)).toBeNull();
  });
});
