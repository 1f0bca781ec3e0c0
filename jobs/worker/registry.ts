import { digestJob, dueDigestsJob } from '../tasks/digest.ts';
import type { Job } from '../tasks/job.ts';
import { measureJob, measureShardJob } from '../tasks/measure.ts';
import { syncJob } from '../tasks/sync.ts';

/** Every job there is, by name. */
export const jobs: ReadonlyMap<string, Job> = new Map(
  [syncJob, measureJob, measureShardJob, dueDigestsJob, digestJob].map((job) => [job.name, job]),
);
