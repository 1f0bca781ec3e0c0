import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { expect, it } from 'vitest';
import { exportAll, valuesOf } from '../../../jobs/tasks/export.ts';
import { makeReport } from '../../../jobs/tasks/report.ts';
import { EXPORT_TABLES } from '../../../src/store/export-rows.ts';
import { atDesk } from '../fairclock.ts';
import { simulatedDesk } from '../simulated-desk.ts';

type Rows = Record<string, string>[];
const rowsIn = (folder: string, table: string): Rows =>
  readdirSync(folder)
    .filter((name) => name.startsWith(`${table}-`))
    .sort()
    .flatMap((name) => parse(readFileSync(join(folder, name)), { columns: true, bom: true }) as Rows);
const namesIn = (folder: string): string[] => readdirSync(folder).sort();
const never = new AbortController().signal;

/** A quantile of type 7, as DuckDB's quantile_cont and PostgreSQL's percentile_cont tell it. */
function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const below = sorted[Math.floor(at)]!;
  return below + (sorted[Math.ceil(at)]! - below) * (at % 1);
}

it('writes every table whole, from which anybody computes what the report says', async () => {
  const { deps, window } = await simulatedDesk({ tickets: 1500 });
  const { folder } = atDesk();
  await exportAll({ folder, format: 'csv', window }, deps, never);

  expect(namesIn(folder)).toEqual(
    ['export.json', ...[...EXPORT_TABLES, 'figures'].map((table) => `${table}-0001.csv`)].sort(),
  );
  // More tickets than one page of the store has: none is lost or twice where pages meet.
  const tickets = rowsIn(folder, 'tickets');
  expect(new Set(tickets.map(({ source, ticket_id }) => `${source}/${ticket_id}`)).size).toBe(tickets.length);
  expect(tickets.length).toBeGreaterThan(1000);

  const report = await makeReport({ window, cohort: 'solved' }, deps);
  const solved = tickets.filter(
    ({ final_solved_at: at, resolved_by: by }) =>
      at !== '' && Number(at) >= window.from && Number(at) < window.to && by !== 'bot',
  );
  const told = report.overall.finalResolution.net;
  const net = solved
    .map((each) => each.final_resolution_net_ms!)
    .filter((ms) => ms !== '')
    .map(Number);
  expect(net.length).toBe(told!.n);
  expect(quantile(net, 0.5) / 1000).toBeCloseTo(told!.medianSeconds!, 0);
  expect(quantile(net, 0.9) / 1000).toBeCloseTo(told!.p90Seconds!, 0);

  const figures = new Map(rowsIn(folder, 'figures').map(({ path, number, text }) => [path, number || text]));
  expect(figures.get('overall.finalResolution.net.medianSeconds')).toBe(String(told!.medianSeconds));
  expect(figures.size).toBe(valuesOf(report).length);
});

it('goes on after the last whole file, and then says the same as one that was never stopped', async () => {
  const { deps, window } = await simulatedDesk({ tickets: 1500 });
  const [whole, stopped] = [atDesk().folder, atDesk().folder];
  const usual = { format: 'csv', window, rowsPerFile: 700 } as const;
  await exportAll({ ...usual, folder: whole }, deps, never);

  const stop = new AbortController();
  let files = 0;
  const onFile = (): void => {
    files += 1;
    if (files === 3) stop.abort();
  };
  await expect(exportAll({ ...usual, folder: stopped, onFile }, deps, stop.signal)).rejects.toThrow();
  const before = namesIn(stopped).filter((name) => name.endsWith('.csv'));
  expect(before.length).toBe(3);
  const went: string[] = [];
  await exportAll({ ...usual, folder: stopped, onFile: (file) => went.push(file) }, deps, never);

  expect(went.filter((file) => before.includes(file))).toEqual([]);
  expect(namesIn(stopped)).toEqual(namesIn(whole));
  for (const name of namesIn(whole)) {
    expect(readFileSync(join(stopped, name), 'utf8')).toBe(readFileSync(join(whole, name), 'utf8'));
  }
});

it('replaces a finished export, leaves files of others alone, and refuses a folder whose export.json is not ours', async () => {
  const { deps, window } = await simulatedDesk({ tickets: 1200 });
  const { folder } = atDesk();
  writeFileSync(join(folder, 'tickets.csv'), 'mine');
  await exportAll({ folder, format: 'csv', window, rowsPerFile: 100 }, deps, never);
  const many = namesIn(folder).length;
  await exportAll({ folder, format: 'csv', window }, deps, never);

  expect(namesIn(folder).length).toBeLessThan(many);
  expect(readFileSync(join(folder, 'tickets.csv'), 'utf8')).toBe('mine');
  writeFileSync(join(folder, 'export.json'), '{"files":[{"file":"../../x"}]}');
  await expect(exportAll({ folder, format: 'csv', window }, deps, never)).rejects.toThrow('is not of an export');
});

it('is a command: neutral cells, half a window and a missing folder told', async () => {
  const desk = atDesk();
  desk.write(
    'tickets.csv',
    'id,opened_at,status,agent_id,priority\n7,2026-11-02T09:00:00+01:00,solved,"=cmd|\' /C calc\'!A0",high\n',
  );
  desk.write('events.csv', 'ticket_id,at,kind,by,author_id,to\n7,2026-11-02T11:00:00+01:00,status,,,solved\n');
  const variables = { FILE_PATH: join(desk.folder, 'tickets.csv') };
  const to = join(desk.folder, 'out');
  const done = await desk.fairclock(
    ['export', '--to', to, '--from', '2026-11-01', '--to-day', '2026-12-01', '--time-zone', 'UTC'],
    variables,
  );

  expect(done.code).toBe(0);
  expect(done.out).toContain('tickets-0001.csv: 1 rows');
  expect(rowsIn(to, 'tickets')[0]).toMatchObject({ ticket_id: '7', agent_id: expect.stringMatching(/^'=cmd/) });
  expect((await desk.fairclock(['export'], variables)).err).toContain('--to FOLDER');
  expect((await desk.fairclock(['export', '--to', to, '--from', '2026-11-01'], variables)).err).toContain('--to-day');
  writeFileSync(join(desk.folder, 'file'), '');
  const blocked = await desk.fairclock(['export', '--to', join(desk.folder, 'file'), '--no-sync'], variables);
  expect([blocked.code, blocked.err]).toEqual([2, expect.stringContaining('cannot be written')]);
});

it('gives every value of a report a path of its own', () => {
  expect(
    valuesOf({
      a: [
        { key: 'x.y', n: 1 },
        { key: 'z', n: null },
      ],
      b: [
        { key: 'x', n: 1 },
        { key: 'x', n: 2 },
      ],
      c: [0.5, 'word'],
      d: true,
    }),
  ).toEqual([
    ['a.x\\.y.key', 'x.y'],
    ['a.x\\.y.n', 1],
    ['a.z.key', 'z'],
    ['b.0.key', 'x'],
    ['b.0.n', 1],
    ['b.1.key', 'x'],
    ['b.1.n', 2],
    ['c.0', 0.5],
    ['c.1', 'word'],
    ['d', true],
  ]);
});
