import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Driver from 'better-sqlite3';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ConfigError, RetryableError } from '../../src/model/errors.ts';
import { sqliteFailure } from '../../src/store/failures.ts';
import { openStore } from '../../src/store/store.ts';
import { type PostgresServer, startPostgres } from '../servers/postgres.ts';
import { message, ticket } from './records.ts';

const NEWER = "insert into fairclock_migration (name, timestamp) values ('9999-from-the-future', '2099-01-01')";

/** What opening or working with a store ended in. */
async function failureOf(work: Promise<unknown>): Promise<Error> {
  const error: unknown = await work.then(
    () => undefined,
    (failure: unknown) => failure,
  );
  if (!(error instanceof Error)) throw new Error('it worked');
  return error;
}

describe('a SQLite store that cannot be used', () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'fairclock-refusals-'));
    path = join(folder, 'deep', 'store.db');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('makes the folders on the way, and a file that only its owner can read', async () => {
    await (await openStore({ url: path })).close();

    expect(statSync(path).mode & 0o077).toBe(0);
  });

  it('says that the disk is full, names the file, and keeps what was saved before', async () => {
    const store = await openStore({ url: `sqlite:${path}`, maxPages: 120 });
    await store.tickets.savePage('desk', { tickets: [ticket('1')], cursor: 'small' }, 1);
    const events = Array.from({ length: 20_000 }, (_, index) => message('1', String(index)));
    const error = await failureOf(store.tickets.savePage('desk', { events, cursor: 'large' }, 2));

    expect(error).toBeInstanceOf(ConfigError);
    expect(error.message).toContain(path);
    expect(error.message).toMatch(/no room/);
    expect((await store.sync.state('desk'))?.cursor).toBe('small');
    expect((await store.tickets.histories([{ source: 'desk', ticketId: '1' }]))[0]!.events).toEqual([]);
    await store.close();
  });

  it('refuses a store of a newer version and touches nothing', async () => {
    await (await openStore({ url: path })).close();
    const handle = new Driver(path);
    handle.exec(NEWER);
    handle.close();
    const before = readFileSync(path);
    const error = await failureOf(openStore({ url: path }));

    expect(error).toBeInstanceOf(ConfigError);
    expect(error.message).toContain(path);
    expect(error.message).toMatch(/newer version.*9999-from-the-future.*update Fairclock/);
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it("refuses another program's database and touches nothing", async () => {
    mkdirSync(join(folder, 'deep'));
    const handle = new Driver(path);
    handle.exec('create table bookmarks (url text)');
    handle.close();
    const before = readFileSync(path);
    const error = await failureOf(openStore({ url: path }));

    expect(error).toBeInstanceOf(ConfigError);
    expect(error.message).toMatch(/another program \(bookmarks\)/);
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it('refuses a file that is no database', async () => {
    mkdirSync(join(folder, 'deep'));
    writeFileSync(path, 'Dear diary, '.repeat(1000));
    const error = await failureOf(openStore({ url: path }));

    expect(error).toBeInstanceOf(ConfigError);
    expect(error.message).toMatch(/not a readable SQLite database/);
    expect(readFileSync(path, 'utf8')).toMatch(/^Dear diary/);
  });

  it('says so when a database was damaged', async () => {
    const store = await openStore({ url: path });
    const events = Array.from({ length: 5000 }, (_, index) => message('1', String(index)));
    await store.tickets.savePage('desk', { tickets: [ticket('1')], events, cursor: 'c' }, 1);
    await store.close();
    const bytes = readFileSync(path);
    bytes.fill(0x5a, 4096 * 20);
    writeFileSync(path, bytes);

    const read = async () => {
      const opened = await openStore({ url: path });
      await opened.tickets.histories([{ source: 'desk', ticketId: '1' }]).finally(opened.close);
    };
    const error = await failureOf(read());
    expect(error).toBeInstanceOf(ConfigError);
    expect(error.message).toContain(path);
    expect(error.message).toMatch(/SQLITE_CORRUPT/);
  });

  it('says so when a folder is in the place of the file, or a file in the place of a folder', async () => {
    mkdirSync(path, { recursive: true });
    const onFolder = await failureOf(openStore({ url: path }));
    writeFileSync(join(folder, 'file'), '');
    const underFile = await failureOf(openStore({ url: join(folder, 'file', 'store.db') }));

    for (const error of [onFolder, underFile]) {
      expect(error).toBeInstanceOf(ConfigError);
      expect(error.message).toMatch(/cannot be written/);
    }
  });

  it.skipIf(!existsSync('/proc/self'))('says so where the system makes no folder and says it is missing', async () => {
    const error = await failureOf(openStore({ url: '/proc/fairclock/store.db' }));

    expect(error).toBeInstanceOf(ConfigError);
    expect(error.message).toMatch(/cannot be written/);
  });

  it.skipIf(process.getuid?.() === 0)('says so when the folder is read-only (root may write everywhere)', async () => {
    mkdirSync(join(folder, 'deep'));
    chmodSync(join(folder, 'deep'), 0o500);
    const error = await failureOf(openStore({ url: path }));
    chmodSync(join(folder, 'deep'), 0o700);

    expect(error).toBeInstanceOf(ConfigError);
  });

  it.each([
    ['SQLITE_READONLY', ConfigError, /cannot be written/],
    ['SQLITE_READONLY_DIRECTORY', ConfigError, /cannot be written/],
    ['SQLITE_CANTOPEN', ConfigError, /cannot be written/],
    ['EACCES', ConfigError, /cannot be written/],
    ['EROFS', ConfigError, /cannot be written/],
    ['ENOENT', ConfigError, /cannot be written/],
    ['ENOSPC', ConfigError, /no room/],
    ['SQLITE_FULL', ConfigError, /no room/],
    ['SQLITE_NOTADB', ConfigError, /not a readable/],
    ['SQLITE_IOERR_FSYNC', RetryableError, /the disk failed/],
    ['SQLITE_BUSY_SNAPSHOT', RetryableError, /another process/],
  ])('knows what %s means', (code, kind, words) => {
    const error = sqliteFailure(Object.assign(new Error('raw'), { code }), '/data/store.db');

    expect(error).toBeInstanceOf(kind);
    expect((error as Error).message).toMatch(words);
    expect((error as Error).message).toContain('/data/store.db');
  });

  it('gives up waiting for another process, and says so', async () => {
    const store = await openStore({ url: path, busyTimeoutMs: 50 });
    const other = new Driver(path);
    other.exec('begin immediate');
    const error = await failureOf(store.sync.setSetting('a', 'b'));
    other.exec('rollback');

    expect(error).toBeInstanceOf(RetryableError);
    expect(error.message).toMatch(/another process has kept .*store\.db locked/);
    await store.sync.setSetting('a', 'b');
    expect(await store.sync.setting('a')).toBe('b');
    other.close();
    await store.close();
  });

  it.each(['mysql://root:hunter2@db/x', 'redis://localhost'])(
    'refuses %s without repeating what may be secret',
    async (url) => {
      const error = await failureOf(openStore({ url }));

      expect(error).toBeInstanceOf(ConfigError);
      expect(error.message).toMatch(/postgres:\/\/.*sqlite:/);
      expect(error.message).not.toContain('hunter2');
    },
  );
});

describe('a PostgreSQL store that cannot be used', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.stop());

  const query = async (url: string, text: string): Promise<void> => {
    const client = new pg.Client(url);
    await client.connect();
    await client.query(text);
    await client.end();
  };

  it('refuses a store of a newer version and touches nothing', async () => {
    const url = await server.freshDatabase();
    await (await openStore({ url })).close();
    await query(url, NEWER);
    const error = await failureOf(openStore({ url }));

    expect(error).toBeInstanceOf(ConfigError);
    expect(error.message).toMatch(/newer version.*update Fairclock/);
  });

  it('refuses to mix its tables with those of another program, but not to live beside others', async () => {
    const url = await server.freshDatabase();
    await query(url, 'create table bookmarks (url text)');
    await (await openStore({ url })).close();
    const taken = await server.freshDatabase();
    await query(taken, 'create table ticket (seat text)');

    expect((await failureOf(openStore({ url: taken }))).message).toMatch(/another program \(ticket\)/);
  });

  it.each<[string, (url: URL) => void, typeof ConfigError | typeof RetryableError, RegExp]>([
    [
      'a wrong password',
      (url) => Object.assign(url, { password: 'hunter2' }),
      ConfigError,
      /refuses the user or password/,
    ],
    [
      'a database that is not there',
      (url) => Object.assign(url, { pathname: '/nowhere' }),
      ConfigError,
      /"nowhere".*create it/,
    ],
    ['a server that does not answer', (url) => Object.assign(url, { port: '1' }), RetryableError, /does not answer/],
  ])('says what is wrong of %s, and never the password', async (_what, spoil, kind, words) => {
    const url = new URL(await server.freshDatabase());
    const password = url.password;
    spoil(url);
    const error = await failureOf(openStore({ url: url.href }));

    expect(error).toBeInstanceOf(kind);
    expect(error.message).toMatch(words);
    expect(error.message).not.toContain(password);
    expect(error.message).not.toContain('hunter2');
  });

  it.each([
    ['that is no URL', 'postgres://user:hunter2@host:notaport/x'],
    ['with a lone %', 'postgres://user:hunter2%@host/x'],
  ])('says so of something %s, without repeating it', async (_what, url) => {
    const error = await failureOf(openStore({ url }));

    expect(error).toBeInstanceOf(ConfigError);
    expect(error.message).not.toContain('hunter2');
  });

  it('is told in time when the server goes, and works again when it is back', async () => {
    const own = await startPostgres({ own: true });
    const url = await own.freshDatabase();
    const store = await openStore({ url });
    await store.sync.setSetting('a', 'b');
    await own.restart('kill');
    // The connections of before are dead; at most the first call finds that out.
    const first = await store.sync.setting('a').catch((error: unknown) => error);
    if (first instanceof Error) expect(first).toBeInstanceOf(RetryableError);

    expect(await store.sync.setting('a')).toBe('b');
    await store.close();
    await own.stop();
  });
});
