import { byWord } from '../model/by-word.ts';
import type { Definitions } from '../model/definitions.ts';
import type { MeasuredColumns, MeasuredTicket } from '../model/measurement.ts';
import type { Target } from '../model/target.ts';
import type { Cohort, Period, Window } from '../model/window.ts';
import { ownersAsOf } from '../summarise/as-of.ts';
import { cohortOf, cohortRows } from '../summarise/cohort.ts';
import { answerRows, type ColumnRow, columnsOf } from '../summarise/columns.ts';
import { type Credited, creditedAt, rowsByCredit } from '../summarise/credited.ts';
import type { Population } from '../summarise/lives.ts';
import type { JudgedTime } from '../summarise/outcomes/agents.ts';
import { keyAt, selectRows } from '../summarise/rows.ts';
import { buildReport } from './build.ts';
import { openTickets } from './figures.ts';
import { type Inference, inferWindow } from './inference.ts';
import { type KpiContext, kpisForReport } from './kpis.ts';
import { creditedIn, outcomesOf } from './outcomes.ts';
import type { QualityFacts } from './quality.ts';
import { reconciliationOf } from './reconciliation.ts';
import type { Report } from './schema.ts';
import type { PersonFigure } from './schema-inference.ts';
import type { ReportRecords } from './span.ts';
import { isByWork, type Where, whereWords } from './where.ts';
import { previousWindow } from './window.ts';
import { withoutTimesInHand } from './withheld.ts';

/** Which report is wanted. */
export interface ReportRequest {
  readonly window: Window;
  readonly cohort: Cohort;
  /** Sentences a reader should know first: a source that could not be read, and the like. */
  readonly notes?: readonly string[];
  /** Only the tickets of these teams, or those solved by these agents (`source/id`); without outcomes. */
  readonly only?: { readonly kind: 'team' | 'agent'; readonly ids: ReadonlySet<string> };
  /** Only such tickets: the records have been narrowed to them (`narrowRecords`); without what is told of accounts. */
  readonly where?: Where | undefined;
}

/** What of the settings a report depends on. */
export interface ReportContext extends KpiContext {
  readonly definitions: Definitions;
  /** The version of the calendars behind the figures. */
  readonly calendarsVersion: string;
  /** Whether the data come from the simulated company. */
  readonly simulated: boolean;
  /** The names of the sources in the settings. */
  readonly configured: readonly string[];
  /** The names of sources that are files somebody brought. */
  readonly files: readonly string[];
  readonly population: Population;
  readonly targets: readonly Target[];
  /** What the latest readings of the sources said that a person should know, a sentence each. */
  readonly remarks: readonly string[];
  /** All tickets of the sources, where a report is of some: what a source tells, and since when, is asked of all. */
  readonly desk?: readonly MeasuredTicket[] | undefined;
}

/** The report of a window: pure, from what was read of it to the JSON contract. */
export function reportOf(records: ReportRecords, request: ReportRequest, context: ReportContext): Report {
  const { window, cohort, only, where } = request;
  const { tierRule } = context.definitions;
  const before = previousWindow(window);
  const credited = creditedIn(records, window, context.definitions.creditPolicy);
  const columns = narrow(cohortOf(records, cohort, periodOf(window), tierRule), only, credited);
  const earlier = narrow(cohortOf(records, cohort, periodOf(before), tierRule), only, credited);
  const lived = [...records.tickets, ...records.leftOut];
  const isOwn = ({ ticket: { source, ticketId }, team, agent }: ColumnRow): boolean =>
    only === undefined ||
    (only.kind === 'team'
      ? only.ids.has(team ?? '')
      : (credited.get(`${source}/${ticketId}`) ?? [agent ?? '']).some((id) => only.ids.has(id)));
  const answered = answerRows(lived, window, tierRule).filter(isOwn);
  const open = openTickets(records, context.definitions, Math.min(window.to, records.asOf));
  const inference = inferenceOf(records, request, context, credited);
  const byWork = where !== undefined && isByWork(where, records.tickets);
  return buildReport({
    now: records.asOf,
    simulated: context.simulated,
    window,
    cohort,
    columns,
    ...(credited.size === 0 ? {} : { columnsByAgent: rowsByCredit(columns, credited).columns }),
    answers: columnsOf(answered),
    told: { rows: cohortRows(records, cohort, periodOf(window), tierRule).filter(isOwn), answers: answered },
    inference: byWork ? withoutTimesInHand(inference) : inference,
    ...(where === undefined ? {} : { where }),
    ...(earlier.n === 0
      ? {}
      : {
          previous: {
            window: before,
            columns: earlier,
            answers: columnsOf(answerRows(lived, before, tierRule).filter(isOwn)),
          },
        }),
    open: open.filter((ticket) => isOf(only, ticket.source, only?.kind === 'team' ? ticket.teamId : ticket.agentId)),
    names: records,
    definitions: context.definitions,
    calendarsVersion: context.calendarsVersion,
    population: context.population,
    minSample: context.minSample,
    quality: qualityOf(records, columns, request, context),
    ...(only === undefined
      ? outcomesIn(records, request, context, { credited, times: inference.people.map(timeOf) })
      : {}),
  });
}

/** A person's own time as their outcomes are put beside it. */
function timeOf(person: PersonFigure): JudgedTime {
  const { agent, n, raw, logError, kept, observedToExpected, interval, verdict } = person;
  const pace = verdict === 'slower' || verdict === 'faster' || verdict === 'no_evidence' ? verdict : 'too_few';
  return {
    agent,
    n,
    raw,
    logError,
    kept: kept && { shrunk: kept.observedToExpected, raw: kept.raw, logError: kept.logError },
    shrunk: observedToExpected,
    interval,
    verdict: pace,
  };
}

/** Satisfaction and churn; of some of the tickets satisfaction alone, since an account stays or leaves with all of its own. */
function outcomesIn(
  records: ReportRecords,
  { window, where }: ReportRequest,
  context: ReportContext,
  told: { readonly credited: Credited; readonly times: readonly JudgedTime[] },
) {
  const { section, ofGroup } = outcomesOf(records, window, context.definitions, told, context);
  if (where === undefined) return { outcomes: { section, ofGroup }, kpis: kpisForReport(records, window, context) };
  const csatOf: typeof ofGroup = (...group) => {
    const { csat } = ofGroup(...group) ?? {};
    return csat === undefined ? undefined : { csat };
  };
  return { outcomes: { section: { csat: section.csat }, ofGroup: csatOf } };
}

/** What may carry a word of change, of an audience's tickets or of all. */
function inferenceOf(
  records: ReportRecords,
  { window, only }: ReportRequest,
  context: ReportContext,
  credited: Credited,
): Inference {
  const readUpTo = new Map(records.sources.map(({ name, readUpToAt }) => [name, readUpToAt]));
  const isWanted = (ticket: MeasuredTicket): boolean => {
    const { teamId, agentId } = ownersAsOf(ticket, window.to);
    const agents = only?.kind === 'agent' ? credited.get(`${ticket.source}/${ticket.ticketId}`) : undefined;
    if (agents !== undefined) return agents.some((agent) => only?.ids.has(agent));
    return isOf(only, ticket.source, only?.kind === 'team' ? teamId : agentId);
  };
  return inferWindow({
    ...context,
    now: records.asOf,
    window,
    tickets: records.tickets.filter(isWanted),
    leftOut: records.leftOut.filter(isWanted),
    desk: context.desk ?? [...records.tickets, ...records.leftOut],
    sources: context.configured.map((name) => ({
      name,
      title: name,
      readUpToAt: readUpTo.get(name) ?? null,
      problem: null,
      isSolvedFile: context.files.includes(name) && !records.unsolvedIn.includes(name),
    })),
    agents: records.agents,
    teams: records.teams,
    ratings: records.ratings,
  });
}

export function periodOf({ from, to }: Window): Period {
  return { fromAt: from, toAt: to };
}

function narrow(columns: MeasuredColumns, only: ReportRequest['only'], credited: Credited): MeasuredColumns {
  if (only === undefined) return columns;
  return selectRows(columns, (row) =>
    only.kind === 'team'
      ? only.ids.has(keyAt(columns.team, row) ?? '')
      : creditedAt(columns, row, credited).some((agent) => only.ids.has(agent)),
  );
}

function isOf(only: ReportRequest['only'], source: string, id: string | null): boolean {
  return only === undefined || (id !== null && only.ids.has(`${source}/${id}`));
}

function qualityOf(
  records: ReportRecords,
  columns: MeasuredColumns,
  { notes = [], where }: ReportRequest,
  { definitions, configured, remarks }: ReportContext,
): QualityFacts {
  const { quality, sources } = records;
  const readUpTo = new Map(sources.map(({ name, readUpToAt }) => [name, readUpToAt]));
  return {
    ...quality,
    excluded: Object.fromEntries(Object.entries(quality.excluded).filter(([, count]) => count > 0)),
    impossible: quality.impossible.map(({ source, ticketId, kind, detail }) => ({
      source,
      id: ticketId,
      kind,
      detail,
    })),
    rejected: records.rejected,
    watermarks: byWord(configured.map((name) => [name, readUpTo.get(name) ?? null])),
    reconciliation: reconciliationOf(records, columns, definitions),
    notes: [...notes, ...notesOnChoice(where), ...notesOnStrangers(columns, configured), ...remarks],
  };
}

function notesOnChoice(where: Where | undefined): string[] {
  if (where === undefined) return [];
  return [
    `Only tickets of ${whereWords(where)}; team and agent as of the window's end, the rest as it is now. What is said of left out, impossible and unread records is of all tickets; accounts that stay or leave are not told of some of their tickets.`,
  ];
}

/** A source that was taken out of the settings goes on counting until somebody says that it shall not. */
function notesOnStrangers({ source }: MeasuredColumns, configured: readonly string[]): string[] {
  return source.keys
    .filter((name) => name !== null && !configured.includes(name))
    .map(
      (name) => `${name} is configured no more and its tickets are still counted; fairclock forget ${name} drops them.`,
    );
}
