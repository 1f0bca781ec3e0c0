import { RetryableError } from '../../src/model/errors.ts';
import type { Deps, Job } from './job.ts';

/** Attempts at one step before a source is left for the next run. */
export const MAX_ATTEMPTS = 6;

/**
 * When to try again after a failure: milliseconds to wait, or 'give up'. Only what the other side may mend by itself
 * is tried again; a wait they asked for is kept, else exponential from 1 s with full jitter, at most 2 minutes.
 *
 * @param attemptsMade how many attempts have failed in a row, this one included
 * @param random 0 to 1
 */
export function nextAttempt(error: unknown, attemptsMade: number, random: number): number | 'give up' {
  if (!(error instanceof RetryableError) || attemptsMade >= MAX_ATTEMPTS) return 'give up';
  const ceilingMs = Math.min(120_000, 1000 * 2 ** attemptsMade);
  const backoffMs = Math.round(ceilingMs / 2 + (random * ceilingMs) / 2);
  return Math.max(error.retryAfterMs ?? 0, backoffMs);
}

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
