import { setTimeout as sleep } from 'node:timers/promises';
import { type CompiledQuery, Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { ConfigError } from '../model/errors.ts';
import {
  type Engine,
  type ReadOptions,
  type Session,
  type Upsert,
  upsertStatement,
  type Value,
  withoutNul,
} from './engine.ts';
import { connectionIsLost, lostAgainstAnother, postgresFailure } from './failures.ts';
import { migrate, needsMigration } from './migrate.ts';
import { copyRows, shortTexts, type TextDecoding } from './postgres-copy.ts';
import { createStatistics, type Statistics } from './postgres-statistics.ts';
import { byFirstWay, type TlsPlan, tlsPlan } from './postgres-tls.ts';
import { type Database, kindsOf, TABLES } from './schema.ts';

/** A transaction that loses against others this often is given up. */
const ATTEMPTS = 8;
/** Rows a statement writes at once. */
const CHUNK = 10_000;

/** What is asked for by key is looked up by key, whatever the planner thinks of a table that was filled a moment ago. */
const BY_KEY = 'set local enable_seqscan = off';

const INT8 = 20;
const FLOAT8 = 701;
const NUMERIC = 1700;

/** Whole numbers of this store stay below 2^53: instants, durations and counts. */
const types = {
  getTypeParser: (oid: number) => (oid === INT8 || oid === FLOAT8 || oid === NUMERIC ? Number : String),
} as unknown as pg.CustomTypesConfig;

/** Where a PostgreSQL store is, in words without the password, and how it is reached. Throws a ConfigError for no URL. */
export function describe(url: string): { place: string; config: pg.PoolConfig; ways: TlsPlan['ways'] } {
  let parsed: URL;
  let [hostname, path, user] = ['', '', ''];
  try {
    parsed = new URL(url);
    hostname = decodeURIComponent(parsed.hostname);
    path = decodeURIComponent(parsed.pathname.slice(1));
    user = decodeURIComponent(parsed.username);
    decodeURIComponent(parsed.password);
  } catch {
    // The error of the parser would repeat the URL, and with it the password.
    throw new ConfigError(
      'DATABASE_URL is not a URL; write postgres://user:password@host:5432/database, with %-codes for signs like @, / or % in the password',
    );
  }
  const host = parsed.searchParams.get('host') ?? (hostname || 'localhost');
  const database = path || user || 'postgres';
  const place = `PostgreSQL database "${database}" on ${host}${parsed.port ? `:${parsed.port}` : ''}`;
  const { url: connectionString, ways } = tlsPlan(url);
  return { place, config: { connectionString, max: 10, connectionTimeoutMillis: 15_000, types }, ways };
}

const ARRAY_TYPES = { text: 'text[]', json: 'text[]', int: 'bigint[]', float: 'double precision[]' } as const;

/** The statement of an upsert whose rows come as one array a column, so that its text is the same for any number. */
function upsertText(db: Kysely<Database>, upsert: Upsert): string {
  const arrays = kindsOf(upsert.table, upsert.columns).map(
    (kind, index) =>
      sql`${sql.raw(`$${index + 1}::${ARRAY_TYPES[kind.replace('?', '') as keyof typeof ARRAY_TYPES]}`)}`,
  );
  const rows = sql`select * from unnest(${sql.join(arrays)})`;
  const { sql: text } = upsertStatement(upsert, rows).compile(db);
  if (upsert.tell === undefined) return text;
  return `with written as (${text} returning ${upsert.table}.${upsert.tell}) select distinct ${upsert.tell} from written`;
}

/** What sessions of one engine share. */
interface EngineMemory {
  readonly textOf: (upsert: Upsert) => string;
  readonly statistics: Statistics;
  readonly decode: TextDecoding;
}

function createSession(client: pg.PoolClient, memory: EngineMemory): Session {
  const { textOf, statistics } = memory;
  const run = (query: CompiledQuery): pg.QueryArrayConfig => ({
    text: query.sql,
    values: [...query.parameters],
    rowMode: 'array',
  });
  return {
    async execute(query) {
      return (await client.query(query.sql, [...query.parameters])).rowCount ?? 0;
    },
    async rows<Result>(query: CompiledQuery<Result>) {
      return (await client.query(query.sql, [...query.parameters])).rows as Result[];
    },
    async arrays(query, kinds) {
      if (kinds) {
        const rows: (readonly Value[])[] = [];
        await copyRows(client, query, kinds, memory.decode, (row) => rows.push(row));
        return rows;
      }
      return (await client.query(run(query))).rows as Value[][];
    },
    each: (query, visit, kinds) => {
      if (kinds) return copyRows(client, query, kinds, memory.decode, visit);
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const stream = new pg.Query<Value[]>(run(query));
      let thrown: unknown;
      // The rows that follow a failure still arrive; the connection is free when they have.
      stream.on('row', (row) => {
        if (thrown !== undefined) return;
        try {
          visit(row as unknown as Value[]);
        } catch (error) {
          thrown = error;
        }
      });
      stream.on('error', reject);
      stream.on('end', () => (thrown === undefined ? resolve() : reject(thrown)));
      client.query(stream);
      return promise;
    },
    async upsert(upsert, rows) {
      const told = new Set<string>();
      const text = textOf(upsert);
      statistics.wrote(upsert.table, rows.length);
      for (let start = 0; start < rows.length; start += CHUNK) {
        const chunk = rows.slice(start, start + CHUNK);
        const columns = upsert.columns.map((_, column) => chunk.map((row) => withoutNul(row[column]!)));
        const result = await client.query({ text, values: columns, rowMode: 'array' });
        if (upsert.tell !== undefined) for (const [value] of result.rows as string[][]) told.add(value!);
      }
      return told;
    },
    async byKey() {
      await client.query(BY_KEY);
    },
    async lock(name, mode) {
      const shared = mode === 'shared' ? '_shared' : '';
      await client.query(`select pg_advisory_xact_lock${shared}(hashtextextended($1, 0))`, [`fairclock/${name}`]);
    },
  };
}

/** Opens a store on PostgreSQL 13 or later, made or migrated as needed; errors name host and database, no password. */
export async function openPostgres(url: string): Promise<Engine> {
  const { place, config, ways } = describe(url);
  try {
    return await byFirstWay(ways, (ssl) => openPool({ ...config, ...ssl }, place));
  } catch (error) {
    throw postgresFailure(error, place);
  }
}

async function openPool(config: pg.PoolConfig, place: string): Promise<Engine> {
  const pool = new pg.Pool(config);
  // An idle connection that breaks is replaced at the next use; unheard, its error would end the process.
  pool.on('error', () => undefined);
  // One that breaks in use tells its error to the query as well, or to the next one.
  pool.on('connect', (client) => client.on('error', () => undefined));
  try {
    return await prepareEngine(pool, place);
  } catch (error) {
    await pool.end();
    throw error;
  }
}

async function prepareEngine(pool: pg.Pool, place: string): Promise<Engine> {
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
  const bare = db as unknown as Kysely<unknown>;
  const [server] = (
    await pool.query("select current_setting('server_version_num')::int as version, current_schema() as schema")
  ).rows as [{ version: string; schema: string | null }];
  if (Number(server.version) < 130_000)
    throw new ConfigError(`store: ${place} is older than PostgreSQL 13; update the server`);
  if (server.schema === null)
    throw new ConfigError(`store: ${place} has no schema for this user's tables; create one, or set its search_path`);
  if (await needsMigration(bare, 'postgres', place)) await migrate(bare, 'postgres', server.schema);

  const statistics = createStatistics();
  const texts = new Map<Upsert, string>();
  const textOf = (upsert: Upsert): string => {
    const text = texts.get(upsert) ?? upsertText(db, upsert);
    texts.set(upsert, text);
    return text;
  };

  const memory: EngineMemory = { textOf, statistics, decode: shortTexts() };

  const attempt = async <Result>(begin: string, work: (session: Session) => Promise<Result>): Promise<Result> => {
    const client = await pool.connect();
    let broken = false;
    try {
      await client.query(begin);
      const result = await work(createSession(client, memory));
      await client.query('commit');
      return result;
    } catch (error) {
      broken = connectionIsLost(error);
      if (!broken) {
        await client.query('rollback').catch(() => {
          broken = true;
        });
      }
      throw error;
    } finally {
      client.release(broken);
    }
  };
  const transaction = async <Result>(begin: string, work: (session: Session) => Promise<Result>): Promise<Result> => {
    for (let attempts = 1; ; attempts++) {
      try {
        return await attempt(begin, work);
      } catch (error) {
        if (!lostAgainstAnother(error) || attempts === ATTEMPTS) throw postgresFailure(error, place);
        await sleep(10 * attempts + Math.random() * 20);
      }
    }
  };

  return {
    kind: 'postgres',
    place,
    db,
    isIn: (column, values) => sql`${sql.ref(column)} = any(${values})`,
    scanned: (column) => sql.ref(column),
    write: async (work) => {
      const result = await transaction(`begin; ${BY_KEY}`, work);
      await statistics.renew(pool);
      return result;
    },
    read: (work, options?: ReadOptions) =>
      transaction(`begin isolation level repeatable read read only${options?.whole ? '' : `; ${BY_KEY}`}`, work),
    rewrite: () => rewriteTables(pool, place),
    close: () => pool.end(),
  };
}

/** PostgreSQL skips, with a warning only, a table of another owner. */
async function rewriteTables(pool: pg.Pool, place: string): Promise<void> {
  const warnings: string[] = [];
  const heed = ({ severity, message }: { readonly severity?: string; readonly message?: string }): void => {
    if (severity === 'WARNING') warnings.push(message ?? '');
  };
  try {
    const client = await pool.connect();
    client.on('notice', heed);
    try {
      for (const table of Object.keys(TABLES)) await client.query(`vacuum (full, analyze) ${table}`);
    } finally {
      client.off('notice', heed);
      client.release();
    }
  } catch (error) {
    throw postgresFailure(error, place);
  }
  if (warnings.length === 0) return;
  throw new ConfigError(
    `store: what was deleted may still be in the files of ${place} (${warnings[0]}); have the owner of its tables run VACUUM FULL`,
  );
}
