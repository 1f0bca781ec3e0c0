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
 * Tells whose calendars decide whether a side is at work: the assigned agent's, else the team's own, else the union of
 * its active members', else the desk's. Throws a ConfigError when the definitions' own hours, zone or holidays cannot
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

  const calendarOf = (who: string, text: CalendarText | undefined, timeZone: string | undefined): Calendar => {
    let zone = text?.timeZone ?? timeZone ?? definitions.teamTimeZone;
    if (!sides.zones(zone)) {
      onProblem(`${who}: time zone "${zone}" is not known; the desk's stands in`);
      zone = definitions.teamTimeZone;
    }
    const hours = text?.hours ?? definitions.teamHours;
    const ownHolidays = text !== undefined && text.holidays.length > 0;
    const holidays = hours === undefined ? [] : ownHolidays ? text.holidays : definitions.teamHolidays;
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
    const sideOfAgent = new Map<string, SideId>();
    const sideOfTeam = new Map<string, SideId>();
    const agentCalendar = (agent: Agent): Calendar =>
      calendarOf(`${source}: agent ${agent.id}`, agent.calendar, agent.timeZone);
    const deskSide = sides.sideOf([desk]);

    const unassigned = (teamId: string): SideId => {
      const team = teamById.get(teamId);
      if (team && ownsCalendar(team)) {
        return sides.sideOf([calendarOf(`${source}: team ${teamId}`, team.calendar, undefined)]);
      }
      const members = agents.filter((agent) => agent.active && !agent.bot && agent.teamIds.includes(teamId));
      return members.length === 0 ? deskSide : sides.sideOf(members.map(agentCalendar));
    };

    return {
      bots: new Set(agents.filter((agent) => agent.bot).map((agent) => agent.id)),
      teamSide: (agentId, teamId) => {
        if (agentId !== null) {
          let side = sideOfAgent.get(agentId);
          if (side !== undefined) return side;
          const agent = agentById.get(agentId);
          if (!agent?.bot) {
            side = agent ? sides.sideOf([agentCalendar(agent)]) : deskSide;
            sideOfAgent.set(agentId, side);
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

/** A team has a calendar of its own when it has hours or a zone; holidays alone only change nobody's hours. */
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
