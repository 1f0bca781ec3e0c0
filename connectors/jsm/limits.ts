import type { LimitRule } from '../../src/connector/http/limiter.ts';

/**
 * Jira Cloud allows bursts of 100 requests a second for a path and method, shared by every app of the site, and advises
 * to design for about ten; API tokens are exempt from the hourly points. Data Center limits nobody by default, and the
 * same pace leaves a server room for people. https://developer.atlassian.com/cloud/jira/platform/rate-limiting/
 */
export const LIMITS = {
  site: { requests: 100, windowMs: 10_000 },
} satisfies Record<string, LimitRule>;
