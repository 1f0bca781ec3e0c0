import { creditOf } from '../../measure/credit.ts';
import { inOrder } from '../../measure/event-order.ts';
import { countingAuthor } from '../../measure/holder.ts';
import type { CreditPolicy } from '../../model/definitions.ts';
import type { TicketHistory } from '../../model/measurement.ts';
import { isSolved } from '../../model/status.ts';

/** The agents a rating is credited to under each policy, as `source/id`; several share one rating equally. */
export type Credits = Readonly<Record<CreditPolicy, readonly string[]>>;

export const CREDIT_POLICIES: readonly CreditPolicy[] = [
  'solver',
  'last_replier',
  'assignee_at_rating',
  'all_involved',
];

/** A ticket as it stood when it was rated. Agents are ids within the source. */
interface Standing {
  readonly assignee: string | undefined;
  readonly lastReplier: string | undefined;
  /** Credited with the last solution before. */
  readonly solver: string | undefined;
  /** Every agent who replied or was assigned, in order of first appearance. */
  readonly involved: readonly string[];
}

/** Replays what happened up to and including an instant. A ticket whose assignments nobody told is assigned as it is now. */
function standingAt({ ticket, events }: TicketHistory, at: number, bots: ReadonlySet<string>): Standing {
  const ordered = inOrder(events).filter((event) => event.at <= at);
  const human = (id: string | null | undefined): string | undefined => (id && !bots.has(id) ? id : undefined);
  const told = events.some((event) => event.kind === 'assignment' && event.agentId !== undefined);
  let assignee = told ? undefined : human(ticket.agentId);
  let lastReplier: string | undefined;
  let solver: string | undefined;
  let solved = false;
  const involved = new Set<string>(assignee === undefined ? [] : [assignee]);
  for (const [index, event] of ordered.entries()) {
    if (event.kind === 'assignment' && event.agentId !== undefined) {
      assignee = human(event.agentId);
      if (assignee !== undefined) involved.add(assignee);
    }
    if (event.kind === 'message' && event.authorId !== undefined && countingAuthor(event, bots) === 'agent') {
      lastReplier = event.authorId;
      involved.add(event.authorId);
    }
    if (event.kind === 'status') {
      if (isSolved(event.to) && !solved) {
        solver = creditOf(ticket, ordered, event.at, index, 'solver', bots).agentId ?? undefined;
      }
      solved = isSolved(event.to);
    }
  }
  return { assignee, lastReplier, solver, involved: [...involved] };
}

/**
 * Who a rating belongs to, under every policy, as the ticket stood when it was rated (a later reassignment moves
 * nothing). `solver`: the agent the vendor says was rated, else the one credited with the last solution before the
 * rating. The other policies are told from the history, and from the vendor's agent only where that is silent. Where a
 * policy's own agent is missing (nobody was assigned any more), the solver stands in, then the last replier.
 * `history` undefined: the ticket is not known.
 */
export function creditsOf(
  history: TicketHistory | undefined,
  rating: { readonly source: string; readonly at: number; readonly agentId?: string | undefined },
  bots: ReadonlySet<string>,
): Credits {
  const { source, at, agentId: stated } = rating;
  const standing = history === undefined ? undefined : standingAt(history, at, bots);
  const { assignee, lastReplier, solver, involved = [] } = standing ?? {};
  const first = (...candidates: readonly (string | undefined)[]): string[] => {
    const found = candidates.find((id) => id !== undefined);
    return found === undefined ? [] : [`${source}/${found}`];
  };
  return {
    solver: first(stated, solver, assignee, lastReplier),
    last_replier: first(lastReplier, stated, solver, assignee),
    assignee_at_rating: first(assignee, stated, solver, lastReplier),
    all_involved: involved.length > 0 ? involved.map((id) => `${source}/${id}`) : first(stated),
  };
}

/** Whether a policy credits other agents than another one does. */
export function movesCredit(credits: Credits, from: CreditPolicy, to: CreditPolicy): boolean {
  return [...credits[from]].sort().join('\n') !== [...credits[to]].sort().join('\n');
}
