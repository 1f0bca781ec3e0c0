import { type Actor, isListedBot, sideOf } from '../../src/connector/sides.ts';
import type { Side } from '../../src/model/ticket.ts';
import { type Comment, type HistoryEntry, type Issue, type User, userIdOf } from './answers.ts';

/** Who is who by the settings: ids, user names and addresses, lower case. */
export interface Listed {
  readonly agents: ReadonlySet<string>;
  readonly bots: ReadonlySet<string>;
}

/** The other names of somebody, by which settings may call them. */
function namesOf(user: User): (string | null | undefined)[] {
  return [user.name, user.key, user.emailAddress];
}

/** Whether an account is a machine: an app (automation rules act as one), or listed as one. The one rule, for all acts. */
export function isMachine(user: User, bots: ReadonlySet<string>): boolean {
  return user.accountType === 'app' || isListedBot({ id: userIdOf(user), names: namesOf(user) }, bots);
}

/** The side on which somebody stands in one issue. */
export type SideIn = (user: User | null | undefined, act: 'wrote' | 'changed') => Side;

/** Who asks: the reporter; where there is none, whoever made the issue. */
export function askerOf({ fields }: Issue): User | undefined {
  return fields.reporter ?? fields.creator ?? undefined;
}

/**
 * Sides in an issue. Its reporter asks. Who was ever assigned to it, or wrote what customers cannot see, answers for us;
 * so do those whom the settings name, and where they name nobody, every account of Jira itself that takes no part in
 * the request. A portal-only account is a customer. What nobody is named for was written by a customer without an
 * account, or changed by Jira.
 */
export function sidesIn(
  issue: Issue,
  participants: readonly User[],
  history: readonly HistoryEntry[],
  hidden: readonly Comment[],
  listed: Listed,
): SideIn {
  const asker = userIdOf(askerOf(issue));
  const takePart = new Set(participants.map(userIdOf));
  const seen = new Set<string | undefined>([userIdOf(issue.fields.assignee)]);
  for (const { author } of hidden) seen.add(userIdOf(author));
  for (const { items } of history) {
    for (const { field, from, to } of items ?? []) if (field === 'assignee') seen.add(from).add(to);
  }
  seen.delete(undefined);
  const isCustomer = ({ accountType }: User): boolean => accountType === 'customer';

  return (user, act) => {
    if (!user) return act === 'wrote' ? 'customer' : 'bot';
    const id = userIdOf(user);
    const named = isListedBot({ id, names: namesOf(user) }, listed.agents);
    const unlisted = listed.agents.size === 0 && !isCustomer(user) && !takePart.has(id);
    const actor: Actor = { id, names: namesOf(user), machine: isMachine(user, listed.bots), staff: named || unlisted };
    return sideOf(actor, (one) => one === asker, {
      bots: listed.bots,
      isAgent: (one) => seen.has(one) && !isCustomer(user),
    });
  };
}
