import type { Tools } from '../../src/connector/connector.ts';
import { readRetryAfter } from '../../src/connector/http/headers.ts';
import type { HttpClient, Refusal } from '../../src/connector/http/http.ts';
import type { Settings } from './env.ts';
import { LIMITS } from './limits.ts';

/** Issues a search gives at once, with their histories and comments. */
export const PER_PAGE = 50;

/** Issues of which parts are asked for side by side. */
export const AT_ONCE = 4;

/** Opens Jira: basic with email and API token, or with a personal access token alone. */
export function openJira(settings: Settings, tools: Tools): HttpClient {
  const { URL: baseUrl, EMAIL, API_TOKEN } = settings;
  const user = EMAIL === undefined ? API_TOKEN : `${EMAIL}:${API_TOKEN}`;
  const basic = Buffer.from(user).toString('base64');
  return tools.http({
    baseUrl,
    headers: { authorization: EMAIL === undefined ? `Bearer ${API_TOKEN}` : `Basic ${basic}` },
    credential: 'API_TOKEN',
    besides: ['EMAIL'],
    address: 'URL',
    needs: 'Browse Projects in every project, and the role Service Desk Team in service projects',
    slowDown: pointsAreUsedUp,
    secrets: EMAIL === undefined ? [API_TOKEN] : [API_TOKEN, basic, user],
    limit: LIMITS.site,
    concurrency: AT_ONCE,
    timeoutMs: 120_000,
  });
}

/** A 429 that tells in `X-RateLimit-Reset`, as an ISO instant, when to come again, and not in `Retry-After`. */
function pointsAreUsedUp({ status, headers }: Omit<Refusal, 'ok'>, now: number) {
  if (status !== 429) return undefined;
  const resetAt = Date.parse(headers.get('x-ratelimit-reset') ?? '');
  const asked = readRetryAfter(headers, now);
  if (asked !== undefined) return { retryAfterMs: asked };
  return Number.isNaN(resetAt) ? {} : { retryAfterMs: Math.max(0, resetAt - now) };
}
