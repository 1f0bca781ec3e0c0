import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { HttpClient, HttpOptions, RequestReport } from '../../../src/connector/http/http.ts';
import { createLimiters } from '../../../src/connector/http/limiter.ts';
import { createTools } from '../../../src/connector/tools.ts';
import { ConfigError, DataError, RetryableError } from '../../../src/model/errors.ts';
import { type VirtualTime, virtualTime } from './virtual-time.ts';

const TOKEN = 'top-secret-token';
const Body = z.object({ id: z.number() });

type Reply = (request: IncomingMessage, response: ServerResponse, n: number) => void;

let server: Server;
let origin: string;
let reply: Reply;
let asked: string[];
let bodies: string[];
let headers: IncomingMessage['headers'][];
let time: VirtualTime;
let reports: RequestReport[];
let controller: AbortController;

beforeEach(async () => {
  asked = [];
  bodies = [];
  headers = [];
  reports = [];
  controller = new AbortController();
  time = virtualTime();
  server = createServer(async (request, response) => {
    const n = asked.push(`${request.method} ${request.url}`) - 1;
    headers.push(request.headers);
    let text = '';
    for await (const chunk of request) text += chunk;
    bodies.push(text);
    reply(request, response, n);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function open(more: Partial<HttpOptions> = {}): HttpClient {
  const tools = createTools({
    source: 'zendesk:emea',
    signal: controller.signal,
    storeSubjects: false,
    warn: () => undefined,
    limiters: createLimiters(time),
    onRequest: (report) => reports.push(report),
    effects: time,
  });
  return tools.http({
    baseUrl: `${origin}/api`,
    headers: { authorization: `Bearer ${TOKEN}` },
    credential: 'TOKEN',
    address: 'SUBDOMAIN',
    secrets: [TOKEN],
    ...more,
  });
}

const json =
  (body: unknown, status = 200, more: Record<string, string> = {}): Reply =>
  (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...more });
    response.end(JSON.stringify(body));
  };

/** First these, then success. */
const first =
  (...replies: readonly Reply[]): Reply =>
  (request, response, n) =>
    (replies[n] ?? json({ id: 7 }))(request, response, n);

const failure = (run: Promise<unknown>): Promise<Error> =>
  time.runUntil(
    run.then(
      () => new Error('it did not fail'),
      (error: Error) => error,
    ),
  );

const get = (client: HttpClient, path = '/things.json', query = {}) => client.json({ path, query, schema: Body });

describe('the HTTP client', () => {
  it('asks below the base address with every query parameter encoded, lists repeated, undefined left out', async () => {
    reply = json({ id: 7 });
    const query = { 'page[size]': 100, q: 'a b&c', role: ['agent', 'admin'], none: undefined };
    const answer = await open().json({ path: '/things.json?x=1', query, schema: Body });

    expect(answer.body).toEqual({ id: 7 });
    expect(asked).toEqual(['GET /api/things.json?x=1&page%5Bsize%5D=100&q=a+b%26c&role=agent&role=admin']);
    expect(headers[0]?.authorization).toBe(`Bearer ${TOKEN}`);
  });

  it('sends JSON and forms as what they are', async () => {
    reply = json({ id: 7 });
    await open().json({ method: 'POST', path: '/a', body: { x: [1] }, schema: Body });
    await open().json({ method: 'POST', path: '/b', form: { x: '1 2' }, schema: Body });

    expect(bodies).toEqual(['{"x":[1]}', 'x=1+2']);
    expect(headers.map((one) => one['content-type'])).toEqual([
      'application/json',
      'application/x-www-form-urlencoded',
    ]);
  });

  it('takes a whole address of the same origin, and refuses one of another', async () => {
    reply = json({ id: 7 });
    await get(open(), `${origin}/elsewhere/2?page=2`);
    const error = await failure(get(open(), 'https://elsewhere.example/api'));

    expect(asked).toEqual(['GET /elsewhere/2?page=2']);
    expect(error).toBeInstanceOf(DataError);
  });

  it.each([429, 500, 502, 503, 504, 409])('tries again after a %i', async (status) => {
    reply = first(json({ error: 'no' }, status));
    const answer = await time.runUntil(get(open()));

    expect(answer.body).toEqual({ id: 7 });
    expect(asked).toHaveLength(2);
    expect(reports.map((report) => [report.status, report.attempt])).toEqual([
      [status, 1],
      [200, 2],
    ]);
  });

  it.each([400, 404, 410, 422])('does not try again after a %i', async (status) => {
    reply = json({ error: 'no' }, status);
    const error = await failure(get(open()));

    expect(error).toBeInstanceOf(DataError);
    expect(asked).toHaveLength(1);
  });

  it('tries again when the line is cut before and within an answer', async () => {
    reply = first(
      (request) => request.socket.destroy(),
      (_, response) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
        response.write('{"id":');
        setImmediate(() => response.destroy());
      },
    );
    const answer = await time.runUntil(get(open()));

    expect(answer.body).toEqual({ id: 7 });
    expect(reports.map(({ status }) => status)).toEqual([undefined, undefined, 200]);
  });

  it('counts a silence as a fault of the line', async () => {
    reply = first(() => undefined);
    const answer = await time.runUntil(get(open({ timeoutMs: 40 })));

    expect(answer.body).toEqual({ id: 7 });
  });

  it('waits as long as Retry-After says, as a date too', async () => {
    const date = new Date(time.now() + 50_000).toUTCString();
    reply = first(json({}, 429, { 'retry-after': '20' }), json({}, 503, { 'retry-after': date }));
    const start = time.now();
    await time.runUntil(get(open()));

    expect(time.now() - start).toBeGreaterThanOrEqual(50_000);
    expect(time.slept[0]).toBe(20_500);
  });

  it('gives up at once when the wait is too long for a run, and says for how long', async () => {
    reply = json({}, 429, { 'retry-after': '3600' });
    const error = await failure(get(open()));

    expect(error).toBeInstanceOf(RetryableError);
    expect((error as RetryableError).retryAfterMs).toBeGreaterThanOrEqual(3_600_000);
    expect(asked).toHaveLength(1);
    expect(time.slept).toEqual([]);
  });

  it('gives up after five tries, naming method, address without query, and what happened', async () => {
    reply = json({}, 500);
    const error = await failure(get(open(), '/things.json', { q: 'private' }));

    expect(error).toBeInstanceOf(RetryableError);
    expect(error.message).toBe(`zendesk:emea: GET ${origin}/api/things.json: failed (500), tried 5 times`);
    expect(asked).toHaveLength(5);
  });

  it('pauses the whole account while one request was told to wait', async () => {
    reply = first(json({}, 429, { 'retry-after': '20' }));
    const client = open({ limit: { requests: 100, windowMs: 60_000 } });
    const start = time.now();
    const slow = get(client);
    await time.runUntil(slow);
    const afterwards = time.now();
    await time.runUntil(get(client));

    expect(afterwards - start).toBe(20_500);
    expect(time.now()).toBe(afterwards);
  });

  it.each([
    [401, ['EMAIL'], 'refused (401): check ZENDESK_EMEA_TOKEN, ZENDESK_EMEA_EMAIL and ZENDESK_EMEA_SUBDOMAIN'],
    [
      403,
      ['EMAIL'],
      'not allowed (403): check what ZENDESK_EMEA_TOKEN may do, and that ZENDESK_EMEA_EMAIL and ZENDESK_EMEA_SUBDOMAIN name its account',
    ],
    [401, [], 'refused (401): check ZENDESK_EMEA_TOKEN and ZENDESK_EMEA_SUBDOMAIN'],
  ])(
    'blames every variable that may be wrong for a %i (besides: %j) and asks no more',
    async (status, besides, words) => {
      reply = json({ error: 'no' }, status);
      const error = await failure(get(open({ needs: 'scope "read"', besides })));

      expect(error).toBeInstanceOf(ConfigError);
      expect(error.message).toBe(`zendesk:emea: GET ${origin}/api/things.json: ${words}; it needs scope "read"`);
      expect(asked).toHaveLength(1);
    },
  );

  it('says which permission is missing where the vendor does, without what else it says', async () => {
    reply = json({ scopes: `read ${TOKEN}` }, 403);
    const missing = (body: unknown) => z.object({ scopes: z.string() }).parse(body).scopes;
    const error = await failure(get(open({ missing })));

    expect(error.message).toContain('it needs read [secret]');
  });

  it('knows a vendor’s own way to say "slow down"', async () => {
    reply = first(json({ ok: false, error: 'ratelimited' }));
    const slowDown: HttpOptions['slowDown'] = ({ body }) =>
      z.object({ error: z.literal('ratelimited') }).safeParse(body).success ? { retryAfterMs: 9000 } : undefined;
    const answer = await time.runUntil(get(open({ slowDown })));

    expect(answer.body).toEqual({ id: 7 });
    expect(time.slept).toEqual([9500]);
  });

  it('hands over statuses that were asked for, at once', async () => {
    reply = json({ gone: true }, 504);
    const answer = await open().jsonOr([404, 504], { path: '/x', schema: Body });

    expect(answer).toMatchObject({ ok: false, status: 504, body: { gone: true } });
    expect(asked).toHaveLength(1);
  });

  it('names the field that cannot be read, never what stood there', async () => {
    reply = json({ id: 'a customer’s words' });
    const error = await failure(get(open()));

    expect(error).toBeInstanceOf(DataError);
    expect(error.message).toContain('cannot be read: id: Invalid input: expected number');
    expect(error.message).not.toContain('words');
  });

  it('refuses what is no JSON', async () => {
    reply = (_, response) => response.end('<html>log in</html>');

    expect(await failure(get(open()))).toBeInstanceOf(DataError);
  });

  it('follows redirects within the host, not in a circle', async () => {
    reply = first(json({}, 302, { location: '/api/other.json?x=1' }));
    await get(open());
    expect(asked[1]).toBe('GET /api/other.json?x=1');

    reply = json({}, 302, { location: '/api/things.json' });
    expect(await failure(get(open()))).toBeInstanceOf(DataError);
  });

  it('follows no redirect to another host, not even to another port, and blames the address', async () => {
    reply = json({}, 302, { location: 'http://127.0.0.1:9/api' });
    const error = await failure(get(open()));

    expect(error).toBeInstanceOf(ConfigError);
    expect(error.message).toContain('another host, 127.0.0.1:9, not followed: check ZENDESK_EMEA_SUBDOMAIN');
  });

  it.each(['http://desk.example/api', 'ftp://desk.example', 'https://user:pass@desk.example', 'no address'])(
    'refuses to send credentials to %s',
    (baseUrl) => {
      expect(() => open({ baseUrl })).toThrow(ConfigError);
    },
  );

  it('stops waiting, and asks no more, when the run is aborted', async () => {
    const reason = new Error('shutting down');
    reply = json({}, 429, { 'retry-after': '60' });
    const run = get(open());
    run.catch(() => undefined);
    while (time.slept.length === 0) await new Promise((resolve) => setImmediate(resolve));
    controller.abort(reason);

    await expect(run).rejects.toBe(reason);
    expect(asked).toHaveLength(1);
  });

  it('never has more requests under way than the account bears', async () => {
    let underWay = 0;
    let most = 0;
    reply = (request, response, n) => {
      underWay += 1;
      most = Math.max(most, underWay);
      setTimeout(() => {
        underWay -= 1;
        json({ id: n })(request, response, n);
      }, 5);
    };
    const client = open({ concurrency: 2 });
    await Promise.all([1, 2, 3, 4, 5, 6].map(() => get(client)));

    expect(most).toBe(2);
  });

  it('serves a vendor’s own client as fetch, under the same rules', async () => {
    reply = first(json({}, 500), json([{ id: 1 }], 200, { link: '<x>; rel="next"' }), json({ m: 'gone' }, 410));
    const fetchLike = open().fetchOr([410]);
    const answer = await time.runUntil(fetchLike(`${origin}/repos?page=2`, { headers: { accept: 'x/y' } }));
    const gone = await fetchLike(`${origin}/repos/2`);
    const refused = await failure(open().fetchOr([])('https://elsewhere.example/'));

    expect(await answer.json()).toEqual([{ id: 1 }]);
    expect([answer.headers.get('link'), answer.url]).toEqual(['<x>; rel="next"', `${origin}/repos?page=2`]);
    expect(headers[1]).toMatchObject({ accept: 'x/y', authorization: `Bearer ${TOKEN}` });
    expect(gone.status).toBe(410);
    expect(refused).toBeInstanceOf(DataError);
  });
});
