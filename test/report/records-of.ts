import type { Definitions } from '../../src/model/definitions.ts';
import type { MeasuredTicket } from '../../src/model/measurement.ts';
import type { Agent, Team } from '../../src/model/people.ts';
import type { ReportContext } from '../../src/report/from-records.ts';
import type { ReportRecords } from '../../src/report/span.ts';
import { columnsOf, rowOf } from '../../src/summarise/columns.ts';

/** What a store would give a report of these tickets, all of them, as of an instant (epoch ms). */
export function recordsOf(
  measured: readonly MeasuredTicket[],
  people: { readonly agents: readonly Agent[]; readonly teams: readonly Team[] },
  asOf: number,
): ReportRecords {
  const tickets = measured.filter(({ exclusion }) => exclusion === null);
  return {
    ...people,
    asOf,
    measurements: columnsOf(tickets.map(rowOf)),
    tickets,
    leftOut: measured.filter(({ exclusion, excludedAt }) => exclusion !== null && excludedAt !== null),
    open: measured,
    unsolvedIn: tickets.some(({ finalSolvedAt }) => finalSolvedAt === null) ? ['s'] : [],
    quality: {
      excluded: { spam: 0, merged: 0, deleted: 0, impossible: 0 },
      unknownStatuses: {},
      impossible: [],
      ...{ clippedEvents: 0, truncatedTimelines: 0, solvedWithoutDate: 0, statedWhileOpen: 0, undoneReopenings: 0 },
    },
    ...{ compared: [], rated: [], accounts: [], ratings: [], subscriptions: [], churnEvents: [], mrrChanges: [] },
    ...{ orders: [], referrals: [], milestones: [], costs: [], usage: [] },
    customers: new Map(),
    knows: { usage: false, otherSurveys: false },
    sources: [{ name: 's', readUpToAt: asOf }],
    rejected: {},
  };
}

/** Settings of a report on them. */
export function contextOf(definitions: Definitions, minSample = 1): ReportContext {
  return {
    definitions,
    minSample,
    calendarsVersion: 'calendars@1',
    simulated: false,
    configured: ['s'],
    files: [],
    population: 'people',
    targets: [],
    remarks: [],
    churnLookbackDays: 90,
    manualJoin: new Map(),
  };
}
