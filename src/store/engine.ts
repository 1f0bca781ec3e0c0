import { type CompiledQuery, type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely';
import type { ColumnKind, Database, TableName } from './schema.ts';

/** A value as a driver takes and gives it. */
export type Value = string | number | null;

/** How many rows to write where, and what to do with those that are there already. */
export interface Upsert {
  readonly table: TableName;
  /** The columns of every row, in this order; types are looked up in TABLES. */
  readonly columns: readonly string[];
  /** The columns of the key that may conflict. */
  readonly keys: readonly string[];
  /**
   * `differing`: overwrites the other columns where one differs. `ignore`: keeps what is there. Otherwise the
   * assignments and the condition as SQL, where `excluded` is the row that came.
   */
  readonly onConflict: 'differing' | 'ignore' | { readonly set: string; readonly where: string };
  /** The column whose values are told of the rows that were new or overwritten. */
  readonly tell?: string;
}

/** One transaction. Queries are built and compiled by Kysely and run here, without an object a row in between. */
export interface Session {
  /** Runs a statement; the number of rows it changed. */
  readonly execute: (query: CompiledQuery) => Promise<number>;
  readonly rows: <Result>(query: CompiledQuery<Result>) => Promise<Result[]>;
  /**
   * Rows as arrays in the order of the selected columns: the quickest way to read some thousands. Where `kinds` says what
   * the columns hold, PostgreSQL sends them in binary.
   */
  readonly arrays: (query: CompiledQuery, kinds?: readonly ColumnKind[]) => Promise<readonly (readonly Value[])[]>;
  /** Gives each row to `visit` as an array in the order of the selected columns; keeps none, however many there are. */
  readonly each: (
    query: CompiledQuery,
    visit: (row: readonly Value[]) => void,
    kinds?: readonly ColumnKind[],
  ) => Promise<void>;
  /** Writes many rows at once (no two with the same key); tells the distinct values of `tell` of those that changed. */
  readonly upsert: (upsert: Upsert, rows: readonly (readonly Value[])[]) => Promise<Set<string>>;
  /** From here on all is asked for by key: no plan that reads more should be taken. For a transaction that reads whole tables first. */
  readonly byKey: () => Promise<void>;
  /** Waits for the named lock and holds it until the transaction ends; `shared` lets others share it. */
  readonly lock: (name: string, mode: 'exclusive' | 'shared') => Promise<void>;
}

/** What kind of reading it is. */
export interface ReadOptions {
  /** It may read whole tables. Otherwise all is asked for by key, and no plan that reads more should be taken. */
  readonly whole?: boolean;
}

/** A database the store runs on: what differs between SQLite and PostgreSQL, and nothing else. */
export interface Engine {
  readonly kind: 'sqlite' | 'postgres';
  /** Where the data are, for messages to people: a path, or host and database; never a password. */
  readonly place: string;
  /** Builds and compiles queries; runs only migrations. */
  readonly db: Kysely<Database>;
  /** `column in (values)`, with the list as one parameter, so that its length changes nothing in the statement. */
  readonly isIn: (column: string, values: readonly string[]) => RawBuilder<SqlBool>;
  /** The column in a condition that no index should serve, because most rows meet it. */
  readonly scanned: (column: string) => RawBuilder<unknown>;
  /** Runs `work` in a transaction that sees what is committed; run again from its start if the database asks for it. */
  readonly write: <Result>(work: (session: Session) => Promise<Result>) => Promise<Result>;
  /** Runs `work` on one unchanging state of the data; it may not write. */
  readonly read: <Result>(work: (session: Session) => Promise<Result>, options?: ReadOptions) => Promise<Result>;
  /**
   * Rewrites all that is stored, so that the files hold nothing any more of what was deleted. It waits for other
   * processes, and they for it. RetryableError or ConfigError: something keeps old pages, with what to do about it.
   */
  readonly rewrite: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/**
 * `insert … on conflict … do …` over rows that `rows` gives, the same text on both engines. What is already there and
 * equal is left alone, so that it counts as unchanged.
 */
export function upsertStatement(upsert: Upsert, rows: RawBuilder<unknown>): RawBuilder<unknown> {
  const { table, columns, keys, onConflict } = upsert;
  const insert = sql`insert into ${sql.table(table)} (${sql.join(columns.map((column) => sql.ref(column)))}) ${rows} on conflict (${sql.join(keys.map((key) => sql.ref(key)))})`;
  const others = columns.filter((column) => !keys.includes(column));
  if (onConflict === 'ignore' || (onConflict === 'differing' && others.length === 0)) return sql`${insert} do nothing`;
  if (onConflict !== 'differing') {
    return sql`${insert} do update set ${sql.raw(onConflict.set)} where ${sql.raw(onConflict.where)}`;
  }
  const set = others.map((column) => sql`${sql.ref(column)} = ${sql.ref(`excluded.${column}`)}`);
  const differs = others.map(
    (column) => sql`${sql.ref(`${table}.${column}`)} is distinct from ${sql.ref(`excluded.${column}`)}`,
  );
  return sql`${insert} do update set ${sql.join(set)} where ${sql.join(differs, sql` or `)}`;
}

/** PostgreSQL holds no NUL in a text, and nobody misses one: it is left out on both engines. */
export function withoutNul(value: Value): Value {
  return typeof value === 'string' && value.includes('\0') ? value.replaceAll('\0', '') : value;
}

/** The row itself unless one of its texts holds a NUL. */
export function withoutNuls(row: readonly Value[]): readonly Value[] {
  for (const value of row) if (typeof value === 'string' && value.includes('\0')) return row.map(withoutNul);
  return row;
}
