import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../../src/model/errors.ts';
import { folderOf, lines, openExport, readAll, readMapped, readTables, toolsFor } from './export.ts';

const NINE = Date.UTC(2026, 10, 2, 9);
const TICKETS = lines('id,opened_at', `1,${NINE}`);

/** The problems a run is refused with; anything else than a refusal fails. */
async function refusal(run: Promise<unknown>): Promise<string> {
  const error = await run.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ConfigError);
  return (error as ConfigError).problems.join('\n');
}

describe('files that are refused, with words that say what to do', () => {
  it('a path that is not there', async () => {
    const path = join(folderOf({}), 'gone');

    expect(await refusal(readAll(openExport(path)))).toBe(`no such file or folder: ${path}`);
    expect((await openExport(path).check(toolsFor([]))).ok).toBe(false);
  });

  it('a folder without tables', async () => {
    const problem = await refusal(readTables({ 'notes.txt': 'x', 'report.csv': 'a,b\n' }));

    expect(problem).toContain('holds no table: looked for agents, teams, accounts, customers, tickets, events');
    expect(problem).toContain('FILE_MAPPING');
  });

  it('a table that is there twice', async () => {
    expect(await refusal(readTables({ 'tickets.csv': TICKETS, 'tickets.csv.gz': gzipSync(TICKETS) }))).toContain(
      'holds tickets twice (tickets.csv and tickets.csv.gz)',
    );
  });

  it('events without tickets', async () => {
    expect(await refusal(readTables({ 'events.csv': lines('ticket_id,at,kind') }))).toContain('events without tickets');
  });

  it('an empty file, and one of empty lines', async () => {
    expect(await refusal(readTables({ 'tickets.csv': '' }))).toContain('tickets.csv is empty');
    expect(await refusal(readTables({ 'tickets.csv': '\n\n' }))).toContain('tickets.csv is empty');
  });

  it.each([
    ['an old Excel file', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1]), 'an old Excel file (.xls)'],
    ['a web page', '<html><table><tr><td>Number</td></tr></table></html>', 'a web page (HTML), whatever its name says'],
    ['a page behind a mark', '\ufeff\r\n <!DOCTYPE html>\n<html>', 'a web page (HTML), whatever its name says'],
    ['a page in UTF-16', Buffer.from('\ufeff<html><body>', 'utf16le'), 'a web page (HTML), whatever its name says'],
    [
      'XML of Excel 2003',
      '<?xml version="1.0"?>\n<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
      'an Excel 2003 XML file',
    ],
    ['other XML', '<?xml version="1.0"?><tickets/>', 'XML'],
    ['a PDF', '%PDF-1.7', 'a PDF'],
    ['bytes that are no text', Buffer.from([1, 0, 0, 0, 7, 0, 0, 0, 0, 0, 0, 9]), 'not text and no workbook'],
  ])('%s, also one that is gzipped', async (_, bytes, expected) => {
    expect(await refusal(readTables({ 'tickets.csv': bytes }))).toContain(`tickets.csv is ${expected}`);
    expect(await refusal(readTables({ 'tickets.csv.gz': gzipSync(bytes) }))).toContain(`tickets.csv.gz is ${expected}`);
  });

  it('an archive that is damaged', async () => {
    expect(await refusal(readTables({ 'tickets.csv': Buffer.from('PK\x03\x04rest') }))).toContain(
      'tickets.csv is a damaged archive: copy or export it again',
    );
  });

  it('a gzip file that is cut short, before any of its tickets is given out', async () => {
    const rows = Array.from({ length: 20_000 }, (_, index) => `${index},${NINE + index * 977}`);
    const whole = gzipSync(lines('id,opened_at', ...rows));
    const source = openExport(folderOf({ 'tickets.csv.gz': whole.subarray(0, whole.length - 2000) }));
    const given: unknown[] = [];

    const run = async (): Promise<void> => {
      for await (const page of source.pull(undefined, toolsFor([]))) given.push(...(page.tickets ?? []));
    };
    expect(await refusal(run())).toContain('tickets.csv.gz is a gzip file that is cut short');
    expect(given).toEqual([]);
  });

  it('a gzip file with damaged bytes', async () => {
    const bytes = gzipSync(TICKETS.repeat(50));
    bytes.fill(0xff, 15, 30);

    expect(await refusal(readTables({ 'tickets.csv.gz': bytes }))).toMatch(
      /tickets\.csv\.gz is a (damaged gzip|gzip file that is cut)/,
    );
  });

  it('a missing column, with the heading that was perhaps meant', async () => {
    expect(await refusal(readTables({ 'tickets.csv': lines('id,opend_at', `1,${NINE}`) }))).toBe(
      'tickets.csv: the column opened_at is missing; did you mean it by "opend_at"?',
    );
    expect(await refusal(readTables({ 'tickets.jsonl': lines(JSON.stringify({ id: 1, created: 5 })) }))).toBe(
      'tickets.jsonl: the column opened_at is missing; it has: id, created',
    );
  });

  it('a doubled column, also under its other name', async () => {
    expect(await refusal(readTables({ 'tickets.csv': lines('id,opened_at,ID') }))).toContain(
      'the column id stands twice (columns 1 and 3)',
    );
    expect(await refusal(readTables({ 'tickets.csv': lines('id,opened_at,solved_at,stated_solved_at') }))).toContain(
      'stands twice',
    );
  });
});

describe('rows that are set aside with file, line and reason', () => {
  it('and do not stop the others', async () => {
    const run = await readTables({
      'tickets.csv': lines(
        'id,opened_at,opened_by,spam',
        `1,${NINE},,`,
        '2,yesterday,,',
        `3,${NINE},robot,`,
        `4,${NINE},,maybe`,
        `,${NINE},,`,
        `6,${NINE}`,
        '7,2026-02-30T09:00:00Z,,',
        '8,2026-11-02T09:00:00,,',
        '9,1793606400,,',
      ),
    });

    expect(run.tickets.map(({ id }) => id)).toEqual(['1', '3', '4']);
    expect(Object.fromEntries(run.rejected.map(({ place, reason }) => [place, reason]))).toEqual({
      'tickets.csv, line 3': expect.stringContaining(
        'opened_at is not a time like 2026-11-02T09:00:00+01:00 or epoch milliseconds: "yesterday"',
      ),
      'tickets.csv, line 6': 'id is empty',
      'tickets.csv, line 7': 'has 2 cells where the header has 4',
      'tickets.csv, line 8': expect.stringContaining('opened_at is not a time'),
      'tickets.csv, line 9': expect.stringContaining('opened_at has no offset'),
      'tickets.csv, line 10': expect.stringContaining('looks like epoch seconds'),
    });
    expect(run.warnings).toEqual([
      'tickets.csv, opened_by: 1 cell could not be read and counts as empty (line 4: opened_by is "robot", not one of customer, agent, bot)',
      'tickets.csv, spam: 1 cell could not be read and counts as empty (line 5: spam is neither true nor false: "maybe")',
      '3 tickets come from a list, which tells no history: how complex they were, reopenings and where the time went are not known of them',
    ]);
  });

  it('by the line on which they begin, with a byte order mark, CRLF, quotes and line ends inside fields', async () => {
    const text = `\ufeffid,opened_at,category\r\n1,${NINE},"two\r\nlines, and ""quotes"""\r\n\r\n2,${NINE},19" rack\r\n3,never,"x\r\ny"\r\n4,${NINE},"last"`;
    const run = await readTables({ 'tickets.csv': text });

    expect(run.tickets.map(({ id, category }) => [id, category])).toEqual([
      ['1', 'two\nlines, and "quotes"'],
      ['2', '19" rack'],
      ['4', 'last'],
    ]);
    expect(run.rejected.map(({ place }) => place)).toEqual(['tickets.csv, line 6']);
  });

  it('counting the line by which a spreadsheet program is told the delimiter', async () => {
    const run = await readTables({
      'tickets.csv': `sep=;\r\nid;opened_at;category\r\n1;${NINE};a,b,c\r\n2;never;\r\n`,
    });

    expect(run.tickets[0]).toMatchObject({ id: '1', category: 'a,b,c' });
    expect(run.rejected[0]?.place).toBe('tickets.csv, line 4');
  });

  it('a cell of a log or a rating that cannot be read, without the ticket', async () => {
    const columns = { ticket_id: 'id', at: 'at', opened_by: 'by', rating: 'stars' };
    const run = await readMapped(
      lines('id,at,by,stars', '1,2026-03-04T00:00Z,,', '1,2026-03-05T00:00Z,ghost,', '2,2026-03-04T00:00Z,,9'),
      {
        rows: 'changes',
        times: { zone: 'UTC' },
        columns,
      },
    );

    expect(run.tickets.map(({ id }) => id)).toEqual(['1', '2']);
    expect(run.all('ratings')).toEqual([]);
    expect(run.rejected).toEqual([]);
    expect(run.warnings).toEqual([
      'export.csv, "by": 1 cell could not be read and counts as empty (line 3: opened_by is "ghost", not one of customer, agent, bot)',
      'export.csv, "stars": 1 cell could not be read and counts as empty (line 4: value 9 lies off its scale of 1 to 5)',
    ]);
  });

  it('a zone or hours that cannot be read, without the person', async () => {
    const run = await readTables({
      'agents.csv': lines(
        'id,time_zone,hours',
        'ana,Europe/Berln,',
        'ben,UTC,Mon-Fri 25:00-26:00',
        'eva,UTC,Mon-Fri 09:00-17:00',
      ),
      'customers.csv': lines('id,time_zone', 'c1,Mars/Base'),
    });

    expect(run.all('agents').map(({ id, timeZone, calendar }) => [id, timeZone, calendar?.hours])).toEqual([
      ['ana', undefined, undefined],
      ['ben', 'UTC', undefined],
      ['eva', 'UTC', 'Mon-Fri 09:00-17:00'],
    ]);
    expect(run.rejected).toEqual([]);
    expect(run.warnings.map((warning) => warning.split(': ').slice(0, 3).join(': '))).toEqual([
      'agents.csv, time_zone: 1 cell could not be read and counts as empty (line 2: time_zone is no IANA zone like Europe/Berlin',
      'agents.csv, hours: 1 cell could not be read and counts as empty (line 3: hours',
      'customers.csv, time_zone: 1 cell could not be read and counts as empty (line 2: time_zone is no IANA zone like Europe/Berlin',
    ]);
  });

  it('when they stand twice: the same row once, an id with other facts by its last row', async () => {
    const run = await readTables({
      'tickets.csv': lines(
        'id,opened_at,priority',
        `1,${NINE},low`,
        `1,${NINE},low`,
        `2,${NINE},low`,
        `2,${NINE},high`,
        '2,never,',
      ),
      'events.csv': lines(
        'id,ticket_id,at,kind,by',
        `e1,1,${NINE},message,agent`,
        `e1,1,${NINE},message,agent`,
        `e1,1,${NINE + 5},message,agent`,
        `,9,${NINE},note,`,
      ),
      'customers.csv': lines('id,email', 'c1,a@x.example', 'c1,b@x.example'),
    });

    expect(run.tickets.map(({ id, priority }) => [id, priority])).toEqual([
      ['1', 'low'],
      ['2', 'high'],
    ]);
    expect(run.events).toHaveLength(1);
    expect(run.all('customers').map(({ email }) => email)).toEqual(['b@x.example']);
    expect(run.rejected.map(({ place, reason }) => `${place}: ${reason}`).sort()).toEqual([
      'customers.csv, line 2: customers.csv, line 3 has the same id, comes later and counts instead',
      'events.csv, line 4: another event of this ticket has the same id',
      'events.csv, line 5: its ticket is not in the table of tickets',
      'tickets.csv, line 4: tickets.csv, line 5 has the same id, comes later and counts instead',
      expect.stringContaining('tickets.csv, line 6: opened_at is not a time'),
    ]);
    expect(run.warnings).toEqual(['2 rows say exactly what an earlier one says, and are counted once']);
  });

  it('in JSON Lines, when a line is not an object', async () => {
    const run = await readTables({
      'tickets.jsonl': lines('{"id":1,"opened_at":5}', '{"id":2,', '[1]', '', '{"id":{"a":1},"opened_at":5}'),
    });

    expect(run.tickets.map(({ id }) => id)).toEqual(['1']);
    expect(run.rejected).toEqual([
      { place: 'tickets.jsonl, line 2', reason: 'is not JSON' },
      { place: 'tickets.jsonl, line 3', reason: 'is not a JSON object' },
      { place: 'tickets.jsonl, line 5', reason: 'id is empty' },
    ]);
  });

  it('when a rating lies off its scale or its scale has no rule', async () => {
    const run = await readTables({
      'ratings.csv': lines('id,value,scale,positive', 'a,6,1-5,', 'b,3,1-4,', 'c,3,1-4,true', 'd,5,1 to 5,'),
    });

    expect(run.all('ratings').map(({ id, positive }) => [id, positive])).toEqual([
      ['c', true],
      ['d', true],
    ]);
    expect(run.rejected.map(({ reason }) => reason)).toEqual([
      'value 6 lies off its scale of 1 to 5',
      expect.stringContaining('no rule says which answers on a csat scale of 1 to 4 are positive'),
    ]);
  });
});

describe('impossible facts', () => {
  it('are handed on as they stand, since only the measure may judge them', async () => {
    const run = await readTables({
      'tickets.csv': lines('id,opened_at,solved_at', `1,${NINE},${NINE - 1000}`),
      'events.csv': lines('ticket_id,at,kind,by', `1,${NINE - 5000},message,agent`),
    });

    expect(run.rejected).toEqual([]);
    expect(run.tickets[0]).toMatchObject({ openedAt: NINE, statedSolvedAt: NINE - 1000 });
    expect(run.events[0]).toMatchObject({ at: NINE - 5000 });
  });
});
