import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { connect as connectTls } from 'node:tls';
import type { Certificate } from './certificate.ts';
import { freePort, type ServerProcess, startServer, untilReady } from './server-process.ts';

/** A real Redis for tests. */
export interface RedisServer {
  readonly url: string;
  readonly port: number;
  /** Ends the server and starts it again on the same port and data; `kill` gives it no time to save. */
  readonly restart: (how: 'stop' | 'kill') => Promise<void>;
  readonly stop: () => Promise<void>;
}

const HOW_TO_GET_IT =
  'Install Redis 6.2 or later (Debian: apt-get install redis-server), or set TEST_REDIS_URL to a server that may be used for tests';

/** Programs unpacked from the distribution's package are kept here from run to run. */
const CACHE = resolve(import.meta.dirname, '../../node_modules/.cache/fairclock-redis');

interface Program {
  readonly path: string;
  readonly libraries: string;
}

function runs({ path, libraries }: Program): boolean {
  return spawnSync(path, ['--version'], { env: { ...process.env, LD_LIBRARY_PATH: libraries } }).status === 0;
}

/** Folders with libraries below the unpacked packages. */
function libraryFolders(root: string): string {
  const folders: string[] = [];
  for (const base of ['usr/lib', 'lib']) {
    const folder = join(root, base);
    if (!existsSync(folder)) continue;
    folders.push(folder);
    for (const name of readdirSync(folder)) if (name.includes('linux-gnu')) folders.push(join(folder, name));
  }
  return folders.join(':');
}

function unpacked(): Program | undefined {
  // Debian's redis-server is a link to redis-check-rdb of the tools' package: the same program, told apart by its name.
  const program = { path: join(CACHE, 'usr/bin/redis-server'), libraries: libraryFolders(CACHE) };
  return existsSync(program.path) && runs(program) ? program : undefined;
}

/** Fetches the distribution's package and what it needs, and unpacks them without installing anything. */
function unpackFromDistribution(): void {
  const work = mkdtempSync(join(tmpdir(), 'fairclock-redis-deb-'));
  try {
    const packages = ['redis-server', 'redis-tools', ...dependencies()];
    const download = (): boolean => spawnSync('apt-get', ['download', ...packages], { cwd: work }).status === 0;
    if (!download()) {
      spawnSync('apt-get', ['update']);
      if (!download()) return;
    }
    const root = join(work, 'root');
    for (const file of readdirSync(work).filter((name) => name.endsWith('.deb'))) {
      execFileSync('dpkg', ['-x', join(work, file), root]);
    }
    mkdirSync(resolve(CACHE, '..'), { recursive: true });
    // Several test files may do this at once: the first one's result stays.
    try {
      execFileSync('cp', ['-a', root, `${CACHE}.${process.pid}`]);
      renameSync(`${CACHE}.${process.pid}`, CACHE);
    } catch {
      rmSync(`${CACHE}.${process.pid}`, { recursive: true, force: true });
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Libraries that the packages name and this machine lacks. */
function dependencies(): string[] {
  const listed = spawnSync(
    'apt-cache',
    ['depends', '--no-suggests', '--no-recommends', '--no-conflicts', 'redis-tools'],
    {
      encoding: 'utf8',
    },
  );
  const names = [...(listed.stdout ?? '').matchAll(/Depends: (lib[\w.+-]+)/g)].map((match) => match[1]!);
  return names.filter((name) => {
    const status = spawnSync('dpkg', ['--status', name], { encoding: 'utf8' });
    return !status.stdout.includes('Status: install ok installed');
  });
}

function findProgram(): Program {
  const onPath = (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => ({ path: join(folder, 'redis-server'), libraries: '' }));
  for (const program of onPath) if (existsSync(program.path) && runs(program)) return program;
  const cached = unpacked();
  if (cached) return cached;
  unpackFromDistribution();
  const fetched = unpacked();
  if (fetched) return fetched;
  throw new Error(`no Redis for the tests. ${HOW_TO_GET_IT}`);
}

/** Whether something answers PING on the port, or that it may not be asked so. */
function answers(port: number, tls: boolean): Promise<boolean> {
  return new Promise((done) => {
    const socket = tls
      ? connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false }, () => socket.write('PING\r\n'))
      : connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
    socket.setTimeout(1000, () => socket.destroy());
    socket.once('data', (reply) => {
      socket.destroy();
      done(/^(\+PONG|-NOAUTH|-NOPERM)/.test(reply.toString()));
    });
    socket.once('error', () => done(false));
    socket.once('close', () => done(false));
  });
}

/** What a server is started with. */
export interface RedisOptions {
  /** A server of this test's own, also where TEST_REDIS_URL names one. */
  readonly own?: boolean;
  /** More settings, or others, by name; for what needs a server of its own. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly certificate?: Certificate;
  /** A sentinel instead of a server. */
  readonly sentinel?: boolean;
}

/**
 * Brings up Redis for a test file: TEST_REDIS_URL if it is set (unless `own`), else a server of its own from PATH or from
 * the distribution's package, in a temporary folder and on a free port, gone afterwards. It keeps an append-only file,
 * so that a restart brings back what was in it.
 */
export async function startRedis(options: RedisOptions = {}): Promise<RedisServer> {
  const given = process.env.TEST_REDIS_URL;
  if (given && !options.own) {
    return {
      url: given,
      port: Number(new URL(given).port || 6379),
      async restart() {
        throw new Error('a server given by TEST_REDIS_URL is not restarted');
      },
      async stop() {},
    };
  }
  const program = findProgram();
  const folder = mkdtempSync(join(tmpdir(), 'fairclock-redis-'));
  const port = await freePort();
  const pidFile = join(folder, 'redis.pid');
  const settings = {
    bind: '127.0.0.1',
    ...(options.certificate === undefined ? { port: String(port) } : tlsSettings(options.certificate, port)),
    dir: folder,
    pidfile: pidFile,
    ...(options.sentinel ? {} : { save: '', appendonly: 'yes', 'maxmemory-policy': 'noeviction' }),
    ...options.settings,
  };
  const file = join(folder, 'redis.conf');
  writeFileSync(
    file,
    Object.entries(settings)
      .map(([name, value]) => `${name} ${value === '' ? '""' : value}\n`)
      .join(''),
  );
  const command = [program.path, file, ...(options.sentinel ? ['--sentinel'] : [])];
  const start = async (): Promise<ServerProcess> => {
    const server = startServer(
      command,
      folder,
      undefined,
      program.libraries ? { LD_LIBRARY_PATH: program.libraries } : {},
    );
    await untilReady(server, 'Redis', () => answers(port, options.certificate !== undefined));
    return server;
  };
  let server = await start();
  return {
    url: `${options.certificate === undefined ? 'redis' : 'rediss'}://127.0.0.1:${port}`,
    port,
    async restart(how) {
      if (how === 'kill') spawnSync('sh', ['-c', `kill -9 $(cat '${pidFile}')`]);
      await server.stop();
      server = await start();
    },
    async stop() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function tlsSettings({ certFile, keyFile, caFile }: Certificate, port: number): Readonly<Record<string, string>> {
  return {
    port: '0',
    'tls-port': String(port),
    'tls-cert-file': certFile,
    'tls-key-file': keyFile,
    'tls-ca-cert-file': caFile,
    'tls-auth-clients': 'no',
  };
}
