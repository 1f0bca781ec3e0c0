import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { FastifyAdapter } from '@bull-board/fastify';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { ConfigError } from '../../src/model/errors.ts';
import { sameText } from '../delivery/same-text.ts';
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
