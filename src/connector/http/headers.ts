import { MS_PER_MINUTE } from '../../model/time.ts';
import type { LimitNews } from './limiter.ts';

/** The number that a header holds; undefined where it is missing or holds anything else. */
export function numberIn(text: string | null): number | undefined {
  return text !== null && /^\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : undefined;
}

/** Reads the usual headers of a limit: `x-ratelimit-limit`, `-remaining` and `-reset`, this one in epoch seconds. */
export function readRateLimit(headers: Headers): LimitNews {
  const reset = numberIn(headers.get('x-ratelimit-reset'));
  return {
    limit: numberIn(headers.get('x-ratelimit-limit')),
    remaining: numberIn(headers.get('x-ratelimit-remaining')),
    resetAt: reset === undefined ? undefined : reset * 1000,
  };
}

/** The longest wait within a run; beyond it the run ends, and whoever planned it tries again later. */
export const LONGEST_WAIT_MS = 120_000;

/**
 * How long the other side asks us to wait, in ms, not negative: `Retry-After` in seconds or as an HTTP date
 * (RFC 9110, 10.2.3). Undefined when it does not say or says nothing we can read.
 */
export function readRetryAfter(headers: Headers, now: number): number | undefined {
  const said = headers.get('retry-after')?.trim();
  if (!said) return undefined;
  if (/^\d+(\.\d+)?$/.test(said)) return Math.ceil(Number(said) * 1000);
  const at = /[a-z]/i.test(said) ? Date.parse(said) : Number.NaN;
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}

/**
 * The wait before try `attempt + 1`, in ms: what was asked for, plus up to a second so that several clients do not come back at once; else exponential from one
 * second to a minute, of which the upper half is left to chance ("equal jitter").
 */
export function backoffMs(attempt: number, retryAfterMs: number | undefined, random: () => number): number {
  if (retryAfterMs !== undefined) return retryAfterMs + Math.floor(random() * 1000);
  const ceiling = Math.min(MS_PER_MINUTE, 1000 * 2 ** attempt);
  return Math.floor(ceiling / 2 + (random() * ceiling) / 2);
}
