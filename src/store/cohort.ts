import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Engine, Session } from './engine.ts';
import type { MeasuredFilter } from './store.ts';

/** Above this share of the table, reading it whole in the order of its key is cheaper than an index and a sort. */
const WHOLE_TABLE_SHARE = 0.2;

/** The filter as a condition on `measured`. */
export function cohortCondition(
  filter: MeasuredFilter,
  column: (name: string) => RawBuilder<unknown>,
): RawBuilder<SqlBool> {
  const opened = column('opened_at');
  const solved = column('final_solved_at');
  const parts: RawBuilder<unknown>[] = [];
  if (filter.finalSolvedFrom !== undefined) parts.push(sql`${solved} >= ${sql.lit(filter.finalSolvedFrom)}`);
  if (filter.finalSolvedTo !== undefined) parts.push(sql`${solved} < ${sql.lit(filter.finalSolvedTo)}`);
  if (filter.openedFrom !== undefined) parts.push(sql`${opened} >= ${sql.lit(filter.openedFrom)}`);
  if (filter.openedTo !== undefined) parts.push(sql`${opened} < ${sql.lit(filter.openedTo)}`);
  if (filter.openAsOf !== undefined) {
    const asOf = sql.lit(filter.openAsOf);
    parts.push(sql`${opened} < ${asOf} and (${solved} is null or ${solved} >= ${asOf})`);
  }
  if (parts.length === 0) return sql<SqlBool>`1 = 1`;
  return sql<SqlBool>`(${sql.join(parts, sql` and `)})`;
}

/** The columns of a condition as they are, so that an index may serve it. */
export const indexed = (name: string): RawBuilder<unknown> => sql.ref(name);

/**
 * How a cohort is best read: by an index while it is a small part of all, else by reading the whole table. PostgreSQL
 * knows by its statistics; SQLite is told here, by a count over the index, which costs a few milliseconds.
 */
export async function cohortColumns(
  session: Session,
  engine: Engine,
  filter: MeasuredFilter,
): Promise<(name: string) => RawBuilder<unknown>> {
  if (engine.kind === 'postgres') return indexed;
  const count = async (condition: RawBuilder<SqlBool>): Promise<number> => {
    const query = engine.db
      .selectFrom('measured')
      .select((eb) => eb.fn.countAll<number>().as('tickets'))
      .where(condition);
    return (await session.rows(query.compile()))[0]!.tickets;
  };
  const some = await count(cohortCondition(filter, indexed));
  const all = await count(sql<SqlBool>`1 = 1`);
  return some > all * WHOLE_TABLE_SHARE ? engine.scanned : indexed;
}
