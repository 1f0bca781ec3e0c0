import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { folderOf, lines, openExport, readAll, readTables } from './export.ts';

const NINE = Date.UTC(2026, 10, 2, 9);
const MINUTE = 60_000;

describe('tables of the model', () => {
  it('reads a ticket with its history from CSV', async () => {
    const run = await readTables({
      'tickets.csv': lines(
        'id,url,channel,opened_at,opened_by,customer_id,account_key,agent_id,team_id,status,priority,tags,category,spam,fields.plan',
        '7,https://desk.example/7,email,2026-11-02T10:00:00+01:00,customer,c1,acme,ana,emea,Solved,high,vip|bug,login,no,pro',
      ),
      'events.csv': lines(
        'ticket_id,at,kind,by,author_id,public,to,agent_id,team_id,via',
        '7,2026-11-02T09:00:00Z,message,customer,c1,true,,,,email',
        `7,${NINE + MINUTE},assignment,,,,,ana,emea,`,
        '7,2026-11-02T09:05:00.250Z,message,agent,ana,,,,,',
        '7,2026-11-02T09:05:00.250Z,status,agent,,,WAITING customer,,,',
        '7,2026-11-02T09:06:00Z,note,,ana,,,,,',
        '7,2026-11-02T09:07:00Z,handover,,,,bot,,,',
        '7,2026-11-02T11:00:00Z,status,,,,solved,,,',
      ),
    });

    expect(run.rejected).toEqual([]);
    expect(run.tickets).toEqual([
      {
        source: 'file',
        id: '7',
        url: 'https://desk.example/7',
        channel: 'email',
        openedAt: NINE,
        openedBy: 'customer',
        customerId: 'c1',
        accountKey: 'acme',
        agentId: 'ana',
        teamId: 'emea',
        status: 'solved',
        originalStatus: 'Solved',
        statusKnown: true,
        priority: 'high',
        tags: ['vip', 'bug'],
        category: 'login',
        fields: { plan: 'pro' },
        spam: false,
        updatedAt: NINE + 120 * MINUTE,
        timelineComplete: true,
      },
    ]);
    expect(run.events.map(({ source, ticketId, id, ...rest }) => rest)).toEqual([
      { at: NINE, seq: 0, kind: 'message', by: 'customer', authorId: 'c1', public: true, via: 'email' },
      { at: NINE + MINUTE, seq: 0, kind: 'assignment', agentId: 'ana', teamId: 'emea' },
      { at: NINE + 5 * MINUTE + 250, seq: 0, kind: 'message', by: 'agent', authorId: 'ana', public: true },
      {
        at: NINE + 5 * MINUTE + 250,
        seq: 1,
        kind: 'status',
        to: 'waiting_customer',
        original: 'WAITING customer',
        by: 'agent',
      },
      { at: NINE + 6 * MINUTE, seq: 0, kind: 'note', authorId: 'ana' },
      { at: NINE + 7 * MINUTE, seq: 0, kind: 'handover', to: 'bot' },
      { at: NINE + 120 * MINUTE, seq: 0, kind: 'status', to: 'solved', original: 'solved' },
    ]);
    expect(run.pages.flatMap((page) => page.wholeTimelines ?? [])).toEqual(['7']);
  });

  it('reads the same from gzipped JSON Lines, where null says nobody and a missing key says unchanged', async () => {
    const run = await readTables({
      'tickets.jsonl': lines(JSON.stringify({ id: 7, opened_at: NINE, tags: ['a', 'b'], spam: false })),
      'events.jsonl.gz': gzipSync(
        lines(
          JSON.stringify({ ticket_id: 7, at: NINE, kind: 'assignment', agent_id: 'ana', team_id: 'emea' }),
          '',
          JSON.stringify({ ticket_id: 7, at: NINE + 1, kind: 'assignment', agent_id: null, team_id: 'lab' }),
          JSON.stringify({ ticket_id: 7, at: NINE + 2, kind: 'message', by: 'agent', public: false, author_id: 'ana' }),
        ),
      ),
    });

    expect(run.rejected).toEqual([]);
    expect(run.tickets[0]).toMatchObject({ id: '7', openedAt: NINE, tags: ['a', 'b'], teamId: 'lab' });
    expect(run.tickets[0]).not.toHaveProperty('agentId');
    expect(run.events.map(({ source, ticketId, id, seq, at, ...rest }) => rest)).toEqual([
      { kind: 'assignment', agentId: 'ana', teamId: 'emea' },
      { kind: 'assignment', agentId: null, teamId: 'lab' },
      { kind: 'message', by: 'agent', public: false, authorId: 'ana' },
    ]);
  });

  it.each([
    ['ticket_id,at,kind,agent_id,team_id', '1,T,assignment,,', { agentId: null }],
    ['ticket_id,at,kind,agent_id,team_id', '1,T,assignment,,emea', { teamId: 'emea' }],
    ['ticket_id,at,kind,agent_id,team_id', '1,T,assignment,-,emea', { agentId: null, teamId: 'emea' }],
    ['ticket_id,at,kind,agent_id,team_id', '1,T,assignment,ana,null', { agentId: 'ana', teamId: null }],
    ['ticket_id,at,kind,team_id', '1,T,assignment,', { teamId: null }],
  ])('reads who has a ticket from %s: %s', async (header, row, expected) => {
    const run = await readTables({
      'tickets.csv': lines('id,opened_at', `1,${NINE}`),
      'events.csv': lines(header, row.replace('T', String(NINE))),
    });

    expect(run.events).toEqual([
      { source: 'file', ticketId: '1', id: expect.any(String), at: NINE, seq: 0, kind: 'assignment', ...expected },
    ]);
  });

  it('reads people, accounts, ratings, subscriptions and churn events', async () => {
    const run = await readTables({
      'agents.csv': lines(
        'id,name,email,time_zone,hours,holidays,team_ids,active,bot',
        'ana,Ana,Ana@Desk.example,Europe/Berlin,"Mon-Fri 09:00-12:30,13:30-18:00",2026-12-25|DE,emea|vip,,',
        'robo,,,,,,,yes,true',
      ),
      'teams.csv': lines('id,name,time_zone,hours', 'emea,EMEA,Europe/Berlin,24/7', 'apac,APAC,Asia/Manila,'),
      'customers.csv': lines(
        'id,email,time_zone,hours,account_key',
        'c1,c@acme.example,America/Denver,Mon-Fri 08:00-16:00,acme',
        'c2,,,,',
      ),
      'accounts.csv': lines(
        'key,name,domains,external_ids,started_at,stated_churned',
        'acme,Acme,Acme.example|acme.test,cus_1,2026-01-01T00:00:00Z,true',
      ),
      'ratings.csv': lines(
        'id,ticket_id,agent_id,kind,value,scale_min,scale_max,offered_at,rated_at',
        `r1,7,ana,csat,4,1,5,${NINE},${NINE + 1}`,
        `r2,8,,,,,,${NINE},`,
        `r3,9,,nps,8,,,,${NINE}`,
      ),
      'subscriptions.csv': lines(
        'id,account_key,started_at,ended_at,mrr,currency',
        `s1,acme,${NINE},,4900,EUR`,
        `s2,acme,${NINE},${NINE + 5},,`,
      ),
      'churn_events.csv': lines('account_key,at,reason', `acme,${NINE},pricing`),
    });

    expect(run.rejected).toEqual([]);
    expect(run.all('agents')).toEqual([
      {
        source: 'file',
        id: 'ana',
        name: 'Ana',
        email: 'Ana@Desk.example',
        personKey: 'ana@desk.example',
        timeZone: 'Europe/Berlin',
        calendar: {
          hours: 'Mon-Fri 09:00-12:30,13:30-18:00',
          holidays: ['2026-12-25', 'DE'],
          timeZone: 'Europe/Berlin',
        },
        teamIds: ['emea', 'vip'],
        active: true,
        bot: false,
      },
      { source: 'file', id: 'robo', name: 'robo', personKey: 'file/robo', teamIds: [], active: true, bot: true },
    ]);
    expect(run.all('teams').map(({ calendar }) => calendar)).toEqual([
      { hours: '24/7', holidays: [], timeZone: 'Europe/Berlin' },
      { holidays: [], timeZone: 'Asia/Manila' },
    ]);
    expect(run.all('customers').map(({ timeZoneOrigin, hours }) => [timeZoneOrigin, hours])).toEqual([
      ['profile', 'Mon-Fri 08:00-16:00'],
      ['none', undefined],
    ]);
    expect(run.all('accounts')[0]).toMatchObject({
      domains: ['acme.example', 'acme.test'],
      externalIds: ['cus_1'],
      startedAt: Date.UTC(2026, 0, 1),
      statedChurned: true,
    });
    expect(run.all('ratings').map(({ id, value, positive, scaleMax }) => [id, value, positive, scaleMax])).toEqual([
      ['r1', 4, true, 5],
      ['r2', null, null, 5],
      ['r3', 8, false, 10],
    ]);
    expect(run.all('subscriptions').map(({ status, mrrMinor, currency }) => [status, mrrMinor, currency])).toEqual([
      ['active', 4900, 'eur'],
      ['ended', undefined, undefined],
    ]);
    expect(run.all('churnEvents')).toEqual([
      { source: 'file', id: `acme@${NINE}`, accountKey: 'acme', at: NINE, reason: 'pricing' },
    ]);
  });

  it('reads a list of tickets alone: who answered first, who solved it, and that its history is not known', async () => {
    const run = await readTables({
      'tickets.csv': lines(
        'Ticket ID;Opened At;First Response At;Solved At;Solved By;Agent ID;Rating',
        '1;2026-11-02T09:00:00Z;2026-11-02T09:30:00Z;2026-11-02T12:00:00Z;ben;ana;5',
        '2;2026-11-02T09:00:00Z;;;;ana;',
      ),
    });

    expect(run.rejected).toEqual([]);
    expect(run.warnings).toEqual([
      '2 tickets come from a list, which tells no history: how complex they were, reopenings and where the time went are not known of them',
    ]);
    expect(
      run.tickets.map(({ status, timelineComplete, statedSolvedAt }) => [status, timelineComplete, statedSolvedAt]),
    ).toEqual([
      ['solved', false, NINE + 180 * MINUTE],
      ['open', false, undefined],
    ]);
    expect(run.events.map(({ source, id, seq, ...rest }) => rest)).toEqual([
      { ticketId: '1', at: NINE, kind: 'assignment', agentId: 'ana' },
      { ticketId: '1', at: NINE + 30 * MINUTE, kind: 'message', by: 'agent', public: true },
      { ticketId: '1', at: NINE + 180 * MINUTE, kind: 'assignment', agentId: 'ben' },
      { ticketId: '2', at: NINE, kind: 'assignment', agentId: 'ana' },
    ]);
    expect(run.all('ratings')).toMatchObject([
      { id: 'ticket/1', ticketId: '1', value: 5, positive: true, ratedAt: NINE + 180 * MINUTE },
    ]);
  });

  it('keeps a solved ticket without a date as solved, and dates the wait of an open one by estimate', async () => {
    const run = await readTables({
      'tickets.csv': lines(
        'id,opened_at,status,updated_at',
        `1,${NINE},closed,${NINE + 9}`,
        `2,${NINE},waiting_customer,${NINE + 9}`,
      ),
    });

    expect(run.tickets.map(({ status }) => status)).toEqual(['closed', 'waiting_customer']);
    expect(run.events).toMatchObject([
      { ticketId: '2', kind: 'status', to: 'waiting_customer', at: NINE + 9, estimated: true },
    ]);
  });

  it('reports a status that nobody knows by its name and leaves the status as it was', async () => {
    const run = await readTables({
      'tickets.csv': lines('id,opened_at,status', `1,${NINE},`, `2,${NINE},Frozen`),
      'events.csv': lines('ticket_id,at,kind,to', `1,${NINE},status,waiting_customer`, `1,${NINE + 1},status,On-hold`),
    });

    expect(run.events[1]).toMatchObject({ to: 'waiting_customer', original: 'On-hold', statusKnown: false });
    expect(run.tickets).toMatchObject([
      { status: 'waiting_customer', originalStatus: 'On-hold', statusKnown: false },
      { status: 'open', originalStatus: 'Frozen', statusKnown: false },
    ]);
  });

  it('takes file order within an instant, or the order that seq gives', async () => {
    const run = await readTables({
      'tickets.csv': lines('id,opened_at', `1,${NINE}`, `2,${NINE}`),
      'events.csv': lines(
        'ticket_id,at,kind,to,seq',
        `1,${NINE + 1},status,solved,`,
        `1,${NINE},status,open,`,
        `1,${NINE},status,solved,`,
        `2,${NINE},status,open,5`,
        `2,${NINE},status,solved,1`,
      ),
    });
    const told = (id: string) =>
      run.events
        .filter(({ ticketId }) => ticketId === id)
        .map((event) => event.kind === 'status' && [event.at - NINE, event.seq, event.to]);

    expect(told('1')).toEqual([
      [0, 0, 'open'],
      [0, 1, 'solved'],
      [1, 0, 'solved'],
    ]);
    expect(told('2')).toEqual([
      [0, 1, 'solved'],
      [0, 5, 'open'],
    ]);
  });

  it('gives the same ids when an export is read again, also with its rows in another order', async () => {
    const rows = [`1,${NINE},message,customer`, `1,${NINE + 5},message,agent`, `1,${NINE + 9},note,`];
    const read = (order: string[]) =>
      readTables({
        'tickets.csv': lines('id,opened_at', `1,${NINE}`),
        'events.csv': lines('ticket_id,at,kind,by', ...order),
      });
    const [first, again, turned] = await Promise.all([read(rows), read(rows), read(rows.toReversed())]);

    expect(again.events).toEqual(first.events);
    expect(turned.events).toEqual(first.events);
    expect(new Set(first.events.map(({ id }) => id)).size).toBe(3);
  });

  it('changes one event when one row of a second export changed', async () => {
    const read = (second: string) =>
      readTables({
        'tickets.csv': lines('id,opened_at', `1,${NINE}`, `2,${NINE}`),
        'events.csv': lines(
          'ticket_id,at,kind,by',
          `1,${NINE},message,customer`,
          second,
          `1,${NINE + 9},message,agent`,
          `2,${NINE},message,agent`,
        ),
      });
    const before = await read(`1,${NINE + 5},message,agent`);
    const after = await read(`1,${NINE + 6},message,agent`);
    const text = (events: typeof before.events) => events.map((event) => JSON.stringify(event));

    expect(text(after.events).filter((event) => !text(before.events).includes(event))).toHaveLength(1);
  });

  it('keeps no subjects unless it is told to', async () => {
    const source = openExport(folderOf({ 'tickets.csv': lines('id,opened_at,subject', `1,${NINE},Printer on fire`) }));

    expect((await readAll(source)).tickets[0]).not.toHaveProperty('subject');
    expect((await readAll(source, undefined, true)).tickets[0]).toMatchObject({ subject: 'Printer on fire' });
  });
});
