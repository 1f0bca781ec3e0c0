import { sql } from 'kysely';
import type { MeasuredTicket } from '../metrics/measured.ts';
import type { Engine, Session, Upsert } from './engine.ts';
import { figuresWriter } from './figures-text.ts';
import { MEASURED_COLUMNS, toMeasuredRow } from './measured-rows.ts';

const MEASURED: Upsert = {
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
async function noteMeasured(
  session: Session,
  engine: Engine,
  source: string,
  tickets: readonly MeasuredTicket[],
): Promise<ReadonlySet<string>> {
  const revisions = engine.pairs(tickets.map(({ ticketId, revision }) => [ticketId, revision]));
  const query = sql<{ ticket_id: string }>`
    update ticket_state set measured_revision = measured.number from ${revisions} as measured
    where ticket_state.source = ${source} and ticket_state.ticket_id = measured.text
      and ticket_state.measured_revision <= measured.number
    returning ticket_state.ticket_id`;
  const rows = await session.rows(query.compile(engine.db));
  return new Set(rows.map((row) => row.ticket_id));
}

async function saveOfSource(session: Session, engine: Engine, source: string, tickets: readonly MeasuredTicket[]) {
  await session.lock(`measure:${source}`, 'shared');
  const noted = await noteMeasured(session, engine, source, tickets);
  const figuresOf = figuresWriter();
  const rows = tickets.filter(({ ticketId }) => noted.has(ticketId)).map((ticket) => toMeasuredRow(ticket, figuresOf));
  await session.upsert(MEASURED, rows);
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
  for (const source of [...bySource.keys()].sort()) {
    const sorted = [...bySource.get(source)!.values()].sort((a, b) => (a.ticketId < b.ticketId ? -1 : 1));
    await saveOfSource(session, engine, source, sorted);
  }
}
