import type { MeasuredTicket } from '../metrics/measured.ts';
import type { Engine, Session, Upsert, Value } from './engine.ts';
import { figuresWriter } from './figures-text.ts';
import { MEASURED_COLUMNS, toMeasuredRow } from './measured-rows.ts';

const MEASURED: Upsert = {
  table: 'measured',
  columns: MEASURED_COLUMNS,
  keys: ['source', 'ticket_id'],
  onConflict: 'differing',
};
const MEASURED_STATE: Upsert = {
  table: 'ticket_state',
  columns: ['source', 'ticket_id', 'revision', 'measured_revision'],
  keys: ['source', 'ticket_id'],
  onConflict: {
    set: 'measured_revision = excluded.measured_revision',
    where: 'ticket_state.measured_revision < excluded.measured_revision',
  },
};

/**
 * The revision that an earlier measurement of each ticket saw, 0 where there was none; a ticket that is not there any more is missing. Their states stay locked until the
 * transaction ends: of two workers with the same ticket, the second sees what the first has written.
 */
async function readBefore(
  session: Session,
  engine: Engine,
  source: string,
  ids: readonly string[],
): Promise<Map<string, number>> {
  const states = engine.db
    .selectFrom('ticket_state')
    .select(['ticket_id', 'measured_revision'])
    .where('source', '=', source)
    .where(engine.isIn('ticket_id', ids))
    .orderBy('ticket_id');
  // A write transaction on SQLite is alone anyhow.
  const locked = engine.kind === 'postgres' ? states.forUpdate() : states;
  const rows = await session.rows(locked.compile());
  return new Map(rows.map((row) => [row.ticket_id, row.measured_revision]));
}

async function saveOfSource(session: Session, engine: Engine, source: string, tickets: Map<string, MeasuredTicket>) {
  await session.lock(`measure:${source}`, 'shared');
  const before = await readBefore(session, engine, source, [...tickets.keys()]);
  // Left out: tickets forgotten meanwhile, and measurements that another worker has overtaken.
  const written = [...tickets.values()].filter((ticket) => {
    const measuredRevision = before.get(ticket.ticketId);
    return measuredRevision !== undefined && measuredRevision <= ticket.revision;
  });
  const figuresOf = figuresWriter();
  await session.upsert(
    MEASURED,
    written.map((ticket) => toMeasuredRow(ticket, figuresOf)),
  );
  const states: Value[][] = written.map(({ ticketId, revision }) => [source, ticketId, revision, revision]);
  await session.upsert(MEASURED_STATE, states);
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
    const sorted = new Map([...bySource.get(source)!].sort(([a], [b]) => (a < b ? -1 : 1)));
    await saveOfSource(session, engine, source, sorted);
  }
}
