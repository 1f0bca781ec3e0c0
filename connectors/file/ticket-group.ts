import type { Rating } from '../../src/model/rating.ts';
import { type Event, isSolved, type Ticket } from '../../src/model/ticket.ts';
import type { Cells } from './cells.ts';
import { type Changes, changesOf, joinedCells } from './changes.ts';
import type { Histories } from './histories.ts';
import { toRating } from './people-records.ts';
import { lastReadable, type PlacedRow, type Reject, tryRow, withoutDoubles } from './placed-rows.ts';
import type { Tallies } from './tallies.ts';
import { contradictsVendor, ticketListDrafts, withinPrecision, withoutContradiction } from './ticket-list.ts';
import { type TicketContext, toDraft, toTicket } from './ticket-records.ts';
import { type Draft, timeline } from './timeline.ts';

/**
 * The rating that stands in a ticket's own row; undefined where there is none. Without a date of its own it was given at
 * the solution, or where that has none, at the latest when the ticket last changed.
 */
export function ticketListRating(cells: Cells, ticket: Ticket, tallies: Tallies): Rating | undefined {
  if (cells.text('rating') === undefined) return undefined;
  const names: Readonly<Record<string, string>> = { value: 'rating', kind: 'rating_kind' };
  const inRow = (column: string): string => names[column] ?? column;
  const own = new Set(['id', 'ticket_id', 'agent_id', 'customer_id', 'account_key']);
  const rating = toRating(ticket.source, {
    ...cells,
    has: (column) => cells.has(inRow(column)),
    text: (column) => (own.has(column) ? undefined : cells.text(inRow(column))),
    number: (column) => cells.number(inRow(column)),
  });
  const ratedAt = rating.ratedAt ?? ticket.statedSolvedAt ?? ticket.updatedAt;
  if ((rating.ratedAt ?? ticket.statedSolvedAt) === undefined) tallies.add('ratedWithoutDate');
  return {
    ...rating,
    ratedAt,
    id: `ticket/${ticket.id}`,
    ticketId: ticket.id,
    ...(ticket.customerId === undefined ? {} : { customerId: ticket.customerId }),
    ...(ticket.accountKey === undefined ? {} : { accountKey: ticket.accountKey }),
  };
}

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

/** What is known and counted of all tickets of a reading, and what may be stored. */
export interface GroupContext {
  readonly source: string;
  readonly storeSubjects: boolean;
  readonly tallies: Tallies;
  readonly histories: Histories;
}

/**
 * A ticket and its history from all its rows. Rows that cannot be read or that belong to no ticket go to `reject`;
 * undefined when there is no ticket to keep. A log of changes tells its tickets itself, events need the ticket's own
 * row.
 */
export function ticketOf(rows: TicketRows, context: GroupContext, reject: Reject): TicketRecords | undefined {
  if (rows.tickets.length + rows.changes.length === 0) {
    for (const row of rows.events) reject(row.place, 'its ticket is not in the table of tickets');
    return undefined;
  }
  const { tallies } = context;
  const drafts: Draft[] = [];
  for (const row of withoutDoubles(rows.events, tallies)) {
    tryRow(row, reject, () => drafts.push(toDraft(row.cells, (reason) => reject(row.place, reason))));
  }
  const read = <T>(row: PlacedRow, reader: () => T): T | undefined => tryRow(row, reject, reader);
  const changes = changesOf(withoutDoubles(rows.changes, tallies), read, reject);
  drafts.push(...(changes?.drafts ?? []));
  const isTold = context.histories.isTold({ inList: rows.tickets.length > 0, inLog: changes !== undefined });
  const build = (row: PlacedRow, own: Cells | undefined): TicketRecords =>
    recordsOf({ row, cells: joinedCells(own, changes?.facts), drafts, changes, id: rows.id, isTold }, context, reject);
  const records = lastReadable(rows.tickets, reject, tallies, (row) => build(row, row.cells));
  if (records) return records;
  const told = rows.changes.at(-1);
  const fromLog = changes && told ? tryRow(told, reject, () => build(told, undefined)) : undefined;
  if (fromLog) return fromLog;
  const rest = changes ? [...rows.events, ...rows.changes.slice(0, -1)] : rows.events;
  for (const row of rest) reject(row.place, 'its ticket could not be read');
  return undefined;
}

/** All that is known of one ticket before its records are made. */
interface TicketFacts {
  readonly row: PlacedRow;
  readonly cells: Cells;
  readonly drafts: readonly Draft[];
  readonly changes: Changes | undefined;
  readonly id: string;
  /** Whether its history is told, or only how it ended. */
  readonly isTold: boolean;
}

function recordsOf(
  { row, cells: own, drafts, changes, id, isTold }: TicketFacts,
  { source, storeSubjects, tallies, histories }: GroupContext,
  reject: Reject,
): TicketRecords {
  const exact = withinPrecision(own, changes?.firstAt, tallies);
  const cells = isTold ? exact : withoutContradiction(exact, tallies);
  if (!isTold) histories.noteListed(cells);
  const listed = ticketListDrafts(cells, isTold, tallies, (reason) => reject(row.place, reason));
  const events = timeline(source, id, [...drafts, ...listed]);
  const context: TicketContext = {
    source,
    id,
    events,
    hasHistory: isTold,
    storeSubjects,
    openedAt: changes?.firstAt,
    lastAt: changes?.lastAt,
  };
  const ticket = toTicket(cells, context);
  const hasDate = ticket.statedSolvedAt !== undefined || events.some(isSolution);
  if (isSolved(ticket.status) && !hasDate) tallies.add('solvedWithoutDate');
  if (!isTold && contradictsVendor(cells, ticket)) tallies.add('vendorDiffers');
  return { ticket, events, rating: cells.attempt('rating', () => ticketListRating(cells, ticket, tallies)) };
}

function isSolution(event: Event): boolean {
  return event.kind === 'status' && isSolved(event.to);
}
