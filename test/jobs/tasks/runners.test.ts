import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { simulated } from '../../../connectors/simulated/index.ts';
import type { Deps } from '../../../jobs/tasks/job.ts';
import { measureJob } from '../../../jobs/tasks/measure.ts';
import { makeReport } from '../../../jobs/tasks/report.ts';
import { runHere } from '../../../jobs/tasks/run-here.ts';
import { syncJob } from '../../../jobs/tasks/sync.ts';
import { connectRedis } from '../../../jobs/worker/connection.ts';
import { openQueues } from '../../../jobs/worker/queues.ts';
import { takeJobs } from '../../../jobs/worker/run.ts';
import { readEnvironment } from '../../../src/config/environment.ts';
import type { Report } from '../../../src/report/schema.ts';
import { openStore } from '../../../src/store/store.ts';
import { type PostgresServer, startPostgres } from '../../servers/postgres.ts';
import { type RedisServer, startRedis } from '../../servers/redis.ts';
import { testDeps } from '../test-deps.ts';

const NOW = Date.parse('2026-11-16T12:00:00Z');
const WINDOW = { from: Date.parse('2026-10-01T00:00:00Z'), to: Date.parse('2026-11-01T00:00:00Z'), timeZone: 'UTC' };
const COMPANY = {
  SOURCES: 'simulated',
  SIMULATED_TICKETS: '2600',
  SIMULATED_UNTIL: '2026-11-16',
  TEAM_HOURS: 'Mon-Fri 09:00-17:00',
};
const signal = new AbortController().signal;

let redis: RedisServer;
let postgres: PostgresServer;
beforeAll(async () => {
  [redis, postgres] = await Promise.all([startRedis(), startPostgres()]);
});
afterAll(async () => {
  await Promise.all([redis.stop(), postgres.stop()]);
});

type Run = (deps: Deps) => Promise<void>;

/** Both jobs one after the other in this process. */
const embedded: Run = async (deps) => {
  await runHere(syncJob, { source: 'simulated' }, deps, signal);
  await runHere(measureJob, {}, deps, signal);
};

/** The sync alone is asked for; measuring, in shares, follows from it. */
const onBullMq: Run = async (deps) => {
  const prefix = `{runners-${process.pid}-${Date.now()}}`;
  const [producer, consumer] = [
    connectRedis(redis.url, 'producer', () => {}),
    connectRedis(redis.url, 'worker', () => {}),
  ];
  const queues = openQueues(producer, prefix, ['simulated'], () => {});
  const finished: string[] = [];
  const running = takeJobs(
    consumer,
    prefix,
    { ...deps, enqueue: queues.enqueue },
    {
      finished: (job, outcome) => void finished.push(`${job} ${outcome}`),
    },
  );
  await queues.enqueue('sync', { source: 'simulated' }, 'simulated');
  // Both shares must have been handed out and done, or this would prove nothing of them.
  const sharesDone = () => finished.filter((line) => line === 'measure-shard done').length;
  while (sharesDone() < 2 || (await deps.store.measurements.countUnmeasured()) > 0) {
    await new Promise((tick) => setTimeout(tick, 20));
  }
  await running.close(5000);
  await queues.close();
  consumer.disconnect();
  producer.disconnect();
};

const onSqlite = async (deps: Deps): Promise<Deps> => deps;
const onPostgres = async (deps: Deps): Promise<Deps> => {
  const store = await openStore({ url: await postgres.freshDatabase() });
  onTestFinished(() => store.close());
  return { ...deps, store };
};

let first: Report | undefined;

describe.each([
  ['in one process on SQLite', embedded, onSqlite],
  ['in one process on PostgreSQL', embedded, onPostgres],
  ['on BullMQ and SQLite', onBullMq, onSqlite],
  ['on BullMQ and PostgreSQL', onBullMq, onPostgres],
] as const)('the same jobs %s', (_where, run, on) => {
  it('make the same report, figure for figure', async () => {
    const { settings, sources } = readEnvironment(COMPANY, [simulated]);
    const deps = await on({ ...(await testDeps({ at: NOW })), settings, sources });
    await run(deps);
    const report = await makeReport({ window: WINDOW, cohort: 'solved' }, { ...deps, now: () => NOW });
    first ??= report;

    expect(report.overall.tickets).toBeGreaterThan(300);
    expect({ ...report, quality: { ...report.quality, watermarks: {} } }).toEqual({
      ...first,
      quality: { ...first.quality, watermarks: {} },
    });
  });
});
