import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Engine, Session, Upsert } from '../engine.ts';

const TICKET_CHANGED: Upsert = {
  table: 'ticket_state',
  columns: ['source', 'ticket_id', 'revision', 'measured_revision'],
  keys: ['source', 'ticket_id'],
  onConflict: { set: 'revision = ticket_state.revision + 1', where: 'ticket_state.revision >= 0' },
};

/** Raises the revision of these tickets, which are stored; new ones begin above `base`. */
export async function markChanged(
  session: Session,
  source: string,
  ticketIds: Iterable<string>,
  base: number,
): Promise<void> {
  const rows = [...ticketIds].map((id) => [source, id, base + 1, 0]);
  await session.upsert(TICKET_CHANGED, rows);
}

/** Raises the revision of all tickets of the source that the condition (on `ticket_state`) selects. */
async function markWhere(session: Session, engine: Engine, source: string, condition: RawBuilder<SqlBool>) {
  await session.execute(
    engine.db
      .updateTable('ticket_state')
      .set((eb) => ({ revision: eb('revision', '+', 1) }))
      .where('source', '=', source)
      .where(condition)
      .compile(),
  );
}

/** Marks stored tickets whose events changed though the page did not bring the tickets; ids without a ticket do nothing. */
export async function markTickets(session: Session, engine: Engine, source: string, ids: readonly string[]) {
  if (ids.length > 0) await markWhere(session, engine, source, engine.isIn('ticket_id', ids));
}

/** Marks the tickets of these customers. */
export async function markCustomers(session: Session, engine: Engine, source: string, ids: readonly string[]) {
  if (ids.length === 0) return;
  const tickets = sql`select id from ticket where source = ${source} and ${engine.isIn('customer_id', ids)}`;
  await markWhere(session, engine, source, sql<SqlBool>`ticket_id in (${tickets})`);
}

/** Marks the tickets of customers who have these accounts' time zone, because none of their own is stated. */
export async function markAccounts(session: Session, engine: Engine, source: string, keys: readonly string[]) {
  if (keys.length === 0) return;
  const tickets = sql`select ticket.id from customer
    join ticket on ticket.source = customer.source and ticket.customer_id = customer.id
    where customer.source = ${source} and ${engine.isIn('customer.account_key', keys)} and customer.time_zone is null`;
  await markWhere(session, engine, source, sql<SqlBool>`ticket_id in (${tickets})`);
}

/** Marks the tickets that these agents or teams ever touched. */
export async function markParties(
  session: Session,
  engine: Engine,
  source: string,
  kind: 'agent' | 'team',
  ids: readonly string[],
) {
  if (ids.length === 0) return;
  const tickets = sql`select ticket_id from ticket_party where source = ${source} and kind = ${kind} and ${engine.isIn('party_id', ids)}`;
  await markWhere(session, engine, source, sql<SqlBool>`ticket_id in (${tickets})`);
}
