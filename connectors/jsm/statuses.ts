import { isSolved, type Status } from '../../src/model/ticket.ts';
import type { JiraStatus } from './answers.ts';

/** The meaning of a status; `known` is false where nothing tells it and `status` only stands in. */
export interface Meaning {
  readonly status: Status;
  readonly known: boolean;
}

/** What a site's statuses mean. */
export interface Statuses {
  /** By its id, and by its name of then where the id is gone. */
  readonly of: (id: string | undefined, name: string | undefined) => Meaning;
  /** Names of statuses in progress that nothing says to wait for anybody: they count as the team's. */
  readonly inWork: readonly string[];
  /** Names of statuses that wait for the customer. */
  readonly waiting: readonly string[];
}

/** Categories by id: their keys are wrong in old records, their names are translated. */
const BY_CATEGORY_ID: Readonly<Record<number, Status>> = { 2: 'new', 4: 'open', 3: 'solved' };
const BY_CATEGORY_KEY = new Map<string, Status>([
  ['new', 'new'],
  ['indeterminate', 'open'],
  ['done', 'solved'],
]);

/** Statuses that every Jira is born with, also where they have been removed since. */
const BUILT_IN = new Map<string, Status>([
  ['1', 'new'],
  ['3', 'open'],
  ['4', 'open'],
  ['5', 'solved'],
  ['6', 'closed'],
]);

/** Names in the workflows that service projects come with. */
const OF_SERVICE_PROJECTS = new Map<string, Status>([
  ['waiting for customer', 'waiting_customer'],
  ['waiting for approval', 'waiting_third_party'],
]);

/** Names of those workflows, and of plain projects, that are work of the team. */
const USUAL_WORK = new Set([
  'in progress',
  'work in progress',
  'waiting for support',
  'in review',
  'under review',
  'under investigation',
  'escalated',
  'reopened',
]);

function byCategory({ statusCategory: category }: JiraStatus): Status | undefined {
  const { id, key } = category ?? {};
  if (typeof id === 'number') return BY_CATEGORY_ID[id];
  return BY_CATEGORY_KEY.get(key ?? '');
}

/**
 * Reads statuses: the settings' word first, by id or by name; then the names that service projects come with; then the
 * category by its id. A status that is gone means what all statuses of its name mean, or what it meant in every Jira.
 */
export function statusesOf(listed: readonly JiraStatus[], own: ReadonlyMap<string, Status>): Statuses {
  const byId = new Map(listed.map((status) => [status.id, status]));
  const byName = Map.groupBy(listed, ({ name }) => (name ?? '').toLowerCase());

  const stated = (id: string | undefined, names: readonly (string | null | undefined)[]): Status | undefined => {
    for (const word of [id, ...names]) {
      const status = word ? own.get(word.toLowerCase()) : undefined;
      if (status !== undefined) return status;
    }
    return undefined;
  };
  const ofName = (name: string | undefined): Status | undefined => {
    const meanings = new Set((byName.get((name ?? '').toLowerCase()) ?? []).map(byCategory));
    return meanings.size === 1 ? [...meanings][0] : undefined;
  };
  const meaningOf = (id: string | undefined, name: string | undefined): Status | undefined => {
    const present = id === undefined ? undefined : byId.get(id);
    const category = present ? byCategory(present) : (ofName(name) ?? BUILT_IN.get(id ?? ''));
    const usual = OF_SERVICE_PROJECTS.get((present?.name ?? name ?? '').toLowerCase());
    // A status called so and counted as done is done.
    const waiting = category !== undefined && isSolved(category) ? undefined : usual;
    return stated(id, [name, present?.name]) ?? waiting ?? category;
  };
  const named = (wanted: (status: JiraStatus, meaning: Status | undefined) => boolean): string[] => {
    const names = listed.filter((each) => wanted(each, meaningOf(each.id, each.name ?? undefined)));
    return [...new Set(names.map(({ name, id }) => name ?? id))].toSorted();
  };

  return {
    of(id, name) {
      const status = meaningOf(id, name);
      return { status: status ?? 'open', known: status !== undefined };
    },
    inWork: named(
      (status, meaning) =>
        meaning === 'open' &&
        stated(status.id, [status.name]) === undefined &&
        !USUAL_WORK.has((status.name ?? '').toLowerCase()),
    ),
    waiting: named((_, meaning) => meaning === 'waiting_customer'),
  };
}
