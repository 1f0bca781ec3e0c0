import { type SqlBool, sql } from 'kysely';
import type { Rejection } from '../model/source.ts';
import type { SourceStanding } from '../model/window-records.ts';
import type { Engine, Session } from './engine.ts';
import type { Row } from './schema.ts';
import { raiseRevisionBase, readSetting, readSettings, writeSetting } from './settings.ts';

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

/** How many rejections each source has; a source without any is not in it. */
export async function countRejections(session: Session, engine: Engine): Promise<Record<string, number>> {
  const query = engine.db
    .selectFrom('rejection')
    .select((eb) => ['source', eb.fn.countAll<number>().as('rejections')])
    .groupBy('source')
    .orderBy('source');
  const counts: Record<string, number> = Object.create(null);
  for (const row of await session.rows(query.compile())) counts[row.source] = Number(row.rejections);
  return counts;
}

/** How far every source was read, in order of name. */
export async function standingsOf(session: Session, engine: Engine): Promise<readonly SourceStanding[]> {
  const query = engine.db.selectFrom('sync_state').select(['source', 'watermark_at', 'synced_at']).orderBy('source');
  return (await session.rows(query.compile())).map((row) => ({
    name: row.source,
    readUpToAt: row.watermark_at ?? row.synced_at,
  }));
}

/** Where the sources stand, what of them could not be read, and small values that must outlive a process. */
export function syncStore(engine: Engine) {
  return {
    /** Where one source stands; undefined before anything was noted of it. */
    state: (source: string): Promise<SyncState | undefined> =>
      engine.read(async (session) => {
        const query = engine.db.selectFrom('sync_state').selectAll().where('source', '=', source);
        const [row] = await session.rows(query.compile());
        return row && toState(row);
      }),

    /** Where every source stands, in order of name. */
    sources: (): Promise<readonly { readonly source: string; readonly state: SyncState }[]> =>
      engine.read(async (session) => {
        const query = engine.db.selectFrom('sync_state').selectAll().orderBy('source');
        return (await session.rows(query.compile())).map((row) => ({ source: row.source, state: toState(row) }));
      }),

    /** Notes what a source is connected to; keeps the cursor. */
    setIdentity: (source: string, identity: string): Promise<void> =>
      engine.write(async (session) => {
        const insert = engine.db
          .insertInto('sync_state')
          .values({ source, identity, cursor: null, watermark_at: null, synced_at: null })
          .onConflict((conflict) => conflict.column('source').doUpdateSet({ identity }));
        await session.execute(insert.compile());
      }),

    /** Marks a sync as complete at this instant (the source was read to its end). */
    finish: (source: string, at: number): Promise<void> =>
      engine.write(async (session) => {
        const update = engine.db.updateTable('sync_state').set({ synced_at: at }).where('source', '=', source);
        await session.execute(update.compile());
      }),

    /** Drops everything of one source; both locks, so that no page and no measurement of it comes in between. */
    forget: (source: string): Promise<void> =>
      engine.write(async (session) => {
        await session.lock(`page:${source}`, 'exclusive');
        await session.lock(`measure:${source}`, 'exclusive');
        await raiseRevisionBase(session, engine, source);
        for (const table of OF_SOURCE) {
          await session.execute(engine.db.deleteFrom(table).where('source', '=', source).compile());
        }
      }),

    /** Kept rejections in order of (source, place), all or one source's, a page at a time. */
    async *rejected(source?: string): AsyncGenerator<StoredRejection> {
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
    },

    /** How many rejections each source has; a source without any is not in it. */
    countRejected: (): Promise<Readonly<Record<string, number>>> =>
      engine.read((session) => countRejections(session, engine)),

    /** A small named value: fitted tier cuts and the like. */
    setting: (key: string): Promise<string | undefined> =>
      engine.read((session) => readSetting(session, engine, `user:${key}`)),

    /** All whose names begin so, by the rest of their names. */
    settings: (beginning: string): Promise<ReadonlyMap<string, string>> =>
      engine.read((session) => readSettings(session, engine, `user:${beginning}`)),

    setSetting: (key: string, value: string): Promise<void> =>
      engine.write(async (session) => {
        await writeSetting(session, `user:${key}`, value);
      }),

    /** Sets it unless it is set; gives the value that holds, the same to all who ask at once. */
    keepSetting: (key: string, value: string): Promise<string> =>
      engine.write(async (session) => {
        await session.lock(`setting/user:${key}`, 'exclusive');
        const known = await readSetting(session, engine, `user:${key}`);
        if (known === undefined) await writeSetting(session, `user:${key}`, value);
        return known ?? value;
      }),
  };
}

export type SyncStore = ReturnType<typeof syncStore>;
