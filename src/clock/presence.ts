import type { Definitions } from '../model/definitions.ts';
import { ConfigError } from '../model/errors.ts';
import type { People, ZoneKnowledge } from '../model/measurement.ts';
import type { Agent, CalendarText, Customer, Team } from '../model/people.ts';
import { type Calendar, keptIn } from './calendar.ts';
import type { SideId, Sides } from './sides.ts';

/** A customer whose zone is not known shares the calendar of whoever serves them. */
export const SHARES_TEAM_CALENDAR = -1;

/** With no hours configured the desk is always at work, on holidays too. */
const ALWAYS = '24/7';

/** Which calendars stand for the two sides of a ticket of one source. */
export interface SourcePresence {
  /** The desk's side while this agent and this team have the ticket; null is nobody. */
  readonly teamSide: (agentId: string | null, teamId: string | null) => SideId;
  /** The customer's side, or SHARES_TEAM_CALENDAR. */
  readonly customerSide: (customerId: string | undefined) => SideId;
  /** How the zone of a customer whose side is known is known. */
  readonly customerZone: (customerId: string | undefined) => ZoneKnowledge;
  /** Agents of the source who are machines. */
  readonly bots: ReadonlySet<string>;
}

/**
 * Tells whose calendars decide whether a side is at work. Of the assigned agent: their own hours, else those of the team
 * that holds the ticket, else of their only team, else the desk's; in their own zone, else that team's, else the desk's.
 * Unassigned: the team's own calendar, else the union of its active members', else the desk's. Throws a ConfigError when the definitions' own hours, zone or holidays cannot
 * be read. What cannot be read of a person's calendar is reported once to `onProblem`; the default stands in for it,
 * and a customer's unreadable zone is an unknown zone.
 */
export function createPresence(
  definitions: Definitions,
  people: People,
  sides: Sides,
  onProblem: (problem: string) => void,
): (source: string) => SourcePresence {
  const desk = deskCalendar(definitions, sides);
  const agentsBySource = Map.groupBy(people.agents, (agent) => agent.source);
  const teamsBySource = Map.groupBy(people.teams, (team) => team.source);
  const customerSideOf = createCustomerSides(definitions, sides, onProblem);

  const calendarOf = (who: string, text: CalendarText): Calendar => {
    let zone = text.timeZone ?? definitions.teamTimeZone;
    if (!sides.zones(zone)) {
      onProblem(`${who}: time zone "${zone}" is not known; the desk's stands in`);
      zone = definitions.teamTimeZone;
    }
    const hours = text.hours ?? definitions.teamHours;
    const listed = text.holidays.length > 0 ? text.holidays : definitions.teamHolidays;
    const holidays = hours === undefined ? [] : listed;
    try {
      return sides.calendar({ hours: hours ?? ALWAYS, timeZone: zone, holidays });
    } catch (error) {
      onProblem(`${who}: ${messageOf(error)}; the desk's hours and holidays stand in`);
      return keptIn(desk, sides.zones(zone) ?? desk.zone);
    }
  };

  return (source) => {
    const agents = agentsBySource.get(source) ?? [];
    const teams = teamsBySource.get(source) ?? [];
    const agentById = new Map(agents.map((agent) => [agent.id, agent]));
    const teamById = new Map(teams.map((team) => [team.id, team]));
    const sideOfAgent = new Map<string | null, Map<string, SideId>>();
    const sideOfTeam = new Map<string, SideId>();
    const deskSide = sides.sideOf([desk]);

    /** The calendar of an agent while a team holds the ticket; of somebody nobody knows it is that team's. */
    const agentCalendar = (agentId: string, agent: Agent | undefined, teamId: string | null): Calendar => {
      const only = agent?.teamIds.length === 1 ? agent.teamIds[0] : undefined;
      const teams = [teamId, only].map((id) => (id == null ? undefined : teamById.get(id)?.calendar));
      return calendarOf(`${source}: agent ${agentId}`, workingTime(agent, teams));
    };

    const unassigned = (teamId: string): SideId => {
      const team = teamById.get(teamId);
      const members = agents.filter((agent) => agent.active && !agent.bot && agent.teamIds.includes(teamId));
      if (team?.calendar !== undefined && (ownsCalendar(team) || members.length === 0)) {
        return sides.sideOf([calendarOf(`${source}: team ${teamId}`, team.calendar)]);
      }
      if (members.length === 0) return deskSide;
      return sides.sideOf(members.map((agent) => agentCalendar(agent.id, agent, teamId)));
    };

    return {
      bots: new Set(agents.filter((agent) => agent.bot).map((agent) => agent.id)),
      teamSide: (agentId, teamId) => {
        if (agentId !== null) {
          const known = sideOfAgent.get(teamId)?.get(agentId);
          if (known !== undefined) return known;
          const agent = agentById.get(agentId);
          if (!agent?.bot) {
            const side = sides.sideOf([agentCalendar(agentId, agent, teamId)]);
            const ofTeam = sideOfAgent.get(teamId) ?? new Map<string, SideId>();
            sideOfAgent.set(teamId, ofTeam.set(agentId, side));
            return side;
          }
        }
        if (teamId === null) return deskSide;
        let side = sideOfTeam.get(teamId);
        if (side === undefined) {
          side = unassigned(teamId);
          sideOfTeam.set(teamId, side);
        }
        return side;
      },
      customerSide: (customerId) => {
        const customer = customerId === undefined ? undefined : people.customer(source, customerId);
        return customer?.timeZone === undefined ? SHARES_TEAM_CALENDAR : customerSideOf(customer, customer.timeZone);
      },
      customerZone: (customerId) => {
        const customer = customerId === undefined ? undefined : people.customer(source, customerId);
        if (customer?.timeZone === undefined) return 'none';
        return customer.timeZoneOrigin === 'inferred' ? 'inferred' : 'stated';
      },
    };
  };
}

/**
 * When an agent works, as far as they or their teams (the one that holds the ticket first) say: the first hours, in the
 * agent's own zone, else the zone of the team whose hours they are, else the first zone; the first holidays.
 */
function workingTime(agent: Agent | undefined, teams: readonly (CalendarText | undefined)[]): CalendarText {
  const own = agent?.calendar;
  const whose = own?.hours === undefined ? teams.find((team) => team?.hours !== undefined) : undefined;
  const hours = own?.hours ?? whose?.hours;
  const ofTeams = whose === undefined ? teams.find((team) => team?.timeZone !== undefined)?.timeZone : whose.timeZone;
  const timeZone = own?.timeZone ?? agent?.timeZone ?? ofTeams;
  const holidays = [own, ...teams].find((each) => each !== undefined && each.holidays.length > 0)?.holidays ?? [];
  return {
    holidays,
    ...(hours === undefined ? {} : { hours }),
    ...(timeZone === undefined ? {} : { timeZone }),
  };
}

/** A team has a calendar of its own when it has hours or a zone; holidays alone are those of its members. */
function ownsCalendar(team: Team): boolean {
  return team.calendar?.hours !== undefined || team.calendar?.timeZone !== undefined;
}

function deskCalendar(definitions: Definitions, sides: Sides): Calendar {
  try {
    return sides.calendar({
      hours: definitions.teamHours ?? ALWAYS,
      timeZone: definitions.teamTimeZone,
      holidays: definitions.teamHours === undefined ? [] : definitions.teamHolidays,
    });
  } catch (error) {
    throw new ConfigError(`the desk's calendar: ${messageOf(error)}`, { cause: error });
  }
}

/** Sides of customers by zone, and for those with hours or holidays of their own by these too. */
function createCustomerSides(
  definitions: Definitions,
  sides: Sides,
  onProblem: (problem: string) => void,
): (customer: Customer, timeZone: string) => SideId {
  try {
    const spec = { hours: definitions.customerHours, timeZone: 'UTC', holidays: definitions.customerHolidays };
    sides.calendar(spec);
  } catch (error) {
    throw new ConfigError(`the customers' calendar: ${messageOf(error)}`, { cause: error });
  }
  const plain = new Map<string, SideId>();
  const special = new Map<string, SideId>();

  const sideFor = (customer: Customer, timeZone: string): SideId => {
    const who = `${customer.source}: customer ${customer.id}`;
    const standard = { hours: definitions.customerHours, timeZone, holidays: definitions.customerHolidays };
    if (!sides.zones(timeZone)) {
      onProblem(`${who}: time zone "${timeZone}" is not known; it counts as unknown`);
      return SHARES_TEAM_CALENDAR;
    }
    try {
      const holidays = customer.holidays.length > 0 ? customer.holidays : standard.holidays;
      return sides.sideOf([sides.calendar({ hours: customer.hours ?? standard.hours, timeZone, holidays })]);
    } catch (error) {
      onProblem(`${who}: ${messageOf(error)}; the hours of all customers stand in`);
      return sides.sideOf([sides.calendar(standard)]);
    }
  };

  return (customer, timeZone) => {
    const isPlain = customer.hours === undefined && customer.holidays.length === 0;
    const memory = isPlain ? plain : special;
    const key = isPlain ? timeZone : `${timeZone}\n${customer.hours ?? ''}\n${customer.holidays.join('\n')}`;
    let side = memory.get(key);
    if (side === undefined) {
      side = sideFor(customer, timeZone);
      memory.set(key, side);
    }
    return side;
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
