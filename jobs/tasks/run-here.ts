import type { Deps } from './deps.ts';
import type { Job } from './job.ts';
import { nextAttempt } from './retry.ts';

/**
 * Runs one job in this process to its end, trying again by the common rule. The payload goes through JSON first, so
 * that what works here works on a queue too. Rejects with the last error when the rule gives up or the signal is aborted.
 */
export async function runHere(job: Job, payload: unknown, deps: Deps, signal: AbortSignal): Promise<void> {
  const carried: unknown = JSON.parse(JSON.stringify(payload));
  for (let failures = 1; ; failures++) {
    try {
      await job.run(carried, deps, signal);
      return;
    } catch (error) {
      const waitMs = nextAttempt(error, failures, deps.random());
      if (waitMs === 'give up' || signal.aborted) throw error;
      deps.log.warn({ job: job.name, waitMs, err: error }, 'interrupted, will resume');
      await deps.sleep(waitMs, signal);
      if (signal.aborted) throw error;
    }
  }
}
