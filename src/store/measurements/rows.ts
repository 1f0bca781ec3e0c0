import { sql } from 'kysely';
import { z } from 'zod';
import { DataError } from '../../model/errors.ts';
import type { Exclusion, Holder, MeasuredTicket, OpenTail } from '../../model/measurement.ts';
import type { Engine, Session, Upsert, Value } from '../engine.ts';
import { fromRecord } from '../record-text.ts';
import { type Row, TABLES } from '../schema.ts';
import { figuresWriter, fromFiguresText } from './figures-text.ts';

export const MEASURED_COLUMNS = Object.keys(TABLES.measured) as (keyof Row<'measured'>)[];

const Texts = z.array(z.string());

const ImpossibleFacts = z.array(
  z.object({ kind: z.enum(['solved_before_opened', 'answered_before_asked', 'event_after_now']), detail: z.string() }),
);

const ExclusionWord = z.enum(['spam', 'merged', 'deleted', 'impossible']) satisfies z.ZodType<Exclusion>;

const HolderWord = z.enum(['team', 'customer', 'third_party', 'bot', 'nobody']) satisfies z.ZodType<Holder>;

/** An empty list is kept as null, which costs nothing to read. */
function listText(list: readonly unknown[]): string | null {
  return list.length === 0 ? null : JSON.stringify(list);
}

/** One measured ticket as a row of MEASURED_COLUMNS; `figuresOf` writes what a report reads. */
export function toMeasuredRow(ticket: MeasuredTicket, figuresOf: (ticket: MeasuredTicket) => string): Value[] {
  const row: Row<'measured'> = {
    source: ticket.source,
    ticket_id: ticket.ticketId,
    exclusion: ticket.exclusion,
    opened_at: ticket.openedAt,
    first_solved_at: ticket.firstSolvedAt,
    final_solved_at: ticket.finalSolvedAt,
    figures: figuresOf(ticket),
    revision: ticket.revision,
    tier_score: ticket.tierScore,
    clipped_events: ticket.clippedEvents,
    timeline_complete: Number(ticket.timelineComplete),
    open_tail_at: ticket.openTail?.at ?? null,
    open_tail_holder: ticket.openTail?.holder ?? null,
    open_tail_team_side: ticket.openTail?.teamSide ?? null,
    open_tail_customer_side: ticket.openTail?.customerSide ?? null,
    involved_agent_ids: listText(ticket.involvedAgentIds),
    tags: listText(ticket.tags),
    unknown_statuses: listText(ticket.unknownStatuses),
    impossible: listText(ticket.impossible),
    url: ticket.url,
    subject: ticket.subject,
  };
  return MEASURED_COLUMNS.map((column) => row[column]);
}

function openTailOf(row: Row<'measured'>, what: string): OpenTail | null {
  if (row.open_tail_at === null) return null;
  return {
    at: row.open_tail_at,
    holder: word(HolderWord, what, row.open_tail_holder),
    teamSide: row.open_tail_team_side ?? '',
    customerSide: row.open_tail_customer_side ?? '',
  };
}

function word<Word>(schema: z.ZodType<Word>, what: string, text: string | null): Word {
  const parsed = schema.safeParse(text);
  if (!parsed.success) throw new DataError(`store: ${what} cannot be read ("${text}"); measure its ticket anew`);
  return parsed.data;
}

function list<Item>(schema: z.ZodType<Item[]>, what: string, text: string | null): Item[] {
  return text === null ? [] : fromRecord(schema, what, text);
}

/** Names of statuses as a row keeps them. */
export function statusesOf(what: string, text: string | null): string[] {
  return list(Texts, what, text);
}

/** Impossible facts as a row keeps them. */
export function impossibleOf(what: string, text: string | null): z.infer<typeof ImpossibleFacts> {
  return list(ImpossibleFacts, what, text);
}

/** The measured ticket of a row; a row that makes no sense is a DataError. */
export function fromMeasuredRow(row: Row<'measured'>): MeasuredTicket {
  const what = `measurement of ticket ${row.source}/${row.ticket_id}`;
  return {
    ...fromFiguresText(what, row.figures),
    source: row.source,
    ticketId: row.ticket_id,
    revision: row.revision,
    exclusion: row.exclusion === null ? null : word(ExclusionWord, what, row.exclusion),
    url: row.url,
    subject: row.subject,
    tierScore: row.tier_score,
    involvedAgentIds: list(Texts, what, row.involved_agent_ids),
    tags: list(Texts, what, row.tags),
    openedAt: row.opened_at,
    firstSolvedAt: row.first_solved_at,
    finalSolvedAt: row.final_solved_at,
    openTail: openTailOf(row, what),
    clippedEvents: row.clipped_events,
    timelineComplete: row.timeline_complete === 1,
    unknownStatuses: statusesOf(what, row.unknown_statuses),
    impossible: impossibleOf(what, row.impossible),
  };
}

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
