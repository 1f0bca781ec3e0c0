import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measureDealer, packGroups } from '../../src/summarise/deal.ts';
import { measureSorter } from '../../src/summarise/sort.ts';

const durations = fc.oneof(
  fc.integer({ min: 2 ** 32 - 3, max: 2 ** 32 + 3 }),
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

  it.each([[[3.5, 0.25, Number.NaN, 1]], [[5, -2, 0]], [[2 ** 45, 1, 2 ** 44]], [[2 ** 33, 2 ** 32 + 5, 6, 2 ** 32]]])(
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
    const { take, deal } = measureDealer(6);
    take(sorted, packGroups(6, [{ groups: 4, codes: Uint32Array.of(0, 2, 2, 0, 1, 2) }]));
    const { values, starts } = deal(0);
    const groups = [0, 1, 2, 3].map((g) => [...values.subarray(starts[g]!, starts[g + 1]!)]);

    expect(groups).toEqual([[20, 50], [], [10, 30, 40], []]);
  });

  it('does so for any number of splits at once, however many words their groups fill', () => {
    const ROWS = 30;
    const measure = fc.array(durations, { minLength: ROWS, maxLength: ROWS });
    const split = fc
      .constantFrom(1, 2, 3, 400, 1000)
      .chain((groups) =>
        fc.tuple(
          fc.constant(groups),
          fc.array(fc.nat({ max: groups - 1 }), { minLength: ROWS, maxLength: ROWS }),
          fc.boolean(),
        ),
      );
    fc.assert(
      fc.property(measure, fc.array(split, { minLength: 1, maxLength: 9 }), (list, splits) => {
        const sorted = measureSorter(ROWS)(Float64Array.from(list));
        const rowOf = Uint32Array.from(list.keys(), (row) => ROWS - 1 - row);
        const { take, deal } = measureDealer(ROWS);
        take(
          sorted,
          packGroups(
            ROWS,
            splits.map(([groups, codes, others]) => ({
              groups,
              codes: Uint32Array.from(codes),
              ...(others ? { rowOf } : {}),
            })),
          ),
        );

        for (const [index, [groups, codes, others]] of splits.entries()) {
          const { values, starts } = deal(index);
          for (let group = 0; group < groups; group++) {
            const own = list.filter(
              (value, row) => !Number.isNaN(value) && codes[others ? rowOf[row]! : row] === group,
            );
            expect([...values.subarray(starts[group]!, starts[group + 1]!)]).toEqual(own.sort((a, b) => a - b));
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});
