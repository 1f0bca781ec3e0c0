import fc from 'fast-check';
import { median, quantile } from 'simple-statistics';
import { describe, expect, it } from 'vitest';
import { medianSorted, quantileSorted } from '../../../src/summarise/statistics/averages.ts';

describe('quantiles', () => {
  // R: quantile(c(2, 3, 5, 7, 11, 13, 17, 19, 23, 60), c(.1, .25, .5, .9, .95), type = 7); numpy.quantile gives the same
  it.each([
    [0, 2],
    [0.1, 2.9],
    [0.25, 5.5],
    [0.5, 12],
    [0.9, 26.7],
    [0.95, 43.35],
    [1, 60],
  ])('are of type 7: p = %d', (p, expected) => {
    expect(quantileSorted([2, 3, 5, 7, 11, 13, 17, 19, 23, 60], p)).toBeCloseTo(expected, 12);
  });

  it('put p90 of 1 to 10 at 9.1, not at 9.5 or 10', () => {
    expect(quantileSorted([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.9)).toBeCloseTo(9.1, 12);
  });

  it('do not move for one extreme ticket, as the mean does', () => {
    expect(medianSorted([1, 1, 1, 1, 1000])).toBe(1);
    expect(medianSorted([1, 2, 3, 1000])).toBe(2.5);
  });

  it('of nothing are not a number, and of one value that value', () => {
    expect(quantileSorted([], 0.5)).toBeNaN();
    expect(quantileSorted([7], 0.9)).toBe(7);
  });

  it('agree with simple-statistics on any data, in plain and in typed arrays', () => {
    const values = fc.array(fc.integer({ min: 0, max: 10_000 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(values, fc.constantFrom(0.05, 0.25, 0.9, 0.99), (list, p) => {
        const sorted = Float64Array.from(list).sort();
        expect(quantileSorted(sorted, p)).toBeCloseTo(quantile(list, p), 6);
        expect(medianSorted(sorted)).toBeCloseTo(median(list), 6);
      }),
    );
  });
});
