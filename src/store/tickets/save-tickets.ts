import type { Page } from '../../model/source.ts';
import { type Event, Ticket } from '../../model/ticket.ts';
import type { Engine, Session, Upsert, Value } from '../engine.ts';
import { toRecord } from '../record-text.ts';
import { revisionBase } from '../settings.ts';
import { EVENT_COLUMNS, toEventRow } from './event-rows.ts';
import { markChanged, markTickets } from './marks.ts';
import { byId } from './save-people.ts';

const TICKETS: Upsert = {
  table: 'ticket',
  columns: ['source', 'id', 'customer_id', 'record'],
  keys: ['source', 'id'],
  onConflict: 'differing',
  tell: 'id',
};
const EVENTS: Upsert = {
  table: 'event',
  columns: EVENT_COLUMNS,
  keys: ['source', 'ticket_id', 'id'],
  onConflict: 'differing',
  tell: 'ticket_id',
};
const PARTIES: Upsert = {
  table: 'ticket_party',
  columns: ['source', 'kind', 'party_id', 'ticket_id'],
  keys: ['source', 'kind', 'party_id', 'ticket_id'],
  onConflict: 'ignore',
};
/** Events by ticket and id, tickets in order of id; of two events with one id, the last. */
function byTicket(events: readonly Event[]): Map<string, Map<string, Event>> {
  const found = new Map<string, Map<string, Event>>();
  for (const event of events) {
    let ofTicket = found.get(event.ticketId);
    if (!ofTicket) {
      ofTicket = new Map();
      found.set(event.ticketId, ofTicket);
    }
    ofTicket.set(event.id, event);
  }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Removes stored events of whole timelines that the page no longer has; tells which tickets lost any. */
async function removeStaleEvents(
  session: Session,
  engine: Engine,
  source: string,
  whole: readonly string[],
  events: ReadonlyMap<string, ReadonlyMap<string, Event>>,
): Promise<string[]> {
  if (whole.length === 0) return [];
  const counts = engine.db
    .selectFrom('event')
    .select((eb) => ['ticket_id', eb.fn.countAll<number>().as('events')])
    .where('source', '=', source)
    .where(engine.isIn('ticket_id', whole))
    .groupBy('ticket_id');
  const changed: string[] = [];
  // All of the page's events are stored by now: a ticket with more of them has stale ones.
  for (const stored of await session.rows(counts.compile())) {
    const now = events.get(stored.ticket_id);
    if (Number(stored.events) === (now?.size ?? 0)) continue;
    const stale = engine.db
      .deleteFrom('event')
      .where('source', '=', source)
      .where('ticket_id', '=', stored.ticket_id)
      .where((eb) => eb.not(engine.isIn('id', [...(now?.keys() ?? [])])));
    if ((await session.execute(stale.compile())) > 0) changed.push(stored.ticket_id);
  }
  return changed;
}

/** Who touched a ticket: its agent and team now, and those its events name. */
function partiesOf(
  ticketId: string,
  ticket: Ticket | undefined,
  events: ReadonlyMap<string, Event> | undefined,
): { agents: Set<string>; teams: Set<string>; ticketId: string } {
  const agents = new Set<string>();
  const teams = new Set<string>();
  if (ticket?.agentId !== undefined) agents.add(ticket.agentId);
  if (ticket?.teamId !== undefined) teams.add(ticket.teamId);
  for (const event of events?.values() ?? []) {
    if (event.kind === 'assignment') {
      if (event.agentId) agents.add(event.agentId);
      if (event.teamId) teams.add(event.teamId);
    } else if ((event.kind === 'message' && event.by === 'agent') || event.kind === 'note') {
      if (event.authorId !== undefined) agents.add(event.authorId);
    }
  }
  return { agents, teams, ticketId };
}

async function saveParties(
  session: Session,
  source: string,
  changed: ReadonlySet<string>,
  tickets: ReadonlyMap<string, Ticket>,
  events: ReadonlyMap<string, ReadonlyMap<string, Event>>,
) {
  const rows: string[][] = [];
  for (const id of changed) {
    const { agents, teams } = partiesOf(id, tickets.get(id), events.get(id));
    for (const agent of agents) rows.push([source, 'agent', agent, id]);
    for (const team of teams) rows.push([source, 'team', team, id]);
  }
  await session.upsert(PARTIES, rows);
}

/** Writes a page's tickets and events and marks the tickets that changed; tells how many did and how many did not. */
export async function saveTickets(
  session: Session,
  engine: Engine,
  source: string,
  page: Page,
): Promise<{ changed: number; unchanged: number }> {
  const tickets = byId(page.tickets ?? [], (ticket) => ticket.id);
  const events = byTicket(page.events ?? []);
  const whole = page.wholeTimelines ?? [];
  const seen = new Set([...tickets.keys(), ...events.keys(), ...whole]);
  if (seen.size === 0) return { changed: 0, unchanged: 0 };

  const ticketRows: Value[][] = [];
  for (const [id, ticket] of tickets) {
    ticketRows.push([source, id, ticket.customerId ?? null, toRecord(Ticket, `ticket ${source}/${id}`, ticket)]);
  }
  const eventRows: Value[][] = [];
  for (const ofTicket of events.values()) for (const event of ofTicket.values()) eventRows.push(toEventRow(event));

  const changed = await session.upsert(TICKETS, ticketRows);
  for (const id of await session.upsert(EVENTS, eventRows)) changed.add(id);
  for (const id of await removeStaleEvents(session, engine, source, whole, events)) changed.add(id);
  if (changed.size === 0) return { changed: 0, unchanged: seen.size };

  const here: string[] = [];
  const elsewhere: string[] = [];
  for (const id of [...changed].sort()) (tickets.has(id) ? here : elsewhere).push(id);
  await markChanged(session, source, here, await revisionBase(session, engine));
  await markTickets(session, engine, source, elsewhere);
  await saveParties(session, source, changed, tickets, events);
  return { changed: changed.size, unchanged: seen.size - changed.size };
}
