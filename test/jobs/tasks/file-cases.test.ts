import { describe, expect, it } from 'vitest';
import type { Report, Stat } from '../../../src/report/schema.ts';
import { atDesk } from '../fairclock.ts';

/** An export and its mapping, read through the whole program. */
async function reportOf(
  content: string | Uint8Array,
  mapping: object,
  { name = 'data.csv', window = ['--from', '2020-01-01', '--to', '2026-12-01'] } = {},
): Promise<Report> {
  const desk = atDesk();
  const variables = {
    FILE_PATH: desk.write(name, content),
    FILE_MAPPING: desk.write('mapping.json', JSON.stringify(mapping)),
    MIN_SAMPLE: '1',
    LOG_LEVEL: 'error',
  };
  return desk.report(variables, ...window, '--time-zone', 'UTC');
}

/** n, mean and median in hours with three digits. */
function hours(stat: Stat | undefined): readonly (number | null | undefined)[] {
  const inHours = (seconds: number | null | undefined) =>
    seconds == null ? seconds : Math.round(seconds / 3.6) / 1000;
  return [stat?.n, inHours(stat?.meanSeconds), inHours(stat?.medianSeconds)];
}

const solved = (report: Report) => hours(report.overall.finalResolution.calendar);
const answered = (report: Report) => hours(report.overall.firstResponse.calendar);
const lines = (...rows: string[]): string => `${rows.join('\n')}\n`;
const ISO = { formats: ['ISO'], zone: 'UTC' };

describe('an export of a Spanish Jira', () => {
  const months = 'ene feb mar abr may jun jul ago sep oct nov dic'.split(' ');
  const mapping = {
    rows: 'tickets',
    times: { formats: ['DD/MMM/YY h:mm A'], zone: 'Europe/Madrid' },
    columns: {
      id: 'Clave',
      opened_at: 'Creada',
      solved_at: 'Resuelta',
      updated_at: 'Actualizada',
      status: {
        column: 'Estado',
        values: { Completado: 'solved', Resuelta: 'solved', 'En curso': 'open', 'Esperando*': 'waiting_customer' },
      },
      rating: 'Satisfacción',
    },
  };

  it('is read in every month', async () => {
    const rows = months.flatMap((month) =>
      [1, 10, 28].map((day) => `${month}${day},Completado,${day}/${month}/25 9:00 AM,${day}/${month}/25 1:00 PM,,`),
    );
    const report = await reportOf(lines('Clave,Estado,Creada,Resuelta,Actualizada,Satisfacción', ...rows), {
      ...mapping,
      times: { formats: ['D/MMM/YY h:mm A'], zone: 'Europe/Madrid' },
    });

    expect(solved(report)).toEqual([36, 4, 4]);
    expect(report.quality.rejected).toEqual({});
  });

  it('with solved tickets without a date names them, and their ratings count', async () => {
    const report = await reportOf(
      lines(
        'Clave,Estado,Creada,Resuelta,Actualizada,Satisfacción',
        '1,Completado,03/ago/26 9:10 AM,,03/ago/26 10:53 AM,5',
        '2,Resuelta,04/ago/26 9:00 AM,,04/ago/26 1:00 PM,4',
        '3,Completado,05/ago/26 8:00 AM,,06/ago/26 8:00 AM,',
        '4,En curso,06/ago/26 8:00 AM,,07/ago/26 8:00 AM,',
        '5,Esperando al cliente,11/ago/26 8:00 AM,,11/ago/26 12:00 PM,',
      ),
      mapping,
    );

    expect([solved(report)[0], report.open.n]).toEqual([undefined, 2]);
    expect(report.quality.notes).toContain('3 solved tickets have no date and are in no time figure.');
    expect(report.outcomes.csat?.overall).toMatchObject({ n: 2, positive: 2 });
    expect(report.quality.excluded).toEqual({});
  });

  it('whose date stands on open tickets too has them open: five solved, half within 4 h, two open', async () => {
    const report = await reportOf(
      lines(
        'Clave,Estado,Creada,Resuelta,Actualizada,Satisfacción',
        '1,Completado,03/jul/26 9:10 AM,03/jul/26 10:53 AM,03/jul/26 10:53 AM,',
        '2,Resuelta,04/jul/26 9:00 AM,04/jul/26 1:00 PM,04/jul/26 1:00 PM,',
        '3,Completado,05/jul/26 8:00 AM,06/jul/26 8:00 AM,06/jul/26 8:00 AM,',
        '4,En curso,06/jul/26 8:00 AM,06/jul/26 9:00 AM,07/jul/26 8:00 AM,',
        '5,Completado,28/jun/26 8:00 AM,05/jul/26 9:00 AM,05/jul/26 9:00 AM,',
        '6,Completado,10/jul/26 8:00 AM,10/jul/26 12:00 PM,10/jul/26 12:00 PM,',
        '7,Esperando al cliente,11/jul/26 8:00 AM,11/jul/26 12:00 PM,11/jul/26 12:00 PM,',
      ),
      mapping,
    );

    expect([solved(report)[0], solved(report)[2], report.open.n]).toEqual([5, 4, 2]);
    expect(report.quality.notes).toContain(
      'file: 2 tickets have a date of solution and a status that says open; they count as open.',
    );
  });
});

describe('a status that says open', () => {
  it('holds against an older date, of a desk that reopens', async () => {
    const report = await reportOf(
      lines(
        'number,state,opened_at,resolved_at',
        ...[11, 12, 13].map((hour) => `A${hour},Closed,2026-10-05 09:00:00,2026-10-05 ${hour}:00:00`),
        ...[14, 15].map((hour) => `A${hour},Resolved,2026-10-05 09:00:00,2026-10-05 ${hour}:00:00`),
        'B1,In Progress,2026-10-05 09:00:00,2026-10-05 09:10:00',
        'B2,On Hold,2026-10-05 09:00:00,2026-10-05 09:10:00',
      ),
      {
        rows: 'tickets',
        times: ISO,
        columns: {
          id: 'number',
          opened_at: 'opened_at',
          solved_at: 'resolved_at',
          status: {
            column: 'state',
            values: { Closed: 'closed', Resolved: 'solved', 'In Progress': 'open', 'On Hold': 'waiting_customer' },
          },
        },
      },
    );

    expect([...solved(report), report.open.n]).toEqual([5, 4, 4, 2]);
  });

  it('holds against a length of time that stands on every ticket: 2 solved, 3 open', async () => {
    const report = await reportOf(
      lines(
        'id,created,minutes,hours,status',
        'T1,2026-01-05 10:00:00,5.5,2.000000000000001,Resolved',
        'T2,2026-01-05 10:00:00,5.5,3.5,Resolved',
        'T3,2026-01-05 10:00:00,5.5,100.25,In Progress',
        'T4,2026-01-05 10:00:00,5.5,90.0,Escalated',
        'T5,2026-01-05 10:00:00,5.5,0.5,In Progress',
      ),
      {
        rows: 'tickets',
        times: ISO,
        columns: {
          id: 'id',
          opened_at: 'created',
          solved_at: { column: 'hours', after: 'opened_at', unit: 'hours' },
          first_response_at: { column: 'minutes', after: 'opened_at', unit: 'minutes' },
          status: {
            column: 'status',
            values: { Resolved: 'solved', 'In Progress': 'open', Escalated: 'waiting_third_party' },
          },
        },
      },
    );

    expect([...solved(report), report.open.n]).toEqual([2, 2.75, 2.75, 3]);
  });
});

describe('lengths of time', () => {
  const columns = { id: 'id', opened_at: 'opened' };

  it('with thousands separated: mean 462.43 h, half within 36 h; first answers 635 min and 30 min', async () => {
    const report = await reportOf(
      lines(
        'id,opened,first (min),solved (hrs),state',
        '1,2026-09-01T09:00:00,12,20,Closed',
        '2,2026-09-01T10:00:00,30,26,Closed',
        '3,2026-09-01T11:00:00,45,"1,020",Closed',
        '4,2026-09-01T12:00:00,"1,440","1,100",Closed',
        '5,2026-09-01T13:00:00,20,30,Closed',
        '6,2026-09-02T13:00:00,20,36,Closed',
        '7,2026-09-02T13:00:00,"2,880","1,005",Closed',
        ',,,SUM,',
      ),
      {
        rows: 'tickets',
        times: ISO,
        columns: {
          ...columns,
          solved_at: { column: 'solved (hrs)', after: 'opened_at', unit: 'hours' },
          first_response_at: { column: 'first (min)', after: 'opened_at', unit: 'minutes' },
          status: { column: 'state', values: { Closed: 'closed' } },
        },
      },
    );

    expect(solved(report)).toEqual([7, 462.429, 36]);
    // 4,447 min ÷ 7 = 635.29 min.
    expect(answered(report)).toEqual([7, 10.588, 0.5]);
    expect(report.quality.rejected).toEqual({});
  });

  it.each([
    ['1970-01-02 03:00:00', 27],
    ['1 Day 3 Hours', 27],
    ['27:00:00', 27],
    ['P1DT3H', 27],
    ['1d 3h', 27],
    ['"1 234"', 1234],
  ])('are read as %s', async (text, expected) => {
    const report = await reportOf(lines('id,opened,dur', `1,2026-03-17 06:00:00,${text}`), {
      rows: 'tickets',
      times: ISO,
      columns: { ...columns, solved_at: { column: 'dur', after: 'opened_at', unit: 'hours' } },
    });

    expect(solved(report)).toEqual([1, expected, expected]);
  });

  it('are asked for where the column leaves two readings', async () => {
    const desk = atDesk();
    const mapping = {
      rows: 'tickets',
      times: ISO,
      columns: { ...columns, solved_at: { column: 'dur', after: 'opened_at', unit: 'hours' } },
    };
    const ended = await desk.fairclock(['report', '--from', '2026-01-01', '--to', '2026-12-01'], {
      FILE_PATH: desk.write(
        'data.csv',
        lines('id,opened,dur', '1,2026-03-17 06:00:00,"1,234"', '2,2026-03-17 06:00:00,12'),
      ),
      FILE_MAPPING: desk.write('mapping.json', JSON.stringify(mapping)),
      LOG_LEVEL: 'error',
    });

    expect(ended.code).not.toBe(0);
    expect(ended.err).toContain('data.csv, "dur": "1,234" may be 1234 or 1.234');
    expect(ended.err).toContain('"decimal": "." for 1234');
  });
});

describe('cells', () => {
  it('that need not be there cost themselves, by column: 15 tickets, half within 3 h, mean 6.2 h', async () => {
    const rows = [
      ...[1, 2, 3, 4, 5, 6].map(
        (day) => `${day},2026-10-0${day} 09:00,2026-10-0${day} 09:30,2026-10-0${day} 11:00,Very satisfied`,
      ),
      ...[1, 2, 3, 4, 5, 6].map((day) => `1${day},2026-10-0${day} 09:00,Not responded,2026-10-0${day} 21:00,`),
      ...[7, 8, 9].map((day) => `2${day},2026-10-0${day} 09:00,2026-10-0${day} 09:30,2026-10-0${day} 12:00,80%`),
    ];
    const report = await reportOf(lines('id,opened,first,closed,stars', ...rows), {
      rows: 'tickets',
      times: ISO,
      columns: {
        id: 'id',
        opened_at: 'opened',
        first_response_at: 'first',
        solved_at: 'closed',
        rating: { column: 'stars', values: { 'Very satisfied': '5' } },
      },
    });

    expect(solved(report)).toEqual([15, 6.2, 3]);
    expect(answered(report)).toEqual([9, 0.5, 0.5]);
    expect(report.outcomes.csat?.overall).toMatchObject({ n: 6, positive: 6 });
    expect(report.quality.rejected).toEqual({});
    expect(report.quality.notes.join('\n')).toMatch(
      /"first": 6 cells could not be read and count as empty \(the first in line 8/,
    );
    expect(report.quality.notes.join('\n')).toMatch(
      /"stars": 3 cells could not be read and count as empty \(the first in line 14/,
    );
  });

  it('of unequal precision make nothing impossible: 0 and 290 s', async () => {
    const report = await reportOf(
      lines('id,opened,closed', '1,2026-10-05 09:00:45,2026-10-05 09:00', '2,2026-10-05 09:00:10,2026-10-05 09:05'),
      { rows: 'tickets', times: ISO, columns: { id: 'id', opened_at: 'opened', solved_at: 'closed' } },
    );

    expect(report.overall.finalResolution.calendar).toMatchObject({ n: 2, meanSeconds: 145 });
    expect(report.quality.impossible).toEqual([]);
  });

  it('of money have one decimal sign: 1,200, 2,400, 950 and 1,250.50 are 5,800.50 a month', async () => {
    const desk = atDesk();
    const mapping = {
      files: [
        {
          file: 'list.csv',
          rows: 'tickets',
          times: ISO,
          columns: { id: 'id', opened_at: 'opened', solved_at: 'closed' },
        },
        {
          file: 'subs.csv',
          rows: 'subscriptions',
          times: { formats: ['YYYY-MM-DD'], zone: 'UTC' },
          columns: {
            id: 'id',
            account_key: 'account',
            started_at: 'start',
            mrr: { column: 'amount', times: 100 },
            currency: { value: 'usd' },
          },
        },
      ],
    };
    desk.write('list.csv', lines('id,opened,closed', '1,2026-10-05 09:00,2026-10-05 10:00'));
    desk.write(
      'subs.csv',
      lines(
        'id,account,start,amount',
        's1,a1,2026-01-01,"1,200"',
        's2,a2,2026-01-01,"2,400"',
        's3,a3,2026-01-01,950',
        's4,a4,2026-01-01,"1,250.50"',
      ),
    );
    const report = await desk.report(
      {
        FILE_PATH: desk.folder,
        FILE_MAPPING: desk.write('mapping.json', JSON.stringify(mapping)),
        MIN_SAMPLE: '1',
        LOG_LEVEL: 'error',
      },
      ...['--from', '2026-10-01', '--to', '2026-11-01', '--time-zone', 'UTC'],
    );

    // In cents.
    expect(report.kpis?.figures.find(({ key }) => key === 'mrr')?.value).toBe(580_050);
  });
});

describe('a list of tickets without dates of half its solutions', () => {
  it('has ten solved, none open, none left out, and ten named', async () => {
    const desk = atDesk();
    const day = (n: number): string => `2026-06-${String(n).padStart(2, '0')}`;
    const rows = Array.from(
      { length: 20 },
      (_, n) => `${n},${day(n + 1)}T08:00:00Z,closed,${n < 10 ? `${day(n + 1)}T10:00:00Z` : ''}`,
    );
    desk.write('tickets.csv', lines('id,opened_at,status,solved_at', ...rows));
    const report = await desk.report(
      { FILE_PATH: desk.folder, MIN_SAMPLE: '1', LOG_LEVEL: 'error' },
      '--from',
      '2026-06-01',
      '--to',
      '2026-07-01',
      '--time-zone',
      'UTC',
    );

    expect([...solved(report), report.open.n]).toEqual([10, 2, 2, 0]);
    expect(report.quality.excluded).toEqual({});
    expect(report.quality.notes).toContain('10 solved tickets have no date and are in no time figure.');
  });

  it('is not said to lack later tickets where its last one is older than the window', async () => {
    const desk = atDesk();
    desk.write('tickets.csv', lines('id,opened_at,solved_at', '1,2026-10-01T09:00:00Z,2026-10-01T12:00:00Z'));
    const report = await desk.report(
      { FILE_PATH: desk.folder, LOG_LEVEL: 'error' },
      '--from',
      '2026-10-01',
      '--to',
      '2026-11-01',
      '--time-zone',
      'UTC',
    );

    expect(report.quality.notes.filter((note) => note.includes('later tickets are missing'))).toEqual([]);
  });
});
