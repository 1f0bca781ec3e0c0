import { Octokit } from '@octokit/rest';
import { z } from 'zod';
import type { Tools } from '../../src/connector/connector.ts';
import { readRateLimit } from '../../src/connector/http/headers.ts';
import type { HttpOptions } from '../../src/connector/http/http.ts';
import type { LimitRule } from '../../src/connector/http/limiter.ts';
import { ConfigError, DataError, RetryableError } from '../../src/model/errors.ts';
import { MS_PER_HOUR, MS_PER_MINUTE } from '../../src/model/time.ts';

/** What is needed to reach GitHub. */
export interface Access {
  readonly url: string;
  readonly token: string;
}

/** An answer, or a status that the caller has a use for. */
export interface GitHubAnswer {
  readonly status: number;
  readonly data: unknown;
  /** The URL of the next page, from the Link header. */
  readonly next: string | undefined;
  /** How many pages there are, from the Link header; undefined when there are more than it says. */
  readonly pages: number | undefined;
  readonly etag: string | undefined;
}

/** Asks GitHub by a route of its REST API (`GET /repos/{owner}/{repo}/issues`) or a whole URL from a Link header. */
export type AskGitHub = (route: string, parameters?: Readonly<Record<string, unknown>>) => Promise<GitHubAnswer>;

/** Statuses that mean something to us: not changed; not there (or not for us); gone; unavailable for legal reasons. */
const TELLING = [304, 404, 410, 451];

/** Rows a list is asked for at once. */
export const PER_PAGE = 100;

/** Requests under way at once: GitHub wants them few. */
export const AT_ONCE = 8;

/** https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api#primary-rate-limit-for-authenticated-users */
const PRIMARY: LimitRule = {
  requests: 5000,
  windowMs: MS_PER_HOUR,
  fixedWindow: true,
  read: readRateLimit,
};

/** 900 points a minute, a reading costs one (https://docs.github.com/rest/…#about-secondary-rate-limits). */
const SECONDARY: LimitRule = { requests: 900, windowMs: MS_PER_MINUTE };

const Refused = z.object({ message: z.string() });

/**
 * GitHub says "slow down" by 403 as well as by 429: with Retry-After, with an empty primary limit, or only in words,
 * and then at least a minute is to be waited.
 */
export const slowDown: NonNullable<HttpOptions['slowDown']> = ({ status, headers, body }, now) => {
  if (status !== 403 && status !== 429) return undefined;
  if (headers.has('retry-after')) return {};
  const reset = Number(headers.get('x-ratelimit-reset'));
  if (headers.get('x-ratelimit-remaining') === '0' && reset > 0) {
    return { retryAfterMs: Math.max(0, reset * 1000 - now) + 1000 };
  }
  const words = Refused.safeParse(body);
  return words.success && /rate limit|abuse/i.test(words.data.message) ? { retryAfterMs: MS_PER_MINUTE } : undefined;
};

/** Opens GitHub through Octokit, which knows the routes; every request goes out under the product's own HTTP rules. */
export function openGitHub(access: Access, tools: Tools): AskGitHub {
  const client = tools.http({
    baseUrl: access.url,
    headers: { authorization: `Bearer ${access.token}`, 'x-github-api-version': '2022-11-28' },
    credential: 'TOKEN',
    address: 'URL',
    needs: 'read access to issues and metadata of the repositories',
    missing: (_, headers) => headers.get('x-accepted-github-permissions') ?? undefined,
    slowDown,
    secrets: [access.token],
    limit: PRIMARY,
    lanes: { secondary: SECONDARY },
    concurrency: AT_ONCE,
  });
  const silent = () => {};
  const octokit = new Octokit({
    baseUrl: access.url,
    request: { fetch: client.fetchOr(TELLING, 'secondary') },
    log: { debug: silent, info: silent, warn: silent, error: silent },
  });
  // Octokit wraps what fetch throws, and its error carries the request: only our own error goes on.
  octokit.hook.error('request', (error) => {
    const { cause } = error;
    if (cause instanceof ConfigError || cause instanceof RetryableError || cause instanceof DataError) throw cause;
    if (tools.signal.aborted) throw tools.signal.reason;
    throw error;
  });
  return async (route, parameters = {}) => {
    try {
      const { status, data, headers } = await octokit.request(route, { ...parameters });
      return { status, data, ...linksOf(headers.link), etag: headers.etag };
    } catch (error) {
      const status = statusOf(error);
      if (status === undefined || !TELLING.includes(status)) throw error;
      return { status, data: undefined, next: undefined, pages: 0, etag: undefined };
    }
  };
}

const Status = z.object({ name: z.literal('HttpError'), status: z.int() });

function statusOf(error: unknown): number | undefined {
  const read = Status.safeParse(error);
  return read.success ? read.data.status : undefined;
}

/** Where a Link header (RFC 8288) leads next, and how many pages its last page's number says there are. */
export function linksOf(link: string | undefined): Pick<GitHubAnswer, 'next' | 'pages'> {
  const targets = new Map<string, string>();
  for (const [, target, relation] of (link ?? '').matchAll(/<([^<>]*)>[^<>]*;\s*rel="?([a-z]+)"?/g)) {
    targets.set(relation!, target!);
  }
  const [next, last] = [targets.get('next'), targets.get('last')];
  const lastPage = last === undefined ? undefined : URL.parse(last)?.searchParams.get('page');
  return { next, pages: lastPage ? Number(lastPage) : next === undefined ? 1 : undefined };
}

/** Names a repository's part of the API without its query. */
export const pathOf = (repository: string, rest: string): string => `/repos/${repository}${rest}`;

/** What GitHub says where a repository should be, when it does not show it. */
export function hiddenRepository(repository: string, status: number, tools: Tools): ConfigError {
  const why = status === 410 ? 'its issues are switched off' : `is not there, or not for this token (${status})`;
  return new ConfigError(
    `${tools.source}: GET ${pathOf(repository, '')}: ${why}: check ${tools.variable('REPOS')}, and that ` +
      `${tools.variable('TOKEN')} may read issues and metadata of ${repository}`,
  );
}
