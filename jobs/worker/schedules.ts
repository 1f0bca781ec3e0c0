import { type JobSchedulerJson, Queue } from 'bullmq';
import type { Log } from '../log.ts';
import { dueDigestsJob } from '../tasks/digest.ts';
import { syncJob } from '../tasks/sync.ts';
import { DIGEST_QUEUE, JOB_OPTIONS, type Queues, syncQueueName } from './queues.ts';

/** What is to be done again and again. */
export interface ScheduleOptions {
  readonly sources: readonly string[];
  readonly syncEveryMinutes: number;
}

/** How often digests are looked for; what is due is told by the wall clock and the store, not by this. */
const LOOK_FOR_DIGESTS_MS = 60_000;

interface Schedule {
  readonly queue: string;
  readonly id: string;
  readonly everyMs: number;
  readonly job: string;
  readonly data: object;
  readonly opts: typeof JOB_OPTIONS;
}

function wantedSchedules({ sources, syncEveryMinutes }: ScheduleOptions): readonly Schedule[] {
  return [
    ...sources.map((source) => ({
      queue: syncQueueName(source),
      id: syncQueueName(source),
      everyMs: syncEveryMinutes * 60_000,
      job: syncJob.name,
      data: { source },
      opts: JOB_OPTIONS,
    })),
    {
      queue: DIGEST_QUEUE,
      id: dueDigestsJob.name,
      everyMs: LOOK_FOR_DIGESTS_MS,
      job: dueDigestsJob.name,
      data: {},
      opts: { ...JOB_OPTIONS, attempts: 1 },
    },
  ];
}

/**
 * Makes the schedulers in Redis what the settings say: one for each source's sync, one that looks for due digests;
 * any other of these queues is removed. Many processes may do so at once and the result is one of each.
 */
export async function keepSchedules(queues: Queues, options: ScheduleOptions): Promise<void> {
  const wanted = wantedSchedules(options);
  for (const schedule of wanted) await writeSchedule(queues, schedule);
  for (const [name, queue] of queues.all) {
    await removeAllBut(new Set(wanted.filter((each) => each.queue === name).map(({ id }) => id)), queue);
  }
  await forgetOtherSources(queues, options.sources);
}

async function writeSchedule(queues: Queues, { queue, id, everyMs, job, data, opts }: Schedule): Promise<void> {
  await queues.all.get(queue)?.upsertJobScheduler(id, { every: everyMs }, { name: job, data, opts });
}

async function removeAllBut(wanted: ReadonlySet<string>, queue: Queue): Promise<void> {
  for (const { key } of await queue.getJobSchedulers()) {
    if (!wanted.has(key)) await queue.removeJobScheduler(key);
  }
}

/** A source that left the settings has no queue here any more; Redis remembers which there were. */
async function forgetOtherSources({ connection, prefix }: Queues, sources: readonly string[]): Promise<void> {
  const scheduledKey = `${prefix}:scheduled-sources`;
  if (sources.length > 0) await connection.sadd(scheduledKey, ...sources);
  for (const source of await connection.smembers(scheduledKey)) {
    if (sources.includes(source)) continue;
    const queue = new Queue(syncQueueName(source), { connection, prefix });
    await removeAllBut(new Set(), queue);
    await queue.close();
    await connection.srem(scheduledKey, source);
  }
}

/**
 * The schedules that would never run their job again, by name: those that Redis has lost, those whose next job it has
 * lost, and those that a clock far ahead has put off.
 */
export async function brokenSchedules(
  queues: Queues,
  options: ScheduleOptions,
  now: number,
): Promise<readonly string[]> {
  return (await broken(queues, options, now)).map(({ id }) => id);
}

async function broken(queues: Queues, options: ScheduleOptions, now: number): Promise<readonly Schedule[]> {
  const found: Schedule[] = [];
  for (const schedule of wantedSchedules(options)) {
    const queue = queues.all.get(schedule.queue);
    const known = await queue?.getJobScheduler(schedule.id);
    if (queue === undefined || known?.every !== schedule.everyMs || !(await goesOn(queue, known, now))) {
      found.push(schedule);
    }
  }
  return found;
}

async function goesOn(queue: Queue, { key, next, every = 0 }: JobSchedulerJson, now: number): Promise<boolean> {
  if (next === undefined || next > now + every + LOOK_FOR_DIGESTS_MS) return false;
  if (next > now) return true;
  // Its time has come: the job waits, runs, or is being put in the queue just now.
  return now - next < LOOK_FOR_DIGESTS_MS || (await queue.getJob(`repeat:${key}:${next}`)) !== undefined;
}

/** Writes what is broken anew; tells how many there were. */
export async function mendSchedules(
  queues: Queues,
  options: ScheduleOptions,
  { now, log }: { readonly now: () => number; readonly log: Log },
): Promise<number> {
  const found = await broken(queues, options, now());
  for (const schedule of found) {
    await queues.all.get(schedule.queue)?.removeJobScheduler(schedule.id);
    await writeSchedule(queues, schedule);
  }
  if (found.length > 0) {
    log.warn(
      { schedules: found.map(({ id }) => id) },
      'Redis had lost schedules, or held them back; they are written anew',
    );
  }
  return found.length;
}
