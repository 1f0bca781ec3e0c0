import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { TicketHistory } from '../../model/measurement.ts';
import { type Event, Ticket } from '../../model/ticket.ts';
import type { Engine, Session } from '../engine.ts';
import { fromRecord } from '../record-text.ts';
import { kindsOf } from '../schema.ts';
import { readSetting, writeSetting } from '../settings.ts';
import { EVENT_READ_COLUMNS, fromEventRow } from '../tickets/event-rows.ts';

/** What names a ticket. */
export interface TicketKey {
  readonly source: string;
  readonly ticketId: string;
}

/** Neighbouring tickets in the order of (source, id): those after the one key, up to the other one with it. */
export interface TicketRange {
  /** Undefined: from the first ticket on. */
  readonly after: TicketKey | undefined;
  /** Undefined: to the last ticket. */
  readonly until: TicketKey | undefined;
}

const EVENT_KINDS = kindsOf('event', EVENT_READ_COLUMNS);

interface State {
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
async function assemble(session: Session, engine: Engine, states: readonly State[]): Promise<TicketHistory[]> {
  const bySource = new Map<string, State[]>();
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

/** Tickets to be measured in order of (source, id), at most `limit`, after a key and up to another if such are given. */
export async function readUnmeasured(
  session: Session,
  engine: Engine,
  limit: number,
  after: TicketKey | undefined,
  until: TicketKey | undefined,
): Promise<TicketHistory[]> {
  let query = engine.db
    .selectFrom('ticket_state')
    .select(['source', 'ticket_id', 'revision'])
    .where(sql<SqlBool>`revision <> measured_revision`)
    .orderBy('source')
    .orderBy('ticket_id')
    .limit(limit);
  if (after) query = query.where(sql<SqlBool>`(source, ticket_id) > (${after.source}, ${after.ticketId})`);
  if (until) query = query.where(sql<SqlBool>`(source, ticket_id) <= (${until.source}, ${until.ticketId})`);
  return assemble(session, engine, await session.rows(query.compile()));
}

/** Ranges of about `size` tickets to be measured each, in order; together they hold every ticket there can be. */
export async function readUnmeasuredRanges(session: Session, engine: Engine, size: number): Promise<TicketRange[]> {
  const query = sql<{ source: string; ticket_id: string }>`
    select source, ticket_id from (
      select source, ticket_id, row_number() over (order by source, ticket_id) as place, count(*) over () as tickets
      from ticket_state where revision <> measured_revision
    ) as waiting where place % ${sql.lit(size)} = 0 and place < tickets order by source, ticket_id`;
  const cuts = (await session.rows(query.compile(engine.db))).map((row) => ({
    source: row.source,
    ticketId: row.ticket_id,
  }));
  return [undefined, ...cuts].map((after, index) => ({ after, until: cuts[index] }));
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
    histories.push(...(await assemble(session, engine, await session.rows(query.compile()))));
  }
  return histories;
}

/** How many tickets wait to be measured. */
export async function countUnmeasured(session: Session, engine: Engine): Promise<number> {
  const query = engine.db
    .selectFrom('ticket_state')
    .select((eb) => eb.fn.countAll<number>().as('tickets'))
    .where(sql<SqlBool>`revision <> measured_revision`);
  const [row] = await session.rows(query.compile());
  return Number(row?.tickets ?? 0);
}

const DEFINITIONS = 'definitions';

/**
 * Notes the definitions that measurements follow from now on. When they differ from those noted before, every ticket is
 * marked, by a new revision, so that a measurement under the old ones that is still on its way clears no mark.
 */
export async function useDefinitions(
  session: Session,
  engine: Engine,
  hash: string,
  version: string,
): Promise<{ changed: boolean; tickets: number }> {
  await session.lock(DEFINITIONS, 'exclusive');
  const before = await readSetting(session, engine, DEFINITIONS);
  if (before === hash) return { changed: false, tickets: 0 };
  await writeSetting(session, DEFINITIONS, hash);
  await writeSetting(session, `${DEFINITIONS}-version`, version);
  const update = engine.db.updateTable('ticket_state').set((eb) => ({ revision: eb('revision', '+', 1) }));
  // Tickets that wait are marked too, since one may be being measured by the old ones. Before the first ones nothing is.
  const marked = before === undefined ? update.whereRef('revision', '=', 'measured_revision') : update;
  const tickets = await session.execute(marked.compile());
  return { changed: before !== undefined, tickets };
}
