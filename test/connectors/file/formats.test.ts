import { gzipSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../../src/model/errors.ts';
import { folderOf, lines, openExport, type Run, readAll, readMapped, readTables } from './export.ts';

const times = { formats: 'ISO', zone: 'UTC' };
const mapping = { rows: 'tickets', times, columns: { id: 'Number', opened_at: 'Opened', agent_id: 'Owner' } };
const NINE = Date.UTC(2026, 9, 5, 9);

/** Id, hours since nine and agent of each ticket. */
const told = (run: Run): unknown[] =>
  run.tickets.map(({ id, openedAt, agentId }) => [id, (openedAt - NINE) / 3_600_000, agentId]);

const EXPORT = lines('Number,Opened,Owner', '1,2026-10-05 09:00,Ana Müller', '2,2026-10-05 10:00,Łukasz “Luk” Żak');
const READ = [
  ['1', 0, 'Ana Müller'],
  ['2', 1, 'Łukasz “Luk” Żak'],
];

/** Text in UTF-16 with the high byte first. */
function utf16be(text: string): Buffer {
  return Buffer.from(text, 'utf16le').swap16();
}

async function problems(run: Promise<unknown>): Promise<string> {
  const error = await run.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ConfigError);
  return (error as ConfigError).problems.join('\n');
}

describe('text in any encoding', () => {
  it.each([
    ['UTF-8', Buffer.from(EXPORT)],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${EXPORT}`)],
    ['UTF-16, low byte first', Buffer.from(`\ufeff${EXPORT}`, 'utf16le')],
    ['UTF-16, high byte first', utf16be(`\ufeff${EXPORT}`)],
    ['UTF-16 without a mark', Buffer.from(EXPORT, 'utf16le')],
    ['UTF-16, high byte first, without a mark', utf16be(EXPORT)],
    ['CRLF', Buffer.from(EXPORT.replaceAll('\n', '\r\n'))],
    ['CR alone', Buffer.from(EXPORT.replaceAll('\n', '\r'))],
  ])('%s is told by its bytes, also gzipped', async (_, bytes) => {
    expect(told(await readMapped(bytes, mapping))).toEqual(READ);
    expect(told(await readMapped(gzipSync(bytes), mapping, 'export.csv.gz'))).toEqual(READ);
  });

  it('windows-1252 is told by the first sign that is none of UTF-8, and said', async () => {
    // 0x80 is the euro, 0x93 and 0x94 are quotes, 0xfc is u with two dots; long ASCII before makes it a later chunk.
    const rows = Array.from({ length: 12_000 }, (_, index) => `${index},2026-10-05 09:00,Ana`);
    const bytes = Buffer.concat([
      Buffer.from(lines('Number,Opened,Owner', ...rows)),
      Buffer.from('x,2026-10-05 09:00,\x93M\xfcller\x94 \x80\n', 'latin1'),
    ]);
    const run = await readMapped(bytes, mapping);

    expect(run.tickets.at(-1)?.agentId).toBe('“Müller” €');
    expect(run.warnings[0]).toContain('is not UTF-8 and was read as windows-1252');
  });

  it('UTF-8 with a few other bytes stays UTF-8: those are marked and counted', async () => {
    const bytes = Buffer.concat([Buffer.from(EXPORT), Buffer.from('3,2026-10-05 11:00,M\xfcller\n', 'latin1')]);
    const run = await readMapped(bytes, mapping);

    expect(told(run)).toEqual([...READ, ['3', 2, 'M\ufffdller']]);
    expect(run.warnings[0]).toContain('1 places are not UTF-8');
  });

  it('any other encoding is read where the mapping names it', async () => {
    const bytes = Buffer.from([
      ...Buffer.from('Number,Opened,Owner\n1,2026-10-05 09:00,'),
      0xc8,
      0xe2,
      0xe0,
      0xed,
      0x0a,
    ]);

    expect(told(await readMapped(bytes, { ...mapping, encoding: 'windows-1251' }))).toEqual([['1', 0, 'Иван']]);
    expect(() => readMapped(bytes, { ...mapping, encoding: 'klingon' })).toThrow(/no encoding klingon is known/);
  });
});

describe('CSV as spreadsheets and reports write it', () => {
  it.each([
    ['a sep= line', 'sep=;\nNumber;Opened;Owner\n1;2026-10-05 09:00;Ana, the first'],
    ['a quoted sep= line', '"sep=;"\nNumber;Opened;Owner\n1;2026-10-05 09:00;Ana, the first'],
    ['tabs', 'Number\tOpened\tOwner\n1\t2026-10-05 09:00\tAna, the first'],
    ['semicolons beside texts with commas', 'Number;Opened;Owner\n1;2026-10-05 09:00;Ana, the first'],
    [
      'titles above the heading',
      'Ticket export, by Ana, of October, all\nMade on,5 Nov 2026\n\n\nNumber,Opened,Owner\n1,2026-10-05 09:00,"Ana, the first"',
    ],
  ])('%s', async (_, text) => {
    const run = await readMapped(text, mapping);

    expect(told(run)).toEqual([['1', 0, 'Ana, the first']]);
    expect(run.rejected).toEqual([]);
  });

  it('leaves rows of totals and notes of one cell out, and says so; a row without an id is set aside', async () => {
    const run = await readMapped(
      lines(
        'Number,Opened,Owner,Hours',
        '1,2026-10-05 09:00,Ana,4',
        ',,Grand total,4',
        'Gesamt,,,4',
        'Exported by Ana on 5 Nov 2026',
        ',2026-10-05 10:00,Bo,5',
      ),
      mapping,
    );

    expect(told(run)).toEqual([['1', 0, 'Ana']]);
    expect(run.rejected).toEqual([{ place: 'export.csv, line 6', reason: 'id is empty' }]);
    expect(run.warnings).toContain('export.csv: 2 rows of totals are left out');
    expect(run.warnings).toContain('export.csv: 1 row holds one cell only, as titles and notes do, and is left out');
  });

  it('takes the heading from the line that the mapping names', async () => {
    const text = lines('Number,Opened,Owner', 'No.,Since,Who', '1,2026-10-05 09:00,Ana');
    const columns = { id: 'No.', opened_at: 'Since', agent_id: 'Who' };

    expect(told(await readMapped(text, { ...mapping, header: 2, columns }))).toEqual([['1', 0, 'Ana']]);
    expect(told(await readMapped(text, { ...mapping, columns }))).toEqual([['1', 0, 'Ana']]);
  });
});

describe('JSON as helpdesks export it', () => {
  const columns = {
    id: 'id',
    opened_at: 'created_at',
    solved_at: 'metric_set.solved_at',
    agent_id: 'assignee.name',
    tags: 'tags',
    'fields.product': 'custom_fields[id=360].value',
    first_response_at: 'comments[1].at',
    updated_at: 'comments.-1.at',
  };
  const nested = { rows: 'tickets', columns };
  const ticket = (id: number | string, extra = ''): string =>
    `{"id":${id},"created_at":"2026-10-05T09:00:00Z","metric_set":{"solved_at":"2026-10-05T1${Number(id) % 2}:00:00Z"},"assignee":{"name":"Ana"},` +
    `"tags":["a","b"],"custom_fields":[{"id":359,"value":"x"},{"id":360,"value":"Pump"}],` +
    `"comments":[{"at":"2026-10-05T09:00:00Z"},{"at":"2026-10-05T09:30:00Z"},{"at":"2026-10-05T12:00:00Z"}]${extra}}`;
  const expected = [
    { id: '1', agentId: 'Ana', tags: ['a', 'b'], fields: { product: 'Pump' }, statedSolvedAt: NINE + 2 * 3_600_000 },
    { id: '2', agentId: 'Ana', updatedAt: NINE + 3 * 3_600_000, statedSolvedAt: NINE + 3_600_000 },
  ];

  it.each([
    ['a list', `[ ${ticket(1)},\n  ${ticket(2)} ]`, 'data.json'],
    ['a list on one line', `[${ticket(1)},${ticket(2)}]`, 'data.json'],
    [
      'a list laid out over many lines',
      JSON.stringify(JSON.parse(`[${ticket(1)},${ticket(2)}]`), null, 2),
      'data.json',
    ],
    ['the answer of an API', `{"tickets":[${ticket(1)},${ticket(2)}],"count":2,"next":null}`, 'data.json'],
    ['a list deep in an answer', `{"data":{"page":{"nodes":[${ticket(1)},${ticket(2)}]}}}`, 'data.json'],
    ['JSON Lines', `${ticket(1)}\n\n${ticket(2)}\n`, 'data.jsonl'],
    ['JSON Lines under another name', `${ticket(1)}\n${ticket(2)}`, 'data.json'],
    ['a list in a file called CSV', `[${ticket(1)},${ticket(2)}]`, 'data.csv'],
  ])('%s, with paths into objects and lists', async (_, text, name) => {
    const run = await readMapped(text, nested, name);

    expect(run.rejected).toEqual([]);
    expect(run.tickets).toMatchObject(expected);
    expect(run.events[0]).toMatchObject({ kind: 'assignment' });
    expect(run.events[1]).toMatchObject({ kind: 'message', at: NINE + 1_800_000 });
    expect((await readMapped(gzipSync(text), nested, `${name}.gz`)).tickets).toMatchObject(expected);
  });

  it('keeps whole numbers that no double can hold', async () => {
    const run = await readMapped(
      lines(ticket('9007199254740993'), ticket('12345678901234567890'), ticket('9007199254740991')),
      nested,
      'data.jsonl',
    );

    expect(run.tickets.map(({ id }) => id)).toEqual(['9007199254740993', '12345678901234567890', '9007199254740991']);
  });

  it('asks which of several lists is meant, and takes the one that is named', async () => {
    const text = `{"users":[{"id":7}],"tickets":[${ticket(1)}]}`;

    expect(await problems(readMapped(text, nested, 'data.json'))).toContain(
      'holds several lists of objects ("users", "tickets"): say in the mapping which one is meant ("records": "users")',
    );
    expect((await readMapped(text, { ...nested, records: 'tickets' }, 'data.json')).tickets).toHaveLength(1);
    expect(await problems(readMapped(text, { ...nested, records: 'cases' }, 'data.json'))).toContain(
      'holds no objects at "cases"',
    );
  });

  it('sets a damaged, foreign or endless object aside by its number and line, and reads the others', async () => {
    const deep = `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`;
    const list = `[${ticket(1)},\n{"id":1 "x"},\n7,\n${ticket(2, `,"deep":${deep}`)},{"id":3,`;
    const run = await readMapped(list, nested, 'data.json');

    expect(run.tickets.map(({ id }) => id)).toEqual(['1', '2']);
    expect(run.rejected).toContainEqual({ place: 'data.json, object 2 (line 2)', reason: 'is not JSON' });
    expect(run.rejected).toContainEqual({ place: 'data.json, object 3 (line 3)', reason: 'is not a JSON object' });
    expect(run.rejected).toContainEqual({
      place: 'data.json, object 5 (line 4)',
      reason: 'is not closed: the file ends in the middle of it',
    });
  });

  it('never repeats what stands in a list that lacks a column', async () => {
    const subjects = Array.from({ length: 300 }, (_, index) => ({
      id: index,
      created_at: '2026-10-05T09:00:00Z',
      subject: `Confidential matter ${index} of Jane Roe`,
      requester: { email: `jane${index}@example.test` },
    }));
    const problem = await problems(
      readMapped(
        JSON.stringify(subjects),
        { rows: 'tickets', columns: { id: 'id', opened_at: 'created_at', status: 'status' } },
        'data.json',
      ),
    );

    expect(problem).toBe('data.json: the column "status" is missing; it has: id, created_at, subject, requester.email');
  });

  it('reads tables of the model from a list too', async () => {
    const run = await readTables({
      'tickets.json': JSON.stringify([{ id: 1, opened_at: '2026-10-05T09:00:00Z', tags: ['x', 'y'] }]),
    });

    expect(run.tickets).toMatchObject([{ id: '1', openedAt: NINE, tags: ['x', 'y'] }]);
  });
});

describe('archives', () => {
  const list = lines('Number,Opened,Owner', '1,2026-10-05 09:00,Ana');
  const log = lines('Number,At,State', '1,2026-10-05 11:00,solved');
  const files = [
    { ...mapping, file: 'list.csv' },
    {
      file: 'log*.csv',
      rows: 'changes',
      times,
      columns: { ticket_id: 'Number', at: 'At', status: 'State' },
    },
  ];

  it('hold files like a folder does', async () => {
    const archive = zipSync({
      'export/list.csv': strToU8(list),
      'export/log-1.csv': [strToU8(log), { level: 9 }],
      '__MACOSX/export/._list.csv': strToU8('junk'),
    });
    const run = await readAll(openExport(`${folderOf({ 'export.zip': archive })}/export.zip`, { files }));

    expect(run.rejected).toEqual([]);
    expect(run.tickets).toMatchObject([{ id: '1', status: 'solved', agentId: 'Ana' }]);
  });

  it('of one file are that file, and a workbook in one is read too', async () => {
    const packed = zipSync({ 'list.csv': strToU8(list) });

    expect(told(await readMapped(packed, mapping, 'list.zip'))).toEqual([['1', 0, 'Ana']]);
    expect(
      (await readTables({ 'all.zip': zipSync({ 'tickets.csv': strToU8(lines('id,opened_at', `1,${NINE}`)) }) }))
        .tickets,
    ).toHaveLength(1);
  });

  it('that are empty, cut short or hold what is no table are refused', async () => {
    const packed = zipSync({ 'list.csv': strToU8(list.repeat(500)) });

    expect(await problems(readMapped(packed.subarray(0, 200), mapping, 'list.zip'))).toContain(
      'list.zip is a damaged archive',
    );
    expect(await problems(readMapped(zipSync({ '.hidden': strToU8('x') }), mapping, 'list.zip'))).toContain(
      'list.zip is an empty archive',
    );
    expect(
      await problems(readMapped(zipSync({ 'word/document.xml': strToU8('<w/>') }), mapping, 'list.docx')),
    ).toContain('word/document.xml is XML');
  });
});
