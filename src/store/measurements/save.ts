import { sql } from 'kysely';
import type { MeasuredTicket } from '../../model/measurement.ts';
import type { Engine, Session, Upsert } from '../engine.ts';
import { saveCalendarSides } from './calendar-sides.ts';
import { toMeasuredRow } from './rows.ts';
import { MEASURED_COLUMNS } from './table.ts';

const ROWS: Upsert = {
  table: 'measured',
  columns: MEASURED_COLUMNS,
  keys: ['source', 'ticket_id'],
  onConflict: 'differing',
};

/**
 * Notes which revision of each ticket is measured now, and tells the tickets for which that holds: not one forgotten
 * meanwhile, nor one of which another worker measured a later revision. They stay locked until the transaction ends: of
 * two workers with the same ticket, the second sees what the first has written.
 */
function noteMeasured(
  session: Session,
  engine: Engine,
  source: string,
  tickets: readonly MeasuredTicket[],
): Promise<ReadonlySet<string>> {
  return engine.kind === 'postgres'
    ? noteAtOnce(session, engine, source, tickets)
    : noteOneByOne(session, engine, source, tickets);
}

async function noteAtOnce(
  session: Session,
  engine: Engine,
  source: string,
  tickets: readonly MeasuredTicket[],
): Promise<ReadonlySet<string>> {
  const ids = tickets.map(({ ticketId }) => ticketId);
  const revisions = tickets.map(({ revision }) => revision);
  const query = sql<{ ticket_id: string }>`
    update ticket_state set measured_revision = measured.revision
    from unnest(${ids}::text[], ${revisions}::bigint[]) as measured (ticket_id, revision)
    where ticket_state.source = ${source} and ticket_state.ticket_id = measured.ticket_id
      and ticket_state.measured_revision <= measured.revision
    returning ticket_state.ticket_id`;
  const rows = await session.rows(query.compile(engine.db));
  return new Set(rows.map((row) => row.ticket_id));
}

/** SQLite would go through all tickets of the source for a list; a statement costs it nothing. */
async function noteOneByOne(
  session: Session,
  engine: Engine,
  source: string,
  tickets: readonly MeasuredTicket[],
): Promise<ReadonlySet<string>> {
  const noted = new Set<string>();
  for (const { ticketId, revision } of tickets) {
    const update = engine.db
      .updateTable('ticket_state')
      .set({ measured_revision: revision })
      .where('source', '=', source)
      .where('ticket_id', '=', ticketId)
      .where('measured_revision', '<=', revision);
    if ((await session.execute(update.compile())) > 0) noted.add(ticketId);
  }
  return noted;
}

async function saveOfSource(
  session: Session,
  engine: Engine,
  source: string,
  tickets: readonly MeasuredTicket[],
  keyOf: (calendars: string) => string,
) {
  await session.lock(`measure:${source}`, 'shared');
  const noted = await noteMeasured(session, engine, source, tickets);
  const rows = tickets.filter(({ ticketId }) => noted.has(ticketId)).map((ticket) => toMeasuredRow(ticket, keyOf));
  await session.upsert(ROWS, rows);
}

/** Writes measurements; a ticket that changed since it was read stays marked, since its revision is a later one. */
export async function saveMeasured(
  session: Session,
  engine: Engine,
  measured: readonly MeasuredTicket[],
): Promise<void> {
  const bySource = new Map<string, Map<string, MeasuredTicket>>();
  for (const ticket of measured) {
    let ofSource = bySource.get(ticket.source);
    if (!ofSource) {
      ofSource = new Map();
      bySource.set(ticket.source, ofSource);
    }
    ofSource.set(ticket.ticketId, ticket);
  }
  const keyOf = await saveCalendarSides(session, measured);
  for (const source of [...bySource.keys()].sort()) {
    const sorted = [...bySource.get(source)!.values()].sort((a, b) => (a.ticketId < b.ticketId ? -1 : 1));
    await saveOfSource(session, engine, source, sorted, keyOf);
  }
}
