import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { FastifyAdapter } from '@bull-board/fastify';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { ConfigError } from '../../src/model/errors.ts';
import { html } from '../../src/show/escape.ts';
import { sameText } from '../delivery/subscriptions.ts';
import type { Metrics } from './metrics.ts';
import type { Queues } from './queues.ts';

/** What the port answers with. */
export interface PortOptions {
  readonly host: string;
  readonly port: number;
  readonly metrics: Metrics;
  readonly queues: Queues;
  /** Rejects with what is wrong while the worker cannot do its work. */
  readonly ready: () => Promise<void>;
  /** Opens the board of the queues; undefined: there is none. */
  readonly boardPassword: string | undefined;
  /** Adds pages of its own. */
  readonly addPages?: (app: FastifyInstance) => void;
}

const BOARD = '/queues';

const BOARD_USER = 'fairclock';

/** Opens the small HTTP port of a worker: health, readiness, metrics and, behind a password, the board of the queues. */
export async function openHttpPort(options: PortOptions): Promise<FastifyInstance> {
  const app = fastify({ logger: false });
  app.get('/healthz', async () => ({ alive: true }));
  app.get('/readyz', async (_request, reply) => {
    try {
      await options.ready();
      return { ready: true };
    } catch {
      // What is wrong stands in the log; the port may be read by anybody.
      return reply.code(503).send({ ready: false });
    }
  });
  app.get('/metrics', async (_request, reply) => {
    reply.header('content-type', options.metrics.contentType);
    return options.metrics.render();
  });
  if (options.boardPassword !== undefined) await addBoard(app, options.queues, options.boardPassword);
  options.addPages?.(app);
  try {
    await app.listen({ host: options.host, port: options.port });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigError(`HTTP_PORT: cannot listen on ${options.host}:${options.port}: ${reason}`, { cause: error });
  }
  return app;
}

async function addBoard(app: FastifyInstance, queues: Queues, password: string): Promise<void> {
  const adapter = new FastifyAdapter();
  adapter.setBasePath(BOARD);
  createBullBoard({
    queues: [...queues.all.values()].map((queue) => new BullMQAdapter(queue)),
    serverAdapter: adapter,
  });
  await app.register(async (board) => {
    board.addHook('onRequest', async (request, reply) => askForPassword(request, reply, password));
    await board.register(adapter.registerPlugin(), { prefix: BOARD });
  });
}

async function askForPassword(request: FastifyRequest, reply: FastifyReply, password: string): Promise<void> {
  const [scheme, encoded = ''] = (request.headers.authorization ?? '').split(' ', 2);
  const given = Buffer.from(encoded, 'base64').toString('utf8');
  if (scheme?.toLowerCase() === 'basic' && sameText(given, `${BOARD_USER}:${password}`)) return;
  await reply
    .code(401)
    .header('www-authenticate', 'Basic realm="Fairclock queues", charset="UTF-8"')
    .send('password needed');
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
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:34rem;margin:12vh auto;padding:0 20px}h1{font-size:1.3rem}button,input{font:inherit;padding:8px 14px}ul{padding-left:1.2rem}</style></head>
<body><main><h1>${html(title)}</h1>${body}</main></body></html>
`;
}
