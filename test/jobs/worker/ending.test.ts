import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type RedisServer, startRedis } from '../../servers/redis.ts';

const CLI = resolve(import.meta.dirname, '../../../jobs/cli.ts');

let server: RedisServer;

beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server.stop());

describe('a worker that cannot begin', () => {
  it('ends, and lets go of Redis, when its port is taken', { timeout: 30_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'fairclock-worker-'));
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const child = spawn(process.execPath, [CLI, 'worker'], {
      cwd: folder,
      env: {
        PATH: process.env.PATH,
        REDIS_URL: server.url,
        QUEUE_PREFIX: `{ending-${process.pid}}`,
        DATABASE_URL: join(folder, 'store.sqlite'),
        SOURCES: 'simulated',
        SIMULATED_TICKETS: '1',
        HTTP_PORT: String(port),
      },
    });
    onTestFinished(() => {
      child.kill('SIGKILL');
      other.close();
      rmSync(folder, { recursive: true, force: true });
    });
    const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);

    expect(said).toContain(`HTTP_PORT: cannot listen on 127.0.0.1:${port}`);
    expect(code).toBe(2);
  });
});
