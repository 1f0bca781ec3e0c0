import { DelayedError, type Job as QueuedJob, UnrecoverableError, Worker } from 'bullmq';
import type { Deps, Enqueue } from '../tasks/job.ts';
import { measureJob } from '../tasks/measure.ts';
import { nextAttempt } from '../tasks/run-here.ts';
import { syncJob } from '../tasks/sync.ts';
import type { RedisLine } from './connection.ts';
import { DIGEST_QUEUE, jobs, MEASURE_QUEUE, queueNames } from './queues.ts';

/** What happens to jobs, for counting. */
export interface JobObserver {
  readonly finished: (job: string, outcome: 'done' | 'failed' | 'retried' | 'handed back', seconds: number) => void;
}

/** Shares of measuring that one process works on at once: one, since it is the CPU that they need. */
const MEASURES_AT_ONCE = 1;
/** Subscriptions that are handed over side by side: nobody waits for another's mailbox. */
const DIGESTS_AT_ONCE = 4;
/**
 * How long a job belongs to a worker that is not heard of: it is renewed at half of that, and a batch of work takes
 * milliseconds; a worker that died is noticed after it.
 */
const LOCK_MS = 30_000;

/** Takes jobs off every queue until closed. */
export interface Running {
  /** Waits for what is running, at most so long; then lets go, and another worker does it again. */
  readonly close: (deadlineMs: number) => Promise<void>;
}

/** Starts taking jobs. `deps.enqueue` is where follow-up work goes. */
export function takeJobs(
  connection: RedisLine,
  prefix: string,
  deps: Deps & { readonly enqueue: Enqueue },
  observer: JobObserver,
  { lockMs = LOCK_MS }: { readonly lockMs?: number } = {},
): Running {
  const stop = new AbortController();
  const told = new WeakSet<Error>();
  const workers = queueNames(deps.sources.map(({ name }) => name)).map((queue) => {
    const worker = new Worker(queue, (job, token) => process(job, token), {
      connection,
      prefix,
      concurrency: queue === MEASURE_QUEUE ? MEASURES_AT_ONCE : queue === DIGEST_QUEUE ? DIGESTS_AT_ONCE : 1,
      lockDuration: lockMs,
      stalledInterval: lockMs,
      // Work is in small steps that are each kept: a job may lose its worker often and still come to its end.
      maxStalledCount: 100,
      settings: {
        backoffStrategy: (attemptsMade, _type, error) => {
          const waitMs = nextAttempt(error, attemptsMade, deps.random());
          return waitMs === 'give up' ? -1 : waitMs;
        },
      },
    });
    worker.on('error', (error) => deps.log.warn({ queue, err: error }, 'the queue has trouble, will reconnect'));
    worker.on('failed', (job, error) => {
      // What failed in our own hands is told there; this is what the queue itself gave up.
      if (!told.has(error)) deps.log.error({ queue, job: job?.name, err: error }, 'a job failed');
    });
    worker.on('stalled', (id) => deps.log.warn({ queue, job: id }, 'a worker died over this job; it is done again'));
    return worker;
  });

  async function process(queued: QueuedJob, token: string | undefined): Promise<void> {
    const job = jobs.get(queued.name);
    if (!job) throw new UnrecoverableError(`there is no job ${queued.name}; was it added by a newer version?`);
    const begun = deps.now();
    const seconds = () => (deps.now() - begun) / 1000;
    try {
      await job.run(queued.data, { ...deps, progress: progressOf(queued) }, stop.signal);
      if (stop.signal.aborted) {
        await queued.moveToDelayed(deps.now(), token);
        throw new DelayedError();
      }
      if (job.name === syncJob.name) await deps.enqueue(measureJob.name, {}, 'all');
      observer.finished(job.name, 'done', seconds());
    } catch (error) {
      if (error instanceof DelayedError) {
        observer.finished(job.name, 'handed back', seconds());
        throw error;
      }
      const final = nextAttempt(error, queued.attemptsMade + 1, 0) === 'give up';
      observer.finished(job.name, final ? 'failed' : 'retried', seconds());
      deps.log[final ? 'error' : 'warn'](
        { job: queued.name, source: sourceOf(queued.data), attempt: queued.attemptsMade + 1, err: error },
        final ? 'a job failed' : 'a job was interrupted and will be tried again',
      );
      const failure =
        final || !(error instanceof Error)
          ? new UnrecoverableError(error instanceof Error ? error.message : String(error))
          : error;
      told.add(failure);
      throw failure;
    }
  }

  return {
    async close(deadlineMs) {
      stop.abort();
      const closing = Promise.all(workers.map((worker) => worker.close()));
      let timer: NodeJS.Timeout | undefined;
      const deadline = new Promise<'late'>((resolve) => {
        timer = setTimeout(() => resolve('late'), deadlineMs);
      });
      const ended = await Promise.race([closing, deadline]);
      clearTimeout(timer);
      if (ended === 'late') {
        deps.log.warn({ deadlineMs }, 'the deadline for stopping has passed; what is running is left to other workers');
        await Promise.all(workers.map((worker) => worker.close(true)));
      }
    },
  };
}

function sourceOf(data: unknown): string | undefined {
  return typeof data === 'object' && data !== null && 'source' in data ? String(data.source) : undefined;
}

/** Progress of a job where the board shows it; a lost update does no harm. */
function progressOf(job: QueuedJob): Deps['progress'] {
  let toldAt = 0;
  return {
    update(work, done, total) {
      if (Date.now() - toldAt < 1000) return;
      toldAt = Date.now();
      job.updateProgress({ work, done, ...(total === undefined ? {} : { total }) }).catch(() => undefined);
    },
    finish() {},
  };
}
