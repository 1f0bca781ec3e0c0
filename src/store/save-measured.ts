import type { MeasuredTicket } from '../metrics/measured.ts';
import type { Engine, Session, Upsert, Value } from './engine.ts';
import { LATER_RESPONSE_COLUMNS, MEASURED_COLUMNS, toLaterResponseRows, toMeasuredRow } from './measured-rows.ts';

const MEASURED: Upsert = {
  table: 'measured',
  columns: MEASURED_COLUMNS,
  keys: ['source', 'ticket_id'],
  onConflict: 'differing',
};
const LATER_RESPONSES: Upsert = {
  table: 'later_response',
  columns: LATER_RESPONSE_COLUMNS,
  keys: ['source', 'ticket_id', 'turn'],
  onConflict: 'differing',
};
const MEASURED_STATE: Upsert = {
  table: 'ticket_state',
  columns: ['source', 'ticket_id', 'slot', 'revision', 'measured_revision'],
  keys: ['source', 'ticket_id'],
  onConflict: {
    set: 'measured_revision = excluded.measured_revision',
    where: 'ticket_state.measured_revision < excluded.measured_revision',
  },
};

interface Before {
  /** Revision that an earlier measurement saw; 0: never measured. */
  readonly measuredRevision: number;
  readonly slot: number;
  readonly laterResponses: number;
}

/**
 * What is stored of these tickets; a ticket that is not there any more is missing. Their states stay locked until the
 * transaction ends: of two workers with the same ticket, the second sees what the first has written.
 */
async function readBefore(
  session: Session,
  engine: Engine,
  source: string,
  ids: readonly string[],
): Promise<Map<string, Before>> {
  const states = engine.db
    .selectFrom('ticket_state')
    .select(['ticket_id', 'slot', 'measured_revision'])
    .where('source', '=', source)
    .where(engine.isIn('ticket_id', ids))
    .orderBy('ticket_id');
  // A write transaction on SQLite is alone anyhow.
  const locked = engine.kind === 'postgres' ? states.forUpdate() : states;
  const rows = await session.rows(locked.compile());
  const counts = engine.db
    .selectFrom('measured')
    .select(['ticket_id', 'later_responses'])
    .where('source', '=', source)
    .where(engine.isIn('ticket_id', ids));
  const laterResponses = new Map<string, number>();
  for (const row of await session.rows(counts.compile())) laterResponses.set(row.ticket_id, row.later_responses);
  const found = new Map<string, Before>();
  for (const { ticket_id: id, slot, measured_revision: measuredRevision } of rows) {
    found.set(id, { slot, measuredRevision, laterResponses: laterResponses.get(id) ?? 0 });
  }
  return found;
}

/** Later responses that a ticket no longer has; those that remain are overwritten. */
async function dropLaterResponses(
  session: Session,
  engine: Engine,
  source: string,
  written: readonly MeasuredTicket[],
  before: ReadonlyMap<string, Before>,
) {
  for (const ticket of written) {
    if (before.get(ticket.ticketId)!.laterResponses <= ticket.laterResponses.length) continue;
    const query = engine.db
      .deleteFrom('later_response')
      .where('source', '=', source)
      .where('ticket_id', '=', ticket.ticketId)
      .where('turn', '>=', ticket.laterResponses.length);
    await session.execute(query.compile());
  }
}

async function saveOfSource(session: Session, engine: Engine, source: string, tickets: Map<string, MeasuredTicket>) {
  await session.lock(`measure:${source}`, 'shared');
  const before = await readBefore(session, engine, source, [...tickets.keys()]);
  // Left out: tickets forgotten meanwhile, and measurements that another worker has overtaken.
  const written = [...tickets.values()].filter((ticket) => {
    const known = before.get(ticket.ticketId);
    return known !== undefined && known.measuredRevision <= ticket.revision;
  });
  await session.upsert(MEASURED, written.map(toMeasuredRow));
  await dropLaterResponses(session, engine, source, written, before);
  await session.upsert(LATER_RESPONSES, written.flatMap(toLaterResponseRows));
  const states: Value[][] = written.map(({ ticketId, revision }) => [
    source,
    ticketId,
    before.get(ticketId)!.slot,
    revision,
    revision,
  ]);
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
