import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Driver from 'better-sqlite3';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { TABLES } from '../../src/store/schema.ts';
import { openStore } from '../../src/store/store.ts';
import { startPostgres } from '../servers/postgres.ts';

interface Column {
  readonly table: string;
  readonly column: string;
  readonly type: string;
  readonly nullable: boolean;
}

/** What the code believes, in a database's words. */
function believed(types: Readonly<Record<string, string>>): Column[] {
  return Object.entries(TABLES).flatMap(([table, columns]) =>
    Object.entries(columns).map(([column, kind]: [string, string]) => ({
      table,
      column,
      type: types[kind.replace('?', '')]!,
      nullable: kind.endsWith('?'),
    })),
  );
}

const sorted = (columns: readonly Column[]) =>
  columns.toSorted((a, b) => (`${a.table}.${a.column}` < `${b.table}.${b.column}` ? -1 : 1));

describe('the tables that migrations make', () => {
  it('are those the queries believe in, on SQLite', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'fairclock-schema-'));
    const path = join(folder, 'store.db');
    await (await openStore({ url: path })).close();
    const handle = new Driver(path, { readonly: true });
    const found = handle
      .prepare(
        `select m.name as "table", c.name as "column", lower(c.type) as type, c."notnull" as filled
         from sqlite_master m join pragma_table_info(m.name) c where m.type = 'table' and m.name not like 'fairclock_%'`,
      )
      .all() as { table: string; column: string; type: string; filled: number }[];
    handle.close();
    rmSync(folder, { recursive: true });

    const columns = found.map(({ filled, ...rest }) => ({ ...rest, nullable: filled === 0 }));
    expect(sorted(columns)).toEqual(sorted(believed({ int: 'integer', float: 'real', text: 'text', json: 'text' })));
  });

  it('are those the queries believe in, on PostgreSQL, with texts in the order of bytes', async () => {
    const server = await startPostgres();
    const url = await server.freshDatabase();
    await (await openStore({ url })).close();
    const client = new pg.Client(url);
    await client.connect();
    const { rows } = await client.query(
      `select table_name as "table", column_name as "column", data_type as type, is_nullable = 'YES' as nullable, collation_name
       from information_schema.columns where table_schema = 'public' and table_name not like 'fairclock_%'`,
    );
    await client.end();
    await server.stop();

    const columns = rows.map(({ collation_name: _, ...rest }) => rest);
    expect(sorted(columns)).toEqual(
      sorted(believed({ int: 'bigint', float: 'double precision', text: 'text', json: 'text' })),
    );
    const texts = rows.filter(({ type }) => type === 'text');
    expect(new Set(texts.map(({ collation_name: collation }) => collation))).toEqual(new Set(['C']));
  });
});
