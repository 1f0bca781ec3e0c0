import type { Side } from '../model/ticket.ts';

/** Somebody who wrote, edited, closed or was given a ticket, as a vendor's record names them. */
export interface Actor {
  readonly id: string | undefined;
  /** Further names by which settings may call them: a login, an email. */
  readonly names?: readonly (string | null | undefined)[];
  /** The record itself says that a machine did it: an app's account, an AI answer, a trigger, a timer, nobody at all. */
  readonly machine: boolean;
  /** The record itself says that they answer for us. */
  readonly staff?: boolean;
}

/** What a source knows of people beyond one record. */
export interface KnownPeople {
  /** Machines that the vendor calls people, as settings name them: ids, logins, emails, in lower case. */
  readonly bots: ReadonlySet<string>;
  /** Whether somebody answers for us, or once did: who leaves stays an agent in what they wrote. */
  readonly isAgent: (id: string) => boolean;
}

/** Whether settings call them a machine. */
export function isListedBot({ id, names = [] }: Pick<Actor, 'id' | 'names'>, bots: ReadonlySet<string>): boolean {
  return [id, ...names].some((name) => name && bots.has(name.toLowerCase()));
}

/**
 * The side on which somebody stands in a ticket; one rule for authors, editors, assignees and messages read again, of
 * every vendor. In this order: what a machine did is a machine's, by the record's own word or by the settings'; who
 * asks for this ticket is its customer, also one of ours; who is or ever was an agent, or whom the record calls staff,
 * is an agent; everybody else is a customer. A person's act stays a person's however many tickets it touches at once.
 */
export function sideOf(actor: Actor, asksHere: (id: string) => boolean, people: KnownPeople): Side {
  if (actor.machine || isListedBot(actor, people.bots)) return 'bot';
  const { id } = actor;
  if (id !== undefined && asksHere(id)) return 'customer';
  return actor.staff === true || (id !== undefined && people.isAgent(id)) ? 'agent' : 'customer';
}
