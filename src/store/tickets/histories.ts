import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { TicketHistory } from '../../model/measurement.ts';
import { type Event, Ticket } from '../../model/ticket.ts';
import type { Engine, Session } from '../engine.ts';
import { fromRecord } from '../record-text.ts';
import { kindsOf } from '../schema.ts';
import { EVENT_READ_COLUMNS, fromEventRow } from './event-rows.ts';

/** What names a ticket. */
export interface TicketKey {
  readonly source: string;
  readonly ticketId: string;
}

const EVENT_KINDS = kindsOf('event', EVENT_READ_COLUMNS);

/** A ticket and the state of it that is stored. */
export interface StoredState {
  readonly source: string;
  readonly ticket_id: string;
  readonly revision: number;
}

/** Up to this many tickets are read for each that is wanted, where that saves looking each one up. */
const READ_FOR_ONE = 1.25;

/** What finds the events of these tickets, in order of id: as neighbours where few others lie between them. */
async function conditionOf(
  session: Session,
  engine: Engine,
  source: string,
  ids: readonly string[],
): Promise<RawBuilder<SqlBool>> {
  const between = sql<SqlBool>`ticket_id >= ${ids[0]} and ticket_id <= ${ids[ids.length - 1]}`;
  const count = engine.db
    .selectFrom('ticket_state')
    .select((eb) => eb.fn.countAll<number>().as('tickets'))
    .where('source', '=', source)
    .where(between);
  const [row] = await session.rows(count.compile());
  return Number(row!.tickets) <= ids.length * READ_FOR_ONE ? between : engine.isIn('ticket_id', ids);
}

/** Events of these tickets of one source, by ticket; read as raw rows in the order of the key. */
async function eventsOf(
  session: Session,
  engine: Engine,
  source: string,
  ids: readonly string[],
): Promise<Map<string, Event[]>> {
  const query = engine.db
    .selectFrom('event')
    .select(EVENT_READ_COLUMNS)
    .where('source', '=', source)
    .where(await conditionOf(session, engine, source, ids))
    .orderBy('ticket_id');
  const found = new Map<string, Event[]>();
  let ticketId = '';
  let events: Event[] | undefined;
  for (const row of await session.arrays(query.compile(), EVENT_KINDS)) {
    if (events === undefined || row[0] !== ticketId) {
      ticketId = row[0] as string;
      events = [];
      found.set(ticketId, events);
    }
    events.push(fromEventRow(source, ticketId, row));
  }
  return found;
}

async function ticketsOf(
  session: Session,
  engine: Engine,
  source: string,
  ids: readonly string[],
): Promise<Map<string, Ticket>> {
  const query = engine.db
    .selectFrom('ticket')
    .select(['id', 'record'])
    .where('source', '=', source)
    .where(engine.isIn('id', ids));
  const found = new Map<string, Ticket>();
  for (const [id, record] of await session.arrays(query.compile())) {
    found.set(id as string, fromRecord(Ticket, `ticket ${source}/${id}`, record as string));
  }
  return found;
}

/** The tickets of these states with their events, in the order of the states; one read of each table per source. */
export async function assembleHistories(
  session: Session,
  engine: Engine,
  states: readonly StoredState[],
): Promise<TicketHistory[]> {
  const bySource = new Map<string, StoredState[]>();
  for (const state of states) {
    const list = bySource.get(state.source);
    if (list) list.push(state);
    else bySource.set(state.source, [state]);
  }
  const histories: TicketHistory[] = [];
  for (const [source, ofSource] of bySource) {
    const ids = ofSource.map((state) => state.ticket_id);
    const tickets = await ticketsOf(session, engine, source, ids);
    const events = await eventsOf(session, engine, source, ids);
    for (const { ticket_id: id, revision } of ofSource) {
      const ticket = tickets.get(id);
      if (ticket) histories.push({ ticket, events: events.get(id) ?? [], revision });
    }
  }
  return histories;
}

/** The tickets of these keys with their events, in order of (source, id); keys that are not stored are left out. */
export async function readHistories(
  session: Session,
  engine: Engine,
  keys: readonly TicketKey[],
): Promise<TicketHistory[]> {
  const bySource = new Map<string, Set<string>>();
  for (const { source, ticketId } of keys) {
    const ids = bySource.get(source);
    if (ids) ids.add(ticketId);
    else bySource.set(source, new Set([ticketId]));
  }
  const histories: TicketHistory[] = [];
  for (const source of [...bySource.keys()].sort()) {
    const query = engine.db
      .selectFrom('ticket_state')
      .select(['source', 'ticket_id', 'revision'])
      .where('source', '=', source)
      .where(engine.isIn('ticket_id', [...bySource.get(source)!]))
      .orderBy('ticket_id');
    histories.push(...(await assembleHistories(session, engine, await session.rows(query.compile()))));
  }
  return histories;
}
