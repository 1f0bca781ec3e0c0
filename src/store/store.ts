import { sql } from 'kysely';
import { ConfigError } from '../model/errors.ts';
import { type DigestStore, digestStore } from './digests.ts';
import type { Engine } from './engine.ts';
import { type PeopleStore, peopleStore } from './erase.ts';
import { type ExportStore, exportStore } from './export-rows.ts';
import { type MeasurementStore, measurementStore } from './measurements/measurements.ts';
import { readWindow } from './measurements/read-window.ts';
import { openPostgres } from './postgres.ts';
import { openSqlite } from './sqlite.ts';
import { type SyncStore, syncStore } from './sync.ts';
import { type TicketStore, ticketStore } from './tickets/tickets.ts';

/**
 * The one memory of the product, the same on SQLite and PostgreSQL, by subject. Every method is one transaction (one a
 * page where it streams); all may be called by several processes at once. Rows are parsed on the way out; a row that does
 * not parse is a DataError.
 */
export interface Store {
  readonly sync: SyncStore;
  readonly tickets: TicketStore;
  readonly measurements: MeasurementStore;
  readonly digests: DigestStore;
  /** The rows that anyone may take along. */
  readonly exports: ExportStore;
  readonly people: PeopleStore;
  /** All that one report reads, in one transaction on one state. */
  readonly readWindow: ReturnType<typeof readWindow>;
  /** The database server's own clock in epoch ms; undefined where the store is a file here. */
  readonly clock: () => Promise<number | undefined>;
  /** Rewrites what is stored, so that nothing that was deleted is left in the files; see Engine. */
  readonly rewrite: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Where the store is and how patient it is. */
export interface StoreOptions {
  /** `postgres://user:password@host/database`, `sqlite:path/to/file`, or the path alone. */
  readonly url: string;
  /** How long to wait for another process that writes (SQLite). */
  readonly busyTimeoutMs?: number;
  /** Above this many pages of 8 KB a SQLite store counts as full. */
  readonly maxPages?: number;
}

async function openEngine({ url, ...options }: StoreOptions): Promise<Engine> {
  const scheme = /^([a-z][a-z0-9+.-]+):/i.exec(url)?.[1]?.toLowerCase();
  if (scheme === undefined || /^[a-z]:[\\/]/i.test(url)) return openSqlite(url, options);
  if (scheme === 'sqlite' || scheme === 'file')
    return openSqlite(url.slice(scheme.length + 1).replace(/^\/\//, ''), options);
  if (scheme === 'postgres' || scheme === 'postgresql') return openPostgres(url);
  // The URL may hold a password: only its scheme is repeated.
  throw new ConfigError(
    `DATABASE_URL: "${scheme}:" is not a store Fairclock knows; write postgres://user:password@host/database, or sqlite:path/to/file`,
  );
}

/**
 * Opens the store, making or migrating its tables as needed (of many processes at once, one does). ConfigError: a place
 * that cannot be used, or a store written by a newer version. RetryableError: a database that does not answer.
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const engine = await openEngine(options);
  return {
    sync: syncStore(engine),
    tickets: ticketStore(engine),
    measurements: measurementStore(engine),
    digests: digestStore(engine),
    exports: exportStore(engine),
    people: peopleStore(engine),
    readWindow: readWindow(engine),
    clock: () => readClock(engine),
    rewrite: engine.rewrite,
    close: engine.close,
  };
}

async function readClock(engine: Engine): Promise<number | undefined> {
  if (engine.kind === 'sqlite') return undefined;
  const query = sql<{ at: number }>`select floor(extract(epoch from clock_timestamp()) * 1000)::bigint as at`;
  const [row] = await engine.read((session) => session.rows(query.compile(engine.db)));
  return row?.at;
}
