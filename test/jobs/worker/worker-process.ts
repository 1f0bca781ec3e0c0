/*
 * A worker as `fairclock worker` runs it, with the test's vendor as its connector and the test's receiver as its
 * channel, to be killed by a test. What differs from the real one is only who stands at the two ends.
 */
import { silentProgress } from '../../../jobs/commands/open-deps.ts';
import type { Channel } from '../../../jobs/delivery/channel.ts';
import { createLog } from '../../../jobs/log.ts';
import { connectRedis } from '../../../jobs/worker/connection.ts';
import { openQueues } from '../../../jobs/worker/queues.ts';
import { takeJobs } from '../../../jobs/worker/run.ts';
import { keepSchedules } from '../../../jobs/worker/schedules.ts';
import { createSides } from '../../../src/clock/sides.ts';
import { readEnvironment } from '../../../src/config/environment.ts';
import { createLimiters } from '../../../src/connector/http/limiter.ts';
import { createTools, systemEffects } from '../../../src/connector/tools.ts';
import { RetryableError } from '../../../src/model/errors.ts';
import { openStore } from '../../../src/store/store.ts';
import { unruly } from './unruly-vendor.ts';

const { settings, sources } = readEnvironment(process.env, [unruly]);
const vendorUrl = process.env.UNRULY_URL ?? '';
const log = createLog({ level: 'info', secrets: [], destination: process.stdout, readable: false });
const limiters = createLimiters(systemEffects);

const receiver: Channel = {
  id: 'receiver',
  async deliver({ key }, signal) {
    try {
      await fetch(`${vendorUrl}/digest?${new URLSearchParams({ key })}`, { method: 'POST', signal });
    } catch (error) {
      throw new RetryableError('receiver: not reached', { cause: error });
    }
    return { outcome: 'sent', detail: 'received' };
  },
  async find(key, signal) {
    const answer = await fetch(`${vendorUrl}/digest?${new URLSearchParams({ key })}`, { signal });
    return ((await answer.json()) as { arrived: boolean }).arrived;
  },
};

const redisUrl = settings.REDIS_URL ?? '';
const producer = connectRedis(redisUrl, 'producer', () => {});
const consumer = connectRedis(redisUrl, 'worker', () => {});
const queues = openQueues(
  producer,
  settings.QUEUE_PREFIX,
  sources.map(({ name }) => name),
  () => {},
);
takeJobs(
  consumer,
  settings.QUEUE_PREFIX,
  {
    settings,
    sources,
    channels: [receiver],
    store: await openStore({ url: settings.DATABASE_URL }),
    sides: createSides(),
    log,
    progress: silentProgress,
    now: systemEffects.now,
    random: systemEffects.random,
    sleep: (ms, signal) => systemEffects.sleep(ms, signal).catch(() => undefined),
    toolsFor: (source, signal) =>
      createTools({ source: source.name, signal, storeSubjects: false, warn: () => {}, limiters }),
    enqueue: queues.enqueue,
  },
  { finished: () => {} },
  // Dead workers are noticed while the test runs.
  { lockMs: 1000 },
);
await keepSchedules(queues, { sources: sources.map(({ name }) => name), syncEveryMinutes: 1 });
log.info({}, 'worker started');
