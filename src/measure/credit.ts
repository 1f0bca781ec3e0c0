import type { CreditPolicy } from '../model/definitions.ts';
import type { Event, Ticket } from '../model/ticket.ts';
import { countingAuthor } from './timeline.ts';

/** Who is credited with a solution, and which team had the ticket then. */
export interface Credit {
  readonly agentId: string | null;
  readonly teamId: string | null;
}

/**
 * The agent credited with the solution at `solvedAt`: the one assigned then, else the last one who replied publicly;
 * with `last_replier` the other way round. (`assignee_at_rating` and `all_involved` concern ratings and are told from
 * them; the ticket itself is then credited to its solver.) `solvedEvent` is the position of the event that solved it,
 * -1 where none did. A save that solves a ticket and unassigns it, in either order, leaves the credit with whom it had.
 */
export function creditOf(
  ticket: Ticket,
  ordered: readonly Event[],
  solvedAt: number,
  solvedEvent: number,
  policy: CreditPolicy,
  bots: ReadonlySet<string>,
): Credit {
  const until = solvedEvent < 0 ? ordered.length - 1 : solvedEvent;
  let agentTold = false;
  let teamTold = false;
  let assignee: string | null = null;
  let team: string | null = null;
  let beforeInstant: string | null = null;
  let laterInInstant: string | null = null;
  let replier: string | null = null;
  for (let i = 0; i < ordered.length; i++) {
    const event = ordered[i]!;
    if (event.kind === 'assignment') {
      const human = event.agentId != null && !bots.has(event.agentId) ? event.agentId : null;
      if (event.agentId !== undefined) agentTold = true;
      if (event.teamId !== undefined) teamTold = true;
      if (event.at > solvedAt) continue;
      if (i > until) {
        if (human !== null) laterInInstant = human;
        if (team === null && event.teamId != null) team = event.teamId;
        continue;
      }
      if (event.agentId !== undefined) assignee = human;
      if (event.teamId !== undefined) team = event.teamId;
      if (event.at < solvedAt) beforeInstant = assignee;
    } else if (event.kind === 'message' && event.at <= solvedAt && event.authorId !== undefined) {
      if (countingAuthor(event, bots) === 'agent') replier = event.authorId;
    }
  }
  const own = ticket.agentId !== undefined && !bots.has(ticket.agentId) ? ticket.agentId : null;
  const assigned = agentTold ? (assignee ?? laterInInstant ?? beforeInstant) : own;
  return {
    agentId: policy === 'last_replier' ? (replier ?? assigned) : (assigned ?? replier),
    teamId: teamTold ? team : (ticket.teamId ?? null),
  };
}
