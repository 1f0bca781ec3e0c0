import { type SqlBool, sql } from 'kysely';
import { Ticket } from '../../model/ticket.ts';
import type { Engine, Session, Upsert } from '../engine.ts';
import { fromRecord } from '../record-text.ts';
import { markCustomers } from './marks.ts';

/** Customers looked at in one transaction. */
const PAGE = 500;

const UNTOLD: Upsert = {
  table: 'customer_zone',
  columns: ['source', 'customer_id', 'progress', 'time_zone'],
  keys: ['source', 'customer_id'],
  onConflict: { set: 'progress = 1', where: 'customer_zone.progress <> 1' },
};

/** Notes that the zones of these customers are to be told (anew): they wrote, or stated theirs no longer. */
export async function noteUntoldZones(session: Session, source: string, ids: readonly string[]): Promise<void> {
  await session.upsert(
    UNTOLD,
    ids.map((id) => [source, id, 1, null]),
  );
}

interface Waiting {
  readonly source: string;
  readonly customer_id: string;
  readonly stated: string | null;
}

interface MessageTimes {
  readonly source: string;
  readonly customerId: string;
  readonly messageAts: readonly number[];
}

/** Customers with messages that are newer than what is known of their zone. */
async function readWaiting(session: Session, engine: Engine, after: Waiting | undefined): Promise<Waiting[]> {
  const query = sql<Waiting>`
    select waiting.source, waiting.customer_id, coalesce(customer.time_zone, account.time_zone) as stated
    from customer_zone as waiting
    left join customer on customer.source = waiting.source and customer.id = waiting.customer_id
    left join account on account.source = customer.source and account.id = customer.account_key
    where waiting.progress > 0
    ${after ? sql`and (waiting.source, waiting.customer_id) > (${after.source}, ${after.customer_id})` : sql``}
    order by waiting.source, waiting.customer_id limit ${sql.lit(PAGE)}`;
  return session.rows(query.compile(engine.db));
}

/**
 * When these customers of one source wrote: their messages, and the openings of tickets that they opened. A ticket without
 * any message comes from a log or a list, where the opening is when somebody noted it down: it says nothing.
 */
async function readMessageTimes(
  session: Session,
  engine: Engine,
  source: string,
  customerIds: readonly string[],
): Promise<Map<string, Set<number>>> {
  const times = new Map<string, Set<number>>(customerIds.map((id) => [id, new Set()]));
  const tickets = engine.db
    .selectFrom('ticket')
    .select(['id', 'customer_id', 'record'])
    .where('source', '=', source)
    .where(engine.isIn('customer_id', customerIds))
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('event')
          .select('event.id')
          .whereRef('event.source', '=', 'ticket.source')
          .whereRef('event.ticket_id', '=', 'ticket.id')
          .where('event.kind', '=', 'message'),
      ),
    );
  await session.each(tickets.compile(), ([id, customerId, record]) => {
    const ticket = fromRecord(Ticket, `ticket ${source}/${id}`, record as string);
    if (ticket.openedBy === 'customer' && !ticket.spam) times.get(customerId as string)?.add(ticket.openedAt);
  });
  // A cross join keeps the order of the tables on SQLite; the conditions make it an ordinary one. Bit 4: automatic.
  const messages = sql`
    select ticket.customer_id, event.at from ticket cross join event
    where ticket.source = ${source} and ${engine.isIn('ticket.customer_id', customerIds)}
      and event.source = ticket.source and event.ticket_id = ticket.id
      and event.kind = 'message' and event.side = 'customer' and (event.flags & 4) = 0
      and (event.person_id is null or event.person_id = ticket.customer_id)`;
  await session.each(messages.compile(engine.db), ([customerId, at]) => {
    times.get(customerId as string)?.add(at as number);
  });
  return times;
}

async function setProgress(session: Session, engine: Engine, source: string, ids: readonly string[], progress: number) {
  if (ids.length === 0) return;
  const update = engine.db
    .updateTable('customer_zone')
    .set({ progress })
    .where('source', '=', source)
    .where(engine.isIn('customer_id', ids));
  await session.execute(update.compile());
}

/** Splits rows that are in order of source. */
function bySource(rows: readonly Waiting[]): Map<string, Waiting[]> {
  const found = new Map<string, Waiting[]>();
  for (const row of rows) {
    const list = found.get(row.source);
    if (list) list.push(row);
    else found.set(row.source, [row]);
  }
  return found;
}

/** Takes a page of waiting customers: those to be told are noted as being told, the others as done. */
async function takePage(
  session: Session,
  engine: Engine,
  waiting: readonly Waiting[],
  minimumMessages: number,
): Promise<MessageTimes[]> {
  const taken: MessageTimes[] = [];
  for (const [source, rows] of bySource(waiting)) {
    const unstated = rows.filter((row) => row.stated === null).map((row) => row.customer_id);
    const times = await readMessageTimes(session, engine, source, unstated);
    const enough = unstated.filter((id) => times.get(id)!.size >= minimumMessages);
    const done = rows.map((row) => row.customer_id).filter((id) => !enough.includes(id));
    await setProgress(session, engine, source, done, 0);
    await setProgress(session, engine, source, enough, 2);
    for (const customerId of enough) {
      const messageAts = [...times.get(customerId)!].sort((a, b) => a - b);
      taken.push({ source, customerId, messageAts });
    }
  }
  return taken;
}

/**
 * Message times of customers without a stated zone who wrote since theirs was told, in order of (source, id). A customer
 * stays waiting until `saveInferredZones`, so that nothing is lost when the process dies in between.
 */
export const customersToInfer = (engine: Engine) =>
  async function* (minimumMessages: number): AsyncGenerator<MessageTimes> {
    let after: Waiting | undefined;
    for (;;) {
      const { waiting, taken } = await engine.write(async (session) => {
        const waiting = await readWaiting(session, engine, after);
        return { waiting, taken: await takePage(session, engine, waiting, minimumMessages) };
      });
      yield* taken;
      if (waiting.length < PAGE) return;
      after = waiting[waiting.length - 1];
    }
  };

/** A customer and the zone that was told from their messages; undefined where it could not be told. */
export interface InferredZone {
  readonly source: string;
  readonly customerId: string;
  readonly timeZone: string | undefined;
}

/** Stores what was told of customers' zones, and marks the tickets of those for whom it changed. */
export const saveInferredZones =
  (engine: Engine) =>
  (zones: readonly InferredZone[]): Promise<void> =>
    engine.write(async (session) => {
      const changed = new Map<string, string[]>();
      for (const { source, customerId, timeZone } of zones) {
        const ofCustomer = engine.db
          .updateTable('customer_zone')
          .where('source', '=', source)
          .where('customer_id', '=', customerId);
        // A customer who wrote meanwhile (1) goes on waiting.
        await session.execute(ofCustomer.set({ progress: 0 }).where('progress', '=', 2).compile());
        const zone = timeZone ?? null;
        const rezone = ofCustomer.set({ time_zone: zone }).where(sql<SqlBool>`time_zone is distinct from ${zone}`);
        if ((await session.execute(rezone.compile())) === 0) continue;
        const list = changed.get(source);
        if (list) list.push(customerId);
        else changed.set(source, [customerId]);
      }
      for (const [source, ids] of changed) await markCustomers(session, engine, source, ids);
    });
