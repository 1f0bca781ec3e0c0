import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { RequestReport } from '../../src/connector/http/http.ts';
import type { Deps } from '../tasks/job.ts';
import type { Queues } from './queues.ts';
import type { JobObserver } from './run.ts';

/** What a worker counts, and how it is asked for it. */
export interface Metrics extends JobObserver {
  readonly request: (report: RequestReport) => void;
  /** The Prometheus text format. */
  readonly render: () => Promise<string>;
  readonly contentType: string;
}

/** Makes the metrics of one process; those of the store and of the queues are read when asked for. */
export function createMetrics(deps: Pick<Deps, 'store' | 'sources' | 'now'>, queues: Queues): Metrics {
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
  new Gauge({
    name: 'fairclock_sync_lag_seconds',
    help: 'How far behind now each source has been read',
    labelNames: ['source'],
    registers,
    async collect() {
      this.reset();
      for (const { name } of deps.sources) {
        const state = await deps.store.sync.state(name);
        const at = state?.watermarkAt ?? state?.syncedAt;
        if (at !== undefined) this.set({ source: name }, (deps.now() - at) / 1000);
      }
    },
  });
  new Gauge({
    name: 'fairclock_unmeasured_tickets',
    help: 'Tickets that wait to be measured',
    registers,
    async collect() {
      this.set(await deps.store.measurements.countUnmeasured());
    },
  });
  new Gauge({
    name: 'fairclock_digests',
    help: 'Digests by where their delivery stands',
    labelNames: ['state'],
    registers,
    async collect() {
      this.reset();
      for (const { state } of await deps.store.digests.list()) this.inc({ state });
    },
  });
  new Gauge({
    name: 'fairclock_oldest_waiting_job_seconds',
    help: 'Age of the oldest job that waits in each queue',
    labelNames: ['queue'],
    registers,
    async collect() {
      this.reset();
      for (const [name, queue] of queues.all) {
        const [oldest] = await queue.getWaiting(0, 0);
        this.set({ queue: name }, oldest ? (deps.now() - oldest.timestamp) / 1000 : 0);
      }
    },
  });
  return {
    finished(job, outcome, took) {
      jobs.inc({ job, outcome });
      seconds.observe({ job }, took);
    },
    request: ({ source, status }) => requests.inc({ source, status: String(status ?? 0) }),
    render: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
