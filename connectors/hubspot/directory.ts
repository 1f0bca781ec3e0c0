import type { HttpClient } from '../../src/connector/http/http.ts';
import { idOf, readRecords } from '../../src/connector/records.ts';
import { isListedBot } from '../../src/connector/sides.ts';
import { DataError } from '../../src/model/errors.ts';
import { type Agent, personKeyOf, type Team } from '../../src/model/people.ts';
import type { Rejection } from '../../src/model/source.ts';
import { Owner, ResultPage } from './answers.ts';
import { PATHS } from './api.ts';
import { MOST } from './limits.ts';

/** Whom a ticket belongs to: an owner is a person, or a queue, which is a team. */
export type Holder = { readonly agentId: string } | { readonly teamId: string };

/** The owners of a portal. */
export interface Directory {
  readonly agents: readonly Agent[];
  readonly teams: readonly Team[];
  readonly holderOf: (ownerId: string) => Holder;
  /** Users who are machines by the settings, by user id. */
  readonly isBot: (userId: string) => boolean;
  readonly rejected: readonly Rejection[];
}

/** Reads owners, also those who left: a request for each hundred of both. */
export async function readDirectory(client: HttpClient, source: string, bots: ReadonlySet<string>): Promise<Directory> {
  const gone = await readOwners(client, true);
  const here = await readOwners(client, false);
  // Who is there now is read last, and has the last word on somebody who left and came back.
  return { ...toDirectory([...gone.read, ...here.read], source, bots), rejected: [...gone.rejected, ...here.rejected] };
}

async function readOwners(client: HttpClient, archived: boolean) {
  const read: Owner[] = [];
  const rejected: Rejection[] = [];
  for (let after: string | undefined; ; ) {
    const query = { limit: MOST.ids, archived, after };
    const { body } = await client.json({ path: PATHS.owners, query, schema: ResultPage });
    const owners = readRecords(Owner, body.results ?? [], (item) => `${PATHS.owners}: ${idOf(item)}`);
    read.push(...owners.read.map((owner) => ({ ...owner, archived })));
    rejected.push(...owners.rejected);
    const next = body.paging?.next?.after ?? undefined;
    if (next === undefined) return { read, rejected };
    if (next === after) {
      throw new DataError(
        `${client.source}: GET ${PATHS.owners}: the same page came twice, so the rest cannot be reached`,
      );
    }
    after = next;
  }
}

/** Who owners are; people are named by their user, as messages and histories name them. */
export function toDirectory(
  owners: readonly Owner[],
  source: string,
  bots: ReadonlySet<string>,
): Omit<Directory, 'rejected'> {
  const agents = new Map<string, Agent>();
  const teams = new Map<string, Team>();
  const holders = new Map<string, Holder>();
  const machines = new Set<string>();
  for (const owner of owners) {
    const name = [owner.firstName, owner.lastName].filter(Boolean).join(' ') || owner.email || owner.id;
    if (owner.type === 'QUEUE') {
      const id = `queue-${owner.id}`;
      teams.set(id, { source, id, name });
      holders.set(owner.id, { teamId: id });
      continue;
    }
    const memberOf = owner.teams ?? [];
    for (const team of memberOf) teams.set(team.id, { source, id: team.id, name: team.name || team.id });
    const id = String(owner.userIdIncludingInactive ?? owner.userId ?? `owner-${owner.id}`);
    const email = owner.email || undefined;
    const bot = isListedBot({ id, names: [owner.id, email] }, bots);
    if (bot) machines.add(id);
    holders.set(owner.id, { agentId: id });
    agents.set(id, {
      source,
      id,
      name,
      ...(email ? { email } : {}),
      personKey: personKeyOf(source, id, email),
      teamIds: memberOf.map((team) => team.id),
      active: owner.archived !== true,
      bot,
    });
  }
  return {
    agents: [...agents.values()],
    teams: [...teams.values()],
    // An owner who is in no list any more was somebody, and stays who they were.
    holderOf: (ownerId) => holders.get(ownerId) ?? { agentId: `owner-${ownerId}` },
    isBot: (userId) => machines.has(userId) || isListedBot({ id: userId }, bots),
  };
}
