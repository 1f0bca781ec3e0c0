import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { connectRedis } from '../../jobs/worker/connection.ts';
import { MEASURE_QUEUE, openQueues } from '../../jobs/worker/queues.ts';
import { openStore } from '../../src/store/open-store.ts';
import { startPostgres } from '../servers/postgres.ts';
import { startRedis } from '../servers/redis.ts';
import { fill } from './race.ts';

/*
 * node test/bench/workers.ts [TICKETS]: how much faster two workers measure than one, on a real Redis and a real
 * PostgreSQL that run on the same machine. Both runs measure the same tickets of the same store.
 */

const TICKETS = Number(process.argv[2] ?? 20_000);
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
    spawn(process.execPath, [CLI, 'worker'], { env: variables, stdio: ['ignore', 'ignore', 'inherit'] }),
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
  if ((await store.countUnmeasured()) > 0) throw new Error('the queue is empty and tickets are not measured');
  for (const worker of running) worker.kill('SIGTERM');
  await Promise.all(running.map((worker) => new Promise((done) => worker.on('exit', done))));
  await queues.close();
  producer.disconnect();
  await store.close();
  return seconds;
}

const one = await secondsWith(1);
const two = await secondsWith(2);
console.log(`one worker  ${one.toFixed(2)} s  ${Math.round(TICKETS / one)} tickets/s`);
console.log(`two workers ${two.toFixed(2)} s  ${Math.round(TICKETS / two)} tickets/s`);
console.log(`ratio (goal 1.8) ${(one / two).toFixed(2)}`);
await redis.stop();
await postgres.stop();
