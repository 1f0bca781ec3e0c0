import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Engine, Session } from '../engine.ts';
import type { MeasuredFilter } from '../store.ts';

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
const indexed = (name: string): RawBuilder<unknown> => sql.ref(name);

/** How a cohort is best read. */
export interface CohortPlan {
  readonly condition: RawBuilder<SqlBool>;
  /** Rows of the cohort, excluded tickets' among them: a bound that an index alone can tell. */
  readonly rows: number;
  /** Whether the whole table is gone through in the order of its key. */
  readonly whole: boolean;
}

/**
 * Plans the reading of a cohort: by an index while it is a small part of all, else through the whole table. PostgreSQL
 * knows by its statistics; SQLite is told here, by a count over the index, which costs a few milliseconds.
 */
export async function planCohort(session: Session, engine: Engine, filter: MeasuredFilter): Promise<CohortPlan> {
  const count = async (condition: RawBuilder<SqlBool>): Promise<number> => {
    const query = engine.db
      .selectFrom('measured')
      .select((eb) => eb.fn.countAll<number>().as('tickets'))
      .where(condition);
    return Number((await session.rows(query.compile()))[0]!.tickets);
  };
  const condition = cohortCondition(filter, indexed);
  const rows = await count(condition);
  if (engine.kind === 'postgres') return { condition, rows, whole: false };
  const whole = rows > (await count(sql<SqlBool>`1 = 1`)) * WHOLE_TABLE_SHARE;
  return { condition: whole ? cohortCondition(filter, engine.scanned) : condition, rows, whole };
}
