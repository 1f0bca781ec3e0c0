import type { TicketHistory } from '../model/measurement.ts';

/**
 * A ticket's history as it stood just before an instant (epoch ms): what happened at or after it is not there yet, so
 * that a report of a past window says what it would have said then. Undefined for a ticket not yet opened. What carries
 * no date (tags, priority, spam) is as it is now.
 */
export function historyAsOf(history: TicketHistory, at: number): TicketHistory | undefined {
  const { ticket } = history;
  if (ticket.openedAt >= at) return undefined;
  const events = history.events.filter((event) => event.at < at);
  const { statedSolvedAt, statedFirstSolvedAt, deletedAt, mergedInto, ...rest } = ticket;
  const cut = events.length < history.events.length || (statedSolvedAt !== undefined && statedSolvedAt >= at);
  const mergedLater = history.events.some((event) => event.kind === 'merged' && event.at >= at);
  const lastStatus = events.reduce<(typeof events)[number] | undefined>(
    (last, event) => (event.kind === 'status' && (!last || event.at >= last.at) ? event : last),
    undefined,
  );
  return {
    ...history,
    ticket: {
      ...rest,
      // Today's status says nothing of a day before it was set.
      ...(cut ? { status: lastStatus?.kind === 'status' ? lastStatus.to : 'open' } : {}),
      ...(statedSolvedAt !== undefined && statedSolvedAt < at ? { statedSolvedAt } : {}),
      ...(statedFirstSolvedAt !== undefined && statedFirstSolvedAt < at ? { statedFirstSolvedAt } : {}),
      ...(deletedAt !== undefined && deletedAt < at ? { deletedAt } : {}),
      ...(mergedInto !== undefined && !mergedLater ? { mergedInto } : {}),
    },
    events,
  };
}
