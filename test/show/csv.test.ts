import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvOf } from '../../src/show/csv.ts';

const linesOf = (rows: readonly object[], columns?: readonly string[]): string[] =>
  csvOf(rows, columns).slice(1).trimEnd().split('\r\n');

describe('rows as CSV', () => {
  it('has a column for each field, also of nested objects, as they first appear', () => {
    expect(
      linesOf([
        { id: '1', net: { ms: 5 } },
        { id: '2', late: true, net: null },
      ]),
    ).toEqual(['id,net.ms,late', '1,5,', '2,,true']);
  });

  it('puts a list into one cell, and a list of objects into one for each of their fields', () => {
    expect(
      linesOf([
        {
          tags: ['a', 'b'],
          later: [
            { net: 1, calendar: 2 },
            { net: 3, calendar: 4 },
          ],
        },
      ]),
    ).toEqual(['tags,later.net,later.calendar', '"a | b","1 | 3","2 | 4"']);
  });

  it('keeps its first columns where there are no rows', () => {
    expect(linesOf([], ['source', 'id'])).toEqual(['source,id']);
  });

  it('leaves numbers as they are, also those below 0', () => {
    expect(linesOf([{ n: -5 }])).toEqual(['n', '-5']);
  });

  it.each([
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@x', "'@x"],
    ['a;=1+1', '"a;\'=1+1"'],
    ['a\t=1+1', '"a\t\'=1+1"'],
    ['＝1+1', "'＝1+1"],
    ['\t=1', '"\'\t\'=1"'],
    ['\r1', '"\'\r1"'],
    ['  =1', "  '=1"],
    ['a - b', 'a - b'],
    ['50% = half', '50% = half'],
  ])('makes no formula of %j, whatever the delimiter of the sheet', (text, cell) => {
    expect(csvOf([{ text }]).slice(1)).toBe(`text\r\n${cell}\r\n`);
  });

  it('is read back as it was written, but for what is neutralised', () => {
    const plain = fc.string({ unit: fc.constantFrom('a', 'ü', '"', ',', '\n', 'x y', '漢') });
    fc.assert(
      fc.property(fc.array(fc.record({ a: plain, b: plain }), { minLength: 1 }), (rows) => {
        expect(parse(csvOf(rows), { bom: true, columns: true })).toEqual(rows);
      }),
    );
  });
});
