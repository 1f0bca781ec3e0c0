import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { atDesk } from '../../jobs/fairclock.ts';
import { folderOf, lines, openExport, toolsFor } from './export.ts';

const MAPPING = {
  rows: 'tickets',
  times: { formats: ['ISO'], zone: 'UTC' },
  columns: {
    id: 'Id',
    opened_at: 'Opened',
    solved_at: 'Solved',
    status: { column: 'Status', values: { Open: 'open', Done: 'solved' } },
  },
};

const HEAD = 'Id,Opened,Solved,Status';

async function checked(content: string, mapping: object | undefined = MAPPING, name = 'list.csv') {
  const folder = folderOf({ [name]: content });
  const { ok, lines: said } = await openExport(`${folder}/${name}`, mapping).check(toolsFor([]));
  return { ok, said: said.join('\n') };
}

/** So many rows by their number from 1. */
const rows = (count: number, row: (n: number) => string): string =>
  lines(HEAD, ...Array.from({ length: count }, (_, index) => row(index + 1)));

const hour = (n: number): string => `2026-11-${String((n % 27) + 1).padStart(2, '0')} 10:00`;

describe('check of files', () => {
  it('reads all rows, and says how many of them, which tickets and since when', async () => {
    const { ok, said } = await checked(
      rows(1500, (n) => (n % 3 === 0 ? `${n},2026-11-02 09:00,,Open` : `${n},2026-11-02 09:00,2026-11-20 10:00,Done`)),
    );

    expect(ok).toBe(true);
    expect(said).toContain('list.csv is read as tickets: 1,500 rows, all of them read');
    expect(said).toContain('1,500 tickets, opened 2026-11-02; 1,000 solved (2026-11-20), 500 open');
  });

  it('tells what is set aside by its reason, with how many and the first place', async () => {
    const { ok, said } = await checked(
      lines(HEAD, '1,2026-11-02 09:00,,Open', '2,soon,,Open', '3,later,,Open', ',2026-11-02 09:00,,Open'),
    );

    expect(ok).toBe(true);
    expect(said).toMatch(/list\.csv is read as tickets: 4 rows, 3 set aside \(75%\)/);
    expect(said).toMatch(/set aside: 2 × opened_at .*"soon" \(first list\.csv, line 3\)/);
    expect(said).toMatch(/set aside: 1 × id is empty \(list\.csv, line 5\)/);
  });

  it('names the words for a status that are not known, with how many tickets have them', async () => {
    const { said } = await checked(rows(5, (n) => `${n},2026-11-02 09:00,,${n > 3 ? 'Pending QA' : 'Open'}`));

    expect(said).toContain('statuses that are not known: "Pending QA" (2): say in the mapping what they mean');
  });

  it('tells the figures that a list cannot give, and none of those that it can', async () => {
    const { said } = await checked(rows(5, (n) => `${n},2026-11-02 09:00,2026-11-02 12:00,Done`));

    expect(said).toContain('how complex they were, reopenings and where the time went are not known');
    expect(said).toContain('cannot tell times to first answer');
    expect(said).toContain('cannot tell figures of agents');
    expect(said).toContain('cannot tell satisfaction');
    expect(said).not.toContain('cannot tell times to solution');
  });

  it.each<[string, (n: number) => string, string]>([
    ['all solved', (n) => `${n},${hour(n)},2026-11-29 10:00,Done`, 'every ticket is solved'],
    ['none solved', (n) => `${n},${hour(n)},,Open`, 'no ticket is solved'],
    ['no time between', (n) => `${n},${hour(n)},${hour(n)},Done`, '100% of the solutions come within a minute'],
    [
      'solved first',
      (n) => `${n},2026-11-20 10:00,${n % 2 ? '2026-11-19' : '2026-11-21'} 10:00,Done`,
      '50% of the solutions lie before',
    ],
    ['later than now', (n) => `${n},2027-03-0${(n % 9) + 1} 10:00,,Open`, '40 of 40 tickets are opened later than now'],
    [
      'month order',
      (n) => `${n},2026-${n % 2 ? '02' : '03'}-0${(n % 9) + 1} 10:00,,Open`,
      'no ticket is opened after the 12th',
    ],
    ['no date', (n) => `${n},${hour(n)},,${n % 2 ? 'Done' : 'Open'}`, '20 solved tickets have no date'],
  ])('warns of a sign that the mapping means something else: %s', async (_sign, row, warning) => {
    const { ok, said } = await checked(rows(40, row));

    expect(ok).toBe(true);
    expect(said).toContain(warning);
  });

  it('has no such warning for a list as it should be', async () => {
    const { said } = await checked(
      rows(40, (n) => (n % 2 ? `${n},${hour(n)},2026-11-29 12:00,Done` : `${n},${hour(n)},,Open`)),
    );

    expect(said).not.toMatch(/look at|is there a column|every ticket|changed places|statuses that are not|no date/);
  });
});

/** A desk's answers to check and to report, on a fresh store each. */
async function bothOn(path: string, mapping: string | undefined) {
  const ask = (command: string) =>
    atDesk().fairclock([command], { FILE_PATH: path, ...(mapping === undefined ? {} : { FILE_MAPPING: mapping }) });
  return { check: await ask('check'), report: await ask('report') };
}

describe('check and report', () => {
  const long = gzipSync(
    lines(
      'Id,Created Time,Resolved Time',
      ...Array.from({ length: 50_000 }, (_, n) => `${n},2026-10-05 09:00,2026-10-05 10:0${n % 10}`),
    ),
  );
  const noZone = lines(
    'Case,When,State',
    ...[1, 2, 3].flatMap((n) => [`${n},2025/06/02 09:00,New`, `${n},2025/06/02 11:00,Done`]),
  );

  it.each<[string, Readonly<Record<string, string | Uint8Array>>, object | undefined, string]>([
    [
      'a file whose later part is damaged',
      { 'data.csv.gz': long.subarray(0, long.length - 20) },
      {
        rows: 'tickets',
        times: { formats: ['ISO'], zone: 'UTC' },
        columns: { id: 'Id', opened_at: 'Created Time', solved_at: 'Resolved Time' },
      },
      'data.csv.gz is a gzip file that is cut short',
    ],
    [
      'times without an offset and no zone for them',
      { 'log.csv': noZone },
      {
        rows: 'changes',
        times: { formats: 'YYYY/MM/DD HH:mm' },
        columns: { ticket_id: 'Case', at: 'When', status: { column: 'State', values: { New: 'new', Done: 'solved' } } },
      },
      'the times have no offset',
    ],
    [
      'tables none of whose rows can be read',
      { 'tickets.csv': lines('id,opened_at,status', '1,2026-11-16 09:00,solved', '2,2026-11-17 09:00,solved') },
      undefined,
      'tickets.csv: none of its 2 rows can be read: opened_at has no offset',
    ],
    ['a folder without anything to read', { 'notes.txt': 'x' }, undefined, 'holds no table'],
  ])('give the same verdict, cause and exit code: %s', async (_what, files, mapping, cause) => {
    const folder = folderOf(files);
    const name = mapping === undefined ? undefined : `${folderOf({ 'm.json': JSON.stringify(mapping) })}/m.json`;
    const { check, report } = await bothOn(folder, name);

    expect(check.out).toContain('FAILS  file');
    expect(check.out).toContain(cause);
    expect(report.err).toContain(cause);
    expect(check.code).toBe(2);
    expect(report.code).toBe(check.code);
  });

  it('both end well where some rows can be read', async () => {
    const folder = folderOf({ 'tickets.csv': lines('id,opened_at', '1,2026-11-16T09:00Z', '2,soon') });
    const { check, report } = await bothOn(folder, undefined);

    expect(check.code).toBe(0);
    expect(report.code).toBe(0);
    expect(check.out).toContain('tickets.csv is read as tickets: 2 rows, 1 set aside (50%)');
  });

  it('keep nothing of what check has read', async () => {
    const desk = atDesk();
    const folder = folderOf({ 'tickets.csv': lines('id,opened_at', '1,2026-11-16T09:00Z', '2,soon') });
    await desk.fairclock(['check'], { FILE_PATH: folder });

    expect((await desk.fairclock(['rejected'])).out).toBe('nothing was rejected\n');
  });
});
