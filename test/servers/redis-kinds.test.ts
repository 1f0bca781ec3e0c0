import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { connectRedis, findRedis, type RedisPlace } from '../../jobs/worker/connection.ts';
import { openQueues } from '../../jobs/worker/queues.ts';
import { takeJobs } from '../../jobs/worker/run.ts';
import { keepSchedules } from '../../jobs/worker/schedules.ts';
import { scriptedSource, testDeps } from '../jobs/test-deps.ts';
import { makeCertificate } from './certificate.ts';
import { ensurePrograms } from './debian.ts';
import { type RedisOptions, type RedisServer, startRedis } from './redis.ts';

const CLI = resolve(import.meta.dirname, '../../jobs/cli.ts');
const PREFIX = '{kinds}';

const servers: RedisServer[] = [];
afterAll(async () => {
  await Promise.all(servers.map((server) => server.stop()));
});

async function start(options: Omit<RedisOptions, 'own'> = {}): Promise<RedisServer> {
  const server = await startRedis({ own: true, ...options });
  servers.push(server);
  return server;
}

const failure = (url: string, prefix = PREFIX) =>
  findRedis(url, prefix).then(
    ({ kind }) => `found ${JSON.stringify(kind)}`,
    (error: unknown) => String(error),
  );

/** A worker and its schedules at a place, until the test ends: `synced` counts how often it read its source. */
async function working(place: RedisPlace) {
  let pulls = 0;
  const source = {
    ...scriptedSource('desk', []),
    async *pull() {
      pulls += 1;
      yield { cursor: String(pulls) };
    },
  };
  const deps = await testDeps({ at: Date.now(), sources: [source] });
  const producer = connectRedis(place, 'producer', () => {});
  const consumer = connectRedis(place, 'worker', () => {});
  const queues = openQueues(producer, PREFIX, ['desk'], () => {});
  const running = takeJobs(
    consumer,
    PREFIX,
    { ...deps, now: Date.now, enqueue: queues.enqueue },
    { finished: () => {} },
  );
  onTestFinished(async () => {
    await running.close(1000);
    await queues.close();
    producer.disconnect();
    consumer.disconnect();
  });
  const sync = () => queues.enqueue('sync', { source: 'desk' }, `desk ${Math.random()}`);
  return { queues, sync, synced: () => pulls };
}

async function until(condition: () => boolean | Promise<boolean>, withinMs = 20_000): Promise<void> {
  const end = Date.now() + withinMs;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error('it did not come to that');
    await new Promise((tick) => setTimeout(tick, 50));
  }
}

describe('a Redis that cannot be used is told by its cause and the setting to change', () => {
  it('where it speaks TLS', async () => {
    const { url } = await start({ certificate: makeCertificate('DNS:localhost') });
    const plain = await start();

    expect(await failure(url)).toMatch(/certificate is not trusted; name .* NODE_EXTRA_CA_CERTS/);
    expect(await failure(url.replace('rediss', 'redis'))).toMatch(
      /hangs up at once; where it speaks TLS alone, write rediss:/,
    );
    expect(await failure(plain.url.replace('redis', 'rediss'))).toMatch(/or it speaks no TLS there: then write redis:/);
  });

  it('where its user may not do what is needed', async () => {
    const { port } = await start({ settings: { user: 'narrow on >secret-1 ~* &* +@all -info' } });
    const { port: closed } = await start({ settings: { requirepass: 'secret-2' } });

    expect(await failure(`redis://narrow:secret-1@127.0.0.1:${port}`)).toMatch(/may not ask it for INFO; .* \+info/);
    expect(await failure(`redis://narrow:wrong@127.0.0.1:${port}`)).toMatch(/refuses the user or password/);
    expect(await failure(`redis://127.0.0.1:${closed}`)).toMatch(/asks for a password/);
  });

  it.each([
    ['redis://:pa#ss@127.0.0.1:6379', /has a # in it.*%23 for #/],
    ['redis://:pa%ss@127.0.0.1:6379', /is not an address like/],
    ['redis://127.0.0.1:6379/zero', /number of a database/],
    ['redis://redis.invalid:6379', /there is no such host/],
  ])('where the address is %s', async (url, said) => expect(await failure(url)).toMatch(said));
});

it('a user of Redis with no more rights than are named in the handbook is enough', async () => {
  const { port } = await start({ settings: { user: 'fairclock on >secret-1 ~{kinds}* &* +@all -@dangerous +info' } });
  const place = await findRedis(`redis://fairclock:secret-1@127.0.0.1:${port}`, PREFIX);
  const { queues, sync, synced } = await working(place);
  await keepSchedules(queues, { sources: ['desk'], syncEveryMinutes: 15 });
  await sync();
  await until(() => synced() >= 2);

  expect(place.kind).toBe('single');
});

it('rediss:// works with an authority of one’s own', async () => {
  const certificate = makeCertificate('IP:127.0.0.1');
  const { url } = await start({ certificate });
  const folder = mkdtempSync(join(tmpdir(), 'fairclock-tls-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const env = {
    REDIS_URL: url,
    SOURCES: 'simulated',
    SIMULATED_TICKETS: '1',
    DATABASE_URL: join(folder, 'store.sqlite'),
  };
  const child = spawn(process.execPath, [CLI, 'schedule'], {
    cwd: folder,
    env: { PATH: process.env.PATH, NODE_EXTRA_CA_CERTS: certificate.caFile, ...env },
  });
  const [said, wrong, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);

  expect([code, wrong]).toEqual([0, '']);
  expect(said).toMatch(/^scheduled: every 15 minutes simulated/);
});

describe('a Redis Cluster', () => {
  it('is found at any of its nodes, and works', async () => {
    ensurePrograms(['redis-cli'], ['redis-tools']);
    const nodes = await Promise.all([1, 2, 3].map(() => start({ settings: { 'cluster-enabled': 'yes' } })));
    execFileSync('redis-cli', [
      ...['--cluster', 'create', ...nodes.map(({ port }) => `127.0.0.1:${port}`)],
      ...['--cluster-replicas', '0', '--cluster-yes'],
    ]);
    const places: RedisPlace[] = [];
    for (const { url } of nodes) {
      await until(async () => (await failure(url)) === 'found "cluster"');
      places.push(await findRedis(url, PREFIX));
    }
    const all: (() => number)[] = [];
    for (const place of places) {
      const { queues, sync, synced } = await working(place);
      await keepSchedules(queues, { sources: ['desk'], syncEveryMinutes: 15 });

      all.push(synced);
      const total = (): number => all.reduce((sum, each) => sum + each(), 0);
      const before = total();
      await sync();
      // Any of the workers may take it: they share one cluster.
      await until(() => total() > before);
    }

    expect(await failure(nodes[0]!.url, 'plain')).toMatch(/QUEUE_PREFIX: needs braces .* as in \{fairclock\}/);
    expect(await failure(`${nodes[0]!.url}/1`)).toMatch(/a Redis Cluster has only database 0/);
  }, 90_000);
});

describe('a Redis that fails over', () => {
  it('behind a name that moves: the old one, a replica now, is let go of', async () => {
    const [old, next] = [await start(), await start()];
    let current = old.port;
    const sockets = new Set<Socket>();
    const name = createServer((socket) => {
      const upstream = connect(current, '127.0.0.1');
      for (const each of [socket, upstream]) {
        sockets.add(each);
        each.on('error', () => undefined);
        each.on('close', () => {
          socket.destroy();
          upstream.destroy();
        });
      }
      socket.pipe(upstream).pipe(socket);
    });
    await new Promise<void>((done) => name.listen(0, '127.0.0.1', done));
    onTestFinished(() => {
      for (const socket of sockets) socket.destroy();
      name.close();
    });
    const place = await findRedis(`redis://127.0.0.1:${(name.address() as AddressInfo).port}`, PREFIX);
    const { queues, sync, synced } = await working(place);
    await sync();
    await until(() => synced() === 1);
    current = next.port;
    const admin = connectRedis(old.url, 'producer', () => {});
    await admin.replicaof('127.0.0.1', next.port);
    admin.disconnect();
    const written = await queues.connection.set(`${PREFIX}:probe`, 'here').catch(() => 'refused');
    await until(
      async () =>
        (await sync().then(
          () => true,
          () => false,
        )) && synced() >= 2,
    );
    const there = connectRedis(next.url, 'producer', () => {});
    const moved = await there.get(`${PREFIX}:probe`);
    there.disconnect();

    expect(written).toBe('OK');
    expect(moved).toBe('here');
  }, 60_000);

  it('watched by a sentinel: it is found there, and found again', async () => {
    const primary = await start();
    const replica = await start({ settings: { replicaof: `127.0.0.1 ${primary.port}` } });
    const sentinel = await start({
      sentinel: true,
      settings: {
        'sentinel monitor desk': `127.0.0.1 ${primary.port} 1`,
        'sentinel down-after-milliseconds desk': '500',
        'sentinel failover-timeout desk': '2000',
      },
    });
    const watcher = connectRedis(sentinel.url, 'producer', () => {});
    onTestFinished(() => watcher.disconnect());
    await until(async () => String(await watcher.call('SENTINEL', 'REPLICAS', 'desk')).includes(String(replica.port)));
    const place = await findRedis(sentinel.url, PREFIX);
    const { sync, synced } = await working(place);
    await sync();
    await until(() => synced() === 1);
    await primary.stop();
    await until(
      async () =>
        (await sync().then(
          () => true,
          () => false,
        )) && synced() >= 2,
      40_000,
    );

    expect(place.kind).toEqual({ sentinelOf: 'desk' });
    expect(await failure(`${sentinel.url}?primary=other`)).toMatch(/a Sentinel of desk; name the one that is meant/);
  }, 60_000);
});
