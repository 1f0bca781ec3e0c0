import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Unit } from '../../../connectors/file/durations.ts';
import { createReaders } from '../../../connectors/file/readers.ts';
import { createWords } from '../../../connectors/file/words/words.ts';
import { createZones } from '../../../src/clock/zone.ts';
import { DataError } from '../../../src/model/errors.ts';

const [SECOND, MINUTE, HOUR, DAY] = [1000, 60_000, 3_600_000, 86_400_000] as const;

const words = createWords();

interface Told {
  readonly unit?: Unit;
  readonly language?: string;
  readonly isImplied?: boolean;
}

/** The lengths of time of a column in ms, 'lost' for cells that cannot be read, or the problems. */
function read(cells: readonly (string | number)[], told: Told = {}): (number | string)[] | readonly string[] {
  const readers = createReaders(createZones(), words, 'say which');
  const column = readers.duration('x.csv, "Time"', {
    unit: undefined,
    decimal: undefined,
    language: undefined,
    ...told,
  });
  for (const cell of cells) column.note(cell);
  const { problems } = readers.settle();
  if (problems.length > 0) return problems;
  return cells.map((cell) => {
    try {
      return column.read(cell, 'time');
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      return 'lost';
    }
  });
}

describe('a length of time', () => {
  it.each<readonly [string, number]>([
    ['03:30:00', 3.5 * HOUR],
    ['52:00:00', 52 * HOUR],
    ['1:03:30:00', DAY + 3.5 * HOUR],
    ['1.03:30:00', DAY + 3.5 * HOUR],
    ['1 day, 3:30:00', DAY + 3.5 * HOUR],
    ['2 days 03:30:00.5', 2 * DAY + 3.5 * HOUR + 500],
    ['1d 03:30:00', DAY + 3.5 * HOUR],
    ['-00:10:00', -10 * MINUTE],
    ['2d 3h 15m', 2 * DAY + 3 * HOUR + 15 * MINUTE],
    ['2d3h15m', 2 * DAY + 3 * HOUR + 15 * MINUTE],
    ['2 days 3 hours', 2 * DAY + 3 * HOUR],
    ['1 Day 3 Hours', DAY + 3 * HOUR],
    ['1 day, 3 hours and 2 minutes', DAY + 3 * HOUR + 2 * MINUTE],
    ['36.5 hrs', 36.5 * HOUR],
    ['36,5 hrs', 36.5 * HOUR],
    ['1 hr. 5 min.', HOUR + 5 * MINUTE],
    ['1h30', HOUR + 30 * MINUTE],
    ['90 seconds', 90 * SECOND],
    ['250 ms', 250],
    ['1w 2d', 9 * DAY],
    ['P1DT2H', DAY + 2 * HOUR],
    ['PT36H30M5.5S', 36.5 * HOUR + 5500],
    ['P2W', 14 * DAY],
    ['1970-01-02 03:00:00', 27 * HOUR],
    ['1970-01-01T00:05:00Z', 5 * MINUTE],
    ['0:00:00', 0],
  ])('%s is read by itself', (text, ms) => {
    expect(read([text])).toEqual([ms]);
  });

  it.each([
    ['2 Tage 3 Stunden', 2 * DAY + 3 * HOUR],
    ['1,5 Std.', 1.5 * HOUR],
    ['3 jours 2 heures', 3 * DAY + 2 * HOUR],
    ['2 días y 4 horas', 2 * DAY + 4 * HOUR],
    ['2 giorni 1 ora', 2 * DAY + HOUR],
    ['5 часов 10 минут', 5 * HOUR + 10 * MINUTE],
    ['2 dni 5 godzin', 2 * DAY + 5 * HOUR],
    ['3 uur 20 minuten', 3 * HOUR + 20 * MINUTE],
    ['2 dagar 3 timmar', 2 * DAY + 3 * HOUR],
    ['٣ ساعات', 3 * HOUR],
    ['2時間 5分', 2 * HOUR + 5 * MINUTE],
  ])('%s is read in its language', (text, ms) => {
    expect(read([text])).toEqual([ms]);
  });

  it.each([
    'soon',
    '3 apples',
    '2 months',
    '1 year 2 days',
    'P1M',
    'P',
    'h3',
    '3h and then some',
    '12:75:00',
    '1970-13-40 00:00:00',
    'x'.repeat(5000),
  ])('%s is none', (text) => {
    expect(read([text])).toEqual(['lost']);
  });

  it('that is a plain number counts the unit that the mapping names', () => {
    expect(read(['36', '1.5', 2], { unit: 'hours' })).toEqual([36 * HOUR, 1.5 * HOUR, 2 * HOUR]);
    expect(read(['1 234'], { unit: 'hours' })).toEqual([1234 * HOUR]);
    expect(read(['20', '1,440'], { unit: 'minutes' })).toEqual([20 * MINUTE, 1440 * MINUTE]);
    expect(read([86_400_000], { unit: 'milliseconds' })).toEqual([DAY]);
    expect(read(['1970-01-02 03:00:00', '1 Day 3 Hours'], { unit: 'seconds' })).toEqual([27 * HOUR, 27 * HOUR]);
  });

  it('is asked for where a column leaves it open, with both readings', () => {
    expect(read(['36'])).toEqual([expect.stringContaining('"36" is a plain number, which may count minutes or hours')]);
    expect(read([5])).toEqual([expect.stringContaining('"unit": "hours"')]);
    expect(read(['3:30'])).toEqual([
      'x.csv, "Time": "3:30" may be 3 h 30 min or 3 min 30 s: say in the mapping which ("unit": "hours" or "unit": "minutes")',
    ]);
    expect(read(['3:30'], { unit: 'hours' })).toEqual([3.5 * HOUR]);
    expect(read(['3:30'], { unit: 'minutes' })).toEqual([3.5 * MINUTE]);
    // Milliseconds by the column's name alone: a hundred of them for every ticket are none.
    expect(read(['3.5', '52'], { unit: 'milliseconds', isImplied: true })).toEqual([
      expect.stringContaining('is a plain number'),
    ]);
    expect(read(['12600000'], { unit: 'milliseconds', isImplied: true })).toEqual([3.5 * HOUR]);
  });

  it('is told of where all are under a minute, or most over two years', () => {
    const finish = (cells: string[], unit: Unit): readonly string[] => {
      const readers = createReaders(createZones(), words, '');
      const column = readers.duration('x.csv, "Time"', { unit, decimal: undefined, language: undefined });
      for (const cell of cells) column.note(cell);
      readers.settle();
      for (const cell of cells) column.read(cell, 'time');
      return readers.finish('x.csv');
    };

    expect(finish(['1', '20', '3', '4', '5'], 'seconds')).toEqual([
      expect.stringContaining('every length of time is under a minute'),
    ]);
    expect(finish(['1', '20', '3', '4', '90'], 'seconds')).toEqual([]);
    expect(finish(['900', '800', '3', '1000', '740'], 'days')).toEqual([expect.stringContaining('over two years')]);
  });
});

/** Every spelling of a length of whole seconds that a column may have. */
const SPELLINGS: Readonly<Record<string, (seconds: number) => string>> = {
  'H:MM:SS': (s) => `${Math.floor(s / 3600)}:${two((s / 60) % 60)}:${two(s % 60)}`,
  'D.HH:MM:SS': (s) => `${Math.floor(s / 86_400)}.${two((s / 3600) % 24)}:${two((s / 60) % 60)}:${two(s % 60)}`,
  'n days, H:MM:SS': (s) =>
    `${Math.floor(s / 86_400)} days, ${Math.floor(s / 3600) % 24}:${two((s / 60) % 60)}:${two(s % 60)}`,
  'd h m s': (s) => parts(s, ['d', 'h', 'm', 's'], ''),
  'days hours': (s) => parts(s, [' days', ' hours', ' minutes', ' seconds'], ', '),
  German: (s) => parts(s, [' Tage', ' Stunden', ' Minuten', ' Sekunden'], ' '),
  Spanish: (s) => parts(s, [' días', ' horas', ' minutos', ' segundos'], ' '),
  ISO: (s) => `P${Math.floor(s / 86_400)}DT${Math.floor(s / 3600) % 24}H${Math.floor(s / 60) % 60}M${s % 60}S`,
  'since 1970': (s) => new Date(s * 1000).toISOString().slice(0, 19).replace('T', ' '),
};

function two(value: number): string {
  return String(Math.floor(value)).padStart(2, '0');
}

function parts(seconds: number, units: readonly string[], between: string): string {
  const counts = [
    Math.floor(seconds / 86_400),
    Math.floor(seconds / 3600) % 24,
    Math.floor(seconds / 60) % 60,
    seconds % 60,
  ];
  return units.map((unit, index) => `${counts[index]}${unit}`).join(between);
}

it.each(Object.keys(SPELLINGS))('written as %s comes back', (spelling) => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 4 * 365 * 86_400 }), { minLength: 1, maxLength: 10 }), (lengths) => {
      expect(read(lengths.map(SPELLINGS[spelling]!))).toEqual(lengths.map((seconds) => seconds * 1000));
    }),
    { numRuns: 25 },
  );
});
