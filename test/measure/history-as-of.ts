import { inOrder } from '../../src/measure/timeline.ts';
import type { TicketHistory } from '../../src/model/measurement.ts';
import { isSolved } from '../../src/model/ticket.ts';

/**
 * A ticket's history as it stood just before an instant (epoch ms): what happened at or after it is not there yet.
 * Undefined for a ticket not yet opened. Whoever has a ticket by an assignment that came later did not have it before.
 */
export function historyAsOf(history: TicketHistory, at: number): TicketHistory | undefined {
  const { ticket, events } = history;
  if (ticket.openedAt >= at) return undefined;
  const { statedSolvedAt, statedFirstSolvedAt, agentId, teamId, ...rest } = ticket;
  const tells = (key: 'agentId' | 'teamId') =>
    events.some((event) => event.kind === 'assignment' && event[key] !== undefined);
  const stated = statedSolvedAt !== undefined && statedSolvedAt < at;
  return {
    ...history,
    ticket: {
      ...rest,
      // Its events tell what became of it. A stated solution stands while the ticket is solved to this day, by its status
      // or its events, or until a status reopens it.
      status: stated && (isSolved(ticket.status) || holdsAt(history, statedSolvedAt, at)) ? 'closed' : 'open',
      ...(agentId === undefined || tells('agentId') ? {} : { agentId }),
      ...(teamId === undefined || tells('teamId') ? {} : { teamId }),
      ...(stated ? { statedSolvedAt } : {}),
      ...(statedFirstSolvedAt !== undefined && statedFirstSolvedAt < at ? { statedFirstSolvedAt } : {}),
    },
    events: events.filter((event) => event.at < at),
  };
}

function holdsAt({ events }: TicketHistory, stated: number, at: number): boolean {
  const moves = inOrder(events).filter(({ kind }) => kind === 'status' || kind === 'handover');
  const last = moves.at(-1);
  if (last?.kind === 'status' && isSolved(last.to)) return true;
  const reopening = moves.find((move) => move.kind === 'status' && !isSolved(move.to) && move.at > stated);
  return reopening !== undefined && reopening.at >= at;
}
