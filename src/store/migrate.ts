import { type Kysely, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { ConfigError } from '../model/errors.ts';
import type { Engine } from './engine.ts';
import { migrations } from './migrations.ts';
import { TABLES } from './schema.ts';

/** Names of the tables that record which migrations ran; ours, since a database may be shared. */
const RECORD = 'fairclock_migration';

const LOCK = 'fairclock_migration_lock';

/** Names of the tables that are there, and of the migrations that ran. */
async function look(db: Kysely<unknown>, kind: Engine['kind']): Promise<{ tables: string[]; ran: string[] }> {
  const listed =
    kind === 'sqlite'
      ? sql<{ name: string }>`select name from sqlite_master where type = 'table' and name not like 'sqlite_%'`
      : sql<{ name: string }>`select tablename as name from pg_catalog.pg_tables where schemaname = current_schema()`;
  const tables = (await listed.execute(db)).rows.map((row) => row.name);
  if (!tables.includes(RECORD)) return { tables, ran: [] };
  const rows = await sql<{ name: string }>`select name from ${sql.table(RECORD)} order by name`.execute(db);
  return { tables, ran: rows.rows.map((row) => row.name) };
}

/**
 * Refuses, before anything is touched, a store written by a newer version of the product and a database that belongs
 * to another program. Tells whether migrations are to run.
 */
export async function needsMigration(db: Kysely<unknown>, kind: Engine['kind'], place: string): Promise<boolean> {
  const known = Object.keys(migrations(kind));
  const { tables, ran } = await look(db, kind);
  const newer = ran.filter((name) => !known.includes(name));
  if (newer.length > 0) {
    throw new ConfigError(
      `store: ${place} was written by a newer version of Fairclock (it has "${newer[0]}", which this version does not know). Nothing was changed; update Fairclock, or name another store in DATABASE_URL`,
    );
  }
  const ours: readonly string[] = Object.keys(TABLES);
  const foreign = tables.filter(
    (name) => name !== RECORD && name !== LOCK && (kind === 'sqlite' || ours.includes(name)),
  );
  if (ran.length === 0 && foreign.length > 0) {
    throw new ConfigError(
      `store: ${place} holds tables of another program (${foreign.slice(0, 3).join(', ')}). Nothing was changed; name a database of Fairclock's own in DATABASE_URL`,
    );
  }
  return ran.length < known.length;
}

/**
 * Brings the database to today's tables. On SQLite the caller holds the write lock; on PostgreSQL the migrator takes an
 * advisory lock, so that of many processes one migrates and the others wait.
 */
export async function migrate(db: Kysely<unknown>, kind: Engine['kind'], schema?: string): Promise<void> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => migrations(kind) },
    migrationTableName: RECORD,
    migrationLockTableName: LOCK,
    ...(schema === undefined ? {} : { migrationTableSchema: schema }),
  });
  const { error } = await migrator.migrateToLatest();
  if (error) throw error;
}
