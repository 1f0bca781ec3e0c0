import type { Account } from '../model/account.ts';
import { DIMENSIONS, type DimensionName, type Measure, NO_VALUE, TOLD_TIER_NAMES } from '../model/catalogue.ts';
import type { KeyColumn } from '../model/measurement.ts';
import type { Agent, Team } from '../model/people.ts';
import { keyColumn } from './columns.ts';
import type { Partition } from './summary.ts';

/** Names of the people and organisations that groups are labelled with. */
export interface Names {
  readonly agents: readonly Agent[];
  readonly teams: readonly Team[];
  readonly accounts: readonly Account[];
}

/** A group before its figures: its key, what people call it, and the values of the column that belong to it. */
export interface GroupName {
  readonly key: string;
  readonly label: string;
  /** The values as the columns have them (agents and teams: `source/id`); empty for `none`. */
  readonly members: readonly string[];
}

/** A dimension of a report: its groups and which rows belong to each. */
export interface Dimension {
  readonly groups: readonly GroupName[];
  readonly partition: Partition;
}

/** The names of rows: who and what groups are made of. */
export type NamedColumns = Readonly<Record<(typeof DIMENSIONS)[DimensionName]['field'], KeyColumn>> &
  Readonly<Record<ResponseMeasure, { readonly agent: KeyColumn }>>;
type ResponseMeasure = Extract<Measure, `${string}Response`>;

/** One dimension over two sets of rows: the groups have one name in both. */
export interface SharedDimension {
  readonly groups: readonly GroupName[];
  readonly tickets: Partition;
  readonly answers: Partition;
}

/** Splits the tickets of a cohort and the answers of its window by one dimension; whoever is in either has a group. */
export function splitBoth(
  name: DimensionName,
  tickets: NamedColumns,
  answers: NamedColumns,
  names: Names,
): SharedDimension {
  const { field } = DIMENSIONS[name];
  const ofTickets = tickets[field].codes.length;
  const both = (measure: ResponseMeasure) => joinedKeys(tickets[measure].agent, answers[measure].agent);
  const repliers = {
    firstResponse: { agent: both('firstResponse') },
    laterResponse: { agent: both('laterResponse') },
  } satisfies Record<ResponseMeasure, unknown>;
  const { groups, partition } = splitBy(
    name,
    {
      ...tickets,
      [field]: joinedKeys(tickets[field], answers[field]),
      ...repliers,
    },
    names,
  );
  const part = (codes: Uint32Array | undefined, from: number, to?: number) => codes?.subarray(from, to);
  const { firstResponses, laterResponses } = partition;
  return {
    groups,
    tickets: { groups: partition.groups, tickets: partition.tickets.subarray(0, ofTickets) },
    answers: {
      groups: partition.groups,
      tickets: partition.tickets.subarray(ofTickets),
      ...(firstResponses === undefined ? {} : { firstResponses: part(firstResponses, ofTickets)! }),
      ...(laterResponses === undefined
        ? {}
        : { laterResponses: part(laterResponses, tickets.laterResponse.agent.codes.length)! }),
    },
  };
}

function joinedKeys(one: KeyColumn, other: KeyColumn): KeyColumn {
  return keyColumn(
    [...one.codes].map((code) => one.keys[code]!).concat([...other.codes].map((code) => other.keys[code]!)),
  );
}

/**
 * Splits tickets by one dimension. Figures of resolution belong to the credited agent, those of a response to the agent
 * who replied. Tiers come in their order, the unknown one only where there are such tickets, others as they appear; `buildReport` sorts them once their tickets are counted.
 */
export function splitBy(name: DimensionName, columns: NamedColumns, names: Names): Dimension {
  const ofTickets = columns[DIMENSIONS[name].field];
  const ofFirst = name === 'byAgent' ? columns.firstResponse.agent : ofTickets;
  const ofLater = name === 'byAgent' ? columns.laterResponse.agent : ofTickets;
  const values = new Set([
    ...(name === 'byTier' ? TOLD_TIER_NAMES : []),
    ...(name === 'byTier' ? presentIn(ofTickets) : ofTickets.keys),
    ...(name === 'byTier' ? [] : [...ofFirst.keys, ...ofLater.keys]),
  ]);
  const groups = nameGroups(name, values, names);
  const indexOf = new Map<string | null, number>();
  for (const [index, group] of groups.entries()) {
    for (const member of group.members) indexOf.set(member, index);
    if (group.key === NO_VALUE) indexOf.set(null, index);
  }
  const tickets = recode(ofTickets, indexOf);
  const ofReplies =
    name === 'byAgent' ? { firstResponses: recode(ofFirst, indexOf), laterResponses: recode(ofLater, indexOf) } : {};
  return { groups, partition: { groups: groups.length, tickets, ...ofReplies } };
}

/** The values that some row has. */
function presentIn({ keys, codes }: KeyColumn): readonly (string | null)[] {
  const used = new Set(codes);
  return keys.filter((_, code) => used.has(code));
}

/**
 * Names the groups of a dimension. One person in several sources is one group. The key of an agent or a team is its
 * plain id where no other group has that id, else `source/id`.
 */
function nameGroups(name: DimensionName, values: ReadonlySet<string | null>, names: Names): GroupName[] {
  const stated = [...values].filter((value) => value !== null);
  const known = knownPeople(name, names);
  const groups = known === undefined ? nameValues(name, stated, names) : namePeople(stated, known);
  if (values.has(null) && !groups.some((group) => group.key === NO_VALUE)) {
    groups.push({ key: NO_VALUE, label: DIMENSIONS[name].none, members: [] });
  }
  return groups;
}

function nameValues(name: DimensionName, values: readonly string[], names: Names): GroupName[] {
  const labels = new Map(
    name === 'byAccount' ? names.accounts.map((account) => [account.key, account.name ?? account.key]) : [],
  );
  return values.map((value) => ({ key: value, label: labels.get(value) ?? value, members: [value] }));
}

/** Which person or team a value stands for, and what people call it. */
type KnownPeople = ReadonlyMap<string, { readonly person: string; readonly label: string }>;

/** The people of a dimension that splits by people; undefined for any other. */
function knownPeople(name: DimensionName, { agents, teams }: Names): KnownPeople | undefined {
  const memberOf = ({ source, id }: Agent | Team): string => `${source}/${id}`;
  if (name === 'byAgent') {
    return new Map(agents.map((agent) => [memberOf(agent), { person: agent.personKey, label: agent.name }]));
  }
  if (name === 'byTeam')
    return new Map(teams.map((team) => [memberOf(team), { person: memberOf(team), label: team.name }]));
  return undefined;
}

function namePeople(values: readonly string[], known: KnownPeople): GroupName[] {
  const membersOf = new Map<string, string[]>();
  for (const value of values) {
    const person = known.get(value)?.person ?? value;
    const members = membersOf.get(person);
    if (members === undefined) membersOf.set(person, [value]);
    else members.push(value);
  }
  const owners = new Map<string, number>([[NO_VALUE, 2]]);
  for (const members of membersOf.values()) {
    for (const id of new Set(members.map(plainId))) owners.set(id, (owners.get(id) ?? 0) + 1);
  }
  return [...membersOf.values()].map((members) => {
    members.sort();
    const first = members[0]!;
    const id = plainId(first);
    const key = owners.get(id) === 1 ? id : first;
    return { key, label: members.map((member) => known.get(member)?.label).find((found) => found) ?? key, members };
  });
}

/** The id of `source/id`; a source's name has no slash, an id may. */
function plainId(value: string): string {
  return value.slice(value.indexOf('/') + 1);
}

function recode(column: KeyColumn, indexOf: ReadonlyMap<string | null, number>): Uint32Array {
  const target = Uint32Array.from(column.keys, (key) => indexOf.get(key)!);
  const codes = new Uint32Array(column.codes.length);
  for (let i = 0; i < codes.length; i++) codes[i] = target[column.codes[i]!]!;
  return codes;
}
