import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { MeasuredColumns } from '../metrics/columns.ts';
import { cohortColumns, cohortCondition } from './cohort.ts';
import type { Engine, Session, Value } from './engine.ts';
import { figureColumns } from './figure-columns.ts';
import { keyColumn } from './key-dictionary.ts';
import { kindsOf } from './schema.ts';
import type { MeasuredFilter } from './store.ts';

const COLUMNS = ['figures', 'opened_at', 'final_solved_at'] as const;

/** Rows of the cohort, excluded tickets' among them: a bound that an index alone can tell. */
async function countRows(session: Session, engine: Engine, condition: RawBuilder<SqlBool>): Promise<number> {
  const query = engine.db
    .selectFrom('measured')
    .select((eb) => eb.fn.countAll<number>().as('rows'))
    .where(condition);
  const [row] = await session.rows(query.compile());
  return Number(row!.rows);
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
  const condition = cohortCondition(filter, await cohortColumns(session, engine, filter));
  const sources = await session.rows(engine.db.selectFrom('sync_state').select('source').orderBy('source').compile());
  const capacity = await countRows(session, engine, condition);

  const source = keyColumn(capacity);
  const figures = figureColumns(capacity);
  const openedAt = new Float64Array(capacity);
  const finalSolvedAt = new Float64Array(capacity);
  const ids: string[] | undefined = withIds ? [] : undefined;
  const columns = withIds ? [...COLUMNS, 'ticket_id'] : COLUMNS;
  const kinds = kindsOf('measured', columns);
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
    const query = sql`select ${sql.join(columns.map((column) => sql.ref(column)))} from measured
      where source = ${name} and ${condition} and exclusion is null order by ticket_id`;
    await session.each(query.compile(engine.db), visit, kinds);
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
