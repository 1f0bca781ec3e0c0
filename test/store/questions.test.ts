import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Driver from 'better-sqlite3';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { CAUSE_NAMES } from '../../src/model/catalogue.ts';
import { atDesk } from '../jobs/fairclock.ts';
import { type PostgresServer, startPostgres } from '../servers/postgres.ts';

const FOLDER = join(import.meta.dirname, '../../src/store/questions');
const NAMES = readdirSync(FOLDER).sort();
/** The window that stands in the files. */
const [FROM, TO] = [Date.UTC(2026, 9, 26), Date.UTC(2026, 10, 23)];
const WINDOW = ['--from', '2026-10-26', '--to', '2026-11-23', '--time-zone', 'UTC', '--no-sync'];
const VARIABLES = {
  SOURCES: 'simulated',
  SIMULATED_TICKETS: '800',
  SIMULATED_UNTIL: '2026-11-23',
  TEAM_HOURS: 'Mon-Fri 09:00-17:00',
};

type Row = Record<string, unknown>;
const textOf = (name: string): string => readFileSync(join(FOLDER, name), 'utf8');
const rounded = (rows: readonly Row[]) =>
  rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [
        name,
        /^-?[\d.]+$/.test(String(value)) ? Math.round(Number(value) * 1e6) / 1e6 : value,
      ]),
    ),
  );

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.stop());

describe('the questions that come along as SQL', () => {
  it('answer the same on SQLite and PostgreSQL, and what the report says', async () => {
    const desk = atDesk();
    const url = await server.freshDatabase();
    for (const variables of [VARIABLES, { ...VARIABLES, DATABASE_URL: url }]) {
      expect((await desk.fairclock(['sync'], variables)).code).toBe(0);
    }
    const report = await desk.report(VARIABLES, ...WINDOW);
    const handle = new Driver(join(desk.folder, 'store.sqlite'), { readonly: true });
    const client = new pg.Client(url);
    await client.connect();
    onTestFinished(() => client.end());
    const answers = new Map<string, Row[]>();
    for (const name of NAMES) {
      const here = rounded(handle.prepare(textOf(name)).all() as Row[]);
      expect([name, rounded((await client.query(textOf(name))).rows)]).toEqual([name, here]);
      expect([name, here.length > 0]).toEqual([name, true]);
      answers.set(name.slice(0, 2), here);
    }
    handle.close();

    const stats = report.byTier.flatMap(({ key, finalResolution: { net } }) =>
      net === null ? [] : [[key, net] as const],
    );
    for (const [tier, net] of stats) {
      const row = answers.get('01')!.find((each) => each.tier === tier)!;
      expect([tier, row.tickets]).toEqual([tier, net.n]);
      if (net.medianSeconds !== null) expect(row.half_within_hours).toBeCloseTo(net.medianSeconds / 3600, 4);
    }
    const spent = answers.get('02')!.reduce((sum, row) => sum + Number(row.team_working_hours), 0);
    expect(spent).toBeCloseTo(report.overall.timeSpentSeconds.team_working / 3600, 2);
    const weeks = answers.get('08')!;
    expect(weeks.map(({ week }) => week)).toEqual([1, 2, 3, 4]);
    expect(weeks.reduce((sum, row) => sum + Number(row.solved), 0)).toBe(
      answers.get('09')!.reduce((sum, row) => sum + Number(row.tickets), 0),
    );
  });

  it.each(NAMES)('%s begins with its question and has the window once, to be changed', (name) => {
    const text = textOf(name);

    expect(text).toMatch(/^-- [A-Z][^\n]*\?/);
    expect(text).toContain(`select ${FROM} as begins_at, ${TO} as ends_at`);
    expect(text.match(/begins_at, \d+/g)).toHaveLength(1);
  });

  it('leave out no cause of time', () => {
    for (const cause of CAUSE_NAMES) expect(textOf('02-where-time-goes.sql')).toContain(`sum(${cause}_ms)`);
  });
});
