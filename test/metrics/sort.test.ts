import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measureDealer } from '../../src/metrics/deal.ts';
import { measureSorter } from '../../src/metrics/sort.ts';

const durations = fc.oneof(
  fc.integer({ min: 0, max: 5000 }).map(Number),
  fc.maxSafeNat().map((ms) => ms % 2 ** 44),
  fc.constant(Number.NaN),
);

describe('sorting a measure', () => {
  it('gives what a comparing sort gives, equal values in the order of their rows', () => {
    fc.assert(
      fc.property(fc.array(durations, { maxLength: 120 }), (list) => {
        const measure = Float64Array.from(list);
        const { values, rows } = measureSorter(measure.length)(measure);
        const expected = list
          .map((value, row) => ({ value, row }))
          .filter(({ value }) => !Number.isNaN(value))
          .sort((a, b) => a.value - b.value || a.row - b.row);

        expect([...values]).toEqual(expected.map(({ value }) => value));
        expect([...rows]).toEqual(expected.map(({ row }) => row));
      }),
    );
  });

  it.each([[[3.5, 0.25, Number.NaN, 1]], [[5, -2, 0]], [[2 ** 45, 1, 2 ** 44]]])(
    'also orders what the clock never makes: %j',
    (list) => {
      const { values } = measureSorter(list.length)(Float64Array.from(list));

      expect([...values]).toEqual(list.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b));
    },
  );

  it('starts afresh with each measure', () => {
    const sort = measureSorter(3);
    sort(Float64Array.of(9, 8, 7));

    expect([...sort(Float64Array.of(2, 1)).values]).toEqual([1, 2]);
  });
});

describe('dealing a sorted measure out', () => {
  it('keeps every group in order and loses nothing', () => {
    const sorted = measureSorter(6)(Float64Array.of(50, 10, 40, 20, Number.NaN, 30));
    const { values, starts } = measureDealer(6)(sorted, Uint32Array.of(0, 2, 2, 0, 1, 2), 4);
    const groups = [0, 1, 2, 3].map((g) => [...values.subarray(starts[g]!, starts[g + 1]!)]);

    expect(groups).toEqual([[20, 50], [], [10, 30, 40], []]);
  });
});
