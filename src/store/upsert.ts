import { type RawBuilder, sql } from 'kysely';
import type { Upsert, Value } from './engine.ts';

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
