import type { HttpClient } from '../../src/connector/http/http.ts';
import { sideOf } from '../../src/connector/sides.ts';
import type { Agent } from '../../src/model/people.ts';
import type { Side } from '../../src/model/ticket.ts';
import { NOBODY, type Person, type Transaction } from './answers.ts';
import { askUser } from './api.ts';
import { RT_ITSELF, toAgent, zoneOf } from './records.ts';

/** What outlives a run: whoever was seen to be staff stays staff in what they wrote. */
export interface KnownPeople {
  readonly staff: readonly string[];
  /** Logins by user number. */
  readonly logins: Readonly<Record<string, string>>;
}

/** Who is who, asked for one by one: RT tells only there who is staff. */
export interface People {
  /** Learns about everybody in these histories who is not a requestor of the ticket; tells the agents among them. */
  readonly learn: (
    histories: readonly { readonly requestors: readonly string[]; readonly history: readonly Transaction[] }[],
    owners: readonly Person[],
  ) => Promise<readonly Agent[]>;
  readonly sideOf: (login: string, requestors: readonly string[]) => Side;
  readonly loginOf: (userId: string) => string | undefined;
  readonly known: () => KnownPeople;
}

/** Starts from what earlier runs knew; `bots` are logins, lower case. */
export function createPeople(
  client: HttpClient,
  source: string,
  before: KnownPeople,
  bots: ReadonlySet<string>,
): People {
  const staff = new Set(before.staff);
  const logins = new Map(Object.entries(before.logins));
  const asked = new Set<string>();
  const isBot = (login: string) => login === RT_ITSELF || bots.has(login.toLowerCase());

  async function meet(name: string, zones: ReadonlyMap<string, string>, owner: boolean): Promise<Agent | undefined> {
    if (asked.has(name) || name === NOBODY || name === RT_ITSELF || name === '') return undefined;
    asked.add(name);
    const user = await askUser(client, name);
    const login = user?.Name ?? (/^\d+$/.test(name) ? undefined : name);
    if (login === undefined) return undefined;
    if (/^\d+$/.test(name)) logins.set(name, login);
    asked.add(login);
    const privileged = String(user?.Privileged ?? '0') === '1';
    // Whoever owns tickets is staff, also when the right to do so was taken away since.
    if (!privileged && !owner && !staff.has(login)) return undefined;
    if (login === NOBODY || login === RT_ITSELF) return undefined;
    staff.add(login);
    return toAgent(source, login, user ?? { Name: login }, zones.get(login), isBot(login));
  }

  return {
    async learn(histories, owners) {
      const zones = new Map<string, string>();
      const names = new Set<string>();
      const owning = new Set<string>();
      for (const owner of owners) {
        owning.add(owner.id);
        note(zones, owner);
      }
      for (const { requestors, history } of histories) {
        for (const { Type, Field, Creator, OldValue, NewValue } of history) {
          if (!requestors.includes(Creator.id)) names.add(Creator.id);
          note(zones, Creator);
          if (Field === 'Owner' || ['Take', 'Give', 'Steal', 'Untake', 'Force'].includes(Type)) {
            for (const id of [OldValue, NewValue]) if (id) owning.add(id);
          }
        }
      }
      const agents: Agent[] = [];
      for (const name of [...owning].sort()) agents.push(...listed(await meet(name, zones, true)));
      for (const name of [...names].sort()) agents.push(...listed(await meet(name, zones, false)));
      return agents;
    },
    sideOf(login, requestors) {
      const actor = { id: login, machine: login === RT_ITSELF };
      return sideOf(actor, (id) => requestors.includes(id), { bots, isAgent: (id) => staff.has(id) });
    },
    loginOf: (userId) => {
      const login = logins.get(userId);
      return login === NOBODY ? undefined : login;
    },
    known: () => ({ staff: [...staff].sort(), logins: Object.fromEntries([...logins].sort()) }),
  };
}

function note(zones: Map<string, string>, person: Person): void {
  const zone = zoneOf(person);
  if (zone !== undefined) zones.set(person.id, zone);
}

function listed<T>(one: T | undefined): T[] {
  return one === undefined ? [] : [one];
}
