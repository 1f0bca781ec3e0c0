import { type DimensionName, NO_VALUE } from '../../src/model/catalogue.ts';
import type { MeasuredColumns, MeasuredTicket } from '../../src/model/measurement.ts';
import { dateOf, MS_PER_DAY } from '../../src/model/time.ts';
import { type Cadence, cohortFilter, type Window } from '../../src/model/window.ts';
import type { Report } from '../../src/report/schema.ts';
import { localOf } from '../../src/report/window.ts';
import { renderPage } from '../../src/show/page/page.ts';
import { distinctLabels, type PageTicket } from '../../src/show/page/ticket-data.ts';
import { type Names, splitBy } from '../../src/summarise/groups.ts';
import type { Deps } from './job.ts';
import { cohortColumns, makeReport, namesOf, type ReportRequest, ratedTickets } from './report.ts';

/** The page behind a report, with the tickets of its cohort. */
export async function makeReportPage(request: ReportRequest, deps: Deps): Promise<string> {
  return pageOf(await makeReport(request, deps), request, deps);
}

/** The page of a report that is made already. */
export async function pageOf(report: Report, request: ReportRequest, deps: Deps): Promise<string> {
  return renderPage(report, await pageTickets(request, deps), { locale: deps.settings.DIGEST_LOCALE });
}

/** The path of the page of a window: by its schedule and the day after its last. */
export function pagePath(cadence: Cadence, { to, timeZone }: Window): string {
  return `reports/${cadence}/${dateOf(Math.floor(localOf(to, timeZone) / MS_PER_DAY))}`;
}

/** The tickets behind a report, with the names that its groups have. */
export async function pageTickets({ window, cohort }: ReportRequest, deps: Deps): Promise<readonly PageTicket[]> {
  const { store } = deps;
  const columns = await cohortColumns(store, cohort, window);
  const names = await namesOf(store);
  const agentOf = labelsOf('byAgent', columns, names);
  const teamOf = labelsOf('byTeam', columns, names);
  const rated = cohort === 'rated' ? await ratedTickets(store, window) : undefined;
  const tickets: PageTicket[] = [];
  for await (const page of store.measured(cohortFilter(cohort, window))) {
    for (const ticket of page) {
      if (ticket.exclusion !== null || rated?.has(`${ticket.source}\n${ticket.ticketId}`) === false) continue;
      tickets.push(toPageTicket(ticket, agentOf, teamOf));
    }
  }
  return tickets;
}

type LabelOf = (source: string, id: string | null) => string | null;

function labelsOf(dimension: DimensionName, columns: MeasuredColumns, names: Names): LabelOf {
  const { groups } = splitBy(dimension, columns, names);
  const labels = distinctLabels(groups);
  const byMember = new Map<string, string>();
  for (const { key, members } of groups) {
    if (key !== NO_VALUE) for (const member of members) byMember.set(member, labels.get(key) ?? member);
  }
  return (source, id) => (id === null ? null : (byMember.get(`${source}/${id}`) ?? id));
}

function toPageTicket(ticket: MeasuredTicket, agentOf: LabelOf, teamOf: LabelOf): PageTicket {
  const { source, finalResolutionMs } = ticket;
  return {
    source,
    id: ticket.ticketId,
    url: ticket.url,
    tier: ticket.tier,
    team: teamOf(source, ticket.teamId),
    agent: agentOf(source, ticket.agentId),
    category: ticket.category,
    openedAt: ticket.openedAt,
    finalSolvedAt: ticket.finalSolvedAt,
    reopens: ticket.reopens,
    timeSpentMs: ticket.timeSpentMs,
    firstResponseNetMs: ticket.firstResponseMs?.net ?? null,
    netMs: finalResolutionMs?.net ?? null,
    calendarMs: finalResolutionMs?.calendar ?? null,
    businessMs: finalResolutionMs?.business ?? null,
  };
}
