import type { Definitions } from '../model/definitions.ts';
import { withAddedHours } from '../model/hours.ts';
import type { Agent, Team } from '../model/people.ts';

/** A desk's hours as they might be. */
export interface OtherHours {
  /** Teams as `source/id`; `all` is the whole desk. */
  readonly teams: ReadonlySet<string> | 'all';
  /** Added to the hours that are kept, or kept in their place. */
  readonly kind: 'add' | 'replace';
  /** As everywhere: `Mon-Fri 05:00-09:00`, in the zone of each team or agent whose hours they become. */
  readonly hours: string;
}

/** What decides when the desk is at work. */
export interface DeskHours {
  readonly definitions: Pick<Definitions, 'teamHours'>;
  readonly agents: readonly Agent[];
  readonly teams: readonly Team[];
}

/**
 * The same desk with other hours: of a team that keeps its own, of its members (in their own zones) where it does not,
 * and of members who keep hours of their own. Who has no hours at all is always at work and stays so. Throws an Error
 * for hours that cannot be read.
 */
export function withOtherHours<Desk extends DeskHours>(desk: Desk, { teams, kind, hours }: OtherHours): Desk {
  const standard = desk.definitions.teamHours;
  const isAsked = (source: string, id: string) => teams === 'all' || teams.has(`${source}/${id}`);
  const changed = (kept: string | undefined): string | undefined =>
    kept === undefined ? undefined : kind === 'add' ? withAddedHours(kept, hours) : hours;
  const members = (team: Team) => desk.agents.filter((agent) => isMember(agent, team));
  const ownHours = ({ calendar }: Team | Agent) => calendar?.hours !== undefined;
  const keepsOwn = (team: Team) =>
    ownHours(team) || team.calendar?.timeZone !== undefined || members(team).length === 0;

  const changedTeams = desk.teams.map((team) => {
    if (!isAsked(team.source, team.id) || !keepsOwn(team)) return team;
    const kept = changed(team.calendar?.hours ?? standard);
    return kept === undefined ? team : { ...team, calendar: { holidays: [], ...team.calendar, hours: kept } };
  });
  const changedAgents = desk.agents.map((agent) => {
    if (agent.bot) return agent;
    const own = desk.teams.filter((team) => isMember(agent, team) && isAsked(team.source, team.id));
    if (own.length === 0 && (teams !== 'all' || !ownHours(agent))) return agent;
    // Without hours of their own they keep those of their team, which are changed already where it has some.
    if (!ownHours(agent) && own.every(keepsOwn)) return agent;
    const kept = changed(agent.calendar?.hours ?? standard);
    return kept === undefined ? agent : { ...agent, calendar: { holidays: [], ...agent.calendar, hours: kept } };
  });
  const definitions = teams === 'all' ? { ...desk.definitions, teamHours: changed(standard) } : desk.definitions;
  return { ...desk, definitions, agents: changedAgents, teams: changedTeams };
}

function isMember({ source, teamIds }: Agent, team: Team): boolean {
  return source === team.source && teamIds.includes(team.id);
}
