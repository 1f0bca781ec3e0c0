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
