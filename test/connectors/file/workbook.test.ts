import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { utils, type WorkSheet, write } from '@e965/xlsx';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { file } from '../../../connectors/file/index.ts';
import { readSharedStrings } from '../../../connectors/file/workbook/shared-strings.ts';
import { kindOfFormat } from '../../../connectors/file/workbook/styles.ts';
import { ConfigError } from '../../../src/model/errors.ts';
import { folderOf, type Run, readAll, readMapped, readTables } from './export.ts';

const times = { formats: 'ISO', zone: 'UTC' };
const columns = { id: 'Ticket ID', opened_at: 'Opened', solved_at: 'Solved', agent_id: 'Agent' };
const mapping = { rows: 'tickets', times, columns };
const HOUR = 3_600_000;
const DAY = Date.UTC(2026, 9, 5);

/** A workbook of sheets, by their names. */
function workbook(
  sheets: Readonly<Record<string, WorkSheet>>,
  properties: object = {},
  bookType: 'xlsx' | 'xlsb' | 'biff8' | 'ods' = 'xlsx',
): Buffer {
  const book = utils.book_new();
  for (const [name, sheet] of Object.entries(sheets)) utils.book_append_sheet(book, sheet, name);
  book.Workbook = { ...book.Workbook, ...properties };
  return write(book, { type: 'buffer', bookType, compression: true }) as Buffer;
}

const rows = (...cells: unknown[][]): WorkSheet => utils.aoa_to_sheet(cells);
const heading = ['Ticket ID', 'Opened', 'Solved', 'Agent'];
/** A cell whose number is shown in a format. */
const shown = (v: number, z: string): object => ({ t: 'n', v, z });
/** 5 October 2026 as a serial number. */
const SERIAL = 46300;

const told = (run: Run): unknown[] =>
  run.tickets.map(({ id, openedAt, statedSolvedAt, agentId }) => [
    id,
    (openedAt - DAY) / HOUR,
    statedSolvedAt === undefined ? undefined : (statedSolvedAt - DAY) / HOUR,
    agentId,
  ]);

async function problems(run: Promise<unknown>): Promise<string> {
  const error = await run.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ConfigError);
  return (error as ConfigError).problems.join('\n');
}

describe('a workbook that LibreOffice wrote', () => {
  const bytes = readFileSync(join(import.meta.dirname, '../../fixtures/workbooks/libreoffice.xlsx'));
  const whole = {
    ...mapping,
    columns: {
      ...columns,
      solved_at: { column: ['Solved', 'Closed on'] },
      status: { column: 'State', values: { 'Closed*': 'closed', Open: 'open' } },
      vendor_final_resolution_calendar_ms: 'Handling time',
      rating: 'Rating',
      scale_min: { value: '0' },
      scale_max: { value: '100' },
      'fields.share': 'Rating',
    },
  };

  it.each([
    ['as it is', bytes, 'export.xlsx'],
    ['gzipped', gzipSync(bytes), 'export.xlsx.gz'],
    ['in an archive', zipSync({ 'october/export.xlsx': new Uint8Array(bytes) }), 'export.zip'],
    ['under another name', bytes, 'export.csv'],
  ])(
    '%s: titles above, merged cells, dates, lengths of time, percent, an empty row and totals below',
    async (_, content, name) => {
      const run = await readMapped(content, whole, name);

      // Typed from the sheet as LibreOffice shows it; Ana's cell is merged over the first two tickets.
      expect(told(run)).toEqual([
        ['101', 9, 12.5, 'Ana Ruiz'],
        ['102', 10, 46, 'Ana Ruiz'],
        ['103', 24 + 9 + 15.5 / 60, 24 + 10 + 15.5 / 60, 'Bo Lind'],
        ['104', 57, undefined, 'Bo Lind'],
      ]);
      expect(run.tickets.map(({ vendorMetrics }) => vendorMetrics?.finalResolutionCalendarMs)).toEqual([
        3.5 * HOUR,
        36 * HOUR,
        HOUR,
        undefined,
      ]);
      expect(run.tickets.map(({ originalStatus, fields }) => [originalStatus, fields.share])).toEqual([
        ['Closed', '80%'],
        ['Closed', '100%'],
        ['Closed & confirmed', undefined],
        ['Open', undefined],
      ]);
      expect(run.rejected).toEqual([]);
      expect(run.warnings).toContain(
        `${name === 'export.zip' ? 'october/export.xlsx' : name}: 1 row of totals is left out`,
      );
    },
  );

  it('names the place of a row by its sheet', async () => {
    const run = await readMapped(
      bytes,
      { ...whole, columns: { ...columns, id: 'Ticket ID', opened_at: 'Agent' } },
      'a.xlsx',
    ).then(
      () => undefined,
      (error: Error) => error.message,
    );

    expect(run).toContain('a.xlsx: none of its 4 rows can be read: opened_at ("Agent") fits no time format');
    expect(run).toContain('first a.xlsx, sheet "Tickets", row 5');
  });
});

describe('the cells of a workbook', () => {
  it.each([
    ['a date and a time', shown(SERIAL + 9 / 24, 'dd.mm.yyyy hh:mm'), 9],
    ['a built-in format', shown(SERIAL + 9.5 / 24, 'm/d/yy h:mm'), 9.5],
    ['a time of a date alone', shown(SERIAL + 9 / 24, 'yyyy-mm-dd'), 9],
    ['a date', shown(SERIAL, 'd. mmmm yyyy'), 0],
    ['a format of another language', shown(SERIAL + 0.25, '[$-407]d. mmm yyyy h:mm;@'), 6],
    ['a serial number without a format', shown(SERIAL + 0.25, 'General'), 6],
    ['a text', '2026-10-05 09:00', 9],
    ['a text as the mapping has it', '05.10.2026 09:00', 9],
  ])('%s is a time', async (_, cell, hour) => {
    const sheet = rows(heading, [1, cell, shown(SERIAL + 2, 'yyyy-mm-dd hh:mm'), 'Ana']);
    const run = await readMapped(
      workbook({ Tickets: sheet }),
      { ...mapping, times: { formats: ['DD.MM.YYYY HH:mm', 'ISO'], zone: 'UTC' } },
      'a.xlsx',
    );

    expect(told(run)).toEqual([['1', hour, 48, 'Ana']]);
  });

  it('count from 1904 where the workbook says so', async () => {
    const sheet = rows(heading, [
      1,
      shown(SERIAL - 1462 + 9 / 24, 'yyyy-mm-dd hh:mm'),
      shown(SERIAL - 1462 + 0.5, 'General'),
      'Ana',
    ]);

    expect(
      told(await readMapped(workbook({ Tickets: sheet }, { WBProps: { date1904: true } }), mapping, 'a.xlsx')),
    ).toEqual([['1', 9, 12, 'Ana']]);
  });

  it('join a date and a time of two columns', async () => {
    const sheet = rows(['Ticket ID', 'Date', 'Time'], [1, shown(SERIAL, 'yyyy-mm-dd'), shown(9.25 / 24, 'h:mm AM/PM')]);
    const run = await readMapped(
      workbook({ Tickets: sheet }),
      { ...mapping, columns: { id: 'Ticket ID', opened_at: { join: ['Date', 'Time'] } } },
      'a.xlsx',
    );

    expect(told(run)).toEqual([['1', 9.25, undefined, undefined]]);
  });

  it('are numbers whatever sign their texts would have, nothing where they are errors, and texts of a formula', async () => {
    const sheet = rows(
      ['Ticket ID', 'Opened', 'Hours', 'Agent'],
      [1, shown(SERIAL, 'yyyy-mm-dd'), 1.234, { t: 's', v: 'Ana', f: 'A1&""' }],
      [2, shown(SERIAL, 'yyyy-mm-dd'), '1.234,5', { t: 'e', v: 42 }],
    );
    const run = await readMapped(
      workbook({ Tickets: sheet }),
      { ...mapping, columns: { ...columns, solved_at: { column: 'Hours', after: 'opened_at', unit: 'hours' } } },
      'a.xlsx',
    );

    expect(told(run)).toEqual([
      ['1', 0, 1.234, 'Ana'],
      ['2', 0, 1234.5, undefined],
    ]);
  });

  it.each([
    ['General', 'number'],
    ['0.00', 'number'],
    ['#,##0 "days"', 'number'],
    ['0%', 'percent'],
    ['dd/mm/yyyy', 'date'],
    ['[$-F800]dddd, mmmm dd, yyyy', 'date'],
    ['mmm-yy', 'date'],
    ['yyyy"年"m"月"d"日" h:mm', 'dateTime'],
    ['m/d/yy h:mm AM/PM', 'dateTime'],
    ['h:mm:ss', 'time'],
    ['[h]:mm:ss', 'duration'],
    ['[mm]:ss', 'duration'],
    ['mm:ss.0', 'duration'],
    ['[Red]0.0;[Blue]-0.0', 'number'],
    ['0.0\\h', 'number'],
  ])('shown as %s are of the kind %s', (format, kind) => {
    expect(kindOfFormat(format)).toBe(kind);
  });
});

describe('the sheets of a workbook', () => {
  const tickets = (id: number, agent: string): WorkSheet =>
    rows(heading, [id, shown(SERIAL, 'yyyy-mm-dd'), shown(SERIAL + 1, 'yyyy-mm-dd'), agent]);
  const about = rows(['Read me first'], ['Agent', 'Ana']);

  it('are told by the headings that are looked for', async () => {
    const run = await readMapped(
      workbook({ About: about, Tickets: tickets(1, 'Ana'), Agents: rows(['Agent', 'Team']) }),
      mapping,
      'a.xlsx',
    );

    expect(told(run)).toEqual([['1', 0, 24, 'Ana']]);
  });

  it('are asked for where several have them, read by name or number, or all', async () => {
    const book = workbook({ Sep: tickets(1, 'Ana'), Oct: tickets(2, 'Bo'), About: about });
    const agents = async (sheet: string | number): Promise<unknown[]> =>
      (await readMapped(book, { ...mapping, sheet }, 'a.xlsx')).tickets.map(({ agentId }) => agentId);

    expect(await problems(readMapped(book, mapping, 'a.xlsx'))).toContain(
      'a.xlsx has these columns on several sheets ("Sep", "Oct"): say in the mapping which is meant ("sheet": "Sep", or "sheet": "*" for all)',
    );
    expect(await agents('oct')).toEqual(['Bo']);
    expect(await agents(1)).toEqual(['Ana']);
    expect(await agents('*')).toEqual(['Ana', 'Bo']);
    expect(await problems(readMapped(book, { ...mapping, sheet: 'Nov' }, 'a.xlsx'))).toContain(
      'has no sheet "Nov"; it has "Sep", "Oct", "About"',
    );
  });

  it('of one export are read together without a mapping, where they have the very same headings', async () => {
    const month = (id: number, ...more: string[]): WorkSheet =>
      rows(
        ['Ticket ID', 'Status', 'Created', 'Resolved', ...more],
        [id, 'Solved', shown(SERIAL + 0.5, 'yyyy-mm-dd hh:mm'), shown(SERIAL + 1.5, 'yyyy-mm-dd hh:mm'), ...more],
      );
    const read = async (sheets: Readonly<Record<string, WorkSheet>>) =>
      readAll(file.open('file', { PATH: folderOf({ 'a.xlsx': workbook(sheets) }), TIME_ZONE: 'UTC' }, undefined));

    const run = await read({ Sep: month(1), Oct: month(2), About: about });
    expect(run.tickets.map(({ id }) => id)).toEqual(['1', '2']);
    expect(run.warnings.join()).toContain('read without a mapping, all sheets with these headings together');
    // As many known headings, of which one is another: which sheet is meant, a person must say.
    await expect(read({ Sep: month(1, 'Agent'), Oct: month(2, 'Group') })).rejects.toThrow(
      'on several sheets ("Sep", "Oct")',
    );
  });

  it('may have their columns in another order, and rows are named by sheet', async () => {
    const other = rows(
      ['Agent', 'Solved', 'Ticket ID', 'Opened'],
      ['Bo', '', 3, 'soon'],
      ['Bo', '', 4, shown(SERIAL, 'yyyy-mm-dd')],
    );
    const run = await readMapped(
      workbook({ Sep: tickets(1, 'Ana'), Oct: other }),
      { ...mapping, sheet: '*' },
      'a.xlsx',
    );

    expect(told(run)).toEqual([
      ['1', 0, 24, 'Ana'],
      ['4', 0, undefined, 'Bo'],
    ]);
    expect(run.rejected).toEqual([
      { place: 'a.xlsx, sheet "Oct", row 2', reason: 'opened_at ("Opened") fits no time format (ISO, excel): "soon"' },
    ]);
  });

  it('hold tables of the model too', async () => {
    const sheet = rows(['id', 'opened_at'], [7, '2026-10-05T09:00:00Z']);

    expect(told(await readTables({ 'tickets.xlsx': workbook({ Sheet1: sheet }) }))).toEqual([
      ['7', 9, undefined, undefined],
    ]);
  });

  it('without the columns are refused', async () => {
    expect(await problems(readMapped(workbook({ About: rows(['x', 'y'], [1, 2]) }), mapping, 'a.xlsx'))).toContain(
      'a.xlsx has none of the columns on any sheet ("About")',
    );
  });
});

describe('workbooks that are not read', () => {
  const sheet = rows(heading, [1, '2026-10-05', '', 'Ana']);

  it('are refused with what to do', async () => {
    const refused = (bytes: Buffer | Uint8Array): Promise<string> => problems(readMapped(bytes, mapping, 'a.xlsx'));

    expect(await refused(workbook({ Tickets: sheet }, {}, 'biff8'))).toContain('a.xlsx is an old Excel file (.xls)');
    expect(await refused(workbook({ Tickets: sheet }, {}, 'ods'))).toContain(
      'a document that is no XLSX workbook: save its sheet as XLSX',
    );
    expect(await refused(workbook({ Tickets: sheet }, {}, 'xlsb'))).toContain('save its sheet as XLSX');
    expect(await refused(zipSync({ 'xl/workbook.xml': strToU8('<workbook><sheets><sheet') }))).toContain(
      'a.xlsx is a damaged workbook: open it in Excel or LibreOffice and save it again',
    );
  });
});

describe('the texts of a large workbook', () => {
  it('lie in a table, and come back as they were', async () => {
    const texts = Array.from({ length: 500 }, (_, index) => `text ${index} & <more> ${'x'.repeat(index % 50)}`);
    const escaped = texts.map((text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;'));
    const xml = `<sst>${escaped.map((text) => `<si><r><t>${text.slice(0, 4)}</t></r><r><t xml:space="preserve">${text.slice(4)}</t></r><rPh><t>x</t></rPh></si>`).join('')}</sst>`;
    const chunks = async function* (): AsyncGenerator<Uint8Array> {
      const bytes = Buffer.from(xml);
      for (let at = 0; at < bytes.length; at += 777) yield bytes.subarray(at, at + 777);
    };
    for (const memoryChars of [100, 1e9]) {
      const strings = await readSharedStrings(chunks(), memoryChars);

      expect(texts.map((_, index) => strings.at(index))).toEqual(texts);
      expect(strings.at(500)).toBeUndefined();
      strings.close();
    }
  });
});
