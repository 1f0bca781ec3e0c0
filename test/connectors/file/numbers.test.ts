import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createNumerals, type DecimalSign, readNumber } from '../../../connectors/file/numbers.ts';
import { DataError } from '../../../src/model/errors.ts';

/** The numbers of columns that stand in one file, or the problems that nothing told. */
function read(...columns: readonly string[][]): (number | string)[][] | readonly string[] {
  const numerals = createNumerals('say which');
  const readers = columns.map((texts, index) => {
    const column = numerals.column(`column ${index + 1}`, undefined);
    for (const text of texts) column.note(text);
    return column;
  });
  const { problems } = numerals.settle();
  if (problems.length > 0) return problems;
  return columns.map((texts, index) =>
    texts.map((text) => {
      try {
        return readers[index]!.read(text, 'n');
      } catch (error) {
        if (!(error instanceof DataError)) throw error;
        return 'lost';
      }
    }),
  );
}

describe('the numbers of a column', () => {
  it.each([
    // Explore writes thousands with commas: 1,440 beside whole minutes; nobody writes a 0 behind decimals there.
    ['thousands with commas', ['12', '30', '1,440', '2,880'], [12, 30, 1440, 2880]],
    ['thousands with points', ['12', '30', '1.440', '2.880'], [12, 30, 1440, 2880]],
    ['one number that proves the commas', ['1,200', '2,400', '950', '1,250.50'], [1200, 2400, 950, 1250.5]],
    ['one number that proves the points', ['1.200', '2.400', '950', '1.250,50'], [1200, 2400, 950, 1250.5]],
    ['decimals with commas', ['7,5', '1,234', '0,5'], [7.5, 1.234, 0.5]],
    ['decimals with points', ['7.5', '1.234', '100'], [7.5, 1.234, 100]],
    ['a leading zero', ['0,123', '1,234'], [0.123, 1.234]],
    ['thousands that are not separated', ['1440', '1,234'], [1440, 1.234]],
    ['millions', ['1,234,567', '1,234'], [1_234_567, 1234]],
    ['spaces between thousands', ['1 234', '1\u00a0234,5', '2\u202f345,678'], [1234, 1234.5, 2345.678]],
    ['apostrophes', ["1'234.50", '1’234'], [1234.5, 1234]],
    ['Indian groups', ['1,23,456.00', '12,34,567'], [123_456, 1_234_567]],
    [
      'currencies',
      ['$1,200.50', '€ 3.00', 'USD 4.25', '5.00 EUR', '-$6.00', '(7.00)', 'R$ 8.00', '9.00 kr'],
      [1200.5, 3, 4.25, 5, -6, -7, 8, 9],
    ],
    ['percent', ['80%', '12.5 %'], [80, 12.5]],
    ['digits of other scripts', ['١٢٣٤', '٣٫٥', '४२'], [1234, 3.5, 42]],
    ['a sign', ['+1', '-2', '−3'], [1, -2, -3]],
    ['exponents', ['1e3', '2.5E-1'], [1000, 0.25]],
    [
      'texts that are none',
      ['n/a', '5 stars', '1,2,3', '05.10.2026', '', '.', '12'],
      ['lost', 'lost', 'lost', 'lost', 'lost', 'lost', 12],
    ],
  ])('with %s', (_, texts, expected) => {
    expect(read(texts as string[])).toEqual([expected]);
  });

  it('are asked for with both readings where nothing tells', () => {
    expect(read(['1,234', '20', '2,345'])).toEqual([
      'column 1: "1,234" may be 1234 or 1.234 and nothing in the column tells: say which ("decimal": "." for 1234, "decimal": "," for 1.234)',
    ]);
    expect(read(['1.234'])).toEqual([
      'column 1: "1.234" may be 1234 or 1.234 and nothing in the column tells: say which ("decimal": "," for 1234, "decimal": "." for 1.234)',
    ]);
  });

  it('are written as the other columns of their file are where they do not tell themselves', () => {
    expect(read(['1,234'], ['1,250.50'])).toEqual([[1234], [1250.5]]);
    expect(read(['1,234'], ['1.250,50'])).toEqual([[1.234], [1250.5]]);
    expect(read(['1,234'], ['1.250,50'], ['1,250.50'])).toHaveLength(1);
  });

  it('that are written otherwise than most are left out, never read alone', () => {
    expect(read(['1.5', '2.5', '1,5'])).toEqual([[1.5, 2.5, 'lost']]);
    expect(read(['1.5', '1,5', '2'])).toEqual([expect.stringContaining('as many numbers of the column have either')]);
  });

  it('have the sign that the mapping names', () => {
    const column = createNumerals('').column('x', ',');

    expect(column.read('1.234', 'n')).toBe(1234);
    expect(() => column.read('1,234.5', 'n')).toThrow(DataError);
  });
});

/** A way to write numbers. */
interface Style {
  readonly decimal: DecimalSign;
  readonly group: string;
  readonly around: readonly [string, string];
}

const style: fc.Arbitrary<Style> = fc
  .tuple(
    fc.constantFrom<DecimalSign>('.', ','),
    fc.constantFrom('', 'other', ' ', '\u00a0', '\u202f', "'"),
    fc.constantFrom<readonly [string, string]>(['', ''], ['$', ''], ['', ' €'], ['CHF ', ''], ['', '%']),
  )
  .map(([decimal, group, around]) => ({
    decimal,
    group: group === 'other' ? (decimal === '.' ? ',' : '.') : group,
    around,
  }));

function written(cents: number, { decimal, group, around }: Style): string {
  const whole = String(Math.floor(cents / 100)).replace(/\B(?=(\d{3})+$)/g, group);
  return `${around[0]}${whole}${decimal}${String(cents % 100).padStart(2, '0')}${around[1]}`;
}

it('come back from any style in which a column may be written', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 999_999_999 }), { minLength: 1, maxLength: 30 }),
      style,
      (cents, how) => {
        expect(read(cents.map((each) => written(each, how)))).toEqual([cents.map((each) => each / 100)]);
      },
    ),
  );
});

it('whole numbers with thousands separated come back, or are asked for', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 99_999 }), { minLength: 1, maxLength: 40 }),
      fc.constantFrom(',', '.', ' '),
      (numbers, group) => {
        const result = read(numbers.map((each) => String(each).replace(/\B(?=(\d{3})+$)/g, group)));
        if (typeof result[0] === 'string') expect(numbers.some((each) => each > 999)).toBe(true);
        else expect(result).toEqual([numbers]);
      },
    ),
  );
});

it('never reads a number out of a text that is longer than any', () => {
  expect(() => readNumber('1'.repeat(100_000), 'n', undefined)).toThrow(/is not a number: a text of 100000 signs/);
});
