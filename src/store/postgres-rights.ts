import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { postgresFailure } from './failures.ts';
import { describe } from './postgres.ts';
import { TABLES } from './schema.ts';

/** What the user of a PostgreSQL store may do, as far as running and later versions need it. */
export interface PostgresRights {
  /** `PostgreSQL database "fairclock" on db`, with user and version. */
  readonly place: string;
  /** What is missing, one sentence each. */
  readonly missing: readonly string[];
}

/** Rights that every run needs on every table. */
const NEEDED = ['select', 'insert', 'update', 'delete'] as const;

/**
 * Tries, in a transaction that is rolled back, whether the user of DATABASE_URL may make a table and write a row, and
 * asks which rights and ownerships are missing on the tables that are there: later versions alter them.
 *
 * @throws ConfigError or RetryableError for a database that cannot be reached or does not let the user in
 */
export async function checkPostgresRights(url: string): Promise<PostgresRights> {
  const { place, config } = describe(url);
  const client = new pg.Client({ ...config, types: pg.types });
  // The failure of a query says it too.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('begin');
    const missing = [...(await missingOnTables(client)), ...(await missingToMake(client))];
    const [about] = (await client.query("select current_user as user, current_setting('server_version') as version"))
      .rows as [{ user: string; version: string }];
    return { place: `${place}, as ${about.user}, PostgreSQL ${about.version}`, missing };
  } catch (error) {
    throw postgresFailure(error, place);
  } finally {
    await client.query('rollback').catch(() => undefined);
    await client.end().catch(() => undefined);
  }
}

async function missingOnTables(client: pg.Client): Promise<string[]> {
  const rights = NEEDED.map((right) => `has_table_privilege(oid, '${right}') as ${right}`).join(', ');
  const { rows } = await client.query(
    `select relname as name, pg_get_userbyid(relowner) as owner, pg_has_role(relowner, 'usage') as owns, ${rights}
     from pg_class where relnamespace = current_schema()::regnamespace and relkind = 'r' and relname = any($1)
     order by relname`,
    [Object.keys(TABLES)],
  );
  const lacking = new Map<string, string[]>();
  const foreign = new Map<string, string[]>();
  for (const row of rows as ({ name: string; owner: string; owns: boolean } & Record<string, unknown>)[]) {
    const rights = NEEDED.filter((right) => row[right] !== true).join(', ');
    if (rights !== '') lacking.set(rights, [...(lacking.get(rights) ?? []), row.name]);
    if (!row.owns) foreign.set(row.owner, [...(foreign.get(row.owner) ?? []), row.name]);
  }
  return [
    ...[...lacking].map(([rights, tables]) => `may not ${rights} in ${tables.join(', ')}`),
    ...[...foreign].map(
      ([owner, tables]) =>
        `does not own ${tables.length} tables (${owner} does), so that a later version cannot alter them`,
    ),
  ];
}

async function missingToMake(client: pg.Client): Promise<string[]> {
  const table = `fairclock_check_${randomBytes(6).toString('hex')}`;
  try {
    await client.query('savepoint before');
    await client.query(`create table ${table} (at bigint)`);
    await client.query(`insert into ${table} values (1)`);
    return [];
  } catch (error) {
    const { code, message } = error as { readonly code?: string; readonly message: string };
    if (code !== '42501' && code !== '25006') throw error;
    await client.query('rollback to savepoint before');
    return [code === '25006' ? 'may write nothing there: is it a standby?' : `may not make tables (${message})`];
  }
}
