import { type SqlBool, sql } from 'kysely';
import { byWord } from '../model/by-word.ts';
import type { Rejection } from '../model/source.ts';
import type { Engine, Session } from './engine.ts';
import type { Row } from './schema.ts';
import { raiseRevisionBase } from './settings.ts';

/** Where a source's sync stands. */
export interface SyncState {
  readonly identity: string;
  readonly cursor: string | undefined;
  readonly watermarkAt: number | undefined;
  readonly syncedAt: number | undefined;
}

/** A kept rejection. */
export interface StoredRejection extends Rejection {
  readonly source: string;
  readonly at: number;
}

/** Rejections read at once. */
const PAGE = 1000;

/** The tables that hold something of a source; the order decides nothing. */
const OF_SOURCE = [
  'sync_state',
  'ticket',
  'event',
  'ticket_state',
  'ticket_party',
  'agent',
  'team',
  'customer',
  'customer_zone',
  'account',
  'rating',
  'subscription',
  'churn_event',
  'mrr_change',
  'purchase',
  'referral',
  'milestone',
  'usage',
  'cost',
  'rejection',
  'measured',
] as const;

function toState(row: Row<'sync_state'>): SyncState {
  return {
    identity: row.identity,
    cursor: row.cursor ?? undefined,
    watermarkAt: row.watermark_at ?? undefined,
    syncedAt: row.synced_at ?? undefined,
  };
}

/** Where every source stands, in order of name. */
export async function readSources(session: Session, engine: Engine): Promise<{ source: string; state: SyncState }[]> {
  const query = engine.db.selectFrom('sync_state').selectAll().orderBy('source');
  return (await session.rows(query.compile())).map((row) => ({ source: row.source, state: toState(row) }));
}

/** Where one source stands; undefined before anything was noted of it. */
export async function readSyncState(session: Session, engine: Engine, source: string): Promise<SyncState | undefined> {
  const query = engine.db.selectFrom('sync_state').selectAll().where('source', '=', source);
  const [row] = await session.rows(query.compile());
  return row && toState(row);
}

/** Notes what a source is connected to. */
export async function setIdentity(session: Session, engine: Engine, source: string, identity: string): Promise<void> {
  const insert = engine.db
    .insertInto('sync_state')
    .values({ source, identity, cursor: null, watermark_at: null, synced_at: null })
    .onConflict((conflict) => conflict.column('source').doUpdateSet({ identity }));
  await session.execute(insert.compile());
}

/** Notes that a source was read to its end. */
export async function finishSync(session: Session, engine: Engine, source: string, at: number): Promise<void> {
  const update = engine.db.updateTable('sync_state').set({ synced_at: at }).where('source', '=', source);
  await session.execute(update.compile());
}

/** Drops all rows of a source; both locks, so that no page and no measurement of it comes in between. */
export async function forget(session: Session, engine: Engine, source: string): Promise<void> {
  await session.lock(`page:${source}`, 'exclusive');
  await session.lock(`measure:${source}`, 'exclusive');
  await raiseRevisionBase(session, engine, source);
  for (const table of OF_SOURCE) {
    await session.execute(engine.db.deleteFrom(table).where('source', '=', source).compile());
  }
}

/** Kept rejections in order of (source, place), all or one source's. */
export async function* readRejected(engine: Engine, source: string | undefined): AsyncGenerator<StoredRejection> {
  let after: StoredRejection | undefined;
  for (;;) {
    let query = engine.db.selectFrom('rejection').selectAll().orderBy('source').orderBy('place').limit(PAGE);
    if (source !== undefined) query = query.where('source', '=', source);
    if (after) query = query.where(sql<SqlBool>`(source, place) > (${after.source}, ${after.place})`);
    const rows = await engine.read((session) => session.rows(query.compile()));
    yield* rows;
    if (rows.length < PAGE) return;
    after = rows[rows.length - 1];
  }
}

/** How many rejections each source has; a source without any is not in it. */
export async function countRejected(session: Session, engine: Engine): Promise<Readonly<Record<string, number>>> {
  const query = engine.db
    .selectFrom('rejection')
    .select((eb) => ['source', eb.fn.countAll<number>().as('rejections')])
    .groupBy('source')
    .orderBy('source');
  return byWord((await session.rows(query.compile())).map((row) => [row.source, Number(row.rejections)]));
}
