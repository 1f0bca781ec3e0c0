import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Exclusion, Impossible, MeasuredColumns, MeasuredTicket } from '../../model/measurement.ts';
import type { MeasuredFilter } from '../../model/window.ts';
import type { Engine, Session, Value } from '../engine.ts';
import { kindsOf } from '../schema.ts';
import { readCalendarSides } from './calendar-sides.ts';
import { columnsBuilder, READ } from './columns.ts';
import { impossibleFrom, textsFrom } from './lists.ts';
import type { TicketKey } from './queue.ts';
import { fromMeasuredRow } from './rows.ts';
import { REMARKABLE } from './statements.ts';

/** What a reader should know of the tickets behind a report. Excluded tickets count in the first figure alone. */
export interface MeasuredQuality {
  readonly excluded: Readonly<Record<Exclusion, number>>;
  /** Tickets by the vendor's word for a status that nobody mapped. */
  readonly unknownStatuses: Readonly<Record<string, number>>;
  /** Facts that cannot be, also those for which a ticket was excluded; in order of (source, ticket). */
  readonly impossible: readonly (TicketKey & Impossible)[];
  /** Events dated before their ticket's opening. */
  readonly clippedEvents: number;
  /** Tickets of which the vendor cannot give the whole history. */
  readonly truncatedTimelines: number;
}

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

/** Rows that one statement gives: all of them at once is quicker than one by one, and a page of them is not many. */
const ROWS = 500;

/**
 * The measured tickets of a cohort by columns, in order of (source, ticket id); excluded ones are left out. The table is
 * gone through in the order of its key, source by source, so that no row has to repeat its own.
 */
export async function readMeasuredColumns(
  session: Session,
  engine: Engine,
  filter: MeasuredFilter,
  withIds: boolean,
): Promise<MeasuredColumns> {
  const condition = cohortCondition(filter, engine.scanned);
  const sources = await session.rows(engine.db.selectFrom('sync_state').select('source').orderBy('source').compile());
  const builder = columnsBuilder(withIds);
  for (const { source } of sources) {
    builder.startSource(source);
    await eachOf(session, engine, source, condition, builder.add);
  }
  return builder.columns();
}

const KINDS = kindsOf('measured', READ);

/** Gives the rows of one source to `visit`, in order of ticket id, which is the first of their values. */
async function eachOf(
  session: Session,
  engine: Engine,
  source: string,
  condition: RawBuilder<SqlBool>,
  visit: (values: readonly Value[]) => void,
): Promise<void> {
  const rowsWhere = (more: RawBuilder<unknown>) =>
    sql`select ${sql.join(READ.map((column) => sql.ref(column)))} from measured
      where source = ${source} and ${condition} and exclusion is null ${more}`.compile(engine.db);
  // PostgreSQL sends what it copies a row at a time; SQLite is quicker a page at a time.
  if (engine.kind === 'postgres') return session.each(rowsWhere(sql`order by ticket_id`), visit, KINDS);
  for (let after: Value = ''; ; ) {
    const rows = await session.arrays(
      rowsWhere(sql`and ticket_id > ${after} order by ticket_id limit ${sql.lit(ROWS)}`),
    );
    for (const row of rows) visit(row);
    if (rows.length < ROWS) return;
    after = rows[rows.length - 1]![0]!;
  }
}

/** Tickets read at once. */
const PAGE = 1000;

async function readPage(
  session: Session,
  engine: Engine,
  filter: MeasuredFilter,
  after: TicketKey | undefined,
): Promise<MeasuredTicket[]> {
  // Pages follow the key through the whole table, whatever the filter: an index would be sorted anew for every page.
  let query = engine.db
    .selectFrom('measured')
    .selectAll()
    .where(cohortCondition(filter, engine.scanned))
    .orderBy('source')
    .orderBy('ticket_id')
    .limit(PAGE);
  if (after) query = query.where(sql<SqlBool>`(source, ticket_id) > (${after.source}, ${after.ticketId})`);
  const rows = await session.rows(query.compile());
  const calendarsOf = await readCalendarSides(session, engine);
  return rows.map((row) => fromMeasuredRow(row, calendarsOf));
}

/** Measured tickets, excluded ones too, in order of (source, id), a page at a time. */
export async function* readMeasured(engine: Engine, filter: MeasuredFilter): AsyncGenerator<MeasuredTicket[]> {
  let after: TicketKey | undefined;
  for (;;) {
    const page = await engine.read((session) => readPage(session, engine, filter, after));
    if (page.length > 0) yield page;
    if (page.length < PAGE) return;
    after = page[page.length - 1];
  }
}

/** Tickets of the filter that are in no figure, by reason. */
export async function countExcluded(
  session: Session,
  engine: Engine,
  filter: MeasuredFilter,
): Promise<Record<Exclusion, number>> {
  const query = sql<{ exclusion: Exclusion; tickets: number }>`
    select exclusion, count(*) as tickets from measured
    where ${remarkable} and ${concerns(filter, engine)} and exclusion is not null group by exclusion`;
  const counts: Record<Exclusion, number> = { spam: 0, merged: 0, deleted: 0, impossible: 0 };
  for (const row of await session.rows(query.compile(engine.db))) counts[row.exclusion] = Number(row.tickets);
  return counts;
}

/** The condition of the index `measured_remarkable`, word for word, so that it serves. */
const remarkable = sql.raw(REMARKABLE);

/**
 * The filter's tickets, and of a filter by solutions those without one too: a ticket that is left out has none and
 * belongs to the window it was opened in, an open one stands in the backlog of the window's end.
 */
function concerns(filter: MeasuredFilter, engine: Engine): RawBuilder<SqlBool> {
  const cohort = cohortCondition(filter, engine.scanned);
  const { finalSolvedFrom: from, finalSolvedTo: to } = filter;
  if (from === undefined || to === undefined) return cohort;
  return sql<SqlBool>`(${cohort} or (final_solved_at is null and opened_at < ${sql.lit(to)}
    and (exclusion is null or opened_at >= ${sql.lit(from)})))`;
}

/** What a reader should know of the filter's tickets. */
export async function readQuality(session: Session, engine: Engine, filter: MeasuredFilter): Promise<MeasuredQuality> {
  const unknownStatuses: Record<string, number> = {};
  const impossible: (TicketKey & Impossible)[] = [];
  let clippedEvents = 0;
  let truncatedTimelines = 0;
  const query = sql`
    select source, ticket_id, exclusion, unknown_statuses, impossible, clipped_events, timeline_complete from measured
    where ${remarkable} and ${concerns(filter, engine)} order by source, ticket_id`;
  await session.each(query.compile(engine.db), (row) => {
    const [source, ticketId, exclusion, statuses, facts, clipped, complete] = row as [
      string,
      string,
      string | null,
      string | null,
      string | null,
      number,
      number,
    ];
    if (exclusion !== null && exclusion !== 'impossible') return;
    const what = `measurement of ticket ${source}/${ticketId}`;
    for (const fact of impossibleFrom(what, facts)) impossible.push({ source, ticketId, ...fact });
    if (exclusion !== null) return;
    for (const status of textsFrom(what, statuses)) unknownStatuses[status] = (unknownStatuses[status] ?? 0) + 1;
    clippedEvents += clipped;
    if (complete === 0) truncatedTimelines++;
  });
  return {
    excluded: await countExcluded(session, engine, filter),
    unknownStatuses,
    impossible,
    clippedEvents,
    truncatedTimelines,
  };
}
