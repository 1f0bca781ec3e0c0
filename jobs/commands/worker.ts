import pLimit from 'p-limit';
import { ConfigError } from '../../src/model/errors.ts';
import type { Deps } from '../tasks/job.ts';
import { zoneData, zoneDataWarning } from '../tasks/zone-data.ts';
import { startCaretaker } from '../worker/caretaker.ts';
import { connectRedis, findRedis, type RedisLine, type RedisPlace } from '../worker/connection.ts';
import { openHttpPort } from '../worker/http-port.ts';
import { createMetrics, type Metrics } from '../worker/metrics.ts';
import { guardPages } from '../worker/page-token.ts';
import { openQueues, type Queues } from '../worker/queues.ts';
import { addReportPages } from '../worker/report-pages.ts';
import { takeJobs } from '../worker/run.ts';
import { keepSchedules, type ScheduleOptions } from '../worker/schedules.ts';
import { createWatch, type Watch } from '../worker/state.ts';
import { addStatusPage } from '../worker/status-page.ts';
import { addUnsubscribePages } from '../worker/unsubscribe-pages.ts';
import type { Command, Console } from './command.ts';

/** What both server commands stand on. */
interface Service {
  readonly deps: Deps;
  readonly place: RedisPlace;
  readonly producer: RedisLine;
  readonly queues: Queues;
  readonly schedules: ScheduleOptions;
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
    const { deps, queues, schedules, place } = service;
    const watch = createWatch(deps, queues, schedules);
    metrics = createMetrics(deps, watch);
    const consumer = connectRedis(place, 'worker', (error) =>
      deps.log.warn({ err: error }, 'Redis has trouble, will reconnect'),
    );
    try {
      await work(service, consumer, watch, metrics, console.signal);
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
    const { queues, schedules, close } = await openService(console, () => {});
    try {
      await keepSchedules(queues, schedules);
    } finally {
      await close();
    }
    const { sources, syncEveryMinutes } = schedules;
    console.out(`scheduled: every ${syncEveryMinutes} minutes ${sources.join(', ')}; digests as they are due\n`);
    return 0;
  },
};

/** Opens the port, keeps the schedules and takes jobs, until told to stop. */
async function work(
  service: Service,
  consumer: RedisLine,
  watch: Watch,
  metrics: Metrics,
  signal: AbortSignal,
): Promise<void> {
  const { deps, producer, queues, schedules } = service;
  const { settings, log, now } = deps;
  const port = settings.HTTP_PORT === 0 ? undefined : await openPort(service, watch, metrics);
  try {
    if (settings.WORKER_SCHEDULES) await keepSchedules(queues, schedules);
    const stopCaretaker = startCaretaker([producer, consumer], {
      queues,
      schedules: settings.WORKER_SCHEDULES ? schedules : undefined,
      watch,
      log,
      now,
    });
    const running = takeJobs(consumer, settings.QUEUE_PREFIX, { ...deps, enqueue: queues.enqueue }, metrics);
    log.info(
      { sources: schedules.sources, channels: deps.channels.map(({ id }) => id), port: settings.HTTP_PORT },
      'worker started',
    );
    await stopped(signal);
    log.info({}, 'worker stops');
    stopCaretaker();
    await running.close(settings.STOP_SECONDS * 1000);
  } finally {
    await port?.close();
  }
}

function openPort({ deps, queues }: Service, watch: Watch, metrics: Metrics) {
  const { settings, log, now } = deps;
  return openHttpPort({
    host: settings.HTTP_HOST,
    port: settings.HTTP_PORT,
    metrics,
    queues,
    boardPassword: settings.BULL_BOARD_PASSWORD,
    troubles: watch.writes,
    log,
    now,
    addPages: (app, attempts) => {
      addUnsubscribePages(app, deps, attempts);
      const { PAGE_TOKEN: token, PUBLIC_URL: url } = settings;
      const secure = url?.startsWith('https:') ?? false;
      const guard = token === undefined ? undefined : guardPages(app, token, attempts, { secure });
      if (guard !== undefined) addReportPages(app, deps, guard);
      addStatusPage(app, deps, watch, guard);
    },
  });
}

async function openService(console: Console, onRequest: Parameters<Console['service']>[0]): Promise<Service> {
  const deps = { ...(await console.service(onRequest)), inTurn: pLimit(1) };
  const { REDIS_URL: url, QUEUE_PREFIX: prefix } = deps.settings;
  if (url === undefined)
    throw new ConfigError('REDIS_URL: is not set; workers need a Redis, as in redis://localhost:6379');
  if (deps.sources.length === 0)
    throw new ConfigError('no source is configured; .env.example lists the variables of every connector');
  const place = await findRedis(url, prefix);
  for (const warning of [place.warning, zoneDataWarning(zoneData())]) if (warning) deps.log.warn(warning);
  const producer = connectRedis(place, 'producer', (error) => deps.log.debug({ err: error }, 'Redis has trouble'));
  const sources = deps.sources.map(({ name }) => name);
  const queues = openQueues(producer, prefix, sources, (error) => deps.log.warn({ err: error }, 'Redis has trouble'));
  const close = async (): Promise<void> => {
    await queues.close();
    producer.disconnect();
  };
  const schedules = { sources, syncEveryMinutes: deps.settings.SYNC_EVERY_MINUTES };
  return { deps, place, producer, queues, schedules, close };
}

function stopped(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
