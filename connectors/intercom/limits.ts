import { readRateLimit } from '../../src/connector/http/headers.ts';
import type { LimitRule } from '../../src/connector/http/limiter.ts';

/**
 * What Intercom allows an app: 10,000 requests a minute, shared out over slices of ten seconds.
 * https://developers.intercom.com/docs/references/rest-api/errors/rate-limiting
 */
export const LIMITS = {
  app: { requests: 1666, windowMs: 10_000, fixedWindow: true, read: readRateLimit },
} satisfies Record<string, LimitRule>;
