import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { FastifyAdapter } from '@bull-board/fastify';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { ConfigError } from '../../src/model/errors.ts';
import { html } from '../../src/show/escape.ts';
import { sameText } from '../delivery/subscriptions.ts';
import type { Log } from '../log.ts';
import { type Attempts, createAttempts } from './attempts.ts';
import { limitConnections } from './crowd.ts';
import type { Metrics } from './metrics.ts';
import type { Queues } from './queues.ts';
import type { Trouble } from './state.ts';

/** What the port answers with. */
export interface PortOptions {
  readonly host: string;
  readonly port: number;
  readonly metrics: Pick<Metrics, 'render' | 'contentType'>;
  readonly queues: Queues;
  /** What keeps the worker from its work; nothing: it is ready. */
  readonly troubles: () => Promise<readonly Trouble[]>;
  /** Opens the board of the queues; undefined: there is none. */
  readonly boardPassword: string | undefined;
  /** Adds pages of its own. */
  readonly addPages?: (app: FastifyInstance, attempts: Attempts) => void;
  readonly log: Log;
  readonly now: () => number;
}

const BOARD = '/queues';

const BOARD_USER = 'fairclock';

/** A request has to be here, head and body, after so long; forms and clicks are small and quick. */
const REQUEST_MS = 10_000;
const HEAD_MS = 5000;
const LARGEST_BODY = 64 * 1024;

/** Opens the small HTTP port of a worker: health, readiness, metrics and, behind a password, the board of the queues. */
export async function openHttpPort(options: PortOptions): Promise<FastifyInstance> {
  const app = createPort();
  const attempts = createAttempts(options.now);
  const tell = tellsChanges(options.log);
  app.get('/healthz', async () => ({ alive: true }));
  app.get('/readyz', async (_request, reply) => {
    const troubles = await options.troubles();
    tell(troubles);
    if (troubles.length === 0) return { ready: true };
    // What is wrong stands in the log; the port may be read by anybody.
    return reply.code(503).send({ ready: false, waitsFor: troubles.map(({ part }) => part) });
  });
  app.get('/metrics', async (_request, reply) => {
    reply.header('content-type', options.metrics.contentType);
    return options.metrics.render();
  });
  app.setErrorHandler(async (error: Error & { readonly statusCode?: number }, _request, reply) => {
    const code = error.statusCode ?? 500;
    if (code >= 500) options.log.error({ err: error }, 'the port could not answer');
    return reply
      .code(code)
      .send({ error: code >= 500 ? 'this worker could not answer; its log says why' : error.message });
  });
  if (options.boardPassword !== undefined) await addBoard(app, options.queues, options.boardPassword, attempts);
  options.addPages?.(app, attempts);
  try {
    await app.listen({ host: options.host, port: options.port });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigError(`HTTP_PORT: cannot listen on ${options.host}:${options.port}: ${reason}`, { cause: error });
  }
  return app;
}

/** An HTTP server that nobody can keep busy by being slow, and whose answers nobody can frame or guess the type of. */
export function createPort({ requestMs = REQUEST_MS } = {}): FastifyInstance {
  const headMs = Math.min(HEAD_MS, requestMs);
  const app = fastify({
    logger: false,
    bodyLimit: LARGEST_BODY,
    requestTimeout: requestMs,
    keepAliveTimeout: headMs,
    forceCloseConnections: true,
    http: {
      headersTimeout: headMs,
      connectionsCheckingInterval: Math.min(1000, requestMs),
      maxHeaderSize: 16 * 1024,
    },
  });
  limitConnections(app.server);
  app.addHook('onSend', async (_request, reply) => {
    reply.header('x-content-type-options', 'nosniff').header('x-frame-options', 'DENY');
    if (!reply.hasHeader('referrer-policy')) reply.header('referrer-policy', 'no-referrer');
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
  });
  return app;
}

/** Tells the log when a worker stops being ready and why, and when it is again; not every time somebody asks. */
function tellsChanges(log: Log): (troubles: readonly Trouble[]) => void {
  let before = '';
  return (troubles) => {
    const now = troubles.map(({ part }) => part).join();
    if (now === before) return;
    before = now;
    for (const { part, error } of troubles) log.warn({ part, err: error }, 'not ready');
    if (troubles.length === 0) log.info({}, 'ready');
  };
}

/** What the board may do: run and show its own files. Its style sheet of another site is not asked for. */
const BOARD_POLICY =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

async function addBoard(app: FastifyInstance, queues: Queues, password: string, attempts: Attempts): Promise<void> {
  const adapter = new FastifyAdapter();
  adapter.setBasePath(BOARD);
  createBullBoard({
    queues: [...queues.all.values()].map((queue) => new BullMQAdapter(queue)),
    serverAdapter: adapter,
  });
  await app.register(async (board) => {
    board.addHook('onRequest', async (request, reply) => {
      reply.header('content-security-policy', BOARD_POLICY);
      await askForPassword(request, reply, password, attempts);
      if (!reply.sent && !isOwnWrite(request)) await reply.code(403).send('only the board itself may ask for that');
    });
    await board.register(adapter.registerPlugin(), { prefix: BOARD });
  });
}

/** Whether a request changes nothing, or comes from a page of this very port: a browser sends passwords for any page. */
function isOwnWrite({ method, headers }: FastifyRequest): boolean {
  if (method === 'GET' || method === 'HEAD') return true;
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  const origin = headers.origin === undefined ? undefined : URL.parse(headers.origin);
  if (!origin) return headers.origin === undefined;
  return origin.host === URL.parse(`${origin.protocol}//${headers.host}`)?.host;
}

async function askForPassword(
  request: FastifyRequest,
  reply: FastifyReply,
  password: string,
  attempts: Attempts,
): Promise<void> {
  if (attempts.areUsedUp(request.ip)) return void (await tooMany(reply));
  const [scheme, encoded = ''] = (request.headers.authorization ?? '').split(' ', 2);
  const given = Buffer.from(encoded, 'base64').toString('utf8');
  if (scheme?.toLowerCase() === 'basic' && sameText(given, `${BOARD_USER}:${password}`)) return;
  if (encoded !== '') attempts.failed(request.ip);
  await reply
    .code(401)
    .header('www-authenticate', 'Basic realm="Fairclock queues", charset="UTF-8"')
    .send('password needed');
}

/** Answers somebody who guesses too often. */
export function tooMany(reply: FastifyReply): FastifyReply {
  return sendPlainPage(
    reply.code(429).header('retry-after', '60'),
    'Too many attempts',
    '<p>Wait a minute, then try again.</p>',
  );
}

/** What a small page of a worker may do: post its own form and show its own style. */
const PLAIN_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** Answers with a small page of a few words and, where it is given, a form; kept by nobody. `body` is HTML. */
export function sendPlainPage(reply: FastifyReply, title: string, body: string): FastifyReply {
  return reply
    .header('content-security-policy', PLAIN_POLICY)
    .header('cache-control', 'no-store')
    .header('referrer-policy', 'no-referrer')
    .type('text/html; charset=utf-8')
    .send(plainPage(title, body));
}

function plainPage(title: string, body: string): string {
  return `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark"><meta name="robots" content="noindex"><title>${html(title)}</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:34rem;margin:12vh auto;padding:0 20px}h1{font-size:1.3rem}button,input{font:inherit;padding:8px 14px}ul{padding-left:1.2rem}body:has(table){max-width:60rem;margin-top:4vh}.scroll{overflow-x:auto}table{border-collapse:collapse;margin:0 0 1.5rem}caption{text-align:left;font-weight:600}th,td{text-align:left;padding:4px 14px 4px 0;vertical-align:top}</style></head>
<body><main><h1>${html(title)}</h1>${body}</main></body></html>
`;
}
