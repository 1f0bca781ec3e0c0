import { type RawBuilder, sql } from 'kysely';
import type { MeasuredColumns } from '../../model/measurement.ts';
import type { MeasuredFilter } from '../../model/window.ts';
import type { Engine, Session, Value } from '../engine.ts';
import { kindsOf } from '../schema.ts';
import { figureColumns } from './figure-columns.ts';
import { keyColumn } from './key-dictionary.ts';
import { type CohortPlan, planCohort } from './read.ts';

const COLUMNS = ['figures', 'opened_at', 'final_solved_at', 'ticket_id'] as const;
const KINDS = kindsOf('measured', COLUMNS);

/** Rows that one statement gives where a whole table is read: all of them at once is quicker than one by one. */
const PAGE = 500;

/** Gives the rows of one source to `visit`, in order of ticket id, which is the last of their values. */
async function eachOf(
  session: Session,
  engine: Engine,
  source: string,
  { condition, whole }: CohortPlan,
  visit: (values: readonly Value[]) => void,
): Promise<void> {
  const rowsWhere = (more: RawBuilder<unknown>) =>
    sql`select ${sql.join(COLUMNS.map((column) => sql.ref(column)))} from measured
      where source = ${source} and ${condition} and exclusion is null ${more}`.compile(engine.db);
  if (!whole) return session.each(rowsWhere(sql`order by ticket_id`), visit, KINDS);
  for (let after: Value = ''; ; ) {
    const rows = await session.arrays(
      rowsWhere(sql`and ticket_id > ${after} order by ticket_id limit ${sql.lit(PAGE)}`),
    );
    for (const row of rows) visit(row);
    if (rows.length < PAGE) return;
    after = rows[rows.length - 1]![COLUMNS.length - 1]!;
  }
}

/**
 * The measured tickets of a cohort by columns, in order of (source, ticket id); excluded ones are left out. Rows go from
 * the driver straight into typed arrays, so that a million tickets cost neither a million objects nor their collection.
 */
export async function readMeasuredColumns(
  session: Session,
  engine: Engine,
  filter: MeasuredFilter,
  withIds: boolean,
): Promise<MeasuredColumns> {
  const plan = await planCohort(session, engine, filter);
  const sources = await session.rows(engine.db.selectFrom('sync_state').select('source').orderBy('source').compile());
  const { rows: capacity } = plan;

  const source = keyColumn(capacity);
  const figures = figureColumns(capacity);
  const openedAt = new Float64Array(capacity);
  const finalSolvedAt = new Float64Array(capacity);
  const ids: string[] | undefined = withIds ? [] : undefined;
  let n = 0;
  // Source by source, so that no row has to repeat its own.
  for (const { source: name } of sources) {
    figures.startSource(name);
    const visit = (values: readonly Value[]): void => {
      source.add(name);
      figures.add(values[0] as string);
      openedAt[n] = values[1] as number;
      finalSolvedAt[n] = values[2] === null ? Number.NaN : (values[2] as number);
      if (ids) ids.push(values[3] as string);
      n++;
    };
    await eachOf(session, engine, name, plan, visit);
  }
  return {
    n,
    source: source.column(),
    ticketId: ids,
    openedAt: openedAt.subarray(0, n),
    finalSolvedAt: finalSolvedAt.subarray(0, n),
    ...figures.columns(),
  };
}
