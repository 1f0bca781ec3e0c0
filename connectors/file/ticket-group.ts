import type { Rating } from '../../src/model/rating.ts';
import { type Event, isSolved, type Ticket } from '../../src/model/ticket.ts';
import type { Cells } from './cells.ts';
import { type Changes, changesOf, joinedCells } from './changes.ts';
import { lastReadable, type PlacedRow, type Reject, tryRow, withoutDoubles } from './input.ts';
import { toRating } from './people-records.ts';
import { type TicketContext, toDraft, toTicket } from './ticket-records.ts';
import { type Draft, type Happening, statusOf, timeline } from './timeline.ts';

/**
 * What a row of a ticket list tells of the ticket's history: the first answer, who solved it and, where no other
 * file tells the history, who has it and what it waits for. The instant of that wait is not known, so that it is
 * marked as estimated at the row's last change.
 */
export function ticketListDrafts(cells: Cells, hasHistory: boolean, reject: (reason: string) => void): Draft[] {
  const drafts: Draft[] = [];
  const add = (at: number | undefined, what: Happening): void => {
    if (at !== undefined) drafts.push({ at, what, reject });
  };
  const solvedAt = cells.instant('stated_solved_at');
  const agentId = cells.text('agent_id');
  const teamId = cells.text('team_id');
  const openedAt = cells.instant('opened_at');
  if (!hasHistory && (agentId ?? teamId) !== undefined) {
    add(openedAt, { kind: 'assignment', agentId, teamId });
  }
  const authorId = cells.text('first_response_by');
  add(cells.instant('first_response_at'), { kind: 'message', by: 'agent', authorId, public: true });
  const word = cells.text('status');
  const status = word === undefined ? undefined : statusOf(word);
  // A solution without a date stays the ticket's status alone: its last change may be years later.
  if (!hasHistory && word !== undefined && status !== undefined && status !== 'new' && !isSolved(status)) {
    add(cells.instant('updated_at') ?? openedAt, {
      kind: 'status',
      word,
      original: cells.original('status') ?? word,
      estimated: true,
    });
  }
  const solver = cells.text('solved_by');
  if (solver !== undefined) add(solvedAt, { kind: 'assignment', agentId: solver });
  return drafts;
}

/** The rating that stands in a ticket's own row; undefined where there is none. */
export function ticketListRating(cells: Cells, ticket: Ticket): Rating | undefined {
  if (cells.text('rating') === undefined) return undefined;
  const names = new Map([
    ['value', 'rating'],
    ['kind', 'rating_kind'],
  ]);
  const inRow = (column: string): string => names.get(column) ?? column;
  const own = new Set(['id', 'ticket_id', 'agent_id', 'customer_id', 'account_key']);
  const rating = toRating(ticket.source, {
    ...cells,
    has: (column) => cells.has(inRow(column)),
    text: (column) => (own.has(column) ? undefined : cells.text(inRow(column))),
    number: (column) => cells.number(inRow(column)),
  });
  return {
    ...rating,
    id: `ticket/${ticket.id}`,
    ticketId: ticket.id,
    ...(ticket.customerId === undefined ? {} : { customerId: ticket.customerId }),
    ...(ticket.accountKey === undefined ? {} : { accountKey: ticket.accountKey }),
    ...(rating.ratedAt === undefined && ticket.statedSolvedAt !== undefined ? { ratedAt: ticket.statedSolvedAt } : {}),
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
