import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createNumerals } from '../../../connectors/file/numbers.ts';
import { createReaders } from '../../../connectors/file/readers.ts';
import { shown, shownHeadings } from '../../../connectors/file/shown.ts';
import { createWords } from '../../../connectors/file/words/words.ts';
import { createZones } from '../../../src/clock/zone.ts';
import { DataError } from '../../../src/model/errors.ts';
import { readMapped } from './export.ts';

const words = createWords();
const zones = createZones();

/** What people and programs write into cells, and what goes wrong on the way. */
const odd: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    ...[
      '-',
      '--',
      'N/A',
      'null',
      'NaN',
      '#N/A',
      '#REF!',
      '∞',
      'Infinity',
      '1e999',
      '0x1F',
      '1_000',
      '١٢',
      '½',
      '１２',
      '--5',
      '5-',
      '+-5',
    ],
    ...[
      '1,2,3',
      '1.2.3',
      '1,23,4',
      '.,',
      ',',
      '.',
      '%',
      '$',
      '()',
      '(',
      '1 2',
      '12 34',
      '1\u00a0000',
      '1e5e5',
      '1,000.000,0',
    ],
    ...[
      '3:99',
      '99:99:99',
      ':30',
      '3:',
      '1:2:3:4:5',
      'P',
      'PT',
      'P1Y',
      '1d1d',
      'd',
      '5 x',
      '1h 2',
      '1h 2m 3',
      '1970-99-99 99:99',
    ],
    ...[
      '2026-13-45',
      '2026-02-30 10:00',
      '00/00/0000',
      '32/13/2026',
      '2026-10-05T25:61',
      '5 Foo 2026',
      '0000-00-00 00:00:00',
      '12:00',
      'today',
    ],
    ...['\ufffd', '\u0000', '\ud800', '\u202e5', '𝟝', 'é', 'ß', '​', '\u2028', '"', "'", '<b>', '=1+1', '@x', '😀'],
  ),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: fc.constantFrom(...'0123456789.,:-/ TZPhdm+%€$'), maxLength: 30 }),
  fc
    .tuple(fc.double(), fc.constantFrom('', 'h', ' days', '%', '€', ' 2026'))
    .map(([number, unit]) => `${number}${unit}`),
  fc.string({ maxLength: 3 }).map((text) => text.repeat(500)),
);

/** A result, or undefined for a cell that is refused as one that cannot be read. */
function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    expect(error).toBeInstanceOf(DataError);
    expect((error as Error).message.length).toBeLessThan(300);
    return undefined;
  }
}

describe('ten thousand odd cells', () => {
  it('are numbers, or refused', () => {
    fc.assert(
      fc.property(odd, fc.constantFrom<'.' | ',' | undefined>('.', ',', undefined), (text, decimal) => {
        const column = createNumerals('').column('x', decimal);
        column.note(text);
        const value = attempt(() => column.read(text, 'n'));

        // What is a number has digits, and no others than those of the text.
        if (value !== undefined) {
          expect(Number.isFinite(value)).toBe(true);
          expect(text).toMatch(/\p{Nd}/u);
          expect(text.replaceAll(/[\p{Nd}\p{Sc}\s.,'’٫٬()+%−-]/gu, '')).toMatch(
            /^(e|[A-Z]{3}|kr|zł|Kč|Ft|lei|Fr|R|US|Rp|RM|S\/|[\u200e\u200f\u061c])*$/iu,
          );
        }
      }),
      { numRuns: 10_000 },
    );
  });

  it('are lengths of time, or refused', () => {
    fc.assert(
      fc.property(odd, fc.constantFrom('hours', 'minutes', undefined), (text, unit) => {
        const readers = createReaders(zones, words, '');
        const column = readers.duration('x', { unit, decimal: undefined, language: undefined });
        column.note(text);
        if (readers.settle().problems.length > 0) return;
        const ms = attempt(() => column.read(text, 'd'));

        if (ms !== undefined) {
          expect(Number.isSafeInteger(ms) || Math.abs(ms) > 2 ** 53).toBe(true);
          expect(text).toMatch(/\p{Nd}/u);
        }
      }),
      { numRuns: 10_000 },
    );
  });

  it('are instants of 1970 to 2199, or refused', () => {
    const formats = [
      'ISO',
      'epoch_ms',
      'epoch_s',
      'D/M/YYYY HH:mm',
      'MMM D YYYY',
      'h:mm A D.M.YY',
      'ddd, DD MMM YYYY HH:mm:ss Z',
    ];
    fc.assert(
      fc.property(odd, fc.constantFrom(...formats), (text, format) => {
        const readers = createReaders(zones, words, '');
        const column = readers.time('x', { formats: [format], language: undefined, hasZone: true });
        column.note(1, [text]);
        if (readers.settle().problems.length > 0) return;
        const at = attempt(() => column.instant(1, [text], 'at', readers.zone('Europe/Berlin')));

        if (at !== undefined) expect(at >= 0 && at < Date.UTC(2200, 0)).toBe(true);
      }),
      { numRuns: 10_000 },
    );
  });

  it('cost no ticket where they stand in columns that need not be there', async () => {
    const cells = fc.sample(odd, { numRuns: 10_000, seed: 13 });
    const rows = Array.from({ length: 2500 }, (_, id) => {
      const [a, b, c, d] = cells.slice(4 * id, 4 * id + 4);
      return JSON.stringify({ id, opened: '2026-10-05T09:00:00Z', a, b, c, d });
    });
    rows.push(JSON.stringify({ id: 'good', opened: '2026-10-05T09:00:00Z', a: '2026-10-05T10:00:00Z' }));
    const run = await readMapped(`${rows.join('\n')}\n`, mapping, 'x.jsonl');

    expect(run.tickets).toHaveLength(2501);
    expect(run.rejected).toEqual([]);
    // Each column lost most of its cells, and none of them in silence.
    for (const column of ['"a"', '"b"', '"c"', '"d"']) {
      expect(
        run.warnings.some((warning) => warning.includes(`${column}: `) && warning.includes('could not be read')),
      ).toBe(true);
    }
  });
});

const mapping = {
  rows: 'tickets',
  times: { zone: 'UTC' },
  columns: {
    id: 'id',
    opened_at: 'opened',
    solved_at: { column: 'a', formats: ['ISO', 'D/M/YYYY HH:mm'] },
    first_response_at: { column: 'b', after: 'opened_at', unit: 'minutes', decimal: '.', language: 'en' },
    rating: { column: 'c', decimal: '.' },
    spam: 'd',
    time_with_customer: { column: 'd', unit: 'hours', decimal: '.', language: 'en' },
  },
};

describe('what a message shows of a cell', () => {
  it.each([
    ['Not responded', '"Not responded"'],
    ['25/13/2026 9:00', '"25/13/2026 9:00"'],
    ['4th of March', '"4th of March"'],
    ['  a\tb ', '"a b"'],
    ['12345678901234567890123456789012345678901', 'a text of 41 signs'],
    ['1 2345678901 2345678901 2345678901 2345678901', '"1 2345678901 2345678901 2345678901 23456…"'],
    ['jane.roe@example.test', 'a text of 21 signs'],
    ['https://desk.example/1', 'a text of 22 signs'],
    ['Printer broken since Monday', 'a text of 27 signs'],
    ['Cannot log in to the portal with my card', 'a text of 40 signs'],
  ])('of %s is %s', (text, expected) => {
    expect(shown(text)).toBe(expected);
  });

  it('is never longer than 40 signs, and never an address', () => {
    fc.assert(
      fc.property(fc.oneof(odd, fc.emailAddress(), fc.webUrl(), fc.lorem({ maxCount: 30 })), (text) => {
        expect([...shown(text)].length).toBeLessThanOrEqual(90);
        expect(shown(text)).not.toMatch(/[^\s"]@/);
      }),
    );
  });

  it('of headings is their names, cut; none of a row that is data', () => {
    expect(shownHeadings(['id', 'x'.repeat(60), ''])).toBe(`it has: id, ${'x'.repeat(40)}…`);
    expect(shownHeadings(Array.from({ length: 40 }, (_, index) => `c${index}`))).toContain('c29 and 10 more');
    for (const data of ['jane@example.test', '2026-10-05 09:00', '12', 'y'.repeat(90)]) {
      expect(shownHeadings(['Cannot log in', data])).toBe('its first row does not look like headings');
    }
  });
});
