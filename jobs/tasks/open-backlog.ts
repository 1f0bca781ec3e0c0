import { historyAsOf } from '../../src/measure/as-of.ts';
import { createOpenAges } from '../../src/measure/open-age.ts';
import type { Definitions } from '../../src/model/definitions.ts';
import type { MeasuredTicket } from '../../src/model/measurement.ts';
import { toIso } from '../../src/model/time.ts';
import type { OpenFact } from '../../src/report/figures.ts';
import type { TicketKey } from '../../src/store/measurements/queue.ts';
import type { Deps } from './job.ts';
import { prepareMeasuring } from './measure.ts';

/** Histories held in memory at once. */
const BATCH = 500;

/**
 * The tickets that were open at an instant, with their ages there. A ticket to which nothing has happened since is
 * told from what was measured; one that has moved on is replayed as it stood then.
 *
 * @param asOf epoch ms
 */
export async function openBacklog(definitions: Definitions, asOf: number, deps: Deps): Promise<readonly OpenFact[]> {
  const { store } = deps;
  const ageAt = createOpenAges(definitions.netExcludes);
  const measureThen = await prepareMeasuring(definitions, deps, Math.max(asOf, deps.now()));
  const open: OpenFact[] = [];
  let moved: TicketKey[] = [];

  const add = (ticket: MeasuredTicket): void => {
    const age = ticket.exclusion === null ? ageAt(ticket, asOf) : undefined;
    if (age === undefined || ticket.openTail === null) return;
    open.push({
      source: ticket.source,
      id: ticket.ticketId,
      url: ticket.url,
      subject: ticket.subject,
      tier: ticket.tier,
      agentId: ticket.agentId,
      teamId: ticket.teamId,
      holder: ticket.openTail.holder,
      openedAt: toIso(ticket.openedAt),
      ageSeconds: { calendar: age.clocks.calendar / 1000, net: age.clocks.net / 1000 },
    });
  };
  const replayMoved = async (): Promise<void> => {
    const histories = await store.histories(moved);
    moved = [];
    const then = histories.map((history) => historyAsOf(history, asOf)).filter((history) => history !== undefined);
    for (const ticket of await measureThen(then)) add(ticket);
  };

  for await (const page of store.measured({ openAsOf: asOf })) {
    for (const ticket of page) {
      const movedOn = ticket.finalSolvedAt !== null || (ticket.openTail !== null && ticket.openTail.at > asOf);
      if (ticket.exclusion !== null) continue;
      if (movedOn) moved.push({ source: ticket.source, ticketId: ticket.ticketId });
      else add(ticket);
    }
    if (moved.length >= BATCH) await replayMoved();
  }
  if (moved.length > 0) await replayMoved();
  return open;
}
