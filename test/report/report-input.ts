import type { Definitions } from '../../src/model/definitions.ts';
import type { Agent } from '../../src/model/people.ts';
import type { ReportInput } from '../../src/report/build.ts';
import type { OpenFact } from '../../src/report/figures.ts';
import { inferWindow } from '../../src/report/inference.ts';
import { randomColumns } from '../summarise/random-columns.ts';

export const DEFINITIONS: Definitions = {
  netExcludes: ['team_time_zone_wait', 'customer_time_zone_wait', 'solved_gap'],
  autoClose: 'rewind',
  creditPolicy: 'solver',
  tierRule: { cuts: [2, 6], name: 'score@1' },
  teamHours: 'Mon-Fri 09:00-17:00',
  teamTimeZone: 'Europe/Berlin',
  teamHolidays: [],
  customerHours: 'Mon-Fri 09:00-17:00',
  customerHolidays: [],
  turns: { zendesk: 'status' },
};

export function agent(source: string, id: string, name: string, personKey = `${source}/${id}`): Agent {
  return { source, id, name, personKey, teamIds: [], active: true, bot: false };
}

export function openFact(id: string, tier: string, hours: number, over: Partial<OpenFact> = {}): OpenFact {
  return {
    source: 'zendesk',
    id,
    url: null,
    subject: null,
    tier,
    agentId: null,
    teamId: null,
    holder: 'team',
    openedAt: new Date(Date.UTC(2026, 10, 15) - hours * 3_600_000).toISOString(),
    ageSeconds: { calendar: hours * 3600, net: hours * 1800 },
    ...over,
  };
}

/** What a report of a fortnight in Berlin is made of; each part can be put in its place. */
export function reportInput(over: Partial<ReportInput> = {}): ReportInput {
  const now = Date.UTC(2026, 10, 15, 8);
  const window = { from: Date.UTC(2026, 9, 31, 23), to: Date.UTC(2026, 10, 14, 23), timeZone: 'Europe/Berlin' };
  return {
    now,
    simulated: false,
    window,
    cohort: 'solved',
    columns: randomColumns({ tickets: 200, seed: 1 }),
    answers: over.columns ?? randomColumns({ tickets: 200, seed: 1 }),
    told: { rows: [], answers: [] },
    inference: inferWindow({
      now,
      window,
      definitions: DEFINITIONS,
      minSample: 5,
      population: 'people',
      tickets: [],
      leftOut: [],
      sources: [],
      agents: [],
      teams: [],
      ratings: [],
      targets: [],
    }),
    open: [],
    names: { agents: [], teams: [], accounts: [] },
    definitions: DEFINITIONS,
    calendarsVersion: 'calendars@1',
    population: 'people',
    minSample: 5,
    quality: {
      excluded: {},
      unknownStatuses: {},
      impossible: [],
      clippedEvents: 0,
      truncatedTimelines: 0,
      solvedWithoutDate: 0,
      statedWhileOpen: 0,
      undoneReopenings: 0,
      rejected: {},
      watermarks: {},
      reconciliation: [],
      notes: [],
    },
    ...over,
  };
}
