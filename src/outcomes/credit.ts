import type { CreditPolicy } from '../metrics/definitions.ts';
import type { TicketHistory } from '../metrics/measured.ts';
import type { Event } from '../model/event.ts';
import { isSolved } from '../model/status.ts';

/** What a rating's agent can be told from, as the ticket stood when it was rated. Agents are ids within the source. */
interface Standing {
  readonly assignee: string | undefined;
  readonly lastReplier: string | undefined;
  readonly solver: string | undefined;
  /** Every agent who replied or was assigned, in order of first appearance. */
  readonly involved: readonly string[];
}

/** The agents a rating is credited to under each policy, as `source/id`; several share one rating equally. */
export type Credits = Readonly<Record<CreditPolicy, readonly string[]>>;

export const CREDIT_POLICIES: readonly CreditPolicy[] = [
  'solver',
  'last_replier',
  'assignee_at_rating',
  'all_involved',
];

/** Replays what happened up to and including an instant; `assigned` is who had the ticket from the beginning, if known. */
function standingAt(
  events: readonly Event[],
  at: number,
  assigned: string | undefined,
  isBot: (id: string) => boolean,
): Standing {
  const told = events
    .filter((event) => event.at <= at)
    .sort((a, b) => a.at - b.at || a.seq - b.seq || (a.id < b.id ? -1 : 1));
  const involved = new Set<string>(assigned === undefined ? [] : [assigned]);
  let assignee = assigned;
  let lastReplier: string | undefined;
  let solver: string | undefined;
  let solved = false;
  for (const event of told) {
    if (event.kind === 'assignment' && event.agentId !== undefined) {
      assignee = event.agentId === null || isBot(event.agentId) ? undefined : event.agentId;
      if (assignee) involved.add(assignee);
    }
    if (event.kind === 'message' && event.by === 'agent' && event.public && !event.automatic && event.authorId) {
      lastReplier = event.authorId;
      involved.add(event.authorId);
    }
    if (event.kind === 'status') {
      if (isSolved(event.to) && !solved) solver = assignee ?? lastReplier;
      solved = isSolved(event.to);
    }
  }
  return { assignee, lastReplier, solver, involved: [...involved] };
}

/**
 * Who a rating belongs to, under every policy, as the ticket stood when it was rated (a later reassignment moves
 * nothing). `solver`: the agent the vendor says was rated, else the one credited with the last solution before the
 * rating, else the last replier. The other policies are told from the history, and from the vendor's agent only where
 * the history is silent. A ticket without assignments in its history is taken to be assigned as it is now.
 * `history` undefined: the ticket is not known.
 */
export function creditsOf(
  history: TicketHistory | undefined,
  rating: { readonly source: string; readonly at: number; readonly agentId?: string | undefined },
  isBot: (agent: string) => boolean,
): Credits {
  const { source, agentId: stated } = rating;
  const toKey = (id: string): string => `${source}/${id}`;
  const isBotId = (id: string): boolean => isBot(toKey(id));
  const events = history?.events ?? [];
  const current = history?.ticket.agentId;
  const assignmentsTold = events.some((event) => event.kind === 'assignment' && event.agentId !== undefined);
  const assigned = assignmentsTold || current === undefined || isBotId(current) ? undefined : current;
  const standing = standingAt(events, rating.at, assigned, isBotId);
  const first = (...candidates: readonly (string | undefined)[]): string[] => {
    const found = candidates.find((id) => id !== undefined);
    return found === undefined ? [] : [toKey(found)];
  };
  return {
    solver: first(stated, standing.solver, standing.lastReplier, standing.assignee),
    last_replier: first(standing.lastReplier, stated, standing.assignee),
    assignee_at_rating: first(standing.assignee, stated, standing.lastReplier),
    all_involved: standing.involved.length > 0 ? standing.involved.map(toKey) : first(stated),
  };
}

/** Whether a policy credits other agents (or other shares) than another one does. */
export function movesCredit(credits: Credits, from: CreditPolicy, to: CreditPolicy): boolean {
  return [...credits[from]].sort().join('\n') !== [...credits[to]].sort().join('\n');
}
