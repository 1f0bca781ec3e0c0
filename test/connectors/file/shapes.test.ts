import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../../src/model/errors.ts';
import { folderOf, lines, openExport, type Run, readAll, readMapped } from './export.ts';

const DAY = Date.UTC(2026, 9, 5);
const HOUR = 3_600_000;
const MINUTE = 60_000;
const times = { formats: 'ISO', zone: 'UTC' };
const hoursOf = (at: number | undefined): number | undefined => (at === undefined ? undefined : (at - DAY) / HOUR);

async function problems(run: Promise<unknown>): Promise<string> {
  const error = await run.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ConfigError);
  return (error as ConfigError).problems.join('\n');
}

describe('a value of several columns', () => {
  it('is the first that is filled, row by row; columns that the file lacks are passed over', async () => {
    const run = await readMapped(
      lines(
        'id,Created,Resolved,Closed,Owner,Creator',
        '1,2026-10-05 09:00,2026-10-05 10:00,2026-10-08 10:00,,Ana',
        '2,2026-10-05 09:00,-,2026-10-05 19:00,Bo,Ana',
        '3,2026-10-05 09:00,,,,',
      ),
      {
        rows: 'tickets',
        times,
        missing: '-',
        columns: {
          id: 'id',
          opened_at: 'Created',
          solved_at: { column: ['Solved', 'Resolved', 'Closed'] },
          agent_id: { column: ['Owner', 'Creator'] },
        },
      },
    );

    expect(run.tickets.map(({ statedSolvedAt, agentId }) => [hoursOf(statedSolvedAt), agentId])).toEqual([
      [10, 'Ana'],
      [19, 'Bo'],
      [undefined, undefined],
    ]);
  });

  it('is asked for where the file has none of them', async () => {
    const mapping = { rows: 'tickets', times, columns: { id: 'id', opened_at: { column: ['Created', 'Opened'] } } };

    expect(await problems(readMapped(lines('id,Since', '1,2026-10-05 09:00'), mapping))).toBe(
      'export.csv: the column "Created" or "Opened" is missing; it has: id, Since',
    );
  });

  it('is one instant of a date and a time, said by join or told by the column', async () => {
    const list = lines('id,Date,Time,Closed', '1,10/05/2026,9:00 AM,10/05/2026 1:00 PM', '2,10/05/2026,,');
    const mapping = (opened: object) => ({
      rows: 'tickets',
      times: { formats: ['MM/DD/YYYY h:mm A', 'MM/DD/YYYY'], zone: 'UTC' },
      columns: { id: 'id', opened_at: opened, solved_at: 'Closed' },
    });
    const joined = await readMapped(list, mapping({ join: ['Date', 'Time'] }));
    const told = await readMapped(list.replace(/\n2.*/, ''), {
      ...mapping({ column: ['Date', 'Time'] }),
      times: { formats: 'MM/DD/YYYY h:mm A', zone: 'UTC' },
    });

    expect(joined.tickets.map(({ openedAt }) => hoursOf(openedAt))).toEqual([9, 0]);
    expect(told.tickets.map(({ openedAt, statedSolvedAt }) => [hoursOf(openedAt), hoursOf(statedSolvedAt)])).toEqual([
      [9, 13],
    ]);
    expect(await problems(readMapped(list, mapping({ join: ['Date', 'Clock'] })))).toContain(
      'the column "Clock" is missing',
    );
  });
});

describe('a zone in a column', () => {
  const list = lines(
    'id,opened,tz',
    '1,2026-10-05 09:00,America/New_York',
    '2,2026-10-05 09:00,Europe/Berlin',
    '3,2026-10-05 09:00,+05:30',
    '4,2026-10-05 09:00,Head office',
    '5,2026-10-05 09:00,',
    '6,2026-10-05 09:00,Moon/Base',
    '7,2026-10-05T09:00:00Z,Moon/Base',
  );
  const mapping = (zone: object) => ({
    rows: 'tickets',
    times: { formats: 'ISO', zone },
    columns: { id: 'id', opened_at: 'opened' },
  });

  it('is read for each row; what it calls its zones may be said', async () => {
    const run = await readMapped(list, mapping({ column: 'tz', values: { 'Head office': 'Asia/Tokyo' } }));

    expect(run.tickets.map(({ id, openedAt }) => [id, hoursOf(openedAt)])).toEqual([
      ['1', 13],
      ['2', 7],
      ['3', 3.5],
      ['4', 0],
    ]);
    expect(run.rejected.map(({ place, reason }) => `${place}: ${reason.slice(0, 60)}`)).toEqual([
      'export.csv, line 6: opened_at ("opened") has no offset, and no zone of its row i',
      'export.csv, line 7: "tz" is no IANA zone like Europe/Berlin and no offset like +',
      'export.csv, line 8: "tz" is no IANA zone like Europe/Berlin and no offset like +',
    ]);
  });

  it('must be in the file', async () => {
    expect(await problems(readMapped(list, mapping({ column: 'zone' })))).toContain('the column "zone" is missing');
  });
});

describe('what of a cell counts', () => {
  it('is the part that a pattern takes out; what does not fit it has no value', async () => {
    const run = await readMapped(
      lines(
        'Key,Opened,Owner',
        '"HD-1 (portal)",2026-10-05 09:00,Ana Ruiz <ana@x.example>',
        'none,2026-10-05 09:00,Bo',
      ),
      {
        rows: 'tickets',
        times,
        columns: {
          id: { column: 'Key', extract: 'HD-\\d+' },
          opened_at: 'Opened',
          agent_id: { column: 'Owner', extract: '^(.*?) <' },
        },
      },
    );

    expect(run.tickets.map(({ id, agentId }) => [id, agentId])).toEqual([['HD-1', 'Ana Ruiz']]);
    expect(run.rejected).toEqual([{ place: 'export.csv, line 3', reason: 'id is empty' }]);
  });
});

describe('a log whose dates stand only in some rows', () => {
  it('has its solution at the last row of an activity, its opening at the first', async () => {
    const run = await readMapped(
      lines(
        'Case,Activity,When,Who',
        '1,Create,2026-10-05 09:00,pat',
        '1,Resolve ticket,2026-10-05 11:00,ana',
        '1,Take in charge,2026-10-05 12:00,bo',
        '1,Resolve ticket,2026-10-05 15:00,bo',
        '1,Closed,2026-10-08 15:00,',
        '2,Create,2026-10-05 09:00,pat',
      ),
      {
        rows: 'changes',
        times,
        solutions: 'stated',
        columns: {
          ticket_id: 'Case',
          at: 'When',
          solved_at: { column: 'When', when: { column: 'Activity', starts_with: 'resolve' } },
          first_solved_at: { column: 'When', when: { column: 'Activity', starts_with: 'resolve' }, row: 'first_given' },
          solved_by: { column: 'Who', when: { column: 'Activity', starts_with: 'resolve' } },
          customer_id: { column: 'Who', when: { column: 'Activity', is: 'Create' } },
        },
      },
    );

    expect(
      run.tickets.map((ticket) => [
        hoursOf(ticket.statedFirstSolvedAt),
        hoursOf(ticket.statedSolvedAt),
        ticket.customerId,
      ]),
    ).toEqual([
      [11, 15, 'pat'],
      [undefined, undefined, 'pat'],
    ]);
    expect(run.events.filter(({ kind }) => kind === 'assignment')).toMatchObject([
      { agentId: 'bo', at: DAY + 15 * HOUR },
    ]);
  });
});

describe('a list and its log', () => {
  const read = (list: string[], log: string[]): Promise<Run> =>
    readAll(
      openExport(
        folderOf({ 'list.csv': lines('key,created,state', ...list), 'log.csv': lines('key,at,state', ...log) }),
        {
          files: [
            { file: 'list.csv', rows: 'tickets', times, columns: { id: 'key', opened_at: 'created', status: 'state' } },
            { file: 'log.csv', rows: 'changes', times, columns: { ticket_id: 'key', at: 'at', status: 'state' } },
          ],
        },
      ),
    );

  it('say how many tickets they have in common', async () => {
    const run = await read(
      ['1,2026-10-05 09:00,solved', '2,2026-10-05 09:00,waiting_customer'],
      ['1,2026-10-05 10:00,solved', '3,2026-10-05 10:00,open'],
    );

    expect(run.warnings).toContain(
      '1 of 2 tickets of the list have rows in the log (50%), 1 of the log is not in the list: see whether both name their tickets by the same ids',
    );
    expect(run.tickets.map(({ id, timelineComplete, status }) => [id, timelineComplete, status])).toEqual([
      ['1', true, 'solved'],
      ['2', false, 'waiting_customer'],
      ['3', true, 'open'],
    ]);
    expect(run.events.filter(({ ticketId }) => ticketId === '2')).toMatchObject([
      { kind: 'status', to: 'waiting_customer', estimated: true },
    ]);
  });

  it('do not doubt their ids where nearly all are the same', async () => {
    const run = await read(['1,2026-10-05 09:00,solved'], ['1,2026-10-05 10:00,solved']);

    expect(run.warnings).toEqual(['1 of 1 tickets of the list have rows in the log (100%)']);
  });
});

describe('counts and waits of a ticket list', () => {
  const columns = {
    id: 'id',
    opened_at: 'opened',
    solved_at: 'solved',
    reopens: 'Reopens',
    agent_messages: 'Replies',
    time_with_customer: { column: 'Pending (hrs)', unit: 'hours' },
    time_with_third_party: { column: 'On-hold (hrs)', unit: 'hours' },
    time_customer_waited: { column: 'Requester wait (hrs)', unit: 'hours' },
  };
  const read = (mapped: object, ...rows: string[]): Promise<Run> =>
    readMapped(lines('id,opened,solved,Reopens,Replies,Pending (hrs),On-hold (hrs),Requester wait (hrs)', ...rows), {
      rows: 'tickets',
      times,
      columns: mapped,
    });
  const statuses = (run: Run): unknown[] =>
    run.events.map((event) => event.kind === 'status' && [hoursOf(event.at), event.to, event.estimated]);

  it('are kept with the ticket', async () => {
    const run = await read(columns, '1,2026-10-05 00:00,2026-10-09 00:00,2,14,26,60,70', '2,2026-10-05 00:00,,x,-1,,,');

    expect(run.tickets.map(({ vendorMetrics }) => vendorMetrics)).toEqual([
      {
        reopens: 2,
        agentMessages: 14,
        withCustomerMs: 26 * HOUR,
        withThirdPartyMs: 60 * HOUR,
        customerWaitedMs: 70 * HOUR,
      },
      undefined,
    ]);
    expect(run.warnings).toContain(
      'export.csv, "Reopens": 1 cell could not be read and counts as empty (line 3: vendor_reopens ("Reopens") is not a number: "x")',
    );
    expect(run.warnings).toContain(
      'export.csv, "Replies": 1 cell could not be read and counts as empty (line 3: agent_messages is below 0)',
    );
    expect(run.warnings.filter((warning) => warning.includes('list'))).toEqual([
      '2 tickets come from a list, which tells no history: how complex those were whose counts do not tell it is not known of them',
    ]);
  });

  it.each([
    [
      'both waits',
      ['time_with_customer', 'time_with_third_party'],
      [
        [10, 'waiting_third_party', true],
        [70, 'waiting_customer', true],
      ],
    ],
    [
      'what the customer waited for us, and a third party',
      ['time_customer_waited', 'time_with_third_party'],
      [
        [10, 'waiting_third_party', true],
        [70, 'waiting_customer', true],
      ],
    ],
    ['what the customer waited alone', ['time_customer_waited'], [[70, 'waiting_customer', true]]],
    ['a third party alone, which leaves two sides open', ['time_with_third_party'], []],
  ])('tell where the time went by %s', async (_, names, expected) => {
    const some = Object.fromEntries(
      Object.entries(columns).filter(([name]) => !name.startsWith('time_') || names.includes(name)),
    );
    const run = await read(some, '1,2026-10-05 00:00,2026-10-09 00:00,2,14,26,60,70');

    // Of 96 hours 26 were the customer's and 60 the third party's; 10 are left to the team.
    expect(statuses(run)).toEqual(expected);
  });

  it('tell nothing where they are longer than the ticket lived or contradict each other, and say so', async () => {
    const run = await read(
      columns,
      '1,2026-10-05 00:00,2026-10-09 00:00,2,14,26,90,70',
      '2,2026-10-05 00:00,2026-10-09 00:00,2,14,,60,10',
      '3,2026-10-05 00:00,2026-10-09 00:00,2,14,200,,',
    );

    expect(run.events).toEqual([]);
    expect(run.warnings).toContain(
      '3 tickets have waits that are longer than the ticket lived, or contradict each other; where the time went is not told of them',
    );
  });
});

describe("a vendor's own times beside the instants", () => {
  it('are kept to be compared, and told of where they are other ones', async () => {
    const run = await readMapped(
      lines(
        'id,opened,solved,Resolution time',
        '1,2026-10-05 09:00,2026-10-05 12:30,03:30:00',
        '2,2026-10-05 09:00,2026-10-05 12:30,07:30:00',
      ),
      {
        rows: 'tickets',
        times,
        columns: {
          id: 'id',
          opened_at: 'opened',
          solved_at: 'solved',
          vendor_final_resolution_calendar_ms: 'Resolution time',
        },
      },
    );

    expect(run.tickets.map(({ vendorMetrics }) => vendorMetrics?.finalResolutionCalendarMs)).toEqual([
      3.5 * HOUR,
      7.5 * HOUR,
    ]);
    expect(run.warnings[0]).toContain(
      '1 ticket has a resolution or response time of its own in the file that is not the time between',
    );
  });
});

it('a column of words where times were looked for costs its cells, one of times in another format is asked for', async () => {
  const read = (...rows: string[]): Promise<Run> =>
    readMapped(lines('id,opened,first', ...rows), {
      rows: 'tickets',
      times,
      columns: { id: 'id', opened_at: 'opened', first_response_at: 'first' },
    });
  const run = await read('1,2026-10-05 09:00,Not responded', '2,2026-10-05 09:00,n/a');

  expect(run.tickets).toHaveLength(2);
  expect(run.warnings[0]).toContain(
    'export.csv, "first": 2 cells could not be read and count as empty (the first in line 2',
  );
  expect(await problems(read('1,2026-10-05 09:00,05.10.2026 10:00'))).toContain(
    '"first": no time fits ISO; the first is "05.10.2026 10:00"',
  );
});

describe('instants of unequal precision', () => {
  const read = (...rows: string[]): Promise<Run> =>
    readMapped(lines('id,opened,first,closed', ...rows), {
      rows: 'tickets',
      times: { formats: ['ISO'], zone: 'UTC' },
      columns: { id: 'id', opened_at: 'opened', first_response_at: 'first', solved_at: 'closed' },
    });

  it('are never before the opening only because one tells no seconds', async () => {
    const run = await read(
      '1,2026-10-05 09:00:45,,2026-10-05 09:00',
      '2,2026-10-05 09:00:10,2026-10-05 09:00,2026-10-05 09:05',
    );

    expect(run.tickets.map(({ openedAt, statedSolvedAt }) => (statedSolvedAt! - openedAt) / 1000)).toEqual([0, 290]);
    expect(run.events.map(({ at }) => (at - DAY - 9 * HOUR) / 1000)).toEqual([10]);
    expect(run.warnings[0]).toBe(
      '2 tickets were answered or solved in the same minute as opened, by the file, which is no more exact: 0 to 1 minute, counted as 0',
    );
  });

  it('are impossible where they are before the opening by more than that', async () => {
    const run = await read('1,2026-10-05 09:01:00,,2026-10-05 09:00', '2,2026-10-05 09:01:30,,2026-10-05 09:05');

    expect(run.tickets[0]!.statedSolvedAt! - run.tickets[0]!.openedAt).toBe(-MINUTE);
  });

  it('of a date alone are any time of that day', async () => {
    const run = await read('1,2026-10-05 09:00,,2026-10-05');

    expect(hoursOf(run.tickets[0]?.statedSolvedAt)).toBe(9);
    expect(run.warnings[0]).toContain('in the same day as opened');
  });

  it('are of whole minutes too where every one of many has no seconds', async () => {
    const rows = Array.from(
      { length: 20 },
      (_, index) =>
        `${index},2026-10-05 09:${String(index).padStart(2, '0')}:30,,2026-10-05 09:${String(index).padStart(2, '0')}:00`,
    );

    expect((await read(...rows)).tickets.map(({ openedAt, statedSolvedAt }) => statedSolvedAt! - openedAt)).toEqual(
      rows.map(() => 0),
    );
  });
});

describe('a status and a date that contradict each other', () => {
  const read = (...rows: string[]): Promise<Run> =>
    readMapped(lines('id,opened,state,closed,stars', ...rows), {
      rows: 'tickets',
      times,
      columns: {
        id: 'id',
        opened_at: 'opened',
        status: { column: 'state', values: { 'In progress': 'open', Done: 'solved' } },
        solved_at: 'closed',
        rating: 'stars',
      },
    });

  it('leave an open ticket open, and are counted', async () => {
    const run = await read(
      '1,2026-10-05 09:00,In progress,2026-10-05 10:00,',
      '2,2026-10-05 09:00,Parked,2026-10-05 10:00,',
    );

    // A word that nobody mapped says nothing against the date.
    expect(run.tickets.map(({ status, statedSolvedAt }) => [status, hoursOf(statedSolvedAt)])).toEqual([
      ['open', undefined],
      ['solved', 10],
    ]);
    expect(run.warnings).toContain('1 ticket has a date of solution and a status that says open; it counts as open');
  });

  it('leave a solved ticket without a date in no time figure, named, and its rating with the last change', async () => {
    const run = await read('1,2026-10-05 09:00,Done,,5', '2,2026-10-05 09:00,Done,2026-10-05 10:00,4');

    expect(run.warnings).toContain('1 solved ticket has no date and is in no time figure');
    expect(run.warnings).toContain(
      '1 rating has no date, and no solution to take it from; it counts as given when its ticket last changed',
    );
    expect(run.all('ratings').map(({ value, ratedAt }) => [value, hoursOf(ratedAt)])).toEqual([
      [5, 9],
      [4, 10],
    ]);
  });
});
