import { digestJob, dueDigestsJob } from './digest.ts';
import type { Job } from './job.ts';
import { measureJob, measureShardJob } from './measure.ts';
import { syncJob } from './sync.ts';

/** Every job there is, by name. */
export const jobs: ReadonlyMap<string, Job> = new Map(
  [syncJob, measureJob, measureShardJob, dueDigestsJob, digestJob].map((job) => [job.name, job]),
);
