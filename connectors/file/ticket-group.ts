import { DataError } from '../../src/errors.ts';
import type { Event } from '../../src/model/event.ts';
import type { Rating } from '../../src/model/outcome.ts';
import type { Ticket } from '../../src/model/ticket.ts';
import type { Cells } from './cells.ts';
import { toDraft } from './event-records.ts';
import { ticketListDrafts, ticketListRating } from './ticket-list.ts';
import { requireSolution, type TicketContext, toTicket } from './ticket-records.ts';
import { type Draft, timeline } from './timeline.ts';

/** One row of a ticket with its place; `text` is equal for rows that say the same. */
export interface PlacedRow {
  readonly cells: Cells;
  readonly place: string;
  readonly text: string;
}

/** All rows about one ticket, each kind in file order. */
export interface TicketRows {
  readonly id: string;
  readonly tickets: readonly PlacedRow[];
  readonly events: readonly PlacedRow[];
}

export interface TicketRecords {
  readonly ticket: Ticket;
  readonly events: readonly Event[];
  readonly rating: Rating | undefined;
}

export type Reject = (place: string, reason: string) => void;

/** Whether the files tell histories, and what may be stored. */
export interface GroupContext {
  readonly source: string;
  readonly hasHistory: boolean;
  readonly storeSubjects: boolean;
}

/**
 * A ticket and its history from all its rows. Rows that cannot be read, that stand twice or that belong to no
 * ticket go to `reject`; undefined when there is no ticket to keep.
 */
export function ticketOf(rows: TicketRows, context: GroupContext, reject: Reject): TicketRecords | undefined {
  if (rows.tickets.length === 0) {
    for (const row of rows.events) reject(row.place, 'its ticket is not in the table of tickets');
    return undefined;
  }
  const drafts: Draft[] = [];
  for (const row of withoutDoubles(rows.events, reject)) {
    tryRow(row, reject, () => drafts.push(toDraft(row.cells, (reason) => reject(row.place, reason))));
  }
  const records = lastReadable(rows.tickets, reject, (row) => recordsOf(row, drafts, rows.id, context, reject));
  if (!records) for (const row of rows.events) reject(row.place, 'its ticket could not be read');
  return records;
}

function recordsOf(
  row: PlacedRow,
  drafts: readonly Draft[],
  id: string,
  { source, hasHistory, storeSubjects }: GroupContext,
  reject: Reject,
): TicketRecords {
  const listed = ticketListDrafts(row.cells, hasHistory, (reason) => reject(row.place, reason));
  const events = timeline(source, id, [...drafts, ...listed]);
  const context: TicketContext = { source, id, events, hasHistory, storeSubjects };
  const ticket = toTicket(row.cells, context);
  requireSolution(ticket, events);
  return { ticket, events, rating: ticketListRating(row.cells, ticket) };
}

/** Rows without the ones that say exactly what an earlier one said. */
function withoutDoubles(rows: readonly PlacedRow[], reject: Reject): PlacedRow[] {
  if (rows.length < 2) return [...rows];
  const seen = new Map<string, string>();
  return rows.filter(({ text, place }) => {
    const earlier = seen.get(text);
    if (earlier === undefined) seen.set(text, place);
    else reject(place, `says the same as ${earlier}`);
    return earlier === undefined;
  });
}

/** The last row that can be read, since a later row is a later state; every other row is set aside with the reason. */
export function lastReadable<T>(
  rows: readonly PlacedRow[],
  reject: Reject,
  read: (row: PlacedRow) => T,
): T | undefined {
  let kept: { readonly value: T; readonly place: string } | undefined;
  for (const row of withoutDoubles(rows, reject).reverse()) {
    if (kept) {
      reject(row.place, `${kept.place} has the same id, comes later and counts instead`);
      continue;
    }
    const value = tryRow(row, reject, () => read(row));
    if (value !== undefined) kept = { value, place: row.place };
  }
  return kept?.value;
}

/** Runs a reader over one row; what it cannot read is set aside with the row's place. */
export function tryRow<T>(row: PlacedRow, reject: Reject, read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    reject(row.place, error.message);
    return undefined;
  }
}
