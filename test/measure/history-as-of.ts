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
      // Its events tell what became of it; a stated solution stands against them while the ticket is solved to this day.
      status: stated && isSolved(ticket.status) ? ticket.status : 'open',
      ...(agentId === undefined || tells('agentId') ? {} : { agentId }),
      ...(teamId === undefined || tells('teamId') ? {} : { teamId }),
      ...(stated ? { statedSolvedAt } : {}),
      ...(statedFirstSolvedAt !== undefined && statedFirstSolvedAt < at ? { statedFirstSolvedAt } : {}),
    },
    events: events.filter((event) => event.at < at),
  };
}
