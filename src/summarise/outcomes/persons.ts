import type { Agent, Team } from '../../model/people.ts';

type Named = Pick<Agent, 'source' | 'id' | 'name' | 'personKey' | 'bot'>;

/** One person, who may be an agent in several sources. */
export interface Person {
  /** The agent's plain id where nobody else has it, else `source/id`. */
  readonly key: string;
  readonly label: string;
  /** `source/id` of each of the person's agents. */
  readonly members: readonly string[];
}

/** Looks up who an agent (`source/id`) is; somebody whom no source lists is a person of that key. */
export interface People {
  readonly personOf: (agent: string) => Person;
  /** Ids of a source's bots. */
  readonly botsOf: (source: string) => ReadonlySet<string>;
}

const NO_BOTS: ReadonlySet<string> = new Set();

/** Teams are named the same way; each is one of its own. */
export function teamNamesOf(teams: readonly Team[]): People {
  return peopleOf(teams.map((team) => ({ ...team, personKey: `${team.source}/${team.id}`, bot: false })));
}

/** Joins agents to persons by their `personKey`. */
export function peopleOf(agents: readonly Named[]): People {
  const byPerson = new Map<string, Named[]>();
  const owners = new Map<string, number>();
  const bots = new Map<string, Set<string>>();
  for (const agent of agents) {
    if (agent.bot) bots.set(agent.source, (bots.get(agent.source) ?? new Set()).add(agent.id));
    const list = byPerson.get(agent.personKey);
    if (list === undefined) byPerson.set(agent.personKey, [agent]);
    else list.push(agent);
  }
  for (const list of byPerson.values()) {
    for (const id of new Set(list.map((agent) => agent.id))) owners.set(id, (owners.get(id) ?? 0) + 1);
  }
  const known = new Map<string, Person>();
  for (const list of byPerson.values()) {
    const members = list.map((agent) => `${agent.source}/${agent.id}`).sort();
    const plain = members[0]!.slice(members[0]!.indexOf('/') + 1);
    const label = list.find((agent) => agent.name !== '')?.name ?? plain;
    const person: Person = { key: owners.get(plain) === 1 ? plain : members[0]!, label, members };
    for (const member of members) known.set(member, person);
  }
  return {
    personOf(agent) {
      const found = known.get(agent);
      if (found) return found;
      const stranger: Person = { key: agent, label: agent.slice(agent.indexOf('/') + 1), members: [agent] };
      known.set(agent, stranger);
      return stranger;
    },
    botsOf: (source) => bots.get(source) ?? NO_BOTS,
  };
}
