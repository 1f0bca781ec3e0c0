import type { Rating } from '../../src/model/account.ts';
import type { Event } from '../../src/model/event.ts';
import type { Ticket } from '../../src/model/ticket.ts';
import type { Cells } from './cells.ts';
import { type Changes, changesOf, joinedCells } from './changes.ts';
import { toDraft } from './event-records.ts';
import { lastReadable, type PlacedRow, type Reject, tryRow, withoutDoubles } from './placed-rows.ts';
import { ticketListDrafts, ticketListRating } from './ticket-list.ts';
import { type TicketContext, toTicket } from './ticket-records.ts';
import { type Draft, timeline } from './timeline.ts';

/** All rows about one ticket, each kind in file order. */
export interface TicketRows {
  readonly id: string;
  readonly tickets: readonly PlacedRow[];
  readonly events: readonly PlacedRow[];
  /** Rows of a log of changes. */
  readonly changes: readonly PlacedRow[];
}

export interface TicketRecords {
  readonly ticket: Ticket;
  readonly events: readonly Event[];
  readonly rating: Rating | undefined;
}

/** Whether the files tell histories, and what may be stored. */
export interface GroupContext {
  readonly source: string;
  readonly hasHistory: boolean;
  readonly storeSubjects: boolean;
}

/**
 * A ticket and its history from all its rows. Rows that cannot be read, that stand twice or that belong to no
 * ticket go to `reject`; undefined when there is no ticket to keep. A log of changes tells its tickets itself, events
 * need the ticket's own row.
 */
export function ticketOf(rows: TicketRows, context: GroupContext, reject: Reject): TicketRecords | undefined {
  if (rows.tickets.length + rows.changes.length === 0) {
    for (const row of rows.events) reject(row.place, 'its ticket is not in the table of tickets');
    return undefined;
  }
  const drafts: Draft[] = [];
  for (const row of withoutDoubles(rows.events, reject)) {
    tryRow(row, reject, () => drafts.push(toDraft(row.cells, (reason) => reject(row.place, reason))));
  }
  const read = <T>(row: PlacedRow, reader: () => T): T | undefined => tryRow(row, reject, reader);
  const changes = changesOf(withoutDoubles(rows.changes, reject), read, reject);
  drafts.push(...(changes?.drafts ?? []));
  const build = (row: PlacedRow, own: Cells | undefined): TicketRecords =>
    recordsOf(row, joinedCells(own, changes?.facts), drafts, changes, rows.id, context, reject);
  const records = lastReadable(rows.tickets, reject, (row) => build(row, row.cells));
  if (records) return records;
  const told = rows.changes.at(-1);
  const fromLog = changes && told ? tryRow(told, reject, () => build(told, undefined)) : undefined;
  if (fromLog) return fromLog;
  const rest = changes ? [...rows.events, ...rows.changes.slice(0, -1)] : rows.events;
  for (const row of rest) reject(row.place, 'its ticket could not be read');
  return undefined;
}

function recordsOf(
  row: PlacedRow,
  cells: Cells,
  drafts: readonly Draft[],
  changes: Changes | undefined,
  id: string,
  { source, hasHistory, storeSubjects }: GroupContext,
  reject: Reject,
): TicketRecords {
  const listed = ticketListDrafts(cells, hasHistory, (reason) => reject(row.place, reason));
  const events = timeline(source, id, [...drafts, ...listed]);
  const context: TicketContext = {
    source,
    id,
    events,
    hasHistory,
    storeSubjects,
    openedAt: changes?.firstAt,
    lastAt: changes?.lastAt,
  };
  const ticket = toTicket(cells, context);
  return { ticket, events, rating: tryRow(row, reject, () => ticketListRating(cells, ticket)) };
}
