import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { measureJob } from '../../../jobs/tasks/measure.ts';
import { runHere } from '../../../jobs/tasks/run-here.ts';
import { syncJob } from '../../../jobs/tasks/sync.ts';
import { connectRedis } from '../../../jobs/worker/connection.ts';
import { openQueues } from '../../../jobs/worker/queues.ts';
import { readEnvironment } from '../../../src/config/environment.ts';
import { createLimiters } from '../../../src/connector/http/limiter.ts';
import { createTools, systemEffects } from '../../../src/connector/tools.ts';
import { openStore } from '../../../src/store/store.ts';
import { type PostgresServer, startPostgres } from '../../servers/postgres.ts';
import { type RedisServer, startRedis } from '../../servers/redis.ts';
import { testDeps } from '../test-deps.ts';
import { startUnrulyVendor, type UnrulyVendor, unruly } from './unruly-vendor.ts';

const TICKETS = 5000;
const KILLS = 25;
const PREFIX = '{kill-test}';
const WORKER = join(import.meta.dirname, 'worker-process.ts');

let redis: RedisServer;
let postgres: PostgresServer;
let vendor: UnrulyVendor;

beforeAll(async () => {
  [redis, postgres, vendor] = await Promise.all([
    startRedis({ own: true }),
    startPostgres({ own: true }),
    startUnrulyVendor(TICKETS),
  ]);
});
afterAll(async () => {
  await Promise.all([redis.stop(), postgres.stop(), vendor.close()]);
});

/** Uniform in [0, 1), the same at every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}

interface WorkerProcess {
  readonly child: ChildProcess;
  readonly log: () => string;
  readonly ended: Promise<void>;
}

function startWorker(variables: Readonly<Record<string, string>>): WorkerProcess {
  const child = spawn(process.execPath, [WORKER], {
    env: { PATH: process.env.PATH, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  child.stdout?.on('data', (chunk) => {
    text += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    text += chunk;
  });
  return { child, log: () => text, ended: new Promise((done) => child.on('exit', () => done())) };
}

/** Every row that says what is known and what was measured; what tells only when it was written is left out. */
async function contents(database: string): Promise<Readonly<Record<string, readonly unknown[]>>> {
  const client = new pg.Client({ connectionString: database });
  await client.connect();
  try {
    const { rows: columns } = await client.query<{ table_name: string; column_name: string }>(
      `select table_name, column_name from information_schema.columns
       where table_schema = 'public' and table_name in ('ticket', 'event', 'measured')
         and column_name <> 'revision'
       order by table_name, column_name`,
    );
    const found: Record<string, unknown[]> = {};
    for (const table of new Set(columns.map(({ table_name }) => table_name))) {
      const names = columns
        .filter(({ table_name }) => table_name === table)
        .map(({ column_name }) => `"${column_name}"`);
      const { rows } = await client.query({
        text: `select ${names} from "${table}"`,
        rowMode: 'array',
      });
      found[table] = rows.map((row) => JSON.stringify(row)).sort();
    }
    return found;
  } finally {
    await client.end();
  }
}

function isRecord(line: string): boolean {
  try {
    return typeof JSON.parse(line).msg === 'string';
  } catch {
    return false;
  }
}

const pause = (ms: number) => new Promise((tick) => setTimeout(tick, ms));

describe('workers that are killed at any moment', () => {
  it('end with the same rows as a run that nobody disturbed, and with every digest sent once', async () => {
    const database = await postgres.freshDatabase();
    const variables = {
      DATABASE_URL: database,
      REDIS_URL: redis.url,
      QUEUE_PREFIX: PREFIX,
      UNRULY_URL: vendor.url,
      DIGEST_DAILY: '00:00 UTC',
      DIGEST_WAIT_HOURS: '0',
      DIGEST_CATCH_UP: '6',
    };
    const setup = await openStore({ url: database });
    // As if the digest had been asked for five days ago: five are due, one a look.
    await setup.sync.setSetting('digest-since:daily/receiver', String(Date.now() - 5 * 86_400_000));
    await setup.close();
    const producer = connectRedis(redis.url, 'producer', () => {});
    const queues = openQueues(producer, PREFIX, ['unruly'], () => {});
    const ask = () =>
      Promise.all([
        queues.enqueue('sync', { source: 'unruly' }, 'unruly'),
        queues.enqueue('due-digests', {}, 'now'),
      ]).catch(() => undefined);

    const random = seeded(20_261_121);
    vendor.setUnruly(true);
    let log = '';
    for (let kill = 0; kill < KILLS; kill++) {
      const worker = startWorker(variables);
      await ask();
      vendor.change(10);
      // Some die while they start, most in the middle of pages, measuring and digests.
      while (kill % 5 !== 4 && worker.child.exitCode === null && !worker.log().includes('worker started'))
        await pause(10);
      await pause(random() * 900);
      if (kill === 8) await redis.restart('kill');
      if (kill === 16) await postgres.restart('kill');
      if (kill === 20) await postgres.restart('stop');
      worker.child.kill('SIGKILL');
      await worker.ended;
      log += worker.log();
    }

    vendor.setUnruly(false);
    const last = startWorker(variables);
    const store = await openStore({ url: database });
    const done = async (): Promise<boolean> => {
      const state = await store.sync.state('unruly');
      const digests = await store.digests.list();
      return (
        state?.cursor === String(vendor.latest()) &&
        (await store.measurements.countUnmeasured()) === 0 &&
        digests.length === 5 &&
        digests.every((row) => row.state === 'sent' || row.state === 'sending')
      );
    };
    while (!(await done())) {
      await ask();
      await pause(500);
    }
    last.child.kill('SIGKILL');
    await last.ended;
    log += last.log();
    const interrupted = (await store.digests.list()).filter(({ state }) => state === 'sending').length;
    await store.close();
    await queues.close();
    producer.disconnect();

    const calmDatabase = await postgres.freshDatabase();
    const calm = await openStore({ url: calmDatabase });
    const { sources } = readEnvironment({ SOURCES: 'unruly', UNRULY_URL: vendor.url }, [unruly]);
    const limiters = createLimiters(systemEffects);
    const signal = new AbortController().signal;
    const deps = {
      ...(await testDeps({ at: 0, sources })),
      store: calm,
      now: Date.now,
      toolsFor: () => createTools({ source: 'unruly', signal, storeSubjects: false, warn: () => {}, limiters }),
    };
    await runHere(syncJob, { source: 'unruly' }, deps, signal);
    await runHere(measureJob, {}, deps, signal);
    await calm.close();
    const [disturbed, undisturbed] = [await contents(database), await contents(calmDatabase)];

    expect(Object.keys(undisturbed)).toHaveLength(3);
    for (const [table, rows] of Object.entries(undisturbed)) {
      expect(rows.length, table).toBeGreaterThanOrEqual(TICKETS);
      expect(disturbed[table], table).toEqual(rows);
    }
    expect(vendor.faults).toEqual({ limited: expect.any(Number), broken: expect.any(Number), cut: expect.any(Number) });
    expect(Math.min(...Object.values(vendor.faults))).toBeGreaterThan(0);
    expect(new Set(vendor.digests).size).toBe(vendor.digests.length);
    expect(vendor.digests.length).toBeGreaterThanOrEqual(5 - interrupted);
    // What went wrong is explained: every whole line of the log is a record with a message (killed, one may leave half).
    const unexplained = log.split('\n').filter((line) => line !== '' && !isRecord(line));
    expect(unexplained.filter((line) => !line.startsWith('{'))).toEqual([]);
    expect(log).toMatch(/a worker died over this job|a job was interrupted and will be tried again/);
  }, 240_000);
});
