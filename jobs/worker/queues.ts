import { type JobsOptions, Queue } from 'bullmq';
import { SECONDS_PER_DAY } from '../../src/model/time.ts';
import { digestJob, dueDigestsJob } from '../tasks/digest.ts';
import type { Enqueue, Job } from '../tasks/job.ts';
import { measureJob, measureShardJob } from '../tasks/measure.ts';
import { MAX_ATTEMPTS } from '../tasks/run-here.ts';
import { syncJob } from '../tasks/sync.ts';
import type { RedisLine } from './connection.ts';

/** Every job there is, by name. */
export const jobs: ReadonlyMap<string, Job> = new Map(
  [syncJob, measureJob, measureShardJob, dueDigestsJob, digestJob].map((job) => [job.name, job]),
);

/** One queue a source, so that a vendor's limit holds up that source alone. */
export function syncQueueName(source: string): string {
  return `sync.${source.replace(':', '.')}`;
}

export const MEASURE_QUEUE = 'measure';

export const DIGEST_QUEUE = 'digest';

/** Every queue that these sources need. */
export function queueNames(sources: readonly string[]): readonly string[] {
  return [...sources.map(syncQueueName), MEASURE_QUEUE, DIGEST_QUEUE];
}

/** Tried again by our own rule; kept long enough to be looked at, never for ever. */
export const JOB_OPTIONS: JobsOptions = {
  attempts: MAX_ATTEMPTS,
  backoff: { type: 'custom' },
  removeOnComplete: { age: SECONDS_PER_DAY, count: 1000 },
  removeOnFail: { age: 14 * SECONDS_PER_DAY, count: 1000 },
};

/** The queues of a process that adds jobs. */
export interface Queues {
  readonly connection: RedisLine;
  readonly prefix: string;
  readonly all: ReadonlyMap<string, Queue>;
  readonly enqueue: Enqueue;
  readonly close: () => Promise<void>;
}

/** Opens every queue for adding. */
export function openQueues(
  connection: RedisLine,
  prefix: string,
  sources: readonly string[],
  onError: (error: Error) => void,
): Queues {
  const all = new Map(queueNames(sources).map((name) => [name, new Queue(name, { connection, prefix })]));
  for (const queue of all.values()) queue.on('error', onError);
  return {
    connection,
    prefix,
    all,
    async enqueue(job, payload, key) {
      const queue = all.get(queueOf(job, payload));
      if (!queue) throw new Error(`no queue takes the job ${job}`);
      // One that waits or runs is enough; one added while it runs is remembered and run after it.
      await queue.add(job, payload, { ...JOB_OPTIONS, deduplication: { id: `${job}.${key}`, keepLastIfActive: true } });
    },
    async close() {
      await Promise.all([...all.values()].map((queue) => queue.close()));
    },
  };
}

/** Which queue takes a job. */
function queueOf(job: string, payload: object): string {
  if (job === syncJob.name) return syncQueueName(syncJob.spec.payload.parse(payload).source);
  if (job === measureJob.name || job === measureShardJob.name) return MEASURE_QUEUE;
  if (job === digestJob.name || job === dueDigestsJob.name) return DIGEST_QUEUE;
  throw new Error(`no queue takes the job ${job}`);
}
