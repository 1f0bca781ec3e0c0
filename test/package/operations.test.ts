import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Driver from 'better-sqlite3';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { createMetrics } from '../../jobs/worker/metrics.ts';
import { atDesk } from '../jobs/fairclock.ts';

const README = readFileSync(join(import.meta.dirname, '../../jobs/README.md'), 'utf8');

it('alerts on metrics that a worker has', async () => {
  const [, text] = /```yaml\n(groups:[\s\S]*?)```/.exec(README)!;
  const { groups } = parse(text!) as { groups: { rules: { alert: string; expr: string }[] }[] };
  const names = groups.flatMap(({ rules }) => rules).flatMap(({ expr }) => expr.match(/fairclock_\w+/g) ?? []);
  const watch = {
    store: async () => ({
      skewMs: 0,
      sources: [{ name: 'desk', readUpTo: 0, rejected: 0 }],
      unmeasured: 0,
      digests: new Map(),
      owed: [],
    }),
    queues: async () => ({
      skewMs: 0,
      oldestWaiting: new Map([['sync', 0]]),
      failed: new Map(),
      brokenSchedules: [],
    }),
  };
  const metrics = createMetrics({ now: () => 0 }, watch as unknown as Parameters<typeof createMetrics>[1]);
  const given = new Set([...(await metrics.render()).matchAll(/^# TYPE (\w+)/gm)].map(([, name]) => name));

  expect(names.length).toBeGreaterThan(6);
  expect(names.filter((name) => !given.has(name))).toEqual([]);
});

it('backs up by the statement that the documentation gives, to a store that says the same', async () => {
  const desk = atDesk();
  const variables = { SOURCES: 'simulated', SIMULATED_TICKETS: '300', SIMULATED_UNTIL: '2026-11-23' };
  await desk.fairclock(['sync'], variables);
  const [, statement] = /sqlite3 fairclock\.sqlite "(vacuum into '[^"]+')"/.exec(README)!;
  const backup = join(desk.folder, 'backup.sqlite');
  const store = new Driver(join(desk.folder, 'store.sqlite'));
  store.exec(statement!.replace('backup.sqlite', backup));
  store.close();
  const words = ['--from', '2026-10-26', '--to', '2026-11-23', '--no-sync'];
  const [first, second] = [
    await desk.report(variables, ...words),
    await desk.report({ ...variables, DATABASE_URL: backup }, ...words),
  ];

  expect(second.overall).toEqual(first.overall);
  expect((await desk.fairclock(['sync'], { ...variables, DATABASE_URL: backup })).code).toBe(0);
});
