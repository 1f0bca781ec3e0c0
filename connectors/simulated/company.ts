import type { Agent, Team } from '../../src/model/people.ts';
import { MS_PER_DAY } from '../../src/model/time.ts';
import { agentsOf, calendarOf, DESKS, type Desk, type Pairing, pairingsOver, type SimulatedAgent } from './desks.ts';

/** So many accounts at most: what bounds a report's memory however many tickets there are. */
const MOST_ACCOUNTS = 20_000;
const TICKETS_PER_ACCOUNT = 6;
/** How far the desks' calendars go beyond the time that is told, so that what began in it can end. */
const CALENDAR_MARGIN = 120 * MS_PER_DAY;

/** What makes one simulated company another than the next. */
export interface CompanyPlan {
  readonly seed: string;
  readonly tickets: number;
  readonly deskIds: readonly string[];
  readonly agentsPerDesk: number;
  readonly days: number;
}

/** What all accounts of one simulated company share. */
export interface Company {
  readonly source: string;
  readonly seed: string;
  readonly desks: readonly Desk[];
  readonly agents: readonly SimulatedAgent[];
  readonly pairing: (desk: Desk, zone: string) => Pairing;
  /** The time that is told, [from, until): nothing later than `until` has happened yet. */
  readonly fromAt: number;
  readonly untilAt: number;
  readonly meanTicketsPerAccount: number;
}

/** The company of a plan, told up to an instant: what every account of it is told from. */
export function companyOf(source: string, plan: CompanyPlan, untilAt: number): Company {
  const fromAt = untilAt - plan.days * MS_PER_DAY;
  const desks = DESKS.filter((desk) => plan.deskIds.includes(desk.id));
  return {
    source,
    seed: plan.seed,
    desks,
    agents: agentsOf(source, plan.seed, desks, plan.agentsPerDesk),
    pairing: pairingsOver(fromAt - CALENDAR_MARGIN, untilAt + CALENDAR_MARGIN),
    fromAt,
    untilAt,
    meanTicketsPerAccount: Math.max(TICKETS_PER_ACCOUNT, plan.tickets / MOST_ACCOUNTS),
  };
}

/** The company's agents, bots and teams, with their hours, as records. */
export function staffOf(company: Company): { readonly agents: Agent[]; readonly teams: Team[] } {
  const { source, fromAt, untilAt } = company;
  const calendar = (desk: Desk) => calendarOf(desk, fromAt - CALENDAR_MARGIN, untilAt + CALENDAR_MARGIN);
  const agents = company.agents.map(
    ({ id, name, email, personKey, desk }): Agent => ({
      source,
      id,
      name,
      email,
      personKey,
      timeZone: desk.zone,
      calendar: calendar(desk),
      teamIds: [desk.id],
      active: true,
      bot: false,
    }),
  );
  const bots = ['assistant', 'monitor', 'receipt'].map((id): Agent => {
    return { source, id, name: id, personKey: `${source}/${id}`, teamIds: [], active: true, bot: true };
  });
  const teams = company.desks.map((desk): Team => ({ source, id: desk.id, name: desk.name, calendar: calendar(desk) }));
  return { agents: [...agents, ...bots], teams };
}
