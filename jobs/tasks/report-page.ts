import { type DimensionName, NO_VALUE } from '../../src/model/catalogue.ts';
import { type MeasuredColumns, type MeasuredTicket, responsesOf } from '../../src/model/measurement.ts';
import { dateOf, MS_PER_DAY } from '../../src/model/time.ts';
import { type Cadence, cohortFilter, type Window } from '../../src/model/window.ts';
import type { Report } from '../../src/report/schema.ts';
import { localOf } from '../../src/report/window.ts';
import { type PageOptions, renderPage } from '../../src/show/page/page.ts';
import { distinctLabels, type PageTicket } from '../../src/show/page/ticket-data.ts';
import { type FlowTicket, isOpenAsOf, isUnansweredAsOf, isWithUsAsOf } from '../../src/summarise/flow.ts';
import { type Names, splitBy } from '../../src/summarise/groups.ts';
import { flowTicketOf, sourcesThatTellAnswers } from '../../src/summarise/lives.ts';
import { writingOf } from '../delivery/channel.ts';
import type { Deps } from './job.ts';
import { cohortColumns, makeReport, namesOf, type ReportRequest, ratedTickets } from './report.ts';

/** What a page tells besides its report: what it has in common with the digest that leads to it. */
export type PageOf = Pick<PageOptions, 'first' | 'nextAt'>;

/** The page behind a report, with the tickets behind its figures. */
export async function makeReportPage(request: ReportRequest, of: PageOf, deps: Deps): Promise<string> {
  return pageOf(await makeReport(request, deps), request, of, deps);
}

/** The page of a report that is made already. */
export async function pageOf(report: Report, request: ReportRequest, of: PageOf, deps: Deps): Promise<string> {
  return renderPage(report, await pageTickets(request, deps), { ...writingOf(deps.settings), ...of });
}

/** The path of the page of a window: by its schedule and the day after its last. */
export function pagePath(cadence: Cadence, { to, timeZone }: Window): string {
  return `reports/${cadence}/${dateOf(Math.floor(localOf(to, timeZone) / MS_PER_DAY))}`;
}

/**
 * The tickets behind a report: those of its cohort, and those that were open at its end, each as it was then. Names are
 * those that its groups have.
 */
export async function pageTickets({ window, cohort }: ReportRequest, deps: Deps): Promise<readonly PageTicket[]> {
  const { store } = deps;
  const columns = await cohortColumns(store, cohort, window);
  const names = await namesOf(store);
  const agentOf = labelsOf('byAgent', columns, names);
  const teamOf = labelsOf('byTeam', columns, names);
  const rated = cohort === 'rated' ? await ratedTickets(store, window) : undefined;
  const asOf = Math.min(window.to, deps.now());
  const tickets = new Map<string, PageTicket>();
  for await (const page of store.measured(cohortFilter(cohort, window))) {
    for (const ticket of page) {
      if (ticket.exclusion !== null || rated?.has(`${ticket.source}\n${ticket.ticketId}`) === false) continue;
      tickets.set(`${ticket.source}\n${ticket.ticketId}`, toPageTicket(ticket, agentOf, teamOf));
    }
  }
  const known = (await Array.fromAsync(store.measured({}))).flat().filter(({ exclusion }) => exclusion === null);
  const telling = sourcesThatTellAnswers(known);
  for (const ticket of known) {
    const seen = flowTicketOf(ticket, telling);
    if (!isOpenAsOf(seen, asOf)) continue;
    const open = { ...toPageTicket(asOpen(ticket, asOf), agentOf, teamOf), state: openState(seen, asOf) };
    tickets.set(`${ticket.source}\n${ticket.ticketId}`, open);
  }
  return [...tickets.values()];
}

/** A ticket that was open at an instant, without what came later. */
function asOpen(ticket: MeasuredTicket, asOf: number): MeasuredTicket {
  const [first] = responsesOf(ticket);
  const stint = ticket.stints.findLast(({ fromAt }) => fromAt < asOf);
  return {
    ...ticket,
    agentId: stint?.agentId ?? null,
    teamId: stint?.teamId ?? ticket.teamId,
    finalSolvedAt: null,
    finalResolutionMs: null,
    firstResponseMs: first !== undefined && first.answeredAt < asOf ? ticket.firstResponseMs : null,
    reopens: ticket.solutions.filter(({ reopenedAt }) => reopenedAt !== null && reopenedAt < asOf).length,
  };
}

function openState(seen: FlowTicket, asOf: number): PageTicket['state'] {
  const state = isWithUsAsOf(seen, asOf) ? 'waiting for us' : 'waiting for others';
  return isUnansweredAsOf(seen, asOf) ? `${state}, no answer yet` : state;
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
    priority: ticket.priority,
    state: 'solved',
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
