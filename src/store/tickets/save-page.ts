import type { z } from 'zod';
import { ChurnEvent, Cost, Milestone, MrrChange, Order, Referral, Subscription, Usage } from '../../model/account.ts';
import { DataError } from '../../model/errors.ts';
import { Rating } from '../../model/rating.ts';
import type { Page } from '../../model/source.ts';
import type { Engine, Session, Upsert } from '../engine.ts';
import { withoutErased } from '../erased-people.ts';
import { readErased } from '../erased-settings.ts';
import { toRecord } from '../record-text.ts';
import { storablePage } from '../storable.ts';
import { byId, savePeople } from './save-people.ts';
import { saveTickets } from './save-tickets.ts';

/** What saving one page changed. */
export interface SaveCounts {
  readonly ticketsChanged: number;
  readonly ticketsUnchanged: number;
  readonly rejected: number;
}

const RECORDS = { columns: ['source', 'id', 'record'], keys: ['source', 'id'], onConflict: 'differing' } as const;

const RATINGS: Upsert = { ...RECORDS, table: 'rating' };

const SUBSCRIPTIONS: Upsert = { ...RECORDS, table: 'subscription' };

const CHURN_EVENTS: Upsert = { ...RECORDS, table: 'churn_event' };

const MRR_CHANGES: Upsert = { ...RECORDS, table: 'mrr_change' };

const ORDERS: Upsert = { ...RECORDS, table: 'purchase' };

const REFERRALS: Upsert = { ...RECORDS, table: 'referral' };

const MILESTONES: Upsert = { ...RECORDS, table: 'milestone' };

const USAGE: Upsert = { ...RECORDS, table: 'usage' };

const COSTS: Upsert = { ...RECORDS, table: 'cost' };

const REJECTIONS: Upsert = {
  table: 'rejection',
  columns: ['source', 'place', 'reason', 'at'],
  keys: ['source', 'place'],
  onConflict: {
    set: 'reason = excluded.reason, at = excluded.at',
    where: 'rejection.reason <> excluded.reason',
  },
};

/** Every record of a page belongs to its source; one that does not is the connector's fault. */
function checkSources(source: string, page: Page): void {
  const lists = [
    page.tickets,
    page.events,
    page.agents,
    page.teams,
    page.customers,
    page.accounts,
    page.ratings,
    page.subscriptions,
    page.churnEvents,
    page.mrrChanges,
    page.orders,
    page.referrals,
    page.milestones,
    page.usage,
    page.costs,
  ];
  for (const list of lists) {
    for (const record of list ?? []) {
      if (record.source !== source) {
        throw new DataError(`${source}: a page holds a record of "${record.source}"; its connector is at fault`);
      }
    }
  }
}

async function saveRecords<Schema extends z.ZodType>(
  session: Session,
  upsert: Upsert,
  schema: Schema,
  source: string,
  records: readonly z.input<Schema>[] | undefined,
  id: (record: z.input<Schema>) => string,
) {
  if (!records?.length) return;
  const rows: string[][] = [];
  for (const [key, record] of byId(records, id)) {
    rows.push([source, key, toRecord(schema, `${upsert.table} ${source}/${key}`, record)]);
  }
  await session.upsert(upsert, rows);
}

/** Keeps what could not be read. A source that begins anew, or reads a place again, forgets what it said of it before. */
async function saveRejections(session: Session, engine: Engine, source: string, page: Page, at: number) {
  const forget = engine.db.deleteFrom('rejection').where('source', '=', source);
  const begun = engine.db
    .selectFrom('sync_state')
    .select('source')
    .where('source', '=', source)
    .where('cursor', 'is not', null);
  if ((await session.rows(begun.compile())).length === 0) await session.execute(forget.compile());
  for (const start of page.rereadPlaces ?? []) {
    await session.execute(
      forget
        .where((eb) => eb(eb.fn<string>('substr', ['place', eb.val(1), eb.val(start.length)]), '=', start))
        .compile(),
    );
  }
  const rows = byId(page.rejected ?? [], (rejection) => rejection.place);
  await session.upsert(
    REJECTIONS,
    [...rows.values()].map(({ place, reason }) => [source, place, reason, at]),
  );
}

async function saveCursor(session: Session, engine: Engine, source: string, page: Page) {
  const insert = engine.db
    .insertInto('sync_state')
    .values({
      source,
      identity: '',
      cursor: page.cursor,
      watermark_at: page.watermarkAt ?? null,
      synced_at: null,
    })
    .onConflict((conflict) =>
      conflict.column('source').doUpdateSet((eb) => ({
        cursor: eb.ref('excluded.cursor'),
        watermark_at: eb.fn.coalesce('excluded.watermark_at', 'sync_state.watermark_at'),
      })),
    );
  await session.execute(insert.compile());
}

/**
 * Upserts a page's records and its cursor in one transaction; what is equal to what is stored is left alone, and a ticket
 * is marked for measuring only if it changed.
 */
export const savePage =
  (engine: Engine) =>
  (source: string, given: Page, at: number): Promise<SaveCounts> =>
    engine.write(async (session) => {
      const storable = storablePage(given);
      checkSources(source, storable);
      await session.lock(`page:${source}`, 'exclusive');
      const erased = await readErased(session, engine, source);
      const page = erased === undefined ? storable : withoutErased(storable, erased);
      // People first: what they mark is then the tickets of before, and this page's own are marked once.
      await savePeople(session, engine, source, page);
      const { changed, unchanged } = await saveTickets(session, engine, source, page);
      await saveRecords(session, RATINGS, Rating, source, page.ratings, (rating) => rating.id);
      await saveRecords(session, SUBSCRIPTIONS, Subscription, source, page.subscriptions, (record) => record.id);
      await saveRecords(session, CHURN_EVENTS, ChurnEvent, source, page.churnEvents, (record) => record.id);
      await saveRecords(session, MRR_CHANGES, MrrChange, source, page.mrrChanges, (record) =>
        canonicalKey(record.subscriptionId, record.id),
      );
      await saveRecords(session, ORDERS, Order, source, page.orders, (record) => record.id);
      await saveRecords(session, REFERRALS, Referral, source, page.referrals, (record) => record.id);
      await saveRecords(session, MILESTONES, Milestone, source, page.milestones, (record) => record.id);
      await saveRecords(session, USAGE, Usage, source, page.usage, (record) => record.id);
      await saveRecords(session, COSTS, Cost, source, page.costs, (record) => record.id);
      await saveRejections(session, engine, source, page, at);
      await saveCursor(session, engine, source, page);
      return { ticketsChanged: changed, ticketsUnchanged: unchanged, rejected: page.rejected?.length ?? 0 };
    });

/** Two ids as one key; the length keeps `a` + `b/c` and `a/b` + `c` apart. */
function canonicalKey(first: string, second: string): string {
  return `${first.length}:${first}/${second}`;
}
