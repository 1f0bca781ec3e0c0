import { toIso } from '../../src/model/time.ts';
import type { ReportRequest } from '../../src/report/from-records.ts';
import type { Report } from '../../src/report/schema.ts';
import type { WaitingTicket } from '../../src/report/schema-inference.ts';
import type { ReportSources } from './report.ts';
import { pageTickets } from './report-page.ts';

/** Lists of tickets behind the counts of a report, by the names that `report --tickets` knows them by. */
export const TICKET_LISTS = ['open', 'waiting', 'unanswered', 'late', 'lowRatings'] as const;
export type TicketList = (typeof TICKET_LISTS)[number];

/** Whether a selector of tickets is one of the lists. */
export function isTicketList(selector: string): selector is TicketList {
  return (TICKET_LISTS as readonly string[]).includes(selector);
}

/**
 * The tickets of a list, as many as the report counts: open ones and those without an answer as they were at the window's
 * end; of those that wait for us all, or the late ones; unhappy answers. People are named only where they may be.
 */
export function ticketList(
  list: TicketList,
  report: Report,
  request: ReportRequest,
  { sources, named }: { readonly sources: ReportSources; readonly named: boolean },
): readonly object[] {
  const shown = <T extends { readonly agentName: string | null }>({ agentName, ...rest }: T): object =>
    named ? { ...rest, agentName } : { ...rest, agentId: undefined };
  switch (list) {
    case 'waiting':
      return report.waiting.tickets.map(shown);
    case 'late':
      return report.waiting.tickets.filter(isLate).map(shown);
    case 'lowRatings':
      return report.lowRatings.map(shown);
    default: {
      const open = pageTickets(sources, request).filter(({ state }) => state !== 'solved');
      return open
        .filter(({ state }) => list === 'open' || state.endsWith('no answer yet'))
        .map(({ source, id, url, tier, team, agent, category, priority, state, openedAt, reopens }) => ({
          ...{ source, id, url, tier, team, category, priority, state, openedAt: toIso(openedAt), reopens },
          ...(named ? { agent } : {}),
        }));
    }
  }
}

/** Past its target or, without one, older than nine in ten of its kind. */
function isLate({ need }: WaitingTicket): boolean {
  return need !== null && ['unanswered_past_target', 'past_target', 'older_than_p90'].includes(need.kind);
}
