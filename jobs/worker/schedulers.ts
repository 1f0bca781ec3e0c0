import { dueDigestsJob } from '../digest.ts';
import { syncJob } from '../sync.ts';
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
  for (const [name, queue] of queues.all) {
    for (const { key } of await queue.getJobSchedulers()) {
      if (!wanted.get(name)?.has(key)) await queue.removeJobScheduler(key);
    }
  }
}
