import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { RequestReport } from '../../src/connector/http/http.ts';
import type { Deps } from '../tasks/job.ts';
import { zoneData } from '../tasks/zone-data.ts';
import type { JobObserver } from './run.ts';
import type { QueueState, StoreState, Watch } from './state.ts';

/** What a worker counts, and how it is asked for it. */
export interface Metrics extends JobObserver {
  readonly request: (report: RequestReport) => void;
  /** The Prometheus text format; what the store or Redis does not tell in time is left out, and `fairclock_up` says so. */
  readonly render: () => Promise<string>;
  readonly contentType: string;
}

/** Makes the metrics of one process; those of the store and of the queues are read when asked for. */
export function createMetrics({ now }: Pick<Deps, 'now'>, watch: Pick<Watch, 'store' | 'queues'>): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const jobs = new Counter({
    name: 'fairclock_jobs_total',
    help: 'Jobs by how they ended',
    labelNames: ['job', 'outcome'],
    registers,
  });
  const seconds = new Histogram({
    name: 'fairclock_job_seconds',
    help: 'How long jobs ran',
    labelNames: ['job'],
    buckets: [0.1, 1, 10, 60, 600, 3600],
    registers,
  });
  const requests = new Counter({
    name: 'fairclock_requests_total',
    help: 'Requests to vendors by status (0: none came back)',
    labelNames: ['source', 'status'],
    registers,
  });
  const { node, system } = zoneData();
  new Gauge({
    name: 'fairclock_time_zone_data_info',
    help: 'Release of the time zone data that Node has, and of those of the system',
    labelNames: ['node', 'system'],
    registers,
  }).set({ node: node ?? '', system: system ?? '' }, 1);
  return {
    finished(job, outcome, took) {
      jobs.inc({ job, outcome });
      seconds.observe({ job }, took);
    },
    request: ({ source, status }) => requests.inc({ source, status: String(status ?? 0) }),
    async render() {
      const [store, queues] = await Promise.allSettled([watch.store(), watch.queues()]);
      const told = stateRegistry(
        store.status === 'fulfilled' ? store.value : undefined,
        queues.status === 'fulfilled' ? queues.value : undefined,
        now(),
      );
      return `${await registry.metrics()}\n${await told.metrics()}`;
    },
    contentType: registry.contentType,
  };
}

/** How the work stands, as one set of metrics: made anew each time, so that what is not known is left out and never 0. */
function stateRegistry(store: StoreState | undefined, queues: QueueState | undefined, now: number): Registry {
  const registry = new Registry();
  const registers = [registry];
  const gauge = (name: string, help: string, value: number): void => {
    new Gauge({ name: `fairclock_${name}`, help, registers }).set(value);
  };
  const gauges = (name: string, help: string, label: string, values: Iterable<readonly [string, number]>): void => {
    const made = new Gauge({ name: `fairclock_${name}`, help, labelNames: [label], registers });
    for (const [key, value] of values) made.set({ [label]: key }, value);
  };
  gauges('up', 'Whether the store and Redis answered in time (1) or not (0)', 'part', [
    ['store', store === undefined ? 0 : 1],
    ['redis', queues === undefined ? 0 : 1],
  ]);
  gauges('clock_skew_seconds', "How far this machine's clock is ahead of another one's", 'of', [
    ...(store?.skewMs === undefined ? [] : [['store', store.skewMs / 1000] as const]),
    ...(queues === undefined ? [] : [['redis', queues.skewMs / 1000] as const]),
  ]);
  if (store !== undefined) {
    const lags = store.sources.flatMap(({ name, readUpTo }) =>
      readUpTo === undefined ? [] : [[name, (now - readUpTo) / 1000] as const],
    );
    gauges('sync_lag_seconds', 'How far behind now each source has been read', 'source', lags);
    gauges(
      'rejected_rows',
      'Rows of each source that could not be read and were set aside',
      'source',
      store.sources.map(({ name, rejected }) => [name, rejected] as const),
    );
    gauge('unmeasured_tickets', 'Tickets that wait to be measured', store.unmeasured);
    gauges('digests', 'Digests by where their delivery stands', 'state', store.digests);
    gauge('owed_digests', 'Digests that are due and have not arrived', store.owed.length);
    gauge(
      'oldest_owed_digest_seconds',
      'How long ago the oldest digest that has not arrived was due; 0: none is owed',
      Math.max(0, ...store.owed.map(({ dueAt }) => (now - dueAt) / 1000)),
    );
    new Counter({
      name: 'fairclock_digests_missed_total',
      help: 'Digests that never arrived and are owed no more',
      registers,
    }).inc(store.digests.get('missed') ?? 0);
  }
  if (queues !== undefined) {
    gauges(
      'oldest_waiting_job_seconds',
      'Age of the oldest job that waits in each queue',
      'queue',
      queues.oldestWaiting,
    );
    gauges('failed_jobs', 'Jobs of each queue that are kept as failed', 'queue', queues.failed);
    gauge('broken_schedules', 'Schedules in Redis that would never run their job again', queues.brokenSchedules.length);
  }
  return registry;
}
