import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { connectRedis } from '../../jobs/worker/connection.ts';
import { MEASURE_QUEUE, openQueues } from '../../jobs/worker/queues.ts';
import { openStore } from '../../src/store/store.ts';
import { startPostgres } from '../servers/postgres.ts';
import { startRedis } from '../servers/redis.ts';
import { fill } from './race.ts';

/*
 * node test/bench/workers.ts [TICKETS]: how much faster two workers measure than one, on a real Redis and a real
 * PostgreSQL that run on the same machine. All runs measure the same tickets of a fresh store. A single worker lets the
 * database work on the second core meanwhile, so it is also timed with everything on one core (Linux).
 */

const TICKETS = Number(process.argv[2] ?? 100_000);
/** Given by this program to itself: time so many workers and print the seconds, nothing else. */
const ONLY = process.argv[3] === undefined ? undefined : Number(process.argv[3]);
const YOUNG_HEAP = '--max-semi-space-size=16';
const CLI = join(import.meta.dirname, '../../jobs/cli.ts');
const [redis, postgres] = [await startRedis({ own: true }), await startPostgres({ own: true })];

async function secondsWith(workers: number): Promise<number> {
  const database = await postgres.freshDatabase();
  const store = await openStore({ url: database });
  await fill(store, TICKETS);
  const prefix = `{bench-${workers}}`;
  const producer = connectRedis(redis.url, 'producer', () => {});
  const queues = openQueues(producer, prefix, ['simulated'], () => {});
  const variables = {
    PATH: process.env.PATH,
    DATABASE_URL: database,
    REDIS_URL: redis.url,
    QUEUE_PREFIX: prefix,
    SOURCES: 'simulated',
    WORKER_SCHEDULES: 'false',
    HTTP_PORT: '0',
    LOG_LEVEL: 'error',
  };
  const running = Array.from({ length: workers }, () =>
    spawn(process.execPath, [YOUNG_HEAP, CLI, 'worker'], { env: variables, stdio: ['ignore', 'ignore', 'inherit'] }),
  );
  // Workers that have not started are not what is measured.
  await new Promise((tick) => setTimeout(tick, 4000));
  const begun = performance.now();
  await queues.enqueue('measure', {}, 'all');
  // Redis is asked, not the store: counting tickets takes time from the workers.
  const queue = queues.all.get(MEASURE_QUEUE)!;
  do await new Promise((tick) => setTimeout(tick, 50));
  while ((await queue.getJobCountByTypes('waiting', 'active', 'delayed', 'prioritized')) > 0);
  const seconds = (performance.now() - begun) / 1000;
  if ((await store.measurements.countUnmeasured()) > 0)
    throw new Error('the queue is empty and tickets are not measured');
  for (const worker of running) worker.kill('SIGTERM');
  await Promise.all(running.map((worker) => new Promise((done) => worker.on('exit', done))));
  await queues.close();
  producer.disconnect();
  await store.close();
  return seconds;
}

/** One worker, Redis and PostgreSQL on the first core alone; undefined where a process cannot be held there. */
function secondsOnOneCore(): number | undefined {
  const own = [process.execPath, import.meta.filename, String(TICKETS), '1'];
  const child = spawnSync('taskset', ['--cpu-list', '0', ...own], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return child.status === 0 ? Number(child.stdout) : undefined;
}

function print(what: string, seconds: number): void {
  console.log(`${what.padEnd(44)} ${seconds.toFixed(2)} s  ${Math.round(TICKETS / seconds)} tickets/s`);
}

if (ONLY === undefined) {
  const onOneCore = secondsOnOneCore();
  const [one, two] = [await secondsWith(1), await secondsWith(2)];
  if (onOneCore !== undefined) print('one worker, all servers on the same core', onOneCore);
  print('one worker', one);
  print('two workers', two);
  console.log(`two workers to one (goal 1.8)                ${(one / two).toFixed(2)}`);
  if (onOneCore !== undefined)
    console.log(`two cores to one                             ${(onOneCore / two).toFixed(2)}`);
} else {
  console.log(await secondsWith(ONLY));
}
await redis.stop();
await postgres.stop();
