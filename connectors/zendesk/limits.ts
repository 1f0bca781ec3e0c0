import { numberIn } from '../../src/connector/http/headers.ts';
import type { LimitNews, LimitRule } from '../../src/connector/http/limiter.ts';

/** Each window is the vendor's own minute. */
const MINUTE = { windowMs: 60_000, fixedWindow: true } as const;

/**
 * What Zendesk allows: the account as a whole (of the smallest plan: answers tell the true limit), and beside it what
 * some endpoints allow. https://developer.zendesk.com/api-reference/introduction/rate-limits/
 */
export const LIMITS = {
  account: { requests: 200, ...MINUTE, read: readAccountLimit },
  exports: { requests: 10, ...MINUTE, read: readEndpointLimit },
  conversations: { requests: 100, ...MINUTE, read: readEndpointLimit },
  search: { requests: 100, ...MINUTE, read: readEndpointLimit },
} satisfies Record<string, LimitRule>;

/** A limit beside the account's. */
export type Lane = Exclude<keyof typeof LIMITS, 'account'>;

function readAccountLimit(headers: Headers, now: number): LimitNews {
  const reset = numberIn(headers.get('ratelimit-reset'));
  return {
    limit: numberIn(headers.get('x-rate-limit')) ?? numberIn(headers.get('ratelimit-limit')),
    remaining: numberIn(headers.get('x-rate-limit-remaining')) ?? numberIn(headers.get('ratelimit-remaining')),
    resetAt: reset === undefined ? undefined : now + reset * 1000,
  };
}

/** `zendesk-ratelimit-<endpoint>: total=10; remaining=9; resets=42` */
function readEndpointLimit(headers: Headers, now: number): LimitNews | undefined {
  for (const [name, text] of headers) {
    if (!name.startsWith('zendesk-ratelimit-')) continue;
    const part = (key: string) => numberIn(new RegExp(`\\b${key}=(\\d+)`).exec(text)?.[1] ?? null);
    const resets = part('resets');
    return {
      limit: part('total'),
      remaining: part('remaining'),
      resetAt: resets === undefined ? undefined : now + resets * 1000,
    };
  }
  return undefined;
}
