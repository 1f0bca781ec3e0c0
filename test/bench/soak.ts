import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentProgress } from '../../jobs/commands/open-deps.ts';
import { createLog } from '../../jobs/log.ts';
import { connectRedis } from '../../jobs/worker/connection.ts';
import { openQueues } from '../../jobs/worker/queues.ts';
import { takeJobs } from '../../jobs/worker/run.ts';
import { createSides } from '../../src/clock/sides.ts';
import { readEnvironment } from '../../src/config/environment.ts';
import { openStore } from '../../src/store/store.ts';
import { startRedis } from '../servers/redis.ts';

/*
 * node --expose-gc test/bench/soak.ts [JOBS]: whether a worker and its Redis keep their size over many jobs. Prints the
 * heap after a collection and Redis' memory at every tenth of the way.
 */

const JOBS = Number(process.argv[2] ?? 100_000);
const STEPS = 10;
const redis = await startRedis({ own: true });
const folder = mkdtempSync(join(tmpdir(), 'fairclock-soak-'));
const producer = connectRedis(redis.url, 'producer', () => {});
const consumer = connectRedis(redis.url, 'worker', () => {});
const queues = openQueues(producer, '{soak}', [], () => {});
let finished = 0;
const running = takeJobs(
  consumer,
  '{soak}',
  {
    settings: readEnvironment({}, []).settings,
    sources: [],
    channels: [],
    store: await openStore({ url: join(folder, 'soak.sqlite') }),
    sides: createSides(),
    log: createLog({ level: 'error', secrets: [], destination: process.stderr, readable: false }),
    progress: silentProgress,
    now: Date.now,
    random: Math.random,
    sleep: async () => undefined,
    toolsFor: () => {
      throw new Error('the soak asks no vendor');
    },
    enqueue: queues.enqueue,
  },
  {
    finished: () => {
      finished += 1;
    },
  },
);
for (let step = 1; step <= STEPS; step++) {
  const goal = (JOBS / STEPS) * step;
  while (finished < goal) {
    const more = Math.min(200, goal - finished);
    const before = finished;
    await Promise.all(Array.from({ length: more }, (_, index) => queues.enqueue('measure', {}, `${before}-${index}`)));
    while (finished < before + more) await new Promise((tick) => setTimeout(tick, 2));
  }
  globalThis.gc?.();
  const memory = /used_memory:(\d+)/.exec(await producer.info('memory'))?.[1];
  console.log(
    `${finished} jobs: heap ${Math.round(process.memoryUsage().heapUsed / 1e5) / 10} MB, resident ${Math.round(process.memoryUsage.rss() / 1e6)} MB, Redis ${Math.round(Number(memory) / 1e5) / 10} MB`,
  );
}
await running.close(5000);
await queues.close();
consumer.disconnect();
producer.disconnect();
await redis.stop();
rmSync(folder, { recursive: true, force: true });
