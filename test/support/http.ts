import nock from 'nock';
import { afterEach, beforeEach, expect } from 'vitest';

/**
 * Importing this makes HTTP strict in a test file: no socket is opened, and a test fails on a request that nobody
 * answers and on an answer that nobody asked for, also when the code under test swallowed the error.
 */
const unexpected: string[] = [];

function onNoMatch(request: Request): void {
  unexpected.push(`${request.method} ${request.url}`);
}

beforeEach(() => {
  if (!nock.isActive()) nock.activate();
  nock.disableNetConnect();
  nock.emitter.on('no match', onNoMatch);
});

afterEach(() => {
  const unused = nock.pendingMocks();
  const asked = unexpected.splice(0);
  nock.emitter.removeListener('no match', onNoMatch);
  nock.cleanAll();
  players.clear();
  expect(asked, 'every HTTP request needs an answer in its test: these had none').toEqual([]);
  expect(unused, 'every answer in a test must be asked for: these were not, remove them').toEqual([]);
});

/** What reached a played host. */
export interface PlayedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
}

/** `cut` breaks the line instead of answering. */
export type PlayedAnswer =
  | { readonly status?: number; readonly headers?: Readonly<Record<string, string>>; readonly body: unknown }
  | 'cut';

const players = new Map<string, (request: PlayedRequest) => PlayedAnswer>();

/** Plays one host by a function until the test ends, or until the host is played by another one. */
export function playHost(origin: string, answer: (request: PlayedRequest) => PlayedAnswer): void {
  const known = players.has(origin);
  players.set(origin, answer);
  if (known) return;
  for (const method of ['GET', 'POST']) {
    nock(origin)
      .persist()
      .intercept(() => true, method)
      .optionally()
      .reply(async (request: Request) => {
        const said = players.get(origin)!(await played(request));
        if (said === 'cut') throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
        const text = typeof said.body === 'string' ? said.body : JSON.stringify(said.body);
        const type = typeof said.body === 'string' ? 'text/html' : 'application/json';
        return [said.status ?? 200, text, { 'content-type': type, ...said.headers }];
      });
  }
}

async function played(request: Request): Promise<PlayedRequest> {
  const url = new URL(request.url);
  const text = await request.clone().text();
  let body: unknown = text;
  try {
    body = JSON.parse(text);
  } catch {
    // A form, or nothing at all.
  }
  const headers = Object.fromEntries(request.headers);
  return { method: request.method, path: url.pathname, query: url.searchParams, body, headers };
}

/** `GET /path?a=1&b=x y`: the query decoded and sorted by name, for lists typed by hand; a JSON body follows a POST. */
export function requestLine({ method, path, query, body }: PlayedRequest): string {
  const pairs = [...query].map(([name, value]) => `${name}=${value}`).sort();
  const asked = pairs.length > 0 ? `?${pairs.join('&')}` : '';
  const said = method === 'POST' && body !== '' ? ` ${typeof body === 'string' ? body : JSON.stringify(body)}` : '';
  return `${method} ${path}${asked}${said}`;
}
