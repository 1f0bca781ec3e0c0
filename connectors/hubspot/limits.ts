import { numberIn } from '../../src/connector/http/headers.ts';
import type { LimitRule } from '../../src/connector/http/limiter.ts';

/**
 * What HubSpot allows a private app: 100 requests in ten seconds on its smaller plans, more on the others, as its answers
 * tell; searches are counted apart, five a second for the whole account, of which four are taken: other apps search too.
 * https://developers.hubspot.com/docs/developer-tooling/platform/usage-guidelines
 */
export const LIMITS = {
  account: {
    requests: 100,
    windowMs: 10_000,
    read: (headers) => ({
      limit: numberIn(headers.get('x-hubspot-ratelimit-max')),
      remaining: numberIn(headers.get('x-hubspot-ratelimit-remaining')),
    }),
  },
  search: { requests: 4, windowMs: 1000 },
} satisfies Record<string, LimitRule>;

/** The most of each kind that one request may name or bring. */
export const MOST = {
  /** Ids in a list or in one read of values. */
  ids: 100,
  /** Objects read with the history of their properties. */
  withHistory: 50,
  /** Rows of a search; beyond 10,000 of one question it goes no further, which is why no question of ours is continued. */
  searched: 200,
  messages: 100,
  threads: 500,
} as const;

/** How long a search may take to show a change: what changed so long ago is asked for again, and read if it is new. */
export const SEARCH_LAG_MS = 2 * 60 * 60_000;
