import { RetryableError } from '../../src/model/errors.ts';

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
