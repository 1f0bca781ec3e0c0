import { keysOf, PART_DIMENSIONS, type PartDimension } from '../../src/model/catalogue.ts';
import { ConfigError } from '../../src/model/errors.ts';
import type { MeasuredTicket } from '../../src/model/measurement.ts';
import { toIso } from '../../src/model/time.ts';
import { periodOf, type ReportRequest, reportOf } from '../../src/report/from-records.ts';
import {
  isTicketList,
  lastRatings,
  listTickets,
  parseTicketSelector,
  type RatingOf,
  type TicketList,
} from '../../src/report/list-tickets.ts';
import { creditedIn } from '../../src/report/outcomes.ts';
import { splitParts } from '../../src/report/part-groups.ts';
import type { WaitingTicket } from '../../src/report/schema-inference.ts';
import { cohortOf, cohortRows } from '../../src/summarise/cohort.ts';
import { answerRows, columnsOf, rowOf } from '../../src/summarise/columns.ts';
import { type Counted, countedIn, FLOW_LISTS } from '../../src/summarise/flow.ts';
import { flowTicketOf, sourcesThatTellAnswers } from '../../src/summarise/lives.ts';
import type { ReportSources } from './report.ts';
import { pageTickets } from './report-page.ts';

/**
 * The tickets behind a figure of a report: a list (`open`, `arrived`, …) with as many as the report counts, or a group
 * (`overall`, `byTier=complex`, `byTeamHeld=l1`) with the times that its figures are made of. People of a list are named
 * only where they may be. Throws a ConfigError for a selector that is none, naming the nearest.
 */
export function ticketsBehind(
  selector: string,
  request: ReportRequest,
  sources: ReportSources,
  named: boolean,
): readonly object[] {
  const found = listBehind(selector, request, sources, named);
  return named ? found : found.map(withoutAgent);
}

/** The same without the field itself, since an empty one would read as “nobody”. */
function withoutAgent(ticket: object): object {
  return Object.fromEntries(Object.entries(ticket).filter(([field]) => field !== 'agentId'));
}

function listBehind(
  selector: string,
  request: ReportRequest,
  sources: ReportSources,
  named: boolean,
): readonly object[] {
  const { records, context } = sources;
  const ratingOf = lastRatings(records.ratings, request.window.to);
  if (isTicketList(selector)) return ticketList(selector, request, sources, { named, ratingOf });
  const period = periodOf(request.window);
  const { tierRule, netExcludes } = context.definitions;
  const lived = [...records.tickets, ...records.leftOut];
  const cut = selector.indexOf('=');
  const part = keysOf(PART_DIMENSIONS).find((name) => name === selector.slice(0, cut));
  if (part !== undefined) {
    const rows = cohortRows(records, request.cohort, period, tierRule);
    const { told, split } = splitParts(
      part,
      { rows, answers: answerRows(lived, request.window, tierRule) },
      records,
      netExcludes,
    );
    const chosen = placeOf(part, selector.slice(cut + 1), split.groups);
    return listTickets(told.columns, (row) => split.tickets.tickets[row] === chosen, ratingOf).tickets;
  }
  // Whose answers they are is asked of the answers of the window, whoever solved the ticket.
  const columns = selector.startsWith('byReplier')
    ? columnsOf(answerRows(lived, request.window, tierRule))
    : cohortOf(records, request.cohort, period, tierRule);
  const credited = creditedIn(records, request.window, context.definitions.creditPolicy);
  return listTickets(columns, parseTicketSelector(selector, columns, records, credited), ratingOf).tickets;
}

function placeOf(
  dimension: PartDimension,
  key: string,
  groups: readonly { readonly key: string; readonly label: string; readonly members: readonly string[] }[],
): number {
  const place = groups.findIndex((group) => group.key === key || group.label === key || group.members.includes(key));
  if (place >= 0) return place;
  const keys = groups.map((group) => group.key);
  const known =
    keys.length === 0 ? 'it has no groups' : `there are ${keys.slice(0, 5).join(', ')}${keys.length > 5 ? ', …' : ''}`;
  throw new ConfigError(`--tickets ${dimension}=${key}: no such group in this report; ${known}`);
}

/**
 * The tickets of a list, as many as the report counts: open ones and those without an answer as they were at the window's
 * end; of those that wait for us all, or the late ones; unhappy answers; of the flow one for each time it was counted.
 */
function ticketList(
  list: TicketList,
  request: ReportRequest,
  sources: ReportSources,
  { named, ratingOf }: { readonly named: boolean; readonly ratingOf: RatingOf },
): readonly object[] {
  const { records, context } = sources;
  const shown = <T extends { readonly agentName: string | null }>({ agentName, ...rest }: T): object =>
    named ? { ...rest, agentName } : rest;
  const counted = FLOW_LISTS.find((name) => name === list);
  if (counted !== undefined) return flowList(counted, request, sources, ratingOf);
  switch (list) {
    case 'waiting':
      return reportOf(records, request, context).waiting.tickets.map(shown);
    case 'late':
      return reportOf(records, request, context).waiting.tickets.filter(isLate).map(shown);
    case 'lowRatings':
      return reportOf(records, request, context).lowRatings.map(shown);
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

function flowList(
  counted: Counted,
  { window }: ReportRequest,
  { records, context }: ReportSources,
  ratingOf: RatingOf,
): readonly object[] {
  const telling = sourcesThatTellAnswers(context.desk ?? [...records.tickets, ...records.leftOut], window.to);
  const passed = [...records.tickets, ...records.leftOut].flatMap((ticket) =>
    countedIn(flowTicketOf(ticket, telling), counted, window).map((at) => ({ ticket, at })),
  );
  passed.sort((a, b) => a.at - b.at);
  const columns = columnsOf(passed.map(({ ticket }) => rowOf(untilLeftOut(ticket))));
  return listTickets(columns, () => true, ratingOf).tickets.map((listed, index) => ({
    [`${counted}At`]: toIso(passed[index]!.at),
    ...listed,
  }));
}

/** Without what closed it as it was merged or deleted, which is no solution. */
function untilLeftOut(ticket: MeasuredTicket): MeasuredTicket {
  const { excludedAt, solutions } = ticket;
  if (excludedAt === null || (solutions.at(-1)?.knownAt ?? 0) < excludedAt) return ticket;
  const kept = solutions.filter(({ knownAt }) => knownAt < excludedAt);
  return {
    ...ticket,
    ...{ finalSolvedAt: null, finalResolutionMs: null },
    ...(kept.length === 0 ? { firstSolvedAt: null, firstResolutionMs: null } : {}),
    solutions: kept,
  };
}

/** Past its target or, without one, older than nine in ten of its kind. */
function isLate({ need }: WaitingTicket): boolean {
  return need !== null && ['unanswered_past_target', 'past_target', 'older_than_p90'].includes(need.kind);
}
