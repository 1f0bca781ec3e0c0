import { type JobsOptions, Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { MS_PER_MINUTE, SECONDS_PER_DAY } from '../../src/model/time.ts';
import { digestJob, dueDigestsJob } from '../tasks/digest.ts';
import type { Enqueue, Job } from '../tasks/job.ts';
import { measureJob, measureShardJob } from '../tasks/measure.ts';
import { MAX_ATTEMPTS } from '../tasks/run-here.ts';
import { syncJob } from '../tasks/sync.ts';

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
  readonly connection: Redis;
  readonly prefix: string;
  readonly all: ReadonlyMap<string, Queue>;
  readonly enqueue: Enqueue;
  readonly close: () => Promise<void>;
}

/** Opens every queue for adding. */
export function openQueues(
  connection: Redis,
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

/** How often digests are looked for; what is due is told by the wall clock and the store, not by this. */
const LOOK_FOR_DIGESTS_MS = MS_PER_MINUTE;

/**
 * Makes the schedulers in Redis what the settings say: one for each source's sync, one that looks for due digests;
 * any other of these queues is removed. Many processes may do so at once and the result is one of each.
 */
export async function keepSchedules(
  queues: Queues,
  options: { readonly sources: readonly string[]; readonly syncEveryMinutes: number },
): Promise<void> {
  const wanted = new Map<string, Set<string>>();
  const keep = (queue: string, id: string) => wanted.set(queue, (wanted.get(queue) ?? new Set()).add(id));
  for (const source of options.sources) {
    const id = `sync.${source.replace(':', '.')}`;
    keep(syncQueueName(source), id);
    await queues.all
      .get(syncQueueName(source))
      ?.upsertJobScheduler(
        id,
        { every: options.syncEveryMinutes * MS_PER_MINUTE },
        { name: syncJob.name, data: { source }, opts: JOB_OPTIONS },
      );
  }
  keep(DIGEST_QUEUE, dueDigestsJob.name);
  await queues.all
    .get(DIGEST_QUEUE)
    ?.upsertJobScheduler(
      dueDigestsJob.name,
      { every: LOOK_FOR_DIGESTS_MS },
      { name: dueDigestsJob.name, data: {}, opts: { ...JOB_OPTIONS, attempts: 1 } },
    );
  for (const [name, queue] of queues.all) await removeAllBut(wanted.get(name), queue);
  await forgetOtherSources(queues, options.sources);
}

async function removeAllBut(wanted: ReadonlySet<string> | undefined, queue: Queue): Promise<void> {
  for (const { key } of await queue.getJobSchedulers()) {
    if (!wanted?.has(key)) await queue.removeJobScheduler(key);
  }
}

/** A source that left the settings has no queue here any more; Redis remembers which there were. */
async function forgetOtherSources({ connection, prefix }: Queues, sources: readonly string[]): Promise<void> {
  const scheduledKey = `${prefix}:scheduled-sources`;
  if (sources.length > 0) await connection.sadd(scheduledKey, ...sources);
  for (const source of await connection.smembers(scheduledKey)) {
    if (sources.includes(source)) continue;
    const queue = new Queue(syncQueueName(source), { connection, prefix });
    await removeAllBut(undefined, queue);
    await queue.close();
    await connection.srem(scheduledKey, source);
  }
}
