import { z } from 'zod';
import type { Tools } from '../../src/connector/connector.ts';
import { numberIn } from '../../src/connector/http/headers.ts';
import type { HttpClient, QueryValue } from '../../src/connector/http/http.ts';
import type { LimitNews } from '../../src/connector/http/limiter.ts';
import { DataError, RetryableError } from '../../src/model/errors.ts';
import { MS_PER_MINUTE } from '../../src/model/time.ts';

/** What reaches the account. */
export interface Access {
  readonly SUBDOMAIN: string;
  readonly EMAIL: string;
  readonly TOKEN: string;
  readonly BASE_URL?: string | undefined;
}

/** Where the account lives: `https://acme.zendesk.com`. */
export function originOf(access: Access): string {
  return (access.BASE_URL ?? `https://${access.SUBDOMAIN}.zendesk.com`).replace(/\/+$/, '');
}

/** The lane of bulk exports, which have a limit of their own. */
export const EXPORTS = 'exports';

/** Opens the API. https://developer.zendesk.com/api-reference/introduction/rate-limits/ */
export function openZendesk(access: Access, tools: Tools): HttpClient {
  const user = `${access.EMAIL}/token:${access.TOKEN}`;
  const basic = Buffer.from(user).toString('base64');
  return tools.http({
    baseUrl: `${originOf(access)}/api/v2`,
    headers: { authorization: `Basic ${basic}` },
    credential: 'TOKEN',
    address: access.BASE_URL === undefined ? 'SUBDOMAIN' : 'BASE_URL',
    needs: 'the token of an admin, or of a role that may export',
    missing: missingScope,
    secrets: [access.TOKEN, basic, user],
    // The smallest plan; the answers tell the true limit.
    limit: { requests: 200, windowMs: MS_PER_MINUTE, fixedWindow: true, read: readAccountLimit },
    lanes: { [EXPORTS]: { requests: 10, windowMs: MS_PER_MINUTE, fixedWindow: true, read: readExportLimit } },
    timeoutMs: 120_000,
  });
}

function missingScope(body: unknown): string | undefined {
  const read = z.object({ description: z.string() }).safeParse(body);
  return read.success ? /required scopes?: ([\w:, ]+)/i.exec(read.data.description)?.[1]?.trim() : undefined;
}

function readAccountLimit(headers: Headers, now: number): LimitNews {
  const reset = numberIn(headers.get('ratelimit-reset'));
  return {
    limit: numberIn(headers.get('x-rate-limit')) ?? numberIn(headers.get('ratelimit-limit')),
    remaining: numberIn(headers.get('x-rate-limit-remaining')) ?? numberIn(headers.get('ratelimit-remaining')),
    resetAt: reset === undefined ? undefined : now + reset * 1000,
  };
}

/** `zendesk-ratelimit-<endpoint>: total=10; remaining=9; resets=42` */
function readExportLimit(headers: Headers, now: number): LimitNews | undefined {
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

const LARGEST_PAGE = 1000;

/** Bulk exports of one run. */
export interface Exports {
  /** Asks for a page; one too large for the vendor (504) is halved, and the next ones stay small. */
  readonly ask: <T>(path: string, query: Readonly<Record<string, QueryValue>>, schema: z.ZodType<T>) => Promise<T>;
  /** Makes pages twice as large again; false when they are as large as they get. */
  readonly enlarge: () => boolean;
}

/** Begins with the largest pages. */
export function exportsOf(client: HttpClient): Exports {
  let perPage = LARGEST_PAGE;
  return {
    async ask(path, query, schema) {
      for (;;) {
        const request = { path, query: { ...query, per_page: perPage }, schema, lane: EXPORTS };
        const answer = await client.jsonOr([504], request);
        if (answer.ok) return answer.body;
        if (perPage === 1) throw new RetryableError(`zendesk: GET ${path}: times out (504) even for one record`);
        perPage = Math.floor(perPage / 2);
      }
    },
    enlarge() {
      if (perPage >= LARGEST_PAGE) return false;
      perPage = Math.min(LARGEST_PAGE, perPage * 2);
      return true;
    },
  };
}

/** One page of a list with cursor paging. https://developer.zendesk.com/api-reference/introduction/pagination/ */
export interface ListPage {
  readonly records: readonly unknown[];
  /** Undefined at the end. */
  readonly after: string | undefined;
}

/** Asks for one page of a list; a cursor that does not move is a DataError. */
export async function askList(
  client: HttpClient,
  path: string,
  name: string,
  options: {
    readonly query?: Readonly<Record<string, QueryValue>>;
    readonly after?: string | undefined;
    readonly without?: readonly number[];
  } = {},
): Promise<ListPage> {
  const { after, without = [] } = options;
  const schema = z
    .looseObject({ meta: z.object({ has_more: z.boolean(), after_cursor: z.string().nullish() }) })
    .refine((body) => Array.isArray(body[name]), { path: [name], message: 'expected a list' });
  const query = { ...options.query, 'page[size]': 100, 'page[after]': after };
  const answer = await client.jsonOr(without, { path, query, schema });
  if (!answer.ok) return { records: [], after: undefined };
  const { meta } = answer.body;
  const records: unknown = answer.body[name];
  if (meta.has_more && (!meta.after_cursor || meta.after_cursor === after)) {
    throw new DataError(`zendesk: GET ${path}: the page cursor does not move, so the rest cannot be reached`);
  }
  return {
    records: Array.isArray(records) ? records : [],
    after: meta.has_more ? (meta.after_cursor ?? undefined) : undefined,
  };
}

/** All records of a short list; `without`: statuses that mean "this account has no such thing". */
export async function askWholeList(
  client: HttpClient,
  path: string,
  name: string,
  options: { readonly query?: Readonly<Record<string, QueryValue>>; readonly without?: readonly number[] } = {},
): Promise<unknown[]> {
  const records: unknown[] = [];
  let after: string | undefined;
  do {
    const page = await askList(client, path, name, { ...options, after });
    records.push(...page.records);
    after = page.after;
  } while (after !== undefined);
  return records;
}
