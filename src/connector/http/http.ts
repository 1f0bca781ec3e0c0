import type { z } from 'zod';
import type { LimitRule } from './limiter.ts';

/** A value of a query; a list repeats the key, undefined leaves it out. */
export type QueryValue = string | number | boolean | readonly (string | number)[] | undefined;

/** How one account of a vendor is reached. */
export interface HttpOptions {
  /** Requests go to this origin alone, below this path: `https://acme.zendesk.com/api/v2`. https, or http on localhost. */
  readonly baseUrl: string;
  /** Sent with every request; holds the credentials. */
  readonly headers: Readonly<Record<string, string>>;
  /** The variable to blame for 401 and 403, without the source's prefix: `TOKEN`. */
  readonly credential: string;
  /** Further variables that decide whether we are let in, to blame beside it: `EMAIL`. */
  readonly besides?: readonly string[];
  /** The variable that says where the account is, to blame for foreign redirects, 401 and 403: `SUBDOMAIN`. */
  readonly address?: string;
  /** What the credential must be allowed, for the message of a 403: `scope "read"`. */
  readonly needs?: string;
  /** Reads which permission is missing from the answer of a 401 or 403, if it says so; never quotes secrets. */
  readonly missing?: (body: unknown, headers: Headers) => string | undefined;
  /** How the vendor says "slow down" by another answer than 429: a 403 with its own header, an `ok: false`. */
  readonly slowDown?: (answer: Omit<Refusal, 'ok'>, now: number) => { readonly retryAfterMs?: number } | undefined;
  /** Values that must never be shown, wherever they turn up. */
  readonly secrets: readonly string[];
  /** The limit on all requests of the account. */
  readonly limit?: LimitRule;
  /** Further limits, on the requests that name their lane. */
  readonly lanes?: Readonly<Record<string, LimitRule>>;
  /** Requests under way at once; 4 by default. */
  readonly concurrency?: number;
  /** Silence after which a request is given up and counts as a network fault; 60 s by default. */
  readonly timeoutMs?: number;
}

/** One question to the vendor. */
export interface HttpRequest {
  /** GET by default. Only requests that may safely be repeated belong here. */
  readonly method?: 'GET' | 'POST';
  /** Appended to the base URL; or a whole URL, which must be of the same origin. */
  readonly path: string;
  /** Set on top of what the path's own query says. */
  readonly query?: Readonly<Record<string, QueryValue>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as application/x-www-form-urlencoded, instead of `body`. */
  readonly form?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly lane?: string;
  /** Tries in all before a RetryableError; 5 by default. */
  readonly attempts?: number;
}

/** One question whose answer is read by `schema`. */
export interface JsonRequest<T> extends HttpRequest {
  readonly schema: z.ZodType<T>;
}

/** They answered and we could read it. */
export interface Answer<T> {
  readonly ok: true;
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
}

/** They answered with a status that the caller asked to see; the body is not checked, undefined when it is no JSON. */
export interface Refusal {
  readonly ok: false;
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/** The only way a connector talks to its vendor. */
export interface HttpClient {
  /** Whom messages name: `zendesk:emea`. */
  readonly source: string;
  /**
   * Asks and reads the answer. Retries 429, 409, 5xx and network faults with jitter, obeying Retry-After, within a
   * bounded number of tries, then RetryableError with `retryAfterMs`; 401 and 403 are a ConfigError that names every variable that may be wrong; other 4xx, no JSON and
   * a schema mismatch are a DataError that names the field, never its value. Messages carry method and URL without
   * the query. Rejects with the signal's reason when the run is aborted.
   */
  json<T>(request: JsonRequest<T>): Promise<Answer<T>>;
  /** The same, but an answer with one of these statuses (404, 504) is handed over at once, without retries. */
  jsonOr<T>(statuses: readonly number[], request: JsonRequest<T>): Promise<Answer<T> | Refusal>;
  /**
   * `fetch` under the same rules, for vendors' own clients (Octokit: `new Octokit({ request: { fetch } })`): 2xx, 304
   * and the given statuses come back as a Response, everything else is thrown as above.
   */
  fetchOr(statuses: readonly number[], lane?: string): typeof fetch;
}

/** One try, for counting: a request, its answer's status or undefined for a network fault. */
export interface RequestReport {
  readonly source: string;
  readonly method: string;
  /** Without query. */
  readonly url: string;
  readonly status: number | undefined;
  /** 1 for the first try. */
  readonly attempt: number;
  /** How long the limiter held the request back. */
  readonly waitedMs: number;
}
