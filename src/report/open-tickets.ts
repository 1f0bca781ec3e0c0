import { createOpenStandings } from '../measure/open-age.ts';
import { AGE_CLOCKS, each } from '../model/catalogue.ts';
import type { Definitions } from '../model/definitions.ts';
import { toIso } from '../model/time.ts';
import type { WindowRecords } from '../model/window-records.ts';
import { type OpenFact, toSeconds } from './figures.ts';

/**
 * The tickets that were open at an instant, with their ages there.
 *
 * @param at epoch ms
 */
export function openTickets(
  { open }: Pick<WindowRecords, 'open'>,
  definitions: Definitions,
  at: number,
): readonly OpenFact[] {
  const standingAt = createOpenStandings(definitions);
  return open.flatMap((ticket): OpenFact[] => {
    const standing = standingAt(ticket, at);
    if (standing === undefined) return [];
    const { source, ticketId, url, subject, openedAt, teamId } = ticket;
    return [
      {
        source,
        id: ticketId,
        url,
        subject,
        tier: standing.tier,
        agentId: standing.agentId,
        teamId: standing.teamId ?? teamId,
        holder: standing.holder,
        openedAt: toIso(openedAt),
        ageSeconds: each(AGE_CLOCKS, (_, clock) => toSeconds(standing.clocks[clock])),
      },
    ];
  });
}
