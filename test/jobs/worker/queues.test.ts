import type { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { connectRedis, findRedis } from '../../../jobs/worker/connection.ts';
import { openQueues, type Queues } from '../../../jobs/worker/queues.ts';
import { takeJobs } from '../../../jobs/worker/run.ts';
import { keepSchedules } from '../../../jobs/worker/schedules.ts';
import { ConfigError, RetryableError } from '../../../src/model/errors.ts';
import { type RedisServer, startRedis } from '../../servers/redis.ts';
import { scriptedSource, testDeps } from '../test-deps.ts';

let server: RedisServer;
let prefixes = 0;

beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server.stop());

/** Queues under a prefix that no other test uses. */
function freshQueues(sources: readonly string[], prefix = `{test-${process.pid}-${prefixes++}}`) {
  const redis = connectRedis(server.url, 'producer', () => {});
  const queues = openQueues(redis, prefix, sources, () => {});
  onTestFinished(async () => {
    await queues.close();
    redis.disconnect();
  });
  return { queues, prefix };
}

async function schedulersOf(queues: Queues): Promise<string[]> {
  const found: string[] = [];
  for (const [name, queue] of queues.all) {
    for (const { key, every } of await queue.getJobSchedulers()) found.push(`${name}: ${key} every ${every}`);
  }
  return found.sort();
}

/** Takes jobs with deps of its own until the test ends. */
async function worker(prefix: string, queues: Queues, deps: Awaited<ReturnType<typeof testDeps>>) {
  const finished: string[] = [];
  const connection: Redis = connectRedis(server.url, 'worker', () => {});
  const running = takeJobs(
    connection,
    prefix,
    { ...deps, now: Date.now, enqueue: queues.enqueue },
    {
      finished: (job, outcome) => void finished.push(`${job} ${outcome}`),
    },
  );
  onTestFinished(async () => {
    await running.close(2000);
    connection.disconnect();
  });
  return { finished };
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((tick) => setTimeout(tick, 20));
}

const NOW = Date.parse('2026-11-04T12:00:00Z');

describe('the schedules in Redis', () => {
  const wanted = [
    'digest: due-digests every 60000',
    'sync.desk.emea: sync.desk.emea every 900000',
    'sync.desk: sync.desk every 900000',
  ];

  it('are one of each, although two processes write them at once', async () => {
    const sources = ['desk', 'desk:emea'];
    const { queues: one, prefix } = freshQueues(sources);
    const { queues: other } = freshQueues(sources, prefix);
    await Promise.all(
      [one, other, one, other].map((queues) => keepSchedules(queues, { sources, syncEveryMinutes: 15 })),
    );

    expect(await schedulersOf(one)).toEqual(wanted);
    expect(await one.all.get('sync.desk')?.getDelayedCount()).toBeLessThanOrEqual(1);
  });

  it('lose what is no longer configured and follow what has changed', async () => {
    const { queues } = freshQueues(['desk', 'desk:emea']);
    await keepSchedules(queues, { sources: ['desk', 'desk:emea'], syncEveryMinutes: 15 });
    await keepSchedules(queues, { sources: ['desk'], syncEveryMinutes: 60 });

    expect(await schedulersOf(queues)).toEqual([
      'digest: due-digests every 60000',
      'sync.desk: sync.desk every 3600000',
    ]);
  });

  it('of a source that vanished from the settings altogether are removed too', async () => {
    const { queues: before, prefix } = freshQueues(['desk', 'old']);
    await keepSchedules(before, { sources: ['desk', 'old'], syncEveryMinutes: 15 });
    const { queues: after } = freshQueues(['desk'], prefix);
    await keepSchedules(after, { sources: ['desk'], syncEveryMinutes: 15 });

    expect(await schedulersOf(before)).toEqual([
      'digest: due-digests every 60000',
      'sync.desk: sync.desk every 900000',
    ]);
  });
});

describe('jobs on the queues', () => {
  it('are done once and once more at most, however often they are asked for while one runs', async () => {
    let pulls = 0;
    const asked = Promise.withResolvers<void>();
    const source = scriptedSource('desk', []);
    const slow = {
      ...source,
      async *pull() {
        pulls += 1;
        await asked.promise;
        yield { cursor: String(pulls) };
      },
    };
    const deps = await testDeps({ at: NOW, sources: [slow] });
    const { queues, prefix } = freshQueues(['desk']);
    await Promise.all(Array.from({ length: 50 }, () => queues.enqueue('sync', { source: 'desk' }, 'desk')));
    const { finished } = await worker(prefix, queues, deps);
    await until(() => pulls === 1);
    await Promise.all(Array.from({ length: 50 }, () => queues.enqueue('sync', { source: 'desk' }, 'desk')));
    asked.resolve();
    await until(() => finished.filter((line) => line === 'sync done').length === 2);
    const queue = queues.all.get('sync.desk');
    await until(async () => {
      const left = await queue?.getJobCounts('waiting', 'active', 'delayed', 'prioritized');
      return Object.values(left ?? {}).every((count) => count === 0);
    });

    expect(pulls).toBe(2);
  });

  it('are tried again after a fault of the other side, and measured afterwards', async () => {
    const source = scriptedSource('desk', []);
    let tries = 0;
    const faulty = {
      ...source,
      async *pull() {
        tries += 1;
        if (tries === 1) throw new RetryableError('503');
        yield { cursor: '1' };
      },
    };
    const deps = await testDeps({ at: NOW, sources: [faulty] });
    const { queues, prefix } = freshQueues(['desk']);
    const { finished } = await worker(prefix, queues, deps);
    await queues.enqueue('sync', { source: 'desk' }, 'desk');
    await until(() => finished.includes('measure done'));

    expect(finished).toEqual(['sync retried', 'sync done', 'measure done']);
  });

  it('fail at once, and for good, when a person must edit something', async () => {
    const deps = await testDeps({
      at: NOW,
      sources: [scriptedSource('desk', [new ConfigError('401, check DESK_TOKEN')])],
    });
    const { queues, prefix } = freshQueues(['desk']);
    const { finished } = await worker(prefix, queues, deps);
    await queues.enqueue('sync', { source: 'desk' }, 'desk');
    await until(() => finished.length > 0);
    const [failed] = (await queues.all.get('sync.desk')?.getFailed()) ?? [];

    expect(finished).toEqual(['sync failed']);
    expect(failed?.failedReason).toBe('401, check DESK_TOKEN');
    expect(deps.said.some(({ level, text }) => level === 'error' && text === 'a job failed')).toBe(true);
  });

  it('that are under way when the worker is told to stop are handed back and done by the next one', async () => {
    const source = scriptedSource('desk', []);
    let release = () => {};
    const pages: string[] = [];
    const paused = {
      ...source,
      async *pull(cursor: string | undefined) {
        pages.push(cursor ?? 'start');
        yield { cursor: '1' };
        if (cursor !== undefined) return;
        await new Promise<void>((go) => {
          release = go;
        });
        yield { cursor: '2' };
      },
    };
    const deps = await testDeps({ at: NOW, sources: [paused] });
    const { queues, prefix } = freshQueues(['desk']);
    const connection = connectRedis(server.url, 'worker', () => {});
    const first: string[] = [];
    const running = takeJobs(
      connection,
      prefix,
      { ...deps, now: Date.now, enqueue: queues.enqueue },
      {
        finished: (job, outcome) => void first.push(`${job} ${outcome}`),
      },
    );
    await queues.enqueue('sync', { source: 'desk' }, 'desk');
    await until(() => pages.length === 1);
    const closing = running.close(5000);
    release();
    await closing;
    connection.disconnect();
    const { finished } = await worker(prefix, queues, deps);
    await until(() => finished.includes('sync done'));

    expect(first).toEqual(['sync handed back']);
    expect(pages).toEqual(['start', '2']);
  });
});

describe('the Redis of the settings', () => {
  it('is warned of when it may throw jobs away', async () => {
    const redis = connectRedis(server.url, 'producer', () => {});
    await redis.config('SET', 'maxmemory-policy', 'allkeys-lru');
    const { warning } = await findRedis(server.url, '{test}');
    await redis.config('SET', 'maxmemory-policy', 'noeviction');
    const { warning: silence } = await findRedis(server.url, '{test}');
    redis.disconnect();

    expect(warning).toMatch(/maxmemory-policy is allkeys-lru\); set it to noeviction/);
    expect(silence).toBeUndefined();
  });

  it('that is not there is named by its variable, without its password', async () => {
    const failure = await findRedis('redis://:hunter2-secret@127.0.0.1:1/0', '{test}').catch((error: unknown) => error);

    expect(failure).toBeInstanceOf(ConfigError);
    expect(String(failure)).toMatch(/REDIS_URL: Redis does not answer: nobody listens there/);
    expect(String(failure)).not.toContain('hunter2');
  });
});
