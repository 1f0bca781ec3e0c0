import type pg from 'pg';
import type { TableName } from './schema.ts';

/** Rows written to a table before its statistics are first renewed; each time after four times as many. */
const FIRST = 2_000;
const FACTOR = 4;

/** Keeps the planner's statistics in step with tables that grow fast. */
export interface Statistics {
  readonly wrote: (table: TableName, rows: number) => void;
  /** Renews the statistics of tables that have grown enough since; to be called between transactions. */
  readonly renew: (pool: pg.Pool) => Promise<void>;
}

/**
 * PostgreSQL renews statistics by itself, a minute or more after a table was filled. A first sync fills tables in less,
 * and without statistics the planner takes the source for the rarest condition and reads all of its rows for every batch.
 */
export function createStatistics(): Statistics {
  const written = new Map<TableName, number>();
  const nextAt = new Map<TableName, number>();
  const due = new Set<TableName>();
  return {
    wrote(table, rows) {
      const total = (written.get(table) ?? 0) + rows;
      written.set(table, total);
      const limit = nextAt.get(table) ?? FIRST;
      if (total < limit) return;
      nextAt.set(table, total * FACTOR);
      due.add(table);
    },
    async renew(pool) {
      if (due.size === 0) return;
      const tables = [...due];
      due.clear();
      const client = await pool.connect();
      try {
        for (const table of tables) await analyze(client, table);
      } finally {
        client.release();
      }
    },
  };
}

/** Whoever holds the table renews its statistics too; and a user who may not do it is no reason to stop. */
async function analyze(client: pg.PoolClient, table: TableName): Promise<void> {
  try {
    await client.query('begin');
    await client.query("set local lock_timeout = '100ms'");
    await client.query(`analyze ${table}`);
    await client.query('commit');
  } catch {
    await client.query('rollback').catch(() => undefined);
  }
}
