import { type AccountRecords, simulateAccounts } from '../../../connectors/simulated/account.ts';
import { type Company, type CompanyPlan, companyOf, staffOf } from '../../../connectors/simulated/company.ts';
import type { TicketTruth } from '../../../connectors/simulated/ticket.ts';
import { createMeasurer } from '../../../src/measure/measure.ts';
import type { Definitions } from '../../../src/model/definitions.ts';
import type { MeasuredTicket } from '../../../src/model/measurement.ts';
import type { Customer } from '../../../src/model/people.ts';
import type { Credits } from '../../../src/summarise/outcomes/answers.ts';
import { creditsByRating } from '../../../src/summarise/outcomes/answers.ts';
import type { OutcomeInput } from '../../../src/summarise/outcomes/build.ts';
import { peopleOf } from '../../../src/summarise/outcomes/persons.ts';
import { columnsFrom, type TicketFact } from './ticket-columns.ts';

export const DAY = 86_400_000;
export const UNTIL = Date.UTC(2026, 10, 1);

/** A whole simulated company in memory. */
export interface World {
  readonly company: Company;
  readonly records: readonly AccountRecords[];
  readonly truths: readonly TicketTruth[];
  readonly customers: ReadonlyMap<string, Customer>;
}

/** Simulates a company; `pairing` of another one over the same days saves working out its calendars again. */
export function simulateWorld(
  plan: Partial<CompanyPlan> & { readonly seed: string },
  pairing?: Company['pairing'],
): World {
  const full = { tickets: 1500, deskIds: ['manila', 'berlin', 'denver'], agentsPerDesk: 4, days: 150, ...plan };
  const made = companyOf('simulated', full, UNTIL);
  const company = pairing === undefined ? made : { ...made, pairing };
  const records = [...simulateAccounts(company, full.tickets)].map((step) => step.records);
  const customers = new Map(
    records.flatMap((each) => each.customers).map((customer) => [`simulated/${customer.id}`, customer]),
  );
  return { company, records, truths: records.flatMap((each) => each.truths), customers };
}

export const DEFINITIONS: Definitions = {
  netExcludes: ['team_time_zone_wait', 'customer_time_zone_wait', 'solved_gap'],
  autoClose: 'rewind',
  creditPolicy: 'solver',
  tierRule: { cuts: [2, 6], name: 'score@1' },
  teamHours: undefined,
  teamTimeZone: 'UTC',
  teamHolidays: [],
  customerHours: 'Mon-Fri 09:00-17:00',
  customerHolidays: [],
  turns: { simulated: 'status' },
};

/** Measures every ticket with the product's own measurer. */
export function measureWorld({ company, records, customers }: World): MeasuredTicket[] {
  const { agents, teams } = staffOf(company);
  const measure = createMeasurer({
    definitions: DEFINITIONS,
    people: { agents, teams, customer: (source, id) => customers.get(`${source}/${id}`) },
    now: UNTIL,
  });
  return records.flatMap(({ tickets, events }) => {
    const byTicket = Map.groupBy(events, (event) => event.ticketId);
    return tickets.map((ticket) => measure({ ticket, events: byTicket.get(ticket.id) ?? [], revision: 1 }));
  });
}

/** Facts as the simulation knows them, without the measurer: the quick way to many companies. */
export function factsOf({ records }: World): TicketFact[] {
  return records.flatMap(({ truths, tickets }) =>
    truths.flatMap((truth, index) => {
      const ticket = tickets[index]!;
      if (truth.excluded) return [];
      const solved = truth.finalSolvedAt !== null;
      return {
        source: 'simulated',
        id: truth.ticketId,
        tier: truth.tier,
        agent: `simulated/${truth.agentId}`,
        team: ticket.teamId === undefined ? null : `simulated/${ticket.teamId}`,
        channel: ticket.channel,
        customer: `simulated/${truth.customerId}`,
        account: ticket.accountKey ?? null,
        openedAt: truth.openedAt,
        finalSolvedAt: truth.finalSolvedAt,
        netMs: solved ? truth.netMs : null,
      };
    }),
  );
}

/** Who the ratings are credited to under the default policy, as the simulation knows it. */
export function knownCredits({ truths }: World): Map<string, Credits> {
  const nobody = { last_replier: [], assignee_at_rating: [], all_involved: [] };
  return new Map(
    truths.map(({ ticketId, agentId }) => [
      `simulated/survey-${ticketId}`,
      { ...nobody, solver: [`simulated/${agentId}`] },
    ]),
  );
}

/** Who they are credited to as the product replays it. */
export function replayedCredits({ company, records }: World): ReadonlyMap<string, Credits> {
  const histories = records.flatMap(({ tickets, events }) => {
    const byTicket = Map.groupBy(events, (event) => event.ticketId);
    return tickets.map((ticket) => ({ ticket, events: byTicket.get(ticket.id) ?? [], revision: 1 }));
  });
  const ratings = records.flatMap((each) => each.ratings);
  return creditsByRating(ratings, histories, peopleOf(staffOf(company).agents), { turns: {}, autoClose: 'rewind' });
}

/** What the report job would hand over for the last `days` of a company. */
export function inputOf(
  world: World,
  days: number,
  facts: readonly TicketFact[],
  credits: OutcomeInput['credits'] = replayedCredits(world),
): OutcomeInput {
  const { company, records, customers } = world;
  const { agents, teams } = staffOf(company);
  return {
    window: { fromAt: UNTIL - days * DAY, toAt: UNTIL },
    creditPolicy: 'solver',
    tierRule: DEFINITIONS.tierRule,
    churnLookbackDays: 90,
    minSample: 5,
    tickets: [columnsFrom(facts)],
    ratings: records.flatMap((each) => each.ratings),
    credits,
    agents,
    teams,
    customer: (key) => customers.get(key),
    accounts: records.map((each) => each.account),
    subscriptions: records.flatMap((each) => each.subscriptions),
    churnEvents: [],
    manualJoin: new Map(),
  };
}
