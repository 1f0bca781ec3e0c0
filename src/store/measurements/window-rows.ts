import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { Tier } from '../../model/catalogue.ts';
import { type MeasuredColumns, TIER_ORIGINS } from '../../model/measurement.ts';
import type { OpenMeasurement } from '../../model/window-records.ts';
import type { Engine, Session, Value } from '../engine.ts';
import { type ColumnKind, kindsOf } from '../schema.ts';
import { readCalendarSides } from './calendar-sides.ts';
import { columnsBuilder, READ } from './columns.ts';
import { scoresFrom, solutionsFrom, stintsFrom, wordOf } from './lists.ts';

/** Which tickets are read; instants in epoch ms. */
export interface Lives {
  /** Those that lived in [fromAt, toAt): opened before its end, and not solved for good before its beginning. */
  readonly fromAt: number;
  readonly toAt: number;
  /** Of those that had no final solution at this instant, all that their standing there is told from. */
  readonly openAt: number;
  readonly withUrls: boolean;
  /** Ids by source of tickets that are read whenever they were solved. */
  readonly also: ReadonlyMap<string, readonly string[]>;
}

/** Rows that one statement gives: all of them at once is quicker than one by one, and a page of them is not many. */
const ROWS = 500;

/** What is read of an open ticket beside its columns; null of any other. */
const OF_OPEN = ['subject', 'tier_origin', 'solutions', 'stints', 'scores', 'enters_at'] as const;
const URL = READ.length;
const SUBJECT = URL + 1;
const KINDS: readonly ColumnKind[] = [
  ...kindsOf('measured', READ),
  'text?',
  ...OF_OPEN.map((name): ColumnKind => (name === 'enters_at' ? 'int?' : 'text?')),
];
const place = (column: (typeof READ)[number]): number => READ.indexOf(column);
const PLACES = {
  tier: place('tier'),
  team: place('team_id'),
  openedAt: place('opened_at'),
  finalSolvedAt: place('final_solved_at'),
};

/**
 * Measured tickets that are in the figures, by columns, and the open ones with their lists, in order of (source, ticket
 * id). The table is gone through once in the order of its key, source by source, so that no row has to repeat its own.
 */
export async function readLives(
  session: Session,
  engine: Engine,
  lives: Lives,
): Promise<{ readonly measurements: MeasuredColumns; readonly open: readonly OpenMeasurement[] }> {
  const sources = await session.rows(engine.db.selectFrom('sync_state').select('source').orderBy('source').compile());
  const calendarsOf = await readCalendarSides(session, engine);
  const builder = columnsBuilder(lives.withUrls);
  const open: OpenMeasurement[] = [];
  for (const { source } of sources) {
    builder.startSource(source);
    await eachOf(session, engine, source, lives, (row) => {
      builder.add(row);
      // Only an open ticket has its origin with it.
      if (row[SUBJECT + 1] !== null) open.push(toOpen(source, row, calendarsOf));
    });
  }
  return { measurements: builder.columns(), open };
}

/** Gives the rows of one source to `visit`, in order of ticket id, which is the first of their values. */
async function eachOf(
  session: Session,
  engine: Engine,
  source: string,
  lives: Lives,
  visit: (values: readonly Value[]) => void,
): Promise<void> {
  const [opened, solved] = [engine.scanned('opened_at'), engine.scanned('final_solved_at')];
  const livedBetween = (from: number, to: number): RawBuilder<SqlBool> =>
    sql`(${opened} < ${sql.lit(to)} and (${solved} is null or ${solved} >= ${sql.lit(from)}))`;
  const isOpen = livedBetween(lives.openAt, lives.openAt);
  const columns = [
    ...READ.map((column) => sql.ref(column)),
    lives.withUrls ? sql.ref('url') : sql`case when ${isOpen} then url end`,
    ...OF_OPEN.map((column) => sql`case when ${isOpen} then ${sql.ref(column)} end`),
  ];
  const also = lives.also.get(source) ?? [];
  const condition =
    also.length === 0
      ? livedBetween(lives.fromAt, lives.toAt)
      : sql`(${livedBetween(lives.fromAt, lives.toAt)} or ${engine.isIn('ticket_id', also)})`;
  const rowsWhere = (more: RawBuilder<unknown>) =>
    sql`select ${sql.join(columns)} from measured
      where source = ${source} and exclusion is null and ${condition} ${more}`.compile(engine.db);
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

function toOpen(
  source: string,
  row: readonly Value[],
  calendarsOf: (key: string) => string | undefined,
): OpenMeasurement {
  const ticketId = row[0] as string;
  const what = (): string => `measurement of ticket ${source}/${ticketId}`;
  const [subject, origin, solutions, stints, scores] = row.slice(SUBJECT) as [string | null, ...string[]];
  return {
    source,
    ticketId,
    url: row[URL] as string | null,
    subject,
    tier: wordOf(Tier.options, what, row[PLACES.tier] as string),
    tierOrigin: wordOf(TIER_ORIGINS, what, origin!),
    teamId: row[PLACES.team] as string | null,
    openedAt: row[PLACES.openedAt] as number,
    entersAt: row[SUBJECT + OF_OPEN.indexOf('enters_at')] as number | null,
    finalSolvedAt: row[PLACES.finalSolvedAt] as number | null,
    solutions: solutionsFrom(what, solutions!),
    stints: stintsFrom(what, stints!, calendarsOf),
    scores: scoresFrom(what, scores!),
  };
}
