import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { file } from '../../../../connectors/file/index.ts';
import { ConfigError } from '../../../../src/model/errors.ts';
import { folderOf, lines, readAll } from '../export.ts';

const HEAD =
  'Ticket ID,Status,Agent,Created time,Resolved time,Agent interactions,Customer interactions,Last update time';

const row = (id: number, day = 13): string =>
  `${id},Resolved,Ana Ruiz,2026-11-${day} 09:00:00,2026-11-${day} 10:00:00,2,3,2026-11-${day} 11:00:00`;

const open = (path: string, zone: string | undefined = 'UTC') =>
  file.open('file', { PATH: path, ...(zone ? { TIME_ZONE: zone } : {}) }, undefined);

const idsOf = async (path: string): Promise<string[]> => (await readAll(open(path))).tickets.map(({ id }) => id);

const problemsOf = async (path: string, zone?: string): Promise<readonly string[]> => {
  const error = await readAll(open(path, zone ?? 'UTC')).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ConfigError)) throw new Error(`no ConfigError: ${String(error)}`);
  return error.problems;
};

describe('files without a mapping', () => {
  it('are read as the helpdesk writes them, by their own name or in a folder, packed or not', async () => {
    const text = lines(HEAD, row(1), row(2));
    const folder = folderOf({ 'any name.csv': text, 'notes.txt': 'x' });

    expect(await idsOf(`${folder}/any name.csv`)).toEqual(['1', '2']);
    expect(await idsOf(folder)).toEqual(['1', '2']);
    expect(await idsOf(folderOf({ 'x.csv.gz': gzipSync(text) }))).toEqual(['1', '2']);
  });

  it('beside which other files lie are read, and those are told', async () => {
    const folder = folderOf({
      'a.csv': lines(HEAD, row(1)),
      'mapping.json': '{"rows":"tickets"}',
      'b.csv': lines('x,y', '1,2'),
    });
    const run = await readAll(open(folder));

    expect(run.tickets.map(({ id }) => id)).toEqual(['1']);
    expect(run.warnings.join('\n')).toContain('b.csv does not look like tickets and is not read');
    expect(run.warnings.join('\n')).toContain('mapping.json');
  });

  it('rate nothing by a word that every object has', async () => {
    const head = 'Number,Mailbox,Customer Email,Assigned To,Created,Closed,Closed By,Replies to Resolve,Rating,Status';
    const run = await readAll(
      open(
        folderOf({
          'x.csv': lines(head, '1,L1,k@x.example,Ana,2026-11-13 09:00,2026-11-13 10:00,Ana,1,constructor,Closed'),
        }),
      ),
    );

    expect(run.tickets).toHaveLength(1);
    expect(run.all('ratings')).toEqual([]);
  });

  it('may have titles above their headings and totals below', async () => {
    const text = lines(
      'Tickets of November;;;;;;;',
      ';;;;;;;',
      HEAD.replaceAll(',', ';'),
      row(1).replaceAll(',', ';'),
      row(2).replaceAll(',', ';'),
      'Total;2;;;;;;',
    );

    expect(await idsOf(folderOf({ 'x.csv': text }))).toEqual(['1', '2']);
  });

  it('may be called tickets and have the headings of a helpdesk', async () => {
    expect(await idsOf(folderOf({ 'tickets.csv': lines(HEAD, row(1)) }))).toEqual(['1']);
  });

  it('are tables of the model where their names and headings are its own', async () => {
    const run = await readAll(
      open(folderOf({ 'tickets.csv': lines('id,opened_at,status', '1,2026-11-02T09:00Z,solved') }), undefined),
    );

    expect(run.tickets.map(({ id, status }) => [id, status])).toEqual([['1', 'solved']]);
    expect(run.warnings.join()).not.toContain('without a mapping');
  });

  it('are several parts of one export where all have the same headings', async () => {
    const folder = folderOf({ 'oct.csv': lines(HEAD, row(1)), 'nov.csv': lines(HEAD, row(2), row(3)) });

    expect((await idsOf(folder)).sort()).toEqual(['1', '2', '3']);
  });

  it('are parts of one export where a month has no solution and other words, and a later one counts', async () => {
    const head = 'id,status,created_at,solved_at';
    const folder = folderOf({
      '2026-10.csv': lines(head, '1,open,2026-10-30T09:00Z,', '2,open,2026-10-31T09:00Z,'),
      '2026-11.csv': lines(
        head,
        '1,solved,2026-10-30T09:00Z,2026-11-02T09:00Z',
        '2,solved,2026-10-31T09:00Z,2026-11-03T09:00Z',
      ),
    });
    const { tickets, rejected } = await readAll(open(folder));

    expect(tickets.map(({ id, statedSolvedAt }) => [id, statedSolvedAt])).toEqual([
      ['1', Date.UTC(2026, 10, 2, 9)],
      ['2', Date.UTC(2026, 10, 3, 9)],
    ]);
    expect(rejected.map(({ reason }) => reason)).toEqual([
      '2026-11.csv, line 2 has the same id, comes later and counts instead',
      '2026-11.csv, line 3 has the same id, comes later and counts instead',
    ]);
  });

  it('have an empty column of solutions only where no status says that a ticket is solved', async () => {
    const head = 'id,status,created_at,solved_at';
    const of = (status: string) =>
      open(folderOf({ 'x.csv': lines(head, `1,${status},2026-10-30T09:00Z,`, '2,new,2026-10-31T09:00Z,') }));

    expect((await readAll(of('open'))).tickets).toHaveLength(2);
    await expect(readAll(of('solved'))).rejects.toThrow('which column says when a ticket was solved');
  });

  it.each([
    ['Days to resolve', '1.5', 36],
    ['Resolution time (minutes)', '1’200', 20],
    ['Resolution time (seconds)', '"1,20,000"', 100 / 3],
    ['Hours to close', '36', 36],
  ])('tell a solution by a length of time: %s', async (heading, cell, hours) => {
    const { tickets } = await readAll(
      open(folderOf({ 'x.csv': lines(`id,status,created_at,${heading}`, `1,Solved,2026-11-13T09:00Z,${cell}`) })),
    );

    expect((tickets[0]!.statedSolvedAt! - Date.UTC(2026, 10, 13, 9)) / 3_600_000).toBeCloseTo(hours, 3);
  });

  it.each<[string, string, number | string]>([
    ['Resolution time', '03:30:00', 3.5],
    ['Resolution time', '2 days 3 hours', 51],
    ['Resolution time', '3:30', 'which column says when a ticket was solved'],
    ['Resolution time', '3.5', 'which column says when a ticket was solved'],
  ])('are told by lengths that say their units, and asked about others: %s %s', async (heading, cell, expected) => {
    const run = readAll(
      open(folderOf({ 'x.csv': lines(`id,status,created_at,${heading}`, `1,Solved,2026-11-13T09:00Z,${cell}`) })),
    );

    if (typeof expected === 'string') await expect(run).rejects.toThrow(expected);
    else expect(((await run).tickets[0]!.statedSolvedAt! - Date.UTC(2026, 10, 13, 9)) / 3_600_000).toBe(expected);
  });

  it('have answers in words of anybody, and say of others that they are not read', async () => {
    const of = async (...answers: string[]) =>
      readAll(
        open(
          folderOf({
            'x.csv': lines(
              'id,status,created_at,resolved_at,Satisfaction,Requester',
              ...answers.map((answer, n) => `${n},Solved,2026-11-13T09:00Z,2026-11-13T1${n}:00Z,${answer},u${n}`),
            ),
          }),
        ),
      );

    const words = await of('Good', 'Bad', 'Not rated');
    expect(words.all('ratings').map(({ value, positive }) => [value, positive])).toEqual([
      [1, true],
      [0, false],
    ]);
    const numbers = await of('5', '1', '3');
    expect(numbers.all('ratings')).toEqual([]);
    expect(numbers.warnings.join()).toContain('x.csv: "Satisfaction" is not read: its scale is not known');
  });

  it('say of times that nobody can read which they are', async () => {
    const text = lines('id,status,created_at,resolved_at', '1,Solved,2026-W47-1 09:00,2026-W47-2 09:00');

    expect((await problemsOf(folderOf({ 'x.csv': text }))).join()).toContain(
      'x.csv: "created_at" holds no times that can be read (the first is "2026-W47-1 09:00"): when was a ticket opened',
    );
  });

  it('of headings alone are called that', async () => {
    expect(await problemsOf(folderOf({ 'x.csv': lines(HEAD) }))).toEqual([
      expect.stringContaining('x.csv has headings and no row below them'),
    ]);
  });

  it('are asked about where solutions lie later than now', async () => {
    const problems = await problemsOf(
      folderOf({ 'x.csv': lines('id,status,created_at,resolved_at', '1,Solved,2026-11-13T09:00Z,2190-11-13T09:00Z') }),
    );

    expect(problems.join()).toContain('100% of the solutions lie later than now (1 of 1)');
  });

  it('have months in the language of their headings', async () => {
    const polish = lines(
      'Numer zgłoszenia;Status;Utworzono;Rozwiązano',
      '1;Rozwiązane;16 listopada 2026 09:00;17 listopada 2026 09:00',
    );
    const { tickets } = await readAll(open(folderOf({ 'x.csv': polish })));

    expect(tickets[0]!.openedAt).toBe(Date.UTC(2026, 10, 16, 9));
  });

  it('may be called .txt, as a sheet saves them in UTF-16 with tabs', async () => {
    const text = lines(HEAD, row(1)).replaceAll(',', '\t');

    expect(await idsOf(folderOf({ 'x.txt': Buffer.from(`\ufeff${text}`, 'utf16le') }))).toEqual(['1']);
  });

  it('are asked for where they hold tickets with different headings', async () => {
    const other = lines(
      'Id,Group,Solved at,Created at,Satisfaction Score,Assignee stations',
      '9,L1,2026-11-13T10:00Z,2026-11-13T09:00Z,Good,1',
    );
    const problems = await problemsOf(folderOf({ 'a.csv': lines(HEAD, row(1)), 'b.csv': other }));

    expect(problems.join('\n')).toContain('holds tickets with different columns (a.csv, b.csv)');
    expect(problems.join('\n')).toContain('fairclock map ');
  });

  it('that look like no tickets are what they were: no table', async () => {
    const problems = await problemsOf(folderOf({ 'stock.csv': lines('item,price', 'pen,1.20') }));

    expect(problems.join('\n')).toContain('holds no table');
  });

  it.each<[string, readonly string[], RegExp]>([
    [
      'dates that fit both orders',
      ['1,Resolved,Ana,01/02/2026 09:00,01/02/2026 10:00,1,1,'],
      /every date fits both D\/M\/YYYY H:mm and M\/D\/YYYY H:mm/,
    ],
    [
      'dates of both orders',
      ['1,Resolved,Ana,13/02/2026 09:00,02/14/2026 10:00,1,1,'],
      /some dates have the day first and some the month/,
    ],
    [
      'a word for a status that nobody knows',
      ['1,Parked,Ana,2026-11-13 09:00,,1,1,'],
      /"Status": what does "Parked" mean/,
    ],
    ['dates without a time of day', ['1,Resolved,Ana,2026-11-13,2026-11-14,1,1,'], /dates without a time of day/],
    [
      'several rows of one ticket',
      ['1,Resolved,Ana,2026-11-13 09:00,2026-11-13 10:00,1,1,', '1,Open,Ana,2026-11-13 09:00,,1,2,'],
      /"Ticket ID" stands in several rows \(1 tickets in 2 rows\)/,
    ],
    [
      'an opening that is not always there',
      ['1,Resolved,Ana,,2026-11-13 10:00,1,1,', '2,Open,Ana,2026-11-13 09:00,,1,2,'],
      /"Created time" is empty in 1 of 2 rows/,
    ],
    [
      'ids that a spreadsheet rounded',
      ['1.23E+11,Resolved,Ana,2026-11-13 09:00,2026-11-13 10:00,1,1,'],
      /was rounded by a spreadsheet/,
    ],
    [
      'solved before opened',
      ['1,Resolved,Ana,2026-11-13 09:00,2026-11-12 10:00,1,1,'],
      /100% of the solutions lie before the opening/,
    ],
    [
      'cells that are no times',
      [
        ...Array.from({ length: 20 }, (_, n) => `${n},Resolved,Ana,2026-11-13 09:00,2026-11-13 10:00,1,1,`),
        '99,Resolved,Ana,2026-11-13 09:00,yesterday,1,1,',
      ],
      /1 cells are no times/,
    ],
  ])('are asked for by what is not sure, and what map would write: %s', async (_what, rows, question) => {
    const problems = await problemsOf(folderOf({ 'x.csv': lines(HEAD, ...rows) }));

    expect(problems[0]).toMatch(/^x\.csv: /);
    expect(problems.join('\n')).toMatch(question);
    expect(problems.at(-1)).toMatch(
      /^what is known of an export of Freshdesk is written down by: fairclock map \S+ --out mapping\.json/,
    );
  });

  it('are asked for where two headings may mean one thing and no helpdesk says which', async () => {
    const problems = await problemsOf(
      folderOf({
        'x.csv': lines(
          'Ticket,Opened,Created,Closed,Status',
          '1,2026-11-13 09:00,2026-11-13 08:00,2026-11-13 10:00,Closed',
        ),
      }),
    );

    expect(problems[0]).toContain('both "Opened" and "Created" may be "opened_at": "Opened" is proposed; is it right?');
  });

  it('never show a subject, a text or an address in what they ask', async () => {
    const problems = await problemsOf(
      folderOf({
        'x.csv': lines(
          'Ticket,Created,Status,Subject,Requester email',
          '1,2026-11-13 09:00,my printer is on fire please help me now,Secret subject,kim@acme.example',
        ),
      }),
    );

    expect(problems.join('\n')).not.toMatch(/Secret|acme\.example|printer is on fire please help me now/);
  });

  it('are read anew when the zone of the clock is another one', async () => {
    const path = `${folderOf({ 'x.csv': lines(HEAD, row(1)) })}/x.csv`;
    const first = await readAll(open(path, 'UTC'));
    const again = await readAll(open(path, 'UTC'), first.cursor);
    const moved = await readAll(open(path, '+01:00'), first.cursor);

    expect(again.tickets).toEqual([]);
    expect(moved.tickets[0]!.openedAt).toBe(first.tickets[0]!.openedAt - 3_600_000);
  });

  it('with a mapping that names no zone take that of the setting', async () => {
    const folder = folderOf({
      'x.csv': lines('No,When', '1,2026-11-13 09:00'),
      'm.json': JSON.stringify({ rows: 'tickets', columns: { id: 'No', opened_at: 'When' } }),
    });
    const settings = { PATH: `${folder}/x.csv`, MAPPING: `${folder}/m.json`, TIME_ZONE: 'America/New_York' };

    expect((await readAll(file.open('file', settings, undefined))).tickets[0]?.openedAt).toBe(
      Date.UTC(2026, 10, 13, 14),
    );
  });

  it('refuse a zone that nobody knows', () => {
    expect(() => open('x.csv', 'Mars/Base')).toThrow('neither an IANA zone like Europe/Berlin nor an offset');
  });
});
