import { once } from 'node:events';
import { type AddressInfo, connect, type Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { connectRedis } from '../../../jobs/worker/connection.ts';
import { createPort, openHttpPort } from '../../../jobs/worker/http-port.ts';
import { createMetrics } from '../../../jobs/worker/metrics.ts';
import { openQueues } from '../../../jobs/worker/queues.ts';
import { keepSchedules } from '../../../jobs/worker/schedules.ts';
import { createWatch } from '../../../jobs/worker/state.ts';
import { addStatusPage } from '../../../jobs/worker/status-page.ts';
import { type RedisServer, startRedis } from '../../servers/redis.ts';
import { freePort } from '../../servers/server-process.ts';
import { scriptedChannel, scriptedSource, type TestDeps, testDeps } from '../test-deps.ts';

const PASSWORD = 'correct horse battery';
const BASIC = `Basic ${Buffer.from(`fairclock:${PASSWORD}`).toString('base64')}`;
const SCHEDULES = { sources: ['desk'], syncEveryMinutes: 15 };

let redis: RedisServer;
let prefixes = 0;
beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis.stop());

/** The port of a worker whose store a test may change; a busy machine is given time, but where it is about that. */
async function port(change: (deps: TestDeps) => TestDeps = (deps) => deps, patienceMs: number | undefined = 30_000) {
  const deps = change(
    await testDeps({
      at: Date.now(),
      sources: [scriptedSource('desk', [])],
      channels: [scriptedChannel('email:ana@desk.test')],
      variables: { DIGEST_WEEKLY: 'Mon 08:00 Europe/Berlin' },
    }),
  );
  const producer = connectRedis(redis.url, 'producer', () => {});
  const queues = openQueues(producer, `{port-${process.pid}-${prefixes++}}`, ['desk'], () => {});
  await keepSchedules(queues, SCHEDULES);
  const watch = createWatch(deps, queues, SCHEDULES, patienceMs);
  const app = await openHttpPort({
    host: '127.0.0.1',
    port: await freePort(),
    metrics: createMetrics(deps, watch),
    queues,
    troubles: watch.writes,
    boardPassword: PASSWORD,
    addPages: (pages) => addStatusPage(pages, deps, watch, undefined),
    log: deps.log,
    now: deps.now,
  });
  onTestFinished(async () => {
    await app.close();
    await queues.close();
    producer.disconnect();
  });
  return { app, deps, queues, address: `http://127.0.0.1:${(app.server.address() as AddressInfo).port}` };
}

const never = (): Promise<never> => new Promise(() => {});

describe('the port of a worker', () => {
  it('is ready while the store and Redis take writes and the schedules are there', async () => {
    const { app, queues } = await port();
    const ready = await app.inject('/readyz');
    await queues.all.get('digest')?.removeJobScheduler('due-digests');
    const without = await app.inject('/readyz');

    expect([ready.statusCode, ready.json()]).toEqual([200, { ready: true }]);
    expect([without.statusCode, without.json()]).toEqual([503, { ready: false, waitsFor: ['schedules'] }]);
  });

  it('is not ready where the store takes no writes, says so in the log once, and again when it is ready', async () => {
    let standby = true;
    const { app, deps } = await port((made) => ({
      ...made,
      store: {
        ...made.store,
        sync: {
          ...made.store.sync,
          setSetting: async (key, value) => {
            if (standby) throw new Error('25006: read-only');
            await made.store.sync.setSetting(key, value);
          },
        },
      },
    }));
    const answers = [(await app.inject('/readyz')).statusCode, (await app.inject('/readyz')).statusCode];
    standby = false;
    answers.push((await app.inject('/readyz')).statusCode);

    expect(answers).toEqual([503, 503, 200]);
    expect(deps.said.map(({ text }) => text)).toEqual(['not ready', 'ready']);
  });

  it('answers within a second whatever hangs, and leaves out what it does not know', async () => {
    const { app } = await port(
      (made) => ({
        ...made,
        store: {
          ...made.store,
          sync: { ...made.store.sync, setSetting: never },
          measurements: { ...made.store.measurements, countUnmeasured: never },
        },
      }),
      1500,
    );
    const [ready, metrics, status] = await Promise.all([
      app.inject('/readyz'),
      app.inject('/metrics'),
      app.inject('/status'),
    ]);

    expect([ready.statusCode, ready.json().waitsFor]).toEqual([503, ['store']]);
    expect(metrics.body).toContain('fairclock_up{part="store"} 0');
    expect(metrics.body).toContain('fairclock_up{part="redis"} 1');
    expect(metrics.body).toContain('fairclock_broken_schedules 0');
    expect(metrics.body).not.toContain('fairclock_unmeasured_tickets');
    expect(status.body).toContain('The database does not answer, or takes no writes.');
  });

  it('asks a store that hangs once, however often it is asked itself', async () => {
    let asked = 0;
    const { app } = await port(
      (made) => ({
        ...made,
        store: {
          ...made.store,
          sync: {
            ...made.store.sync,
            setSetting: () => {
              asked += 1;
              return never();
            },
          },
        },
      }),
      300,
    );
    await Promise.all(Array.from({ length: 20 }, () => app.inject('/readyz')));
    await app.inject('/readyz');

    expect(asked).toBe(1);
  });

  it('tells digests that are owed and missed, rows set aside, clocks and zone data', async () => {
    const { app, deps } = await port();
    const id = 'weekly/email:ana@desk.test';
    const week = 7 * 86_400_000;
    await deps.store.sync.setSetting(`digest-since:${id}`, '0');
    const to = deps.clock.at - week;
    await deps.store.digests.plan({ subscription: id, windowFrom: to - week, windowTo: to }, to);
    await deps.store.digests.plan({ subscription: id, windowFrom: 0, windowTo: week }, week);
    await deps.store.digests.mark({ subscription: id, windowFrom: 0, windowTo: week }, 'missed', week);
    await deps.store.tickets.savePage(
      'desk',
      { cursor: '1', rejected: [{ place: 'a:1', reason: 'no' }] },
      deps.clock.at,
    );
    const { body } = await app.inject('/metrics');
    const status = await app.inject('/status');

    for (const line of [
      'fairclock_digests_missed_total 1',
      'fairclock_owed_digests 1',
      'fairclock_rejected_rows{source="desk"} 1',
      `fairclock_time_zone_data_info{node="${process.versions.tz}"`,
    ]) {
      expect(body).toContain(line);
    }
    expect(Number(/^fairclock_oldest_owed_digest_seconds (\S+)/m.exec(body)?.[1])).toBeGreaterThan(6 * 86_400);
    expect(Math.abs(Number(/fairclock_clock_skew_seconds\{of="redis"\} (\S+)/.exec(body)?.[1]))).toBeLessThan(60);
    expect(status.body).toMatch(/weekly\/email:a…@desk\.test<\/th>.*1, the oldest due .* tried 0 times/);
    expect(status.body).not.toContain('ana@');
    expect(status.body).toContain('1 never arrived and are given up');
  });
});

describe('the board of the queues', () => {
  it('has its own headers, asks for the password and takes writes only from itself', async () => {
    const { app } = await port();
    const shown = await app.inject({ url: '/queues/', headers: { authorization: BASIC } });
    const write = (headers: Record<string, string>) =>
      app.inject({
        method: 'PUT',
        url: '/queues/api/queues/digest/pause',
        headers: { authorization: BASIC, host: 'worker:8080', ...headers },
      });

    expect((await app.inject('/queues/')).statusCode).toBe(401);
    expect(shown.statusCode).toBe(200);
    expect(shown.headers['content-security-policy']).toMatch(/default-src 'self'.*frame-ancestors 'none'/);
    expect(shown.headers['x-content-type-options']).toBe('nosniff');
    expect((await write({ origin: 'https://evil.test' })).statusCode).toBe(403);
    expect((await write({ 'sec-fetch-site': 'cross-site', origin: 'http://worker:8080' })).statusCode).toBe(403);
    expect((await write({ 'sec-fetch-site': 'same-site' })).statusCode).toBe(403);
    expect((await write({ origin: 'http://worker:8080' })).statusCode).toBe(200);
    expect((await write({ 'sec-fetch-site': 'same-origin', origin: 'http://worker:8080' })).statusCode).toBe(200);
  });

  it('lets nobody guess on: after ten wrong passwords not even the right one opens it for a minute', async () => {
    const { app, deps } = await port();
    const ask = async (authorization: string) =>
      (await app.inject({ url: '/queues/', headers: { authorization } })).statusCode;
    const guesses = [];
    for (let guess = 0; guess < 12; guess++) {
      guesses.push(await ask(`Basic ${Buffer.from(`fairclock:guess ${guess}`).toString('base64')}`));
    }
    const right = await ask(BASIC);
    deps.clock.at += 61_000;

    expect(guesses).toEqual([...Array.from({ length: 10 }, () => 401), 429, 429]);
    expect(right).toBe(429);
    expect(await ask(BASIC)).toBe(200);
  });
});

describe('a crowd at the port', () => {
  async function slowBodies(address: string, count: number): Promise<Socket[]> {
    const { port: number, hostname } = new URL(address);
    const sockets = Array.from({ length: count }, () => connect(Number(number), hostname));
    onTestFinished(() => {
      for (const socket of sockets) socket.destroy();
    });
    for (const socket of sockets) socket.on('error', () => undefined).resume();
    await Promise.all(sockets.map((socket) => once(socket, 'connect')));
    for (const socket of sockets) {
      socket.write(
        'POST /reports/open HTTP/1.1\r\nhost: x\r\ncontent-type: text/plain\r\ncontent-length: 4000\r\n\r\nt',
      );
    }
    return sockets;
  }

  const connections = (app: FastifyInstance): Promise<number> =>
    new Promise((resolve) => app.server.getConnections((_error, count) => resolve(count)));

  it('of 300 slow bodies keeps 64 connections at most, and others are answered', async () => {
    const { app, address } = await port();
    const sockets = await slowBodies(address, 300);
    while (sockets.filter(({ destroyed }) => destroyed).length < 300 - 64)
      await new Promise((tick) => setTimeout(tick, 10));
    const answer = await fetch(`${address}/readyz`);

    expect(answer.status).toBe(200);
    expect(await connections(app)).toBeLessThanOrEqual(64);
  });

  it('is sent away when a request has not arrived in time', async () => {
    const app = createPort({ requestMs: 300 });
    app.post('/reports/open', async () => 'never');
    onTestFinished(() => app.close());
    const [socket] = await slowBodies(await app.listen({ host: '127.0.0.1', port: 0 }), 1);
    let said = '';
    socket!.on('data', (data) => {
      said += String(data);
    });
    await once(socket!, 'close');

    expect(said).toMatch(/^HTTP\/1\.1 408/);
  });

  it('is told that a body is too large before it is read', async () => {
    const { app } = await port();
    const answer = await app.inject({
      method: 'PUT',
      url: '/queues/api/queues/digest/pause',
      headers: {
        authorization: BASIC,
        'content-type': 'application/json',
        origin: 'http://localhost:80',
        host: 'localhost:80',
      },
      payload: JSON.stringify({ a: 'x'.repeat(70_000) }),
    });

    expect(answer.statusCode).toBe(413);
  });
});
