import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../../src/model/errors.ts';
import { folderOf, lines, openExport, type Run, readAll, readMapped } from './export.ts';

const DAY = Date.UTC(2026, 2, 4);
const HOUR = 3_600_000;

/** Events without what every event has, with hours since the day began instead of instants. */
function told(run: Run, id?: string): object[] {
  return run.events
    .filter(({ ticketId }) => id === undefined || ticketId === id)
    .map(({ source, ticketId, id: eventId, seq, at, ...rest }) => ({ hour: (at - DAY) / HOUR, ...rest }));
}

describe('an event log, read by a mapping', () => {
  const mapping = {
    rows: 'changes',
    missing: ['?', 'n/a'],
    times: { formats: 'DD.MM.YYYY HH:mm', zone: 'UTC' },
    columns: {
      ticket_id: 'Case',
      at: 'When',
      status: {
        column: 'State',
        values: {
          New: 'new',
          'Wait - user': 'waiting_customer',
          'Wait*': 'waiting_third_party',
          '/^(done|fixed)$/': 'solved',
          Active: 'open',
        },
      },
      agent_id: 'Owner',
      team_id: 'Group',
      priority: { column: ['Severity', 'Prio'], values: { '1*': 'urgent' } },
      channel: { value: 'portal' },
      tags: { column: 'Labels', separator: ';' },
      opened_at: { column: 'Opened', row: 'first' },
    },
  };
  const header = 'Case,When,State,Owner,Group,Prio,Labels,Opened';

  it('tells statuses and assignments only where they change, from rows scattered over the file', async () => {
    const run = await readMapped(
      lines(
        header,
        'A,04.03.2026 09:00,New,?,desk,3,x;y,04.03.2026 08:00',
        'B,04.03.2026 09:30,Active,ben,desk,1 - high,,04.03.2026 09:30',
        'A,04.03.2026 10:00,active,ana,desk,3,x;y,?',
        'A,04.03.2026 13:00,Wait: vendor,ana,lab,3,x;y,?',
        'B,04.03.2026 12:00,FIXED,?,desk,1 - high,,?',
        'A,04.03.2026 11:00,Wait - User,ana,desk,3,x;y,?',
        'A,04.03.2026 14:00,Wait for parts,ana,lab,2,z,?',
      ),
      mapping,
    );

    expect(run.rejected).toEqual([]);
    expect(told(run, 'A')).toEqual([
      { hour: 9, kind: 'assignment', teamId: 'desk' },
      { hour: 9, kind: 'status', to: 'new', original: 'New' },
      { hour: 10, kind: 'assignment', agentId: 'ana' },
      { hour: 10, kind: 'status', to: 'open', original: 'active' },
      { hour: 11, kind: 'status', to: 'waiting_customer', original: 'Wait - User' },
      { hour: 13, kind: 'assignment', teamId: 'lab' },
      { hour: 13, kind: 'status', to: 'waiting_third_party', original: 'Wait: vendor' },
    ]);
    expect(told(run, 'B').at(-2)).toEqual({ hour: 12, kind: 'assignment', agentId: null });
    expect(run.tickets).toMatchObject([
      {
        id: 'A',
        openedAt: DAY + 8 * HOUR,
        status: 'waiting_third_party',
        originalStatus: 'Wait for parts',
        priority: '2',
        tags: ['z'],
        channel: 'portal',
        agentId: 'ana',
        teamId: 'lab',
        updatedAt: DAY + 14 * HOUR,
      },
      { id: 'B', openedAt: DAY + 9.5 * HOUR, status: 'solved', priority: 'urgent', tags: [] },
    ]);
  });

  it('opens a ticket with its first row where no column says when', async () => {
    const { opened_at: _, ...columns } = mapping.columns;
    const run = await readMapped(lines(header, 'A,04.03.2026 10:00,Active,,,3,,', 'A,04.03.2026 09:00,New,,,3,,'), {
      ...mapping,
      columns,
    });

    expect(run.tickets[0]?.openedAt).toBe(DAY + 9 * HOUR);
  });

  it('keeps the order of the file within an instant, and all through where the mapping says so', async () => {
    const log = lines(
      header,
      'A,04.03.2026 10:00,New,,,3,,',
      'A,04.03.2026 09:00,Active,,,3,,',
      'A,04.03.2026 10:00,Done,,,3,,',
      'A,04.03.2026 10:00,Active,,,3,,',
    );
    const byTime = await readMapped(log, mapping);
    const byFile = await readMapped(log, { ...mapping, order: 'file' });
    const states = (run: Run) =>
      run.events.map((event) => event.kind === 'status' && `${(event.at - DAY) / HOUR} ${event.original}`);

    expect(states(byTime)).toEqual(['9 Active', '10 New', '10 Done', '10 Active']);
    expect(states(byFile)).toEqual(['10 New', '10 Active', '10 Done', '10 Active']);
  });

  it('reports a word that the map does not hold by its name', async () => {
    const run = await readMapped(
      lines(
        header,
        'A,04.03.2026 09:00,Active,,,3,,',
        'A,04.03.2026 10:00,Parked,,,3,,',
        'A,04.03.2026 11:00,Parked,,,3,,',
      ),
      mapping,
    );

    expect(told(run)).toEqual([
      { hour: 9, kind: 'status', to: 'open', original: 'Active' },
      { hour: 10, kind: 'status', to: 'open', original: 'Parked', statusKnown: false },
    ]);
    expect(run.tickets[0]).toMatchObject({ originalStatus: 'Parked', statusKnown: false });
  });

  it('counts a row once that stands twice, and sets one aside whose time cannot be read', async () => {
    const row = 'A,04.03.2026 09:00,New,,,3,,';
    const run = await readMapped(
      lines(header, row, row, 'A,4th of March,Active,,,3,,', 'A,,Active,,,3,,', '?,04.03.2026 09:00,New,,,3,,'),
      mapping,
    );

    expect(run.rejected).toEqual([
      { place: 'export.csv, line 6', reason: 'ticket_id is empty' },
      { place: 'export.csv, line 4', reason: 'at ("When") fits no time format (DD.MM.YYYY HH:mm): "4th of March"' },
      { place: 'export.csv, line 5', reason: 'at is empty' },
    ]);
  });
});

describe('rules and conditions', () => {
  const mapping = {
    rows: 'changes',
    times: { formats: 'YYYY/MM/DD HH:mm:ss.S', zone: '+01:00' },
    keep: { all: [{ column: 'Variant', is: ['main', 'side'] }, { not: { column: 'Activity', starts_with: 'test' } }] },
    columns: {
      ticket_id: 'Case ID',
      at: 'Timestamp',
      agent_id: { column: 'Resource', empty: 'unchanged' },
      status: {
        column: 'Activity',
        values: { Wait: 'waiting_customer', 'Take in charge*': 'open', 'Resolve ticket': 'solved', '*': null },
      },
    },
    rules: [
      { when: { column: 'Activity', starts_with: 'take in charge' }, means: { message: 'agent' } },
      {
        when: {
          all: [
            { column: 'Activity', is: 'Closed' },
            {
              any: [
                { column: 'Resource', matches: '^robot' },
                { column: 'Resource', missing: true },
              ],
            },
          ],
        },
        means: { status: 'closed', by: 'bot' },
      },
      { when: { column: 'Activity', is: 'Comment' }, means: { note: true } },
      { when: { column: 'Activity', is: 'Mail in' }, means: { message: 'customer', automatic: false } },
      { when: { column: 'Activity', is: 'To bot' }, means: { handover: 'bot' } },
    ],
  };

  it('make messages, notes, solutions and hand-overs out of activities, by several columns', async () => {
    const run = await readMapped(
      lines(
        'Case ID,Activity,Resource,Timestamp,Variant',
        'C1,Mail in,,2026/03/04 10:00:00.000,main',
        'C1,Take in charge ticket,ana,2026/03/04 11:00:00.500,main',
        'C1,Comment,,2026/03/04 12:00:00.000,side',
        'C1,Wait,ana,2026/03/04 13:00:00.000,main',
        'C1,Closed,ana,2026/03/04 14:00:00.000,main',
        'C1,To bot,ana,2026/03/04 14:30:00.000,main',
        'C1,Closed,Robot 7,2026/03/04 15:00:00.000,main',
        'C1,Resolve ticket,ana,2026/03/04 16:00:00.000,other',
        'C1,Testing,ana,2026/03/04 16:00:00.000,main',
      ),
      mapping,
    );

    expect(run.rejected).toEqual([]);
    expect(told(run)).toEqual([
      { hour: 9, kind: 'message', by: 'customer', public: true, automatic: false },
      { hour: 10 + 0.5 / 3600, kind: 'assignment', agentId: 'ana' },
      { hour: 10 + 0.5 / 3600, kind: 'message', by: 'agent', authorId: 'ana', public: true },
      { hour: 10 + 0.5 / 3600, kind: 'status', to: 'open', original: 'Take in charge ticket' },
      { hour: 11, kind: 'note' },
      { hour: 12, kind: 'status', to: 'waiting_customer', original: 'Wait' },
      { hour: 13.5, kind: 'handover', to: 'bot' },
      { hour: 14, kind: 'assignment', agentId: 'Robot 7' },
      { hour: 14, kind: 'status', to: 'closed', original: 'Closed', by: 'bot' },
    ]);
  });
});

describe('who solved a ticket, and when', () => {
  const base = {
    rows: 'changes',
    times: { formats: 'ISO', zone: 'UTC' },
    columns: {
      ticket_id: 'id',
      at: 'at',
      status: 'state',
      agent_id: 'owner',
      solved_at: 'solved',
      solved_by: 'solver',
    },
  };
  const log = lines(
    'id,at,state,owner,solved,solver',
    '1,2026-03-04T01:00Z,open,ana,2026-03-04T02:30Z,eva',
    '1,2026-03-04T02:00Z,solved,ana,,eva',
    '1,2026-03-04T05:00Z,closed,ana,2026-03-04T03:00Z,eva',
    '2,2026-03-04T01:00Z,solved,ana,,eva',
    '2,2026-03-04T02:00Z,open,ana,,eva',
    '2,2026-03-04T03:00Z,solved,ana,,eva',
    '2,2026-03-04T04:00Z,closed,ana,,eva',
  );

  it('is taken from the last row, and the solver has the ticket at the solution', async () => {
    const run = await readMapped(log, base);

    expect(run.tickets[0]?.statedSolvedAt).toBe(DAY + 3 * HOUR);
    expect(told(run, '1').at(-2)).toEqual({ hour: 3, kind: 'assignment', agentId: 'eva' });
    expect(told(run, '2').slice(-3)).toEqual([
      { hour: 3, kind: 'assignment', agentId: 'eva' },
      { hour: 3, kind: 'status', to: 'solved', original: 'solved' },
      { hour: 4, kind: 'status', to: 'closed', original: 'closed' },
    ]);
  });

  it('stays unknown without a stated time where the mapping trusts only that: the status is kept, its date is not', async () => {
    const run = await readMapped(log, { ...base, solutions: 'stated' });

    expect(run.tickets[1]).toMatchObject({ status: 'closed', originalStatus: 'closed' });
    expect(told(run, '2')).toEqual([
      { hour: 1, kind: 'assignment', agentId: 'ana' },
      { hour: 1, kind: 'status', to: 'solved', original: 'solved' },
      { hour: 2, kind: 'status', to: 'open', original: 'open' },
    ]);
    expect(told(run, '1')).toHaveLength(5);
  });

  it('is the row that the mapping names', async () => {
    const solved = async (row: string) =>
      (await readMapped(log, { ...base, columns: { ...base.columns, solved_at: { column: 'solved', row } } }))
        .tickets[0]?.statedSolvedAt;

    expect(await solved('first')).toBe(DAY + 2.5 * HOUR);
    expect(await solved('last_given')).toBe(DAY + 3 * HOUR);
  });
});

describe('columns', () => {
  const columns = { id: 'id', opened_at: 'opened' };
  const times = { formats: 'ISO', zone: 'UTC' };

  it('are told apart by occurrence and position where headings repeat', async () => {
    const run = await readMapped(lines('id;opened;Status;Status;', '1;2026-03-04;solved;new;vip'), {
      rows: 'tickets',
      times: { formats: 'YYYY-MM-DD', zone: 'UTC' },
      columns: { ...columns, status: { column: 'Status', occurrence: 2 }, priority: { position: 5 } },
    });

    expect(run.tickets[0]).toMatchObject({ originalStatus: 'new', priority: 'vip' });
  });

  it('are told by position in a file without a header', async () => {
    const run = await readMapped(lines('1\t2026-03-04 09:00', '2\t2026-03-04 10:00'), {
      rows: 'tickets',
      header: false,
      times,
      columns: { id: { position: 1 }, opened_at: { position: 2 } },
    });

    expect(run.tickets.map(({ id, openedAt }) => [id, openedAt])).toEqual([
      ['1', DAY + 9 * HOUR],
      ['2', DAY + 10 * HOUR],
    ]);
  });

  it('are found in JSON Lines whose later lines have more keys', async () => {
    const run = await readMapped(
      lines('{"id":1,"opened":"2026-03-04T09:00Z"}', '{"prio":"high","opened":"2026-03-04T09:00Z","id":2}'),
      { rows: 'tickets', times, columns: { ...columns, priority: 'prio' } },
      'export.jsonl',
    );

    expect(run.tickets.map(({ id, priority }) => [id, priority])).toEqual([
      ['1', undefined],
      ['2', 'high'],
    ]);
  });

  it("may hold a length of time after another one, fields of one's own, and money in whole units", async () => {
    const run = await readMapped(
      lines('id,opened,mins,plan', '1,2026-03-04T09:00Z,"7,5",pro', '2,2026-03-04T09:00Z,,'),
      {
        rows: 'tickets',
        times,
        columns: {
          ...columns,
          first_response_at: { column: 'mins', after: 'opened_at', unit: 'minutes' },
          'fields.plan': 'plan',
        },
      },
    );
    const paid = await readMapped(lines('id,account,start,mrr', 's,a,2026-03-04T00:00Z,19.99'), {
      rows: 'subscriptions',
      times,
      columns: {
        id: 'id',
        account_key: 'account',
        started_at: 'start',
        mrr: { column: 'mrr', times: 100 },
        currency: { value: 'EUR' },
      },
    });

    expect(told(run)).toEqual([{ hour: 9.125, kind: 'message', by: 'agent', public: true }]);
    expect(run.tickets[0]?.fields).toEqual({ plan: 'pro' });
    expect(paid.all('subscriptions')[0]).toMatchObject({ mrrMinor: 1999, currency: 'eur' });
  });
});

describe('a list of tickets and its log in two files', () => {
  it('are one ticket: its own row first, then what the log says', async () => {
    const folder = folderOf({
      'list.csv': lines('key,created,prio', '1,2026-03-04T08:00Z,high', '2,2026-03-04T08:00Z,low'),
      'history-1.csv': lines('key,at,state,prio', '1,2026-03-04T09:00Z,open,low'),
      'history-2.csv': lines('key,at,state,prio', '1,2026-03-04T11:00Z,solved,low', '3,2026-03-04T10:00Z,new,low'),
    });
    const times = { formats: 'ISO', zone: 'UTC' };
    const run = await readAll(
      openExport(folder, {
        files: [
          { file: 'list.csv', rows: 'tickets', times, columns: { id: 'key', opened_at: 'created', priority: 'prio' } },
          {
            file: 'history-*.csv',
            rows: 'changes',
            times,
            columns: { ticket_id: 'key', at: 'at', status: 'state', priority: 'prio' },
          },
        ],
      }),
    );

    expect(run.rejected).toEqual([]);
    expect(
      run.tickets.map(({ id, openedAt, priority, status, timelineComplete }) => [
        id,
        (openedAt - DAY) / HOUR,
        priority,
        status,
        timelineComplete,
      ]),
    ).toEqual([
      ['1', 8, 'high', 'solved', true],
      ['2', 8, 'low', 'open', false],
      ['3', 10, 'low', 'new', true],
    ]);
    expect(told(run, '1')).toHaveLength(2);
  });
});

describe('a mapping with a mistake is refused with the nearest right word', () => {
  const good = { rows: 'tickets', columns: { id: 'Number', opened_at: 'Opened' } };

  async function problem(
    mapping: object | string,
    content = lines('Number,Opened', '1,2026-03-04T00:00Z'),
  ): Promise<string> {
    try {
      const path = join(folderOf({ 'x.csv': content }), 'x.csv');
      await readAll(openExport(path, mapping));
      return 'none';
    } catch (error) {
      expect(error).toBeInstanceOf(ConfigError);
      return (error as ConfigError).problems.map((each) => each.replace(/^the mapping \S+?, /, '')).join('\n');
    }
  }

  it.each([
    ['a key', { ...good, delimeter: ';' }, 'files.0: "delimeter" is not known; did you mean "delimiter"?'],
    [
      'a column of ours',
      { ...good, columns: { ...good.columns, prioritty: 'x' } },
      'files.0.columns: "prioritty" is not known; did you mean "priority"?',
    ],
    ['a missing column of ours', { ...good, columns: { id: 'Number' } }, 'files.0.columns: opened_at is missing'],
    [
      'a column of theirs',
      { ...good, columns: { ...good.columns, opened_at: 'Opend' } },
      'x.csv: the column "Opend" is missing; did you mean "Opened"?',
    ],
    [
      'a position',
      { ...good, columns: { ...good.columns, opened_at: { position: 3 } } },
      'x.csv: there is no column 3; it has 2',
    ],
    [
      'a zone',
      { ...good, times: { zone: 'Europe/Berln' } },
      'files.0.times.zone: "Europe/Berln" is neither an IANA zone',
    ],
    [
      'a time format',
      { ...good, times: { formats: 'dd.MM.yyyy' } },
      '"d" in the time format "dd.MM.yyyy" is not known',
    ],
    ['a pattern', { ...good, keep: { column: 'Number', matches: '(' } }, '"(" is not a regular expression'],
    [
      'a condition',
      { ...good, keep: { all: [{ column: 'Number', iss: '1' }] } },
      'files.0.keep.all.0: "iss" is not known; did you mean "is"?',
    ],
    [
      'a status that a word stands for',
      {
        ...good,
        columns: { ...good.columns, status: { column: 'Number', values: { 1: 'Waiting-customer', 2: 'sovled' } } },
      },
      'files.0.columns.status: "sovled" is not known; did you mean "solved"?',
    ],
    [
      'a constant status',
      { ...good, columns: { ...good.columns, status: { value: 'done' } } },
      'files.0.columns.status: "done" is not known; known: new, open,',
    ],
    [
      'a status in a rule',
      { ...good, rules: [{ when: { column: 'Number', is: '1' }, means: { status: 'done' } }] },
      'files.0.rules.0.means.status: Invalid option',
    ],
    [
      'two ways to a value',
      { ...good, columns: { ...good.columns, priority: { column: 'x', value: 'y' } } },
      'needs one of column, join, position and value',
    ],
  ])('%s', async (_, mapping, expected) => {
    expect(await problem(mapping)).toContain(expected);
  });

  it('also when a heading stands twice and the mapping does not say which', async () => {
    expect(await problem(good, lines('Number,Opened,Opened', '1,2,3'))).toContain(
      '"Opened" stands 2 times (columns 2, 3); add "occurrence"',
    );
  });

  it('and so is a mapping that is not there or is not JSON', async () => {
    expect(await problem('uci489')).toContain('did you mean uci498?');
    const folder = folderOf({ 'm.json': '{"rows": "tickets",}', 'x.csv': 'a\n' });
    expect(() => openExport(folder, join(folder, 'm.json'))).toThrow(/is not JSON/);
  });

  it('and a folder in which the named file is not', async () => {
    const folder = folderOf({ 'ticket-list.csv': 'a\n', 'other.csv': 'a\n' });

    await expect(readAll(openExport(folder, { ...good, file: 'tickets-list.csv' }))).rejects.toThrow(
      /holds no file tickets-list\.csv; did you mean ticket-list\.csv\?/,
    );
    await expect(readAll(openExport(folder, good))).rejects.toThrow(
      /several files \(other\.csv, ticket-list\.csv\): say in the mapping/,
    );
  });
});
