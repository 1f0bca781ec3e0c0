import type { Rating } from '../../src/model/account.ts';
import { isSolved } from '../../src/model/status.ts';
import type { Ticket } from '../../src/model/ticket.ts';
import type { Cells } from './cells.ts';
import { toRating } from './outcome-records.ts';
import { type Draft, type Happening, statusOf } from './timeline.ts';

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
  const names: Readonly<Record<string, string>> = { value: 'rating', kind: 'rating_kind' };
  const inRow = (column: string): string => names[column] ?? column;
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
