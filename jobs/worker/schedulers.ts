import { Queue } from 'bullmq';
import { dueDigestsJob } from '../tasks/digest.ts';
import { syncJob } from '../tasks/sync.ts';
import { DIGEST_QUEUE, JOB_OPTIONS, type Queues, syncQueueName } from './queues.ts';

/** How often digests are looked for; what is due is told by the wall clock and the store, not by this. */
const LOOK_FOR_DIGESTS_MS = 60_000;

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
        { every: options.syncEveryMinutes * 60_000 },
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
