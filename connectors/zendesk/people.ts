import { type Actor, isListedBot, sideOf } from '../../src/connector/sides.ts';
import type { Agent } from '../../src/model/people.ts';
import type { Side } from '../../src/model/ticket.ts';
import type { Position } from './cursor.ts';
import { readFormerAgents } from './directory.ts';
import type { Run } from './run.ts';

/** What a record shows of who acts for us: ever assigned, ever wrote what customers cannot see. */
export interface SeenStaff {
  readonly position: Position;
  /** Those who no longer are agents and were not named yet. */
  readonly agents: readonly Agent[];
}

/** Notes who is or was an agent; names those who no longer are. `seen` are ids that only an agent can have. */
export async function noteStaff(run: Run, position: Position, seen: readonly string[]): Promise<SeenStaff> {
  const current = new Set(run.directory.agents.map(({ id }) => id));
  const known = new Set([...position.agents, ...seen.filter((id) => !isItself(id))]);
  const left = [...known].filter((id) => !current.has(id) && !position.former.includes(id)).sort();
  const agents = left.length > 0 ? await readFormerAgents(run.client, run.tools.source, left, run.bots) : [];
  const all = [...new Set([...known, ...current])].sort();
  const former = [...position.former, ...left].filter((id) => !current.has(id)).sort();
  return { position: { ...position, agents: all, former }, agents };
}

/** Zendesk itself is user -1, or nobody. */
export function isItself(userId: string): boolean {
  return userId === '-1' || userId === '0' || userId === '';
}

/** Tells the side of whoever acted in a ticket. */
export function sidesOf(
  run: Run,
  position: Position,
  internal: Readonly<Record<string, string>> = position.internal,
): (actor: Actor, ticketId: string) => Side {
  const agents = new Set(position.agents);
  const people = { bots: run.bots, isAgent: (id: string) => agents.has(id) };
  return (actor, ticketId) => {
    const machine = actor.machine || isItself(actor.id ?? '');
    return sideOf({ ...actor, machine }, (id) => internal[ticketId] === id, people);
  };
}

/** Machines among the agents, by id: those the settings list, by id or by address. */
export function botsOf(agents: readonly Agent[], listed: ReadonlySet<string>): ReadonlySet<string> {
  const found = agents.filter(({ id, email }) => isListedBot({ id, names: [email] }, listed));
  return new Set([...listed, ...found.map(({ id }) => id)]);
}
