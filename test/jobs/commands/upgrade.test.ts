import { copyFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Driver from 'better-sqlite3';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Group, Report, Stat } from '../../../src/report/schema.ts';
import { type PostgresServer, startPostgres } from '../../servers/postgres.ts';
import { atDesk, type Desk, FIXTURES } from '../fairclock.ts';

const STORE = join(FIXTURES, 'store-3');
const TABLES = readdirSync(join(STORE, 'postgres')).flatMap((name) => /^(\w+)\.jsonl$/.exec(name)?.[1] ?? []);
/** What later versions have no more: zones told from hours of the day, which proved nothing. */
const DROPPED = ['customer_zone'];
/** What is derived from the sources' data, and made anew. */
const DERIVED = ['measured', 'ticket_state'];
const NOW = Date.parse('2026-11-23T06:00:00Z');
const VARIABLES = {
  SOURCES: 'file,simulated',
  FILE_PATH: '/srv/fairclock/export',
  TEAM_HOURS: 'Mon-Fri 09:00-17:00',
  TEAM_TIME_ZONE: 'Europe/Berlin',
  REPORT_TIME_ZONE: 'Europe/Berlin',
  DIGEST_WEEKLY: 'Mon 06:30 Europe/Berlin',
  SIMULATED_SEED: 'store-3',
  SIMULATED_TICKETS: '300',
  SIMULATED_DAYS: '45',
  LOG_LEVEL: 'error',
};
const WINDOW = ['--from', '2026-11-16', '--to', '2026-11-23', '--time-zone', 'Europe/Berlin'];
const [FROM, TO] = [Date.parse('2026-11-15T23:00:00Z'), Date.parse('2026-11-22T23:00:00Z')];

const linesOf = (table: string): string[] =>
  readFileSync(join(STORE, 'postgres', `${table}.jsonl`), 'utf8')
    .split('\n')
    .filter((line) => line !== '');
const reportIn = (file: string): Report => JSON.parse(readFileSync(join(STORE, file), 'utf8'));

/**
 * What a report says of what sources told, whose meaning is what it was: which groups there are, and what came of their
 * tickets. Waits are measured by other rules since, and a ticket counts as solved when its source knew.
 */
function kept({ window, definitions, simulated, overall, open, ...report }: Report): unknown {
  const { byTeam, bySource, byPriority, byChannel, byCategory, byAccount } = report;
  const groups = [byTeam, bySource, byPriority, byChannel, byCategory, byAccount];
  return {
    window,
    // What a report of then did not say.
    definitions: { ...definitions, population: undefined },
    simulated,
    // Of fewer than twenty no p90 is told any more, and so nobody is older than it.
    open: {
      ...open,
      kaplanMeierMedianSeconds: undefined,
      pastTierP90: undefined,
      oldest: open.oldest.map((each) => ({ ...each, pastTierP90: undefined })),
    },
    overall: [counted(overall.csat), overall.churn],
    groups: groups.map((each) =>
      each
        .filter(({ csat, churn }) => csat !== undefined || churn !== undefined)
        .map(({ key, label, csat, churn }) => ({ key, label, csat: counted(csat), churn }))
        .sort((a, b) => (a.key < b.key ? -1 : 1)),
    ),
  };
}

/** Intervals of answers take those of one customer together since. */
function counted(rate: Group['csat']): unknown {
  return rate === undefined ? undefined : { ...rate, interval: undefined };
}

type Row = Readonly<Record<string, unknown>>;

/** An old store, and how to look into it. */
interface Place {
  readonly url: string;
  readonly rows: (query: string) => Promise<readonly Row[]>;
}

/** The values of `of` by group, described as a report does, in SQL that both databases know (quantiles: R type 7). */
const describedBy = (key: string, of: string, from: string): string => {
  const quantile = (p: number) =>
    `sum(v * case when abs(i - (n - 1) * ${p}) < 1 then 1 - abs(i - (n - 1) * ${p}) else 0 end)`;
  return `select k, max(n) as n, avg(v * 1.0) as mean, ${quantile(0.5)} as median, ${quantile(0.9)} as p90
    from (select ${key} as k, ${of} as v, row_number() over (partition by ${key} order by ${of}) - 1 as i,
                 count(*) over (partition by ${key}) as n from ${from}) as ranked group by k`;
};

const solved = `final_solved_at is not null and (select max(s.known_at) from fairclock_solutions s
  where s.source = fairclock_tickets.source and s.ticket_id = fairclock_tickets.ticket_id) between ${FROM} and ${TO - 1}`;
const answers = `(select r.source || '/' || r.agent_id as who, r.agent_id, t.tier, r.response, r.net_ms, r.calendar_ms
  from fairclock_responses r join fairclock_tickets t on t.source = r.source and t.ticket_id = r.ticket_id
  where r.answered_at >= ${FROM} and r.answered_at < ${TO} and r.response is not null) as given`;

/** Seconds to the microsecond: sums of floats differ in their last digits by their order. */
const figures = (row: Row) =>
  ['mean', 'median', 'p90']
    // A report tells no p90 of fewer than twenty.
    .map((name) => (name === 'p90' && Number(row.n) < 20 ? 0 : Math.round(Number(row[name]) * 1000) / 1e6))
    .concat(Number(row.n));
const figuresOf = (stat: Stat) =>
  stat === null
    ? null
    : [stat.meanSeconds, stat.medianSeconds, stat.p90Seconds]
        .map((value) => Math.round((value ?? 0) * 1e6) / 1e6)
        .concat(stat.n);

/** The group of an agent named `source/id`: its key leaves the source out where it is clear without it. */
const groupOf = (groups: readonly Group[], who: string): Group | undefined =>
  groups.find(({ key }) => key === who || key === who.slice(who.indexOf('/') + 1));

function oldStore(
  title: string,
  engine: { setUp(): Promise<void>; tearDown(): Promise<void>; place(desk: Desk): Promise<Place> },
) {
  describe(title, () => {
    let desk: Desk;
    let place: Place;
    beforeAll(engine.setUp);
    afterAll(engine.tearDown);
    beforeEach(async () => {
      vi.useFakeTimers({ now: NOW, toFake: ['Date'] });
      desk = atDesk();
      place = await engine.place(desk);
    });
    afterEach(() => {
      vi.useRealTimers();
    });
    const countsOf = async () => {
      const counts: Record<string, number> = {};
      for (const table of TABLES.filter((each) => !DROPPED.includes(each))) {
        const [row] = await place.rows(`select count(*) as n from "${table}"`);
        counts[table] = Number(row!.n);
      }
      return counts;
    };

    it('loses nothing of its sources and gives the report it gave, from measurements made anew', async () => {
      const variables = { ...VARIABLES, DATABASE_URL: place.url };
      const report = await desk.report(variables, '--no-sync', ...WINDOW);

      expect(kept(report)).toEqual(kept(reportIn('report.json')));
      const counts = await countsOf();
      for (const table of TABLES) {
        if (![...DERIVED, ...DROPPED].includes(table))
          expect([table, counts[table]]).toEqual([table, linesOf(table).length]);
      }
      expect([counts.measured, counts.ticket_state]).toEqual([319, 319]);
    });

    it('reads on where its source stood', async () => {
      const variables = { ...VARIABLES, DATABASE_URL: place.url };
      const synced = await desk.fairclock(['sync', 'simulated'], variables);
      const report = await desk.report(variables, '--no-sync', ...WINDOW);

      expect(synced.code).toBe(0);
      expect(kept(report)).toEqual(kept(reportIn('report-after-reading-on.json')));
    });

    it('gives by SQL over its views what the report says: n, mean, median and p90 by tier and by agent', async () => {
      const report = await desk.report({ ...VARIABLES, DATABASE_URL: place.url }, '--no-sync', ...WINDOW);
      const people = report.byAgent.filter(({ key }) => key !== 'none');

      for (const [column, pick] of [
        ['final_resolution_net_ms', (group: Group) => group.finalResolution.net],
        ['final_resolution_business_ms', (group: Group) => group.finalResolution.business],
        ['calendar_ms', (group: Group) => group.firstResponse.calendar],
      ] as const) {
        const from =
          column === 'calendar_ms'
            ? `${answers} where response = 1`
            : `fairclock_tickets where ${solved} and ${column} is not null`;
        const rows = await place.rows(describedBy('tier', column, from));
        expect(rows.length).toBe(report.byTier.filter((group) => pick(group) !== null).length);
        for (const row of rows) {
          const stat = pick(report.byTier.find(({ key }) => key === row.k)!);
          expect([column, row.k, stat?.medianSeconds === null ? null : figures(row)]).toEqual([
            column,
            row.k,
            stat?.medianSeconds === null ? null : figuresOf(stat),
          ]);
        }
      }
      const byAgent = async (query: string, pick: (group: Group) => Stat) => {
        let compared = 0;
        for (const row of await place.rows(query)) {
          const stat = pick(groupOf(people, String(row.k))!);
          expect([row.k, Number(row.n)]).toEqual([row.k, stat?.n]);
          if (stat?.medianSeconds == null) continue;
          expect([row.k, figures(row)]).toEqual([row.k, figuresOf(stat)]);
          compared++;
        }
        return compared;
      };
      const credited = `fairclock_tickets where ${solved} and agent_id is not null and final_resolution_net_ms is not null`;
      const resolutions = describedBy("source || '/' || agent_id", 'final_resolution_net_ms', credited);
      expect(await byAgent(resolutions, (group) => group.finalResolution.net)).toBeGreaterThan(3);
      const first = describedBy('who', 'net_ms', `${answers} where response = 1 and agent_id is not null`);
      expect(await byAgent(first, (group) => group.firstResponse.net)).toBeGreaterThan(3);
      const later = describedBy('who', 'net_ms', `${answers} where response > 1 and agent_id is not null`);
      expect(await byAgent(later, (group) => group.laterResponse.net)).toBeGreaterThan(3);
    });
  });
}

oldStore('a SQLite store of version 3', {
  setUp: async () => undefined,
  tearDown: async () => undefined,
  async place(desk) {
    const path = join(desk.folder, 'old.db');
    copyFileSync(join(STORE, 'store.db'), path);
    return {
      url: path,
      async rows(query) {
        const handle = new Driver(path, { readonly: true });
        const rows = handle.prepare(query).all() as Row[];
        handle.close();
        return rows;
      },
    };
  },
});

let server: PostgresServer;
oldStore('a PostgreSQL store of version 3', {
  async setUp() {
    server = await startPostgres();
  },
  tearDown: () => server.stop(),
  async place() {
    const url = await server.freshDatabase();
    const run = async (work: (client: pg.Client) => Promise<readonly Row[]>) => {
      const client = new pg.Client(url);
      await client.connect();
      try {
        return await work(client);
      } finally {
        await client.end();
      }
    };
    await run(async (client) => {
      await client.query(readFileSync(join(STORE, 'postgres/schema.sql'), 'utf8'));
      for (const table of TABLES) {
        await client.query(`insert into "${table}" select * from json_populate_recordset(null::"${table}", $1::json)`, [
          `[${linesOf(table).join(',')}]`,
        ]);
      }
      return [];
    });
    return { url, rows: (query) => run(async (client) => (await client.query(query)).rows) };
  },
});
