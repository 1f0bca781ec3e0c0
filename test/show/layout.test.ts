import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bar, cellsOf, nameCell, table, wrap } from '../../src/show/layout.ts';

describe('names on a terminal', () => {
  it.each([
    ['Ana', 10, 'Ana'],
    ['Ana María Núñez', 8, 'Ana Mar…'],
    ['陈伟陈伟', 5, '陈伟…'],
    ['a \u001b[31mb\u0007c', 10, 'a [31mb c'],
    ['x\u202egnp.exe', 20, 'xgnp.exe'],
    ['one\u2028two\nthree', 20, 'one two three'],
    ['ze\u200bro', 10, 'zero'],
  ])('%j in %d cells is %j', (name, cells, expected) => {
    expect(nameCell(name, cells)).toBe(expected);
  });

  it('never take more cells than they have, nor bring a control character along', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 20 }), (text, cells) => {
        const shown = nameCell(text, cells);
        expect(cellsOf(shown)).toBeLessThanOrEqual(cells);
        expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      }),
    );
  });

  it('count wide characters twice and marks not at all', () => {
    expect([cellsOf('abc'), cellsOf('陈伟'), cellsOf('e\u0301'), cellsOf('🙂')]).toEqual([3, 4, 1, 2]);
  });
});

describe('a table', () => {
  const columns = [
    { head: 'tier', align: 'left' },
    { head: 'n', align: 'right' },
    { head: 'note', align: 'left', optional: true },
  ] as const;

  it('lines its columns up', () => {
    expect(
      table(
        columns,
        [
          ['simple', '1,204', 'x'],
          ['陈', '7', ''],
        ],
        80,
      ),
    ).toEqual(['tier        n  note', 'simple  1,204  x', '陈          7']);
  });

  it('lets optional columns go before it cuts names', () => {
    expect(table(columns, [['a name of twenty cell', '12', 'long enough']], 30)).toEqual([
      'tier                    n',
      'a name of twenty cell  12',
    ]);
    expect(table(columns.slice(0, 2), [['a name of twenty cell', '12']], 14)).toEqual([
      'tier         n',
      'a name of…  12',
    ]);
  });
});

it('breaks sentences between words and sets further lines in', () => {
  expect(wrap('- one two three four', 10, '  ')).toEqual(['- one two', '  three', '  four']);
  expect(wrap('', 10)).toEqual([]);
});

it.each([
  [0, ''],
  [1, '████'],
  [0.5, '██'],
  [0.28, '█▏'],
  [1.7, '████'],
])('draws %d of four cells as "%s"', (share, expected) => {
  expect(bar(share, 4)).toBe(expected);
});
