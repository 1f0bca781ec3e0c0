import { type DimensionName, NO_VALUE } from '../../src/model/catalogue.ts';
import { type MeasuredColumns, type MeasuredTicket, responsesOf } from '../../src/model/measurement.ts';
import { dateOf, MS_PER_DAY } from '../../src/model/time.ts';
import type { Cadence, Window } from '../../src/model/window.ts';
import { periodOf, type ReportRequest, reportOf } from '../../src/report/from-records.ts';
import type { Report } from '../../src/report/schema.ts';
import { whereWords } from '../../src/report/where.ts';
import { localOf } from '../../src/report/window.ts';
import { type PageOptions, renderPage } from '../../src/show/page/page.ts';
import { distinctLabels, type PageTicket } from '../../src/show/page/ticket-data.ts';
import { cohortOf } from '../../src/summarise/cohort.ts';
import { type FlowTicket, isOpenAsOf, isUnansweredAsOf, isWithUsAsOf } from '../../src/summarise/flow.ts';
import { type Names, splitBy } from '../../src/summarise/groups.ts';
import { flowTicketOf, sourcesThatTellAnswers } from '../../src/summarise/lives.ts';
import { keyAt } from '../../src/summarise/rows.ts';
import { writingOf } from '../delivery/channel.ts';
import type { Deps } from './job.ts';
import { type ReportSources, readReport } from './report.ts';

/** What a page tells besides its report: what it has in common with the digest that leads to it. */
export type PageOf = Pick<PageOptions, 'first' | 'nextAt'>;

/** The page behind a report, with the tickets behind its figures. */
export async function makeReportPage(request: ReportRequest, of: PageOf, deps: Deps): Promise<string> {
  const { records, context } = await readReport(request, deps, { withUrls: true });
  return pageOf({ records, context }, reportOf(records, request, context), request, of, deps);
}

/** The page of a report that is made already, from the records it was made of. */
export function pageOf(
  sources: ReportSources,
  report: Report,
  request: ReportRequest,
  of: PageOf,
  { settings }: Pick<Deps, 'settings'>,
): string {
  const about = request.where === undefined ? {} : { about: `Only ${whereWords(request.where)}` };
  return renderPage(report, pageTickets(sources, request), { ...writingOf(settings), ...about, ...of });
}

/** The path of the page of a window: by its schedule and the day after its last. */
export function pagePath(cadence: Cadence, { to, timeZone }: Window): string {
  return `reports/${cadence}/${dateOf(Math.floor(localOf(to, timeZone) / MS_PER_DAY))}`;
}

/**
 * The tickets behind a report: those of its cohort, and those that were open at its end, each as it was then. Names are
 * those that its groups have.
 */
export function pageTickets(
  { records, context }: ReportSources,
  { window, cohort }: ReportRequest,
): readonly PageTicket[] {
  const columns = cohortOf(records, cohort, periodOf(window), context.definitions.tierRule);
  const agentOf = labelsOf('byAgent', columns, records);
  const teamOf = labelsOf('byTeam', columns, records);
  const keys = new Set(columns.ticketId.map((id, row) => `${keyAt(columns.source, row) ?? ''}\n${id}`));
  const asOf = Math.min(window.to, records.asOf);
  const telling = sourcesThatTellAnswers(context.desk ?? [...records.tickets, ...records.leftOut], window.to);
  return [...records.tickets, ...records.leftOut].flatMap((ticket): PageTicket[] => {
    const seen = flowTicketOf(ticket, telling);
    if (isOpenAsOf(seen, asOf)) {
      return [{ ...toPageTicket(asOpen(ticket, asOf), agentOf, teamOf), state: openState(seen, asOf) }];
    }
    return keys.has(`${ticket.source}\n${ticket.ticketId}`) ? [toPageTicket(ticket, agentOf, teamOf)] : [];
  });
}

/** A ticket that was open at an instant, without what came later. */
function asOpen(ticket: MeasuredTicket, asOf: number): MeasuredTicket {
  const [first] = responsesOf(ticket);
  const stint = ticket.stints.findLast(({ fromAt }) => fromAt < asOf);
  return {
    ...ticket,
    agentId: stint?.agentId ?? null,
    teamId: stint === undefined ? ticket.teamId : stint.teamId,
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

type LabelOf = (key: string | null) => string | null;

function labelsOf(dimension: DimensionName, columns: MeasuredColumns, names: Names): LabelOf {
  const { groups } = splitBy(dimension, columns, names);
  const labels = distinctLabels(groups);
  const byMember = new Map<string, string>();
  for (const { key, members } of groups) {
    if (key !== NO_VALUE) for (const member of members) byMember.set(member, labels.get(key) ?? member);
  }
  return (key) => (key === null ? null : (byMember.get(key) ?? key.slice(key.indexOf('/') + 1)));
}

function toPageTicket(ticket: MeasuredTicket, agentOf: LabelOf, teamOf: LabelOf): PageTicket {
  const { source, finalResolutionMs } = ticket;
  const keyOf = (id: string | null): string | null => (id === null ? null : `${source}/${id}`);
  return {
    source,
    id: ticket.ticketId,
    url: ticket.url,
    tier: ticket.tier,
    team: teamOf(keyOf(ticket.teamId)),
    agent: agentOf(keyOf(ticket.agentId)),
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
