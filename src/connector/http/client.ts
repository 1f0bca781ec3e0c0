import pLimit from 'p-limit';
import { ConfigError, DataError, hideSecrets, RetryableError } from '../../model/errors.ts';
import { MS_PER_MINUTE } from '../../model/time.ts';
import { readAnswer } from '../records.ts';
import { backoffMs, LONGEST_WAIT_MS, readRetryAfter } from './headers.ts';
import type { Answer, HttpClient, HttpOptions, HttpRequest, JsonRequest, Refusal, RequestReport } from './http.ts';
import type { Effects, Limiter, Limiters, Slot } from './limiter.ts';
import { baseOf, type Fault, parsed, type RawAnswer, send } from './send.ts';
import type { VendorClock } from './vendor-clock.ts';

/** What a client needs besides the vendor's options. */
export interface ClientContext {
  readonly source: string;
  readonly signal: AbortSignal;
  readonly effects: Effects;
  readonly limiters: Limiters;
  readonly clock: VendorClock;
  /** Hears once of what an answer was read without. */
  readonly onOdd: (message: string) => void;
  readonly variable: (name: string) => string;
  readonly onRequest: (report: RequestReport) => void;
}

interface Call {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly content?: string | undefined;
  readonly lane?: string | undefined;
  readonly attempts: number;
  /** Statuses that the caller asked to see. */
  readonly wanted: readonly number[];
}

/** What to do about an answer that is no success. */
interface Trouble {
  readonly what: string;
  /** How long they asked us to wait. */
  readonly askedMs: number | undefined;
  /** The account as a whole must pause, not just this request. */
  readonly pausesAll: boolean;
}

const MOST_REDIRECTS = 5;

const REDIRECTS = [301, 302, 303, 307, 308];

/** Opens an account: see `HttpClient` for the rules that every request keeps. */
export function createClient(options: HttpOptions, context: ClientContext): HttpClient {
  const { effects, signal, source } = context;
  const credential = context.variable(options.credential);
  const address = context.variable(options.address ?? options.credential);
  const besides = (options.besides ?? []).map(context.variable);
  /** Everything that decides whether we are let in, each once. */
  const access = [...new Set([credential, ...besides, address])];
  const base = baseOf(options.baseUrl, address);
  const bound = pLimit(options.concurrency ?? 4);
  // The last line of defence: what a vendor's answer makes us say may hold what we sent.
  const hidden = hideSecrets(options.secrets);

  function limitersOf(lane: string | undefined): readonly Limiter[] {
    const rule = lane === undefined ? undefined : options.lanes?.[lane];
    if (lane !== undefined && !rule) throw new Error(`${source}: no lane is called ${lane}`);
    const key = `${source} ${base.origin}`;
    return [
      ...(rule ? [context.limiters.of(`${key} ${lane}`, rule)] : []),
      ...(options.limit ? [context.limiters.of(key, options.limit)] : []),
    ];
  }

  /** A URL without its query; a redirect may have put anything into its path. */
  function shown(url: URL): string {
    return hidden(url.origin + url.pathname);
  }

  function where(call: Call): string {
    return `${source}: ${call.method} ${shown(call.url)}`;
  }

  function urlOf(path: string, query: HttpRequest['query']): URL {
    const below = base.href.replace(/\/$/, '') + (path.startsWith('/') ? path : `/${path}`);
    const url = new URL(/^https?:\/\//i.test(path) ? path : below);
    if (url.origin !== base.origin) {
      throw new DataError(`${source}: was pointed to ${url.origin}, which is not ${base.origin}: not followed`);
    }
    for (const [name, value] of Object.entries(query ?? {})) {
      if (value === undefined) continue;
      url.searchParams.delete(name);
      for (const one of Array.isArray(value) ? value : [value]) url.searchParams.append(name, String(one));
    }
    return url;
  }

  function callOf(request: HttpRequest, wanted: readonly number[]): Call {
    const { method = 'GET', path, query, body, form, headers, lane, attempts = 5 } = request;
    const json = body === undefined ? undefined : JSON.stringify(body);
    const content = form ? new URLSearchParams(form).toString() : json;
    const type = form ? 'application/x-www-form-urlencoded' : 'application/json';
    const said = content === undefined ? headers : { 'content-type': type, ...headers };
    return { method, url: urlOf(path, query), headers: { ...said }, content, lane, attempts, wanted };
  }

  /** One try, when the limits let it. */
  async function once(call: Call, attempt: number): Promise<RawAnswer | Fault> {
    const slots: Slot[] = [];
    let answer: RawAnswer | Fault | undefined;
    let sent = false;
    try {
      for (const limiter of limitersOf(call.lane)) slots.push(await limiter.acquire(signal));
      sent = true;
      const headers = { accept: 'application/json', 'user-agent': 'fairclock', ...options.headers, ...call.headers };
      const { method, url, content } = call;
      const askedAt = effects.now();
      answer = await send({ method, url, headers, content, timeoutMs: options.timeoutMs ?? MS_PER_MINUTE }, signal);
      if (!('fault' in answer)) context.clock.note(answer.headers, askedAt, effects.now());
      return answer;
    } finally {
      const answered = answer && !('fault' in answer) ? answer : undefined;
      for (const slot of slots) slot.done(answered?.headers);
      if (sent) {
        context.onRequest({
          source,
          method: call.method,
          url: shown(call.url),
          status: answered?.status,
          attempt,
          waitedMs: slots.reduce((sum, slot) => sum + slot.waitedMs, 0),
        });
      }
    }
  }

  /** What a person must look at after a 401 or a 403: every variable that may be wrong. */
  function refusal(status: 401 | 403, missing: string | undefined): string {
    const needs = missing ?? options.needs;
    const needed = needs ? `; it needs ${needs}` : '';
    if (status === 401) return `refused (401): check ${wordsOf(access)}${needed}`;
    const others = access.slice(1);
    const account =
      others.length > 0 ? `, and that ${wordsOf(others)} ${others.length > 1 ? 'name' : 'names'} its account` : '';
    return `not allowed (403): check what ${credential} may do${account}${needed}`;
  }

  /** Why a status must not be tried again, or what the trouble is when it may. */
  function troubleOf(call: Call, answer: RawAnswer): Trouble {
    const { status, headers, text } = answer;
    const now = effects.now();
    const retryAfterMs = readRetryAfter(headers, now);
    const special = options.slowDown?.({ status, headers, body: parsed(text) }, now);
    if (status === 429 || special) {
      const askedMs = special?.retryAfterMs ?? retryAfterMs;
      return { what: `too many requests (${status})`, askedMs, pausesAll: true };
    }
    if (status === 401 || status === 403) {
      throw new ConfigError(hidden(`${where(call)}: ${refusal(status, options.missing?.(parsed(text), headers))}`));
    }
    if (status < 500 && status !== 409) throw new DataError(`${where(call)}: turned down (${status})`);
    return { what: `failed (${status})`, askedMs: retryAfterMs, pausesAll: retryAfterMs !== undefined };
  }

  function faultTrouble(call: Call, { fault, code }: Fault): Trouble {
    if (fault === 'certificate') throw new ConfigError(`${where(call)}: its certificate cannot be trusted (${code})`);
    if (fault === 'size') throw new DataError(`${where(call)}: the answer is too large`);
    return { what: `no answer (${code})`, askedMs: undefined, pausesAll: false };
  }

  function redirected(call: Call, answer: RawAnswer): Call {
    const url = URL.parse(answer.headers.get('location') ?? '', call.url.href);
    if (!url) throw new DataError(`${where(call)}: redirected (${answer.status}) to nowhere`);
    if (url.origin !== base.origin) {
      throw new ConfigError(`${where(call)}: redirected to another host, ${url.host}, not followed: check ${address}`);
    }
    if (call.content !== undefined && answer.status < 307) {
      throw new DataError(`${where(call)}: redirected (${answer.status}), which would drop what was asked`);
    }
    return { ...call, url };
  }

  async function ask(first: Call): Promise<RawAnswer> {
    let call = first;
    let redirects = 0;
    for (let attempt = 1; ; ) {
      const answer = await once(call, attempt);
      if (!('fault' in answer)) {
        const { status } = answer;
        if (call.wanted.includes(status) || (status >= 200 && status < 300 && !slowedDown(answer))) return answer;
        if (REDIRECTS.includes(status)) {
          redirects += 1;
          if (redirects > MOST_REDIRECTS) throw new DataError(`${where(first)}: redirected in a circle`);
          call = redirected(call, answer);
          continue;
        }
      }
      const trouble = 'fault' in answer ? faultTrouble(call, answer) : troubleOf(call, answer);
      const pauseMs = backoffMs(attempt, trouble.askedMs, effects.random);
      if (trouble.pausesAll) for (const limiter of limitersOf(call.lane)) limiter.pauseUntil(effects.now() + pauseMs);
      if (attempt >= call.attempts || pauseMs > LONGEST_WAIT_MS) {
        const tries = attempt === 1 ? 'once' : `${attempt} times`;
        throw new RetryableError(`${where(call)}: ${trouble.what}, tried ${tries}`, { retryAfterMs: pauseMs });
      }
      await effects.sleep(pauseMs, signal);
      attempt += 1;
    }
  }

  function slowedDown({ status, headers, text }: RawAnswer): boolean {
    return options.slowDown?.({ status, headers, body: parsed(text) }, effects.now()) !== undefined;
  }

  const oddities = new Set<string>();

  /** The bound is on whole questions with their retries. */
  function bounded(call: Call): Promise<RawAnswer> {
    return bound(() => {
      signal.throwIfAborted();
      return ask(call);
    });
  }

  async function jsonOr<T>(statuses: readonly number[], request: JsonRequest<T>): Promise<Answer<T> | Refusal> {
    const call = callOf(request, statuses);
    const { status, headers, text } = await bounded(call);
    const body = parsed(text);
    if (statuses.includes(status)) return { ok: false, status, headers, body };
    if (body === undefined && text !== '') throw new DataError(`${where(call)}: the answer is no JSON`);
    const read = readAnswer(request.schema, body);
    if (!read.ok) throw new DataError(hidden(`${where(call)}: cannot be read: ${read.reason}`));
    if (read.reason !== undefined && !oddities.has(read.reason)) {
      oddities.add(read.reason);
      context.onOdd(hidden(`${where(call)}: ${read.reason}`));
    }
    return { ok: true, status, headers, body: read.data };
  }

  return {
    source,
    jsonOr,
    async json<T>(request: JsonRequest<T>) {
      const answer = await jsonOr([], request);
      if (!answer.ok) throw new Error('an answer without a wanted status cannot be a refusal');
      return answer;
    },
    fetchOr: (statuses, lane) => async (input, init) => {
      const request = new Request(input, init);
      const text = await request.text();
      const call: Call = {
        method: request.method === 'POST' ? 'POST' : 'GET',
        url: urlOf(request.url, {}),
        headers: Object.fromEntries(request.headers),
        content: text === '' ? undefined : text,
        lane,
        attempts: 5,
        wanted: [...statuses, 304],
      };
      const answer = await bounded(call);
      const empty = answer.status === 204 || answer.status === 304;
      const response = new Response(empty ? null : answer.text, { status: answer.status, headers: answer.headers });
      // Octokit reads `url`, which a hand-made Response leaves empty.
      Object.defineProperty(response, 'url', { value: call.url.href });
      return response;
    },
  };
}

/** `a, b and c`. */
function wordsOf(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
