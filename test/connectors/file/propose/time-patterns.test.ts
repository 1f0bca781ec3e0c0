import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isTimeText, timePatterns } from '../../../../connectors/file/propose/time-patterns.ts';
import { compileFormat } from '../../../../connectors/file/time-format.ts';

const two = (n: number): string => String(n).padStart(2, '0');

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Ways in which programs write a time of whole minutes, UTC. */
const WAYS: readonly (readonly [string, (at: Date) => string])[] = [
  ['ISO', (at) => at.toISOString()],
  ['ISO without offset', (at) => at.toISOString().slice(0, 16).replace('T', ' ')],
  ['day first', (at) => `${two(at.getUTCDate())}/${two(at.getUTCMonth() + 1)}/${at.getUTCFullYear()} ${clock(at)}`],
  ['day first with dots', (at) => `${at.getUTCDate()}.${at.getUTCMonth() + 1}.${at.getUTCFullYear()} ${clock(at)}:00`],
  ['month first', (at) => `${at.getUTCMonth() + 1}/${at.getUTCDate()}/${two(at.getUTCFullYear() % 100)} ${half(at)}`],
  [
    'month named',
    (at) => `${two(at.getUTCDate())}/${MONTHS[at.getUTCMonth()]}/${two(at.getUTCFullYear() % 100)} ${half(at)}`,
  ],
  ['month named first', (at) => `${MONTHS[at.getUTCMonth()]} ${at.getUTCDate()}, ${at.getUTCFullYear()} ${half(at)}`],
  ['year first', (at) => `${at.getUTCFullYear()}/${two(at.getUTCMonth() + 1)}/${two(at.getUTCDate())} ${clock(at)}`],
  [
    'with an offset',
    (at) => `${two(at.getUTCDate())}-${two(at.getUTCMonth() + 1)}-${at.getUTCFullYear()} ${clock(at)} +00:00`,
  ],
  ['epoch seconds', (at) => String(at.getTime() / 1000)],
  ['digits alone', (at) => at.toISOString().slice(0, 19).replaceAll(/[-T:]/g, '')],
  ['in Chinese', (at) => `${at.getUTCFullYear()}年${at.getUTCMonth() + 1}月${at.getUTCDate()}日 ${clock(at)}`],
  [
    'with its weekday',
    (at) =>
      `${at.toLocaleString('en', { weekday: 'long', timeZone: 'UTC' })}, ${MONTHS[at.getUTCMonth()]} ${at.getUTCDate()}, ${at.getUTCFullYear()} ${half(at)}`,
  ],
  ['serials of a sheet', (at) => (at.getTime() / 86_400_000 + 25_569).toFixed(8)],
  ['with an abbreviated zone', (at) => `${at.toISOString().slice(0, 16).replace('T', ' ')} CET`],
];

function clock(at: Date): string {
  return `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`;
}

function half(at: Date): string {
  const hour = at.getUTCHours();
  return `${hour % 12 === 0 ? 12 : hour % 12}:${two(at.getUTCMinutes())} ${hour < 12 ? 'AM' : 'PM'}`;
}

const minutes = fc
  .integer({ min: Date.UTC(2010, 0, 1) / 60_000, max: Date.UTC(2035, 0, 1) / 60_000 })
  .map((n) => new Date(n * 60_000));

describe('abbreviated zones', () => {
  it.each([
    ['CET', 1],
    ['MESZ', 2],
    ['EST', -5],
    ['PDT', -7],
    ['UTC', 0],
  ])('%s is %d hours from UTC', (name, hours) => {
    const [format] = timePatterns([`2026-11-16 09:00 ${name}`])!.formats;
    const compiled = compileFormat(format!);
    const read = 'parse' in compiled ? compiled.parse(`2026-11-16 09:00 ${name}`) : undefined;

    expect(read).toMatchObject({ localMs: Date.UTC(2026, 10, 16, 9), offsetMs: hours * 3_600_000 });
  });

  it.each(['CST', 'IST', 'BST', 'XYZ'])('%s has several meanings or none, and is no time', (name) => {
    expect(timePatterns([`2026-11-16 09:00 ${name}`])).toBeUndefined();
    const compiled = compileFormat('YYYY-MM-DD H:mm Z');
    expect('parse' in compiled && compiled.parse(`2026-11-16 09:00 ${name}`)).toBeUndefined();
  });
});

describe('how times are written', () => {
  it('is told so that a format reads every one back, or both orders are kept', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...WAYS),
        fc.array(minutes, { minLength: 1, maxLength: 40 }),
        ([, write], instants) => {
          const cells = instants.map(write);
          const found = timePatterns(cells)!;
          const read = (format: string, cell: string): number | undefined => {
            const compiled = compileFormat(format);
            return 'parse' in compiled ? compiled.parse(cell)?.localMs : undefined;
          };

          expect(found.misfits).toBe(0);
          const formats = found.formats.filter((format) => cells.every((cell) => read(format, cell) !== undefined));
          const readings = formats.map((format) => cells.map((cell) => read(format, cell)));
          expect(readings).toContainEqual(instants.map((at) => at.getTime()));
          // One format is only proposed where the others read the same.
          if (found.order !== 'open') expect(new Set(readings.map((each) => each.join())).size).toBe(1);
        },
      ),
    );
  });

  it.each<[readonly string[], string, readonly string[]]>([
    [['03/04/2026 09:00', '05/06/2026 10:00'], 'open', ['D/M/YYYY H:mm', 'M/D/YYYY H:mm']],
    [['03/04/2026 09:00', '15/06/2026 10:00'], 'told', ['D/M/YYYY H:mm']],
    [['03/04/2026 09:00', '05/16/2026 10:00'], 'told', ['M/D/YYYY H:mm']],
    [['15/04/2026 09:00', '05/16/2026 10:00'], 'mixed', ['D/M/YYYY H:mm', 'M/D/YYYY H:mm']],
    [['11/11/2026 09:00'], 'none', ['D/M/YYYY H:mm']],
    [['2026-11-02 09:00'], 'none', ['ISO']],
  ])('%j: the order of day and month is %s', (cells, order, formats) => {
    expect(timePatterns(cells)).toMatchObject({ order, formats });
  });

  it.each([
    [['2026-11-02T09:00Z', '2026-11-02 09:00'], { offsets: 'some' }],
    [['2026-11-02T09:00+01:00'], { offsets: 'all' }],
    [['2026-11-02', '2026-11-03 09:00'], { datesOnly: true, offsets: 'none' }],
    [['2026-11-02 09:00', 'soon', '2026-11-03 09:00'], { misfits: 1 }],
  ])('%j: %j', (cells, expected) => {
    expect(timePatterns(cells)).toMatchObject(expected);
  });

  it.each(['1234567', '0123456789', '9999999999', '+49 89 1234', 'INC0012345', '10:30', '1.234,56', '', 'May'])(
    'takes %j for no time',
    (text) => {
      expect(isTimeText(text)).toBe(false);
    },
  );
});
