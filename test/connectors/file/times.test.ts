import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { localTimeOf } from '../../../connectors/file/instants.ts';
import { compileFormat } from '../../../connectors/file/time-format.ts';
import { createZones } from '../../../src/clock/zone.ts';
import { ConfigError } from '../../../src/model/errors.ts';
import { lines, type Run, readMapped } from './export.ts';

const mapping = (formats: string | string[], zone?: string) => ({
  rows: 'tickets',
  times: { formats, ...(zone === undefined ? {} : { zone }) },
  columns: { id: 'id', opened_at: 'opened' },
});

const list = (...times: string[]): string => lines('id,opened', ...times.map((time, index) => `${index + 1},${time}`));
const opened = (run: Run): string[] =>
  run.tickets.map(({ id, openedAt }) => `${id} ${new Date(openedAt).toISOString()}`);

describe('ways to write a time', () => {
  it.each([
    ['D/M/YYYY HH:mm', '29/2/2016 01:16', '2016-02-29T01:16:00.000Z'],
    ['DD.MM.YYYY H:mm', '01.12.2026 9:05', '2026-12-01T09:05:00.000Z'],
    ['M/D/YY h:mm A', '3/4/26 12:05 am', '2026-03-04T00:05:00.000Z'],
    ['M/D/YY h:mm A', '3/4/69 12:05 PM', '1969-03-04T12:05:00.000Z'],
    ['YYYY/MM/DD HH:mm:ss.S', '2010/01/13 08:40:25.250', '2010-01-13T08:40:25.250Z'],
    ['MMM D, YYYY [at] HH:mm', 'September 3, 2026 at 07:00', '2026-09-03T07:00:00.000Z'],
    ['DD-MMM-YYYY', '03-Mar-2026', '2026-03-03T00:00:00.000Z'],
    ['YYYY-MM-DDTHH:mm:ssZ', '2026-03-04T05:06:07+01:00', '2026-03-04T04:06:07.000Z'],
    ['ISO', '2026-03-04 05:06', '2026-03-04T05:06:00.000Z'],
    ['ISO', '2010-03-31T15:59:42+01:00', '2010-03-31T14:59:42.000Z'],
    ['epoch_ms', '1772600767000', '2026-03-04T05:06:07.000Z'],
    ['epoch_s', '1772600767.5', '2026-03-04T05:06:07.500Z'],
    ['excel', '46085.5', '2026-03-04T12:00:00.000Z'],
    ['excel', '46085,212581018516', '2026-03-04T05:06:07.000Z'],
  ])('%s reads %s', (format, text, expected) => {
    const compiled = compileFormat(format);
    const clock = 'parse' in compiled ? compiled.parse(text) : undefined;

    expect(clock && new Date(clock.localMs - (clock.offsetMs ?? 0)).toISOString()).toBe(expected);
  });

  it.each([
    ['D/M/YYYY', '30/2/2026'],
    ['D/M/YYYY', '0/2/2026'],
    ['D/M/YYYY', '1/13/2026'],
    ['D/M/YYYY HH:mm', '1/1/2026 24:00'],
    ['D/M/YYYY h:mm A', '1/1/2026 13:00 PM'],
    ['D/M/YYYY', '1/1/2026 10:00'],
    ['DD/MM/YYYY', '1/1/2026'],
    ['MMM D YYYY', 'Foo 1 2026'],
    ['ISO', '2026-03-04T05:06:07+25:00'],
  ])('%s does not read %s', (format, text) => {
    const compiled = compileFormat(format);

    expect('parse' in compiled && compiled.parse(text)).toBeUndefined();
  });

  it('are tried in their order', async () => {
    const run = await readMapped(
      list('2026-03-04 10:00', '2026-03-05', '1.4.2026'),
      mapping(['YYYY-MM-DD HH:mm', 'YYYY-MM-DD', 'D.M.YYYY'], 'UTC'),
    );

    expect(opened(run)).toEqual([
      '1 2026-03-04T10:00:00.000Z',
      '2 2026-03-05T00:00:00.000Z',
      '3 2026-04-01T00:00:00.000Z',
    ]);
  });
});

describe('local times', () => {
  it('are set aside where the clocks were put forward over them, and taken as the first where they exist twice', async () => {
    const run = await readMapped(
      list('2026-03-29T01:59', '2026-03-29T02:30', '2026-03-29T03:00', '2026-10-25T02:30', '2026-10-25T03:00'),
      mapping('ISO', 'Europe/Berlin'),
    );

    expect(opened(run)).toEqual([
      '1 2026-03-29T00:59:00.000Z',
      '3 2026-03-29T01:00:00.000Z',
      '4 2026-10-25T00:30:00.000Z',
      '5 2026-10-25T02:00:00.000Z',
    ]);
    expect(run.rejected).toEqual([
      {
        place: 'export.csv, line 3',
        reason: 'opened_at ("opened") never was: the clocks were put forward over "2026-03-29T02:30"',
      },
    ]);
    expect(run.warnings.slice(0, 1)).toEqual([
      'export.csv: 1 times stand in an hour that the clocks repeat; each was taken as its first occurrence',
    ]);
  });

  it('need a zone, unless each says its offset', async () => {
    await expect(readMapped(list('2026-03-29T01:59'), mapping('ISO'))).rejects.toThrow(
      /export\.csv, "opened": the times have no offset/,
    );
    expect(opened(await readMapped(list('2026-03-29T01:59+02:00'), mapping('ISO')))).toEqual([
      '1 2026-03-28T23:59:00.000Z',
    ]);
  });

  it('take a fixed offset, all year', async () => {
    const run = await readMapped(list('2026-01-01T00:00', '2026-07-01T00:00'), mapping('ISO', '-03:30'));

    expect(opened(run)).toEqual(['1 2026-01-01T03:30:00.000Z', '2 2026-07-01T03:30:00.000Z']);
  });

  it.each([
    'Europe/Berlin',
    'America/Sao_Paulo',
    'Asia/Manila',
    'Australia/Lord_Howe',
    'Africa/Casablanca',
    'Pacific/Apia',
    'America/St_Johns',
  ])('come back as the instant they were made from, in %s, or as the earlier one that shows the same clock', (name) => {
    const zone = createZones()(name)!;
    const local = localTimeOf(name, createZones())!;
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(2009, 0, 1) / 60_000, max: Date.UTC(2027, 0, 1) / 60_000 }), (minute) => {
        const at = minute * 60_000;
        const found = local(at + zone.offsetAt(at))!;
        const shown = found.at + zone.offsetAt(found.at);
        return shown === at + zone.offsetAt(at) && found.at <= at && (found.twice || found.at === at);
      }),
      { numRuns: 150 },
    );
  });
});

describe('day and month', () => {
  const dayFirst = ['25/03/2026', '26/03/2026', '04/04/2026', '05/04/2026', '28/04/2026'];
  const monthFirst = ['04/29/2026', '05/02/2026', '05/13/2026'];

  it('that change places half way through a file are noticed: those rows, and the ambiguous ones beside them, are set aside', async () => {
    const run = await readMapped(
      list(...dayFirst, '01/05/2026', ...monthFirst, '06/07/2026'),
      mapping('DD/MM/YYYY', 'UTC'),
    );

    expect(run.tickets.map(({ id }) => id)).toEqual(['1', '2', '3', '4', '5']);
    expect(run.tickets[2]?.openedAt).toBe(Date.UTC(2026, 3, 4));
    expect(run.rejected.map(({ place, reason }) => `${place}: ${reason}`)).toEqual([
      'export.csv, line 7: opened_at ("opened") stands where day and month change places and fits both: "01/05/2026"',
      'export.csv, line 8: opened_at ("opened") has day and month in the other order than the file: "04/29/2026"',
      'export.csv, line 9: opened_at ("opened") has day and month in the other order than the file: "05/02/2026"',
      'export.csv, line 10: opened_at ("opened") has day and month in the other order than the file: "05/13/2026"',
      'export.csv, line 11: opened_at ("opened") has day and month in the other order than the file: "06/07/2026"',
    ]);
    expect(run.warnings.slice(0, 1)).toEqual([
      'export.csv, "opened": 2 dates have day and month the other way round than DD/MM/YYYY; they and the ambiguous ones beside them are set aside',
    ]);
  });

  it('have the order that the file proves, where the mapping allows both', async () => {
    const both = mapping(['DD/MM/YYYY', 'MM/DD/YYYY'], 'UTC');

    expect(opened(await readMapped(list('05/02/2026', ...monthFirst), both))[0]).toBe('1 2026-05-02T00:00:00.000Z');
    expect(opened(await readMapped(list('05/02/2026', ...dayFirst), both))[0]).toBe('1 2026-02-05T00:00:00.000Z');
    await expect(readMapped(list('05/02/2026', '06/07/2026', '08/08/2026'), both)).rejects.toThrow(
      /every date fits both DD\/MM\/YYYY and MM\/DD\/YYYY/,
    );
  });

  it('are not guessed when the configured order fits no row', async () => {
    await expect(readMapped(list(...monthFirst), mapping('DD/MM/YYYY', 'UTC'))).rejects.toThrow(
      /the dates are written MM\/DD\/YYYY, not DD\/MM\/YYYY/,
    );
    await expect(readMapped(list('2026-01-01'), mapping('DD/MM/YYYY', 'UTC'))).rejects.toBeInstanceOf(ConfigError);
  });

  it('may all be ambiguous where one order is configured', async () => {
    expect(opened(await readMapped(list('05/02/2026', '06/07/2026'), mapping('DD/MM/YYYY', 'UTC')))).toEqual([
      '1 2026-02-05T00:00:00.000Z',
      '2 2026-07-06T00:00:00.000Z',
    ]);
  });
});
