import type { Redis } from 'ioredis';
import { ConfigError } from '../../src/model/errors.ts';
import type { Deps } from '../tasks/job.ts';
import { connectRedis, inspectRedis } from '../worker/connection.ts';
import { openHttpPort } from '../worker/http-port.ts';
import { createMetrics, type Metrics } from '../worker/metrics.ts';
import { keepSchedules, openQueues, type Queues } from '../worker/queues.ts';
import { addReportPages } from '../worker/report-pages.ts';
import { takeJobs } from '../worker/run.ts';
import { addUnsubscribePages } from '../worker/unsubscribe-pages.ts';
import type { Command, Console } from './command.ts';

/** What both server commands stand on. */
interface Service {
  readonly deps: Deps;
  readonly url: string;
  readonly producer: Redis;
  readonly queues: Queues;
  readonly sources: readonly string[];
  readonly close: () => Promise<void>;
}

/** Takes jobs until told to stop. */
export const worker: Command = {
  name: 'worker',
  usage: '',
  options: {},
  untilStopped: true,
  async run(_args, console) {
    let metrics: Metrics | undefined;
    const service = await openService(console, (report) => metrics?.request(report));
    metrics = createMetrics(service.deps, service.queues);
    const consumer = connectRedis(service.url, 'worker', (error) =>
      service.deps.log.warn({ err: error }, 'Redis has trouble, will reconnect'),
    );
    try {
      await work(service, consumer, metrics, console.signal);
      return 0;
    } finally {
      // An open connection would keep a process alive whose work could not begin.
      await service.close();
      consumer.disconnect();
    }
  },
};

/** Writes the schedules into Redis and ends: for servers whose workers leave that to one place. */
export const schedule: Command = {
  name: 'schedule',
  usage: '',
  options: {},
  async run(_args, console) {
    const { deps, queues, sources, close } = await openService(console, () => {});
    const syncEveryMinutes = deps.settings.SYNC_EVERY_MINUTES;
    try {
      await keepSchedules(queues, { sources, syncEveryMinutes });
    } finally {
      await close();
    }
    console.out(`scheduled: every ${syncEveryMinutes} minutes ${sources.join(', ')}; digests as they are due\n`);
    return 0;
  },
};

/** Opens the port, keeps the schedules and takes jobs, until told to stop. */
async function work(
  { deps, producer, queues, sources }: Service,
  consumer: Redis,
  metrics: Metrics,
  signal: AbortSignal,
): Promise<void> {
  const { settings, log } = deps;
  const port =
    settings.HTTP_PORT === 0
      ? undefined
      : await openHttpPort({
          host: settings.HTTP_HOST,
          port: settings.HTTP_PORT,
          metrics,
          queues,
          boardPassword: settings.BULL_BOARD_PASSWORD,
          addPages: (app) => {
            addUnsubscribePages(app, deps);
            if (settings.PAGE_TOKEN !== undefined) addReportPages(app, deps, settings.PAGE_TOKEN);
          },
          ready: async () => {
            await Promise.all([producer.ping(), deps.store.countUnmeasured()]);
          },
        });
  try {
    if (settings.WORKER_SCHEDULES)
      await keepSchedules(queues, { sources, syncEveryMinutes: settings.SYNC_EVERY_MINUTES });
    const running = takeJobs(consumer, settings.QUEUE_PREFIX, { ...deps, enqueue: queues.enqueue }, metrics);
    log.info({ sources, channels: deps.channels.map(({ id }) => id), port: settings.HTTP_PORT }, 'worker started');
    await stopped(signal);
    log.info({}, 'worker stops');
    await running.close(settings.STOP_SECONDS * 1000);
  } finally {
    await port?.close();
  }
}

async function openService(console: Console, onRequest: Parameters<Console['service']>[0]): Promise<Service> {
  const deps = await console.service(onRequest);
  const { REDIS_URL: url, QUEUE_PREFIX: prefix } = deps.settings;
  if (url === undefined)
    throw new ConfigError('REDIS_URL: is not set; workers need a Redis, as in redis://localhost:6379');
  if (deps.sources.length === 0)
    throw new ConfigError('no source is configured; .env.example lists the variables of every connector');
  const producer = connectRedis(url, 'producer', (error) => deps.log.debug({ err: error }, 'Redis has trouble'));
  const warning = await inspectRedis(producer).catch((error: unknown) => {
    producer.disconnect();
    throw error;
  });
  if (warning) deps.log.warn(warning);
  const sources = deps.sources.map(({ name }) => name);
  const queues = openQueues(producer, prefix, sources, (error) => deps.log.warn({ err: error }, 'Redis has trouble'));
  const close = async (): Promise<void> => {
    await queues.close();
    producer.disconnect();
  };
  return { deps, url, producer, queues, sources, close };
}

function stopped(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
