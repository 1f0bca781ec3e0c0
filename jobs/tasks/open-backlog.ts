import { createOpenStandings } from '../../src/measure/open-age.ts';
import type { Definitions } from '../../src/model/definitions.ts';
import { toIso } from '../../src/model/time.ts';
import type { OpenFact } from '../../src/report/figures.ts';
import type { Deps } from './job.ts';

/**
 * The tickets that were open at an instant, with their ages there, from what was measured.
 *
 * @param asOf epoch ms
 */
export async function openBacklog(definitions: Definitions, asOf: number, deps: Deps): Promise<readonly OpenFact[]> {
  const standingAt = createOpenStandings(definitions);
  const open: OpenFact[] = [];
  for await (const page of deps.store.measured({ openAsOf: asOf })) {
    for (const ticket of page) {
      const standing = ticket.exclusion === null ? standingAt(ticket, asOf) : undefined;
      if (standing === undefined) continue;
      open.push({
        source: ticket.source,
        id: ticket.ticketId,
        url: ticket.url,
        subject: ticket.subject,
        tier: standing.tier,
        agentId: standing.agentId,
        teamId: standing.teamId ?? ticket.teamId,
        holder: standing.holder,
        openedAt: toIso(ticket.openedAt),
        ageSeconds: { calendar: standing.clocks.calendar / 1000, net: standing.clocks.net / 1000 },
      });
    }
  }
  return open;
}
