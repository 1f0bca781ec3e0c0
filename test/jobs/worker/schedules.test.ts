import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { startCaretaker } from '../../../jobs/worker/caretaker.ts';
import { connectRedis } from '../../../jobs/worker/connection.ts';
import { openQueues } from '../../../jobs/worker/queues.ts';
import { brokenSchedules, keepSchedules, mendSchedules } from '../../../jobs/worker/schedules.ts';
import { type RedisServer, startRedis } from '../../servers/redis.ts';
import { testDeps } from '../test-deps.ts';

const SCHEDULES = { sources: ['desk'], syncEveryMinutes: 15 };
const ALL = ['sync.desk', 'due-digests'];

let server: RedisServer;
beforeAll(async () => {
  server = await startRedis({ own: true });
});
afterAll(() => server.stop());

async function kept() {
  const redis = connectRedis(server.url, 'producer', () => {});
  await redis.flushall();
  const queues = openQueues(redis, '{schedules}', SCHEDULES.sources, () => {});
  onTestFinished(async () => {
    await queues.close();
    redis.disconnect();
  });
  await keepSchedules(queues, SCHEDULES);
  return { redis, queues, broken: () => brokenSchedules(queues, SCHEDULES, Date.now()) };
}

const nothing = {
  store: () => Promise.reject(new Error('not asked')),
  queues: () => Promise.reject(new Error('not asked')),
};

/** A caretaker that looks so often, until the test ends. */
async function caretaker({ redis, queues }: Awaited<ReturnType<typeof kept>>, lookEveryMs: number) {
  const { log, said } = await testDeps({ at: 0 });
  const stop = startCaretaker([redis], {
    queues,
    schedules: SCHEDULES,
    watch: nothing,
    log,
    now: Date.now,
    lookEveryMs,
  });
  onTestFinished(stop);
  return said;
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition().catch(() => false))) await new Promise((tick) => setTimeout(tick, 20));
}

describe('schedules in Redis', () => {
  it('are whole once they are written', async () => expect(await (await kept()).broken()).toEqual([]));

  it('are missed where Redis has forgotten them, or only the job that would come next', async () => {
    const { redis, queues, broken } = await kept();
    const [job] = (await queues.all.get('sync.desk')?.getJobs(['waiting', 'delayed'])) ?? [];
    await job?.remove().catch(() => redis.del(`{schedules}:sync.desk:${job.id}`));
    await redis.zadd('{schedules}:sync.desk:repeat', Date.now() - 3_600_000, 'sync.desk');
    const withoutNext = await broken();
    await redis.flushall();

    expect(withoutNext).toEqual(['sync.desk']);
    expect(await broken()).toEqual(ALL);
  });

  it('are written anew every few minutes', async () => {
    const all = await kept();
    const said = await caretaker(all, 50);
    await all.redis.flushall();
    await until(async () => (await all.broken()).length === 0);

    expect(said.some(({ text }) => /Redis had lost schedules/.test(text))).toBe(true);
  });

  it('are written anew as soon as Redis is back, though it comes back empty', async () => {
    const all = await kept();
    await caretaker(all, 3_600_000);
    await all.redis.flushall();
    await server.restart('kill');
    await until(async () => (await all.broken()).length === 0);

    expect(await all.broken()).toEqual([]);
  });

  it('that a clock far ahead has put off come at their time again', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 400 * 86_400_000 });
    onTestFinished(() => void vi.useRealTimers());
    const { queues, broken } = await kept();
    // Each first run is at once; it is the one after that which lies ahead.
    for (const [name, queue] of queues.all) {
      for (const { key } of await queue.getJobSchedulers()) {
        await queue.upsertJobScheduler(key, {
          every: name === 'digest' ? 60_000 : 900_000,
          startDate: Date.now() + 60_000,
        });
      }
    }
    await keepSchedules(queues, SCHEDULES);
    vi.useRealTimers();
    const ahead = await broken();
    const { log } = await testDeps({ at: 0 });
    await mendSchedules(queues, SCHEDULES, { now: Date.now, log });

    expect(ahead).toEqual(ALL);
    expect(await broken()).toEqual([]);
  });
});
