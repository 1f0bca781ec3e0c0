import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import Driver from 'better-sqlite3';
import { type CompiledQuery, Kysely, SqliteDialect, sql } from 'kysely';
import { type Engine, type Session, type Upsert, upsertStatement, type Value, withoutNuls } from './engine.ts';
import { sqliteFailure } from './failures.ts';
import { migrate, needsMigration } from './migrate.ts';
import type { Database } from './schema.ts';

/** How long a process waits for another one that writes; a page is written in well under a second. */
const BUSY_TIMEOUT_MS = 30_000;
/** How long SQLite itself waits, with the process standing still. */
const LOCK_WAIT_MS = 20;

/** Makes a folder and those above it. Node's own way never ends where the system makes no folder and says it is missing. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another process was quicker.
    if (!existsSync(folder)) throw error;
  }
}

/** Opens the file, creating its folder, readable by its owner alone: it holds customers' addresses. */
function openFile(path: string): Driver.Database {
  if (path !== ':memory:') {
    makeFolder(dirname(path));
    if (!existsSync(path)) closeSync(openSync(path, 'a', 0o600));
  }
  return new Driver(path, { timeout: LOCK_WAIT_MS });
}

/**
 * Runs `step` again and again while another connection holds the lock it needs. The waiting is done here and not inside
 * SQLite, which would stop the whole process, and with it another store of the same process that holds that lock.
 */
async function whileLocked<Result>(busyTimeoutMs: number, step: () => Result | Promise<Result>): Promise<Result> {
  const until = Date.now() + busyTimeoutMs;
  for (;;) {
    try {
      return await step();
    } catch (error) {
      const locked = error instanceof Driver.SqliteError && error.code.startsWith('SQLITE_BUSY');
      if (!locked || Date.now() > until) throw error;
      await sleep(2 + Math.random() * 18);
    }
  }
}

/** Write-ahead logging lets others read while one writes; changing to it needs the file alone for a moment. */
async function useWriteAheadLog(handle: Driver.Database, busyTimeoutMs: number): Promise<void> {
  // Of use to a new file only; twice the default makes bulk writing a tenth quicker.
  handle.pragma('page_size = 8192');
  await whileLocked(busyTimeoutMs, () => handle.pragma('journal_mode = wal'));
  handle.pragma('synchronous = normal');
  handle.pragma('cache_size = -32768');
  handle.pragma('temp_store = memory');
}

/** Runs what it is given one after the other: one connection can be in one transaction only. */
function oneAtATime(): <Result>(work: () => Promise<Result>) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const result = last.then(work);
    last = result.catch(() => undefined);
    return result;
  };
}

function createSession(handle: Driver.Database, db: Kysely<Database>): Session {
  const statements = new Map<string, Driver.Statement<unknown[], unknown>>();
  const upserts = new Map<Upsert, Driver.Statement<unknown[], unknown>>();
  const prepare = (text: string): Driver.Statement<unknown[], unknown> => {
    let statement = statements.get(text);
    if (!statement) {
      statement = handle.prepare(text);
      statements.set(text, statement);
    }
    return statement;
  };
  const prepareUpsert = (upsert: Upsert): Driver.Statement<unknown[], unknown> => {
    let statement = upserts.get(upsert);
    if (!statement) {
      const values = sql`values (${sql.join(upsert.columns.map(() => sql`${null}`))})`;
      statement = handle.prepare(upsertStatement(upsert, values).compile(db).sql);
      upserts.set(upsert, statement);
    }
    return statement;
  };
  return {
    async execute({ sql: text, parameters }) {
      return prepare(text).run(...parameters).changes;
    },
    async rows<Result>({ sql: text, parameters }: CompiledQuery<Result>) {
      return prepare(text)
        .raw(false)
        .all(...parameters) as Result[];
    },
    async arrays({ sql: text, parameters }) {
      return prepare(text)
        .raw(true)
        .all(...parameters) as Value[][];
    },
    async each({ sql: text, parameters }, visit) {
      const rows = prepare(text)
        .raw(true)
        .iterate(...parameters) as Iterable<Value[]>;
      for (const row of rows) visit(row);
    },
    async upsert(upsert, rows) {
      const statement = prepareUpsert(upsert);
      const told = new Set<string>();
      const tell = upsert.tell === undefined ? -1 : upsert.columns.indexOf(upsert.tell);
      for (const given of rows) {
        const row = withoutNuls(given);
        const { changes } = statement.run(row);
        if (changes > 0 && tell >= 0) told.add(String(row[tell]));
      }
      return told;
    },
    // Without statistics it takes the key anyhow.
    async byKey() {},
    // A write transaction is alone in the file anyhow.
    async lock() {},
  };
}

/** Opens a SQLite store, made or migrated as needed; errors name the file and what to do about it. */
export async function openSqlite(
  file: string,
  options: { readonly busyTimeoutMs?: number; readonly maxPages?: number } = {},
): Promise<Engine> {
  const path = file === ':memory:' ? file : resolve(file);
  const busyTimeoutMs = options.busyTimeoutMs ?? BUSY_TIMEOUT_MS;
  let handle: Driver.Database | undefined;
  try {
    handle = openFile(path);
    return await prepareEngine(handle, path, busyTimeoutMs, options.maxPages);
  } catch (error) {
    handle?.close();
    throw sqliteFailure(error, path);
  }
}

async function prepareEngine(
  handle: Driver.Database,
  path: string,
  busyTimeoutMs: number,
  maxPages: number | undefined,
): Promise<Engine> {
  const db = new Kysely<Database>({ dialect: new SqliteDialect({ database: handle }) });
  const bare = db as unknown as Kysely<unknown>;
  // A file that another process is making just now is locked as a whole for a moment.
  if (await whileLocked(busyTimeoutMs, () => needsMigration(bare, 'sqlite', path))) {
    await useWriteAheadLog(handle, busyTimeoutMs);
    await whileLocked(busyTimeoutMs, () => handle.exec('begin immediate'));
    try {
      if (await needsMigration(bare, 'sqlite', path)) await migrate(bare, 'sqlite');
      handle.exec('commit');
    } catch (error) {
      if (handle.inTransaction) handle.exec('rollback');
      throw error;
    }
  } else {
    await useWriteAheadLog(handle, busyTimeoutMs);
  }
  if (maxPages !== undefined) handle.pragma(`max_page_count = ${maxPages}`);

  const session = createSession(handle, db);
  const queue = oneAtATime();
  const transaction = <Result>(begin: string, work: (session: Session) => Promise<Result>): Promise<Result> =>
    queue(async () => {
      // Nothing below waits for anything outside, so this is where timers and signals get their turn.
      await nextTurn();
      try {
        await whileLocked(busyTimeoutMs, () => handle.exec(begin));
        const result = await work(session);
        handle.exec('commit');
        return result;
      } catch (error) {
        if (handle.inTransaction) handle.exec('rollback');
        throw sqliteFailure(error, path);
      }
    });

  return {
    kind: 'sqlite',
    place: path,
    db,
    isIn: (column, values) => sql`${sql.ref(column)} in (select value from json_each(${JSON.stringify(values)}))`,
    // The sign keeps SQLite, which has no statistics here, from serving a condition on most rows by an index.
    scanned: (column) => sql`+${sql.ref(column)}`,
    write: (work) => transaction('begin immediate', work),
    read: (work) => transaction('begin', work),
    rewrite: () =>
      queue(async () => {
        try {
          // In memory, the copy that it makes would take as much as the whole store.
          handle.pragma('temp_store = file');
          await whileLocked(busyTimeoutMs, () => handle.exec('vacuum'));
          // The log beside the file still holds the old pages, until nobody reads them and it is cut.
          await whileLocked(busyTimeoutMs, () => {
            const [cut] = handle.pragma('wal_checkpoint(truncate)') as [{ readonly busy: number }];
            if (cut.busy !== 0) throw new Driver.SqliteError('another process reads', 'SQLITE_BUSY');
          });
        } catch (error) {
          throw sqliteFailure(error, path);
        } finally {
          handle.pragma('temp_store = memory');
        }
      }),
    close: () =>
      queue(async () => {
        handle.close();
      }),
  };
}
