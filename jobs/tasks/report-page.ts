import { CAUSES, type DimensionName, each, NO_VALUE } from '../../src/model/catalogue.ts';
import type { MeasuredColumns } from '../../src/model/measurement.ts';
import { dateOf, MS_PER_DAY } from '../../src/model/time.ts';
import type { Cadence, Window } from '../../src/model/window.ts';
import { periodOf, type ReportRequest, reportOf } from '../../src/report/from-records.ts';
import type { Report } from '../../src/report/schema.ts';
import type { ReportRecords } from '../../src/report/span.ts';
import { localOf } from '../../src/report/window.ts';
import { renderPage } from '../../src/show/page/page.ts';
import { distinctLabels, type PageTicket } from '../../src/show/page/ticket-data.ts';
import { cohortOf } from '../../src/summarise/cohort.ts';
import { type Names, splitBy } from '../../src/summarise/groups.ts';
import { keyAt } from '../../src/summarise/rows.ts';
import type { Deps } from './job.ts';
import { readReport } from './report.ts';

/** The page behind a report, with the tickets of its cohort. */
export async function makeReportPage(request: ReportRequest, deps: Deps): Promise<string> {
  const { records, context } = await readReport(request, deps, { withUrls: true });
  return pageOf(records, reportOf(records, request, context), request, deps);
}

/** The page of a report that is made already, from the records it was made of. */
export function pageOf(
  records: ReportRecords,
  report: Report,
  request: ReportRequest,
  { settings }: Pick<Deps, 'settings'>,
): string {
  return renderPage(report, pageTickets(records, request), { locale: settings.DIGEST_LOCALE });
}

/** The path of the page of a window: by its schedule and the day after its last. */
export function pagePath(cadence: Cadence, { to, timeZone }: Window): string {
  return `reports/${cadence}/${dateOf(Math.floor(localOf(to, timeZone) / MS_PER_DAY))}`;
}

/** The tickets behind a report, with the names that its groups have. */
function pageTickets(records: ReportRecords, { window, cohort }: ReportRequest): readonly PageTicket[] {
  const columns = cohortOf(records, cohort, periodOf(window));
  const agentOf = labelsOf('byAgent', columns, records);
  const teamOf = labelsOf('byTeam', columns, records);
  return Array.from({ length: columns.n }, (_, row) => toPageTicket(columns, row, agentOf, teamOf));
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

function toPageTicket(columns: MeasuredColumns, row: number, agentOf: LabelOf, teamOf: LabelOf): PageTicket {
  const { finalResolution, firstResponse } = columns;
  const known = (value: number): number | null => (Number.isNaN(value) ? null : value);
  return {
    source: keyAt(columns.source, row) ?? '',
    id: columns.ticketId[row]!,
    url: columns.url?.[row] ?? null,
    tier: keyAt(columns.tier, row) ?? NO_VALUE,
    team: teamOf(keyAt(columns.team, row)),
    agent: agentOf(keyAt(columns.agent, row)),
    category: keyAt(columns.category, row),
    openedAt: columns.openedAt[row]!,
    finalSolvedAt: known(columns.finalSolvedAt[row]!),
    reopens: columns.reopens[row]!,
    timeSpentMs: each(CAUSES, (_, cause) => columns.timeSpentMs[cause][row]!),
    firstResponseNetMs: known(firstResponse.net[row]!),
    netMs: known(finalResolution.net[row]!),
    calendarMs: known(finalResolution.calendar[row]!),
    businessMs: known(finalResolution.business[row]!),
  };
}
