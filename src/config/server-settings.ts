import { z } from 'zod';
import { redisUrl, wholeNumber, yesNo } from './accepted-values.ts';
import { described } from './setting.ts';

/** Where everything is kept, and how workers run. */
export const serverSettings = {
  DATABASE_URL: described(z.string().default('fairclock.sqlite'), {
    group: 'Store and server',
    description: 'Where everything is kept: a file (SQLite), or postgres://user:password@host/database on a server.',
    secret: true,
    example: 'postgres://fairclock:password@localhost:5432/fairclock',
  }),
  REDIS_URL: described(redisUrl.optional(), {
    group: 'Store and server',
    description: 'The Redis of the workers (fairclock worker). Not needed for anything else.',
    secret: true,
    example: 'redis://:password@localhost:6379/0',
  }),
  QUEUE_PREFIX: described(
    z
      .string()
      .regex(/^[\w{}.-]+$/, { error: 'accepts letters, digits, dots, dashes and one pair of braces' })
      .default('{fairclock}'),
    {
      group: 'Store and server',
      description: 'What the keys in Redis begin with; the braces keep them on one node of a Redis Cluster.',
    },
  ),
  WORKER_SCHEDULES: described(yesNo.default(true), {
    group: 'Store and server',
    description: 'Whether a worker also keeps the schedules (true); false leaves that to fairclock schedule.',
  }),
  SYNC_EVERY_MINUTES: described(wholeNumber(1, 1440).default(15), {
    group: 'Store and server',
    description: 'How often workers read each source.',
  }),
  HTTP_HOST: described(z.string().default('127.0.0.1'), {
    group: 'Store and server',
    description: 'The address on which a worker answers health checks and metrics; 0.0.0.0 for all.',
  }),
  HTTP_PORT: described(wholeNumber(0, 65_535).default(8080), {
    group: 'Store and server',
    description: 'The port for it; 0 opens none.',
  }),
  BULL_BOARD_PASSWORD: described(z.string().min(12, { error: 'needs at least 12 characters' }).optional(), {
    group: 'Store and server',
    description: 'Opens the board of the queues at /queues for user fairclock with this password. Left out: no board.',
    secret: true,
  }),
  STOP_SECONDS: described(wholeNumber(1, 600).default(25), {
    group: 'Store and server',
    description: 'How long a worker that is told to stop may finish what it is doing.',
  }),
  LOG_LEVEL: described(
    z
      .enum(['debug', 'info', 'warn', 'error', 'silent'], { error: 'accepts debug, info, warn, error or silent' })
      .default('info'),
    { group: 'Store and server', description: 'How much the log says.' },
  ),
};
