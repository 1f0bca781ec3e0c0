import { tierOfScore } from '../measure/tier.ts';
import type { Tier } from '../model/catalogue.ts';
import type { TierRule } from '../model/definitions.ts';
import type { Handler, MeasuredTicket } from '../model/measurement.ts';
import { finalSolutionAsOf } from './life.ts';

/** Whom a ticket belonged to just before an instant; null is nobody. Ids as its source has them. */
export interface OwnersAsOf {
  readonly teamId: string | null;
  readonly agentId: string | null;
  /** Who had dealt with it. */
  readonly resolvedBy: Handler;
}

/**
 * Whose a ticket was just before an instant (epoch ms): of a solved one whoever is credited with the solution that held then,
 * of an open one whoever had it. Assignments carry a date, so that an earlier window is not told by later ones.
 */
export function ownersAsOf(ticket: MeasuredTicket, asOf: number): OwnersAsOf {
  const { solutions, stints, teamId, agentId, resolvedBy } = ticket;
  const solution = finalSolutionAsOf(solutions, asOf);
  if (solution !== null) {
    const isFinal = solution === solutions.at(-1) && solution.reopenedAt === null;
    return isFinal
      ? { teamId, agentId, resolvedBy }
      : { teamId: solution.teamId, agentId: solution.agentId, resolvedBy: solution.by };
  }
  const stint = stints.findLast(({ fromAt }) => fromAt < asOf);
  return {
    teamId: stint === undefined ? teamId : stint.teamId,
    agentId: stint?.agentId ?? null,
    resolvedBy: answeredByAsOf(ticket, asOf),
  };
}

/** Who had answered an open ticket: what people did without a word carries no date here. */
function answeredByAsOf({ turns }: MeasuredTicket, asOf: number): Handler {
  const byPerson = turns.some(({ by, answeredAt }) => by !== 'bot' && answeredAt !== null && answeredAt < asOf);
  const byBot = turns.some(({ botAnsweredAt }) => botAnsweredAt !== null && botAnsweredAt < asOf);
  if (byPerson) return byBot ? 'both' : 'human';
  return byBot ? 'bot' : 'nobody';
}

/** How complex a ticket was by what had been done until an instant; a field or tags carry no date. */
export function tierKnownAt({ source, tier, tierOrigin, scores }: MeasuredTicket, at: number, rule: TierRule): Tier {
  if (tierOrigin !== 'score' || !scores.some((change) => change.at > at)) return tier;
  return tierOfScore(rule, source, scores.findLast((change) => change.at <= at)?.score ?? 0);
}

/** The same ticket under whom it belonged to just before an instant, and as complex as it was then. */
export function knownAsOf(ticket: MeasuredTicket, asOf: number, rule: TierRule): MeasuredTicket {
  const { teamId, agentId, resolvedBy } = ownersAsOf(ticket, asOf);
  const tier = tierKnownAt(ticket, finalSolutionAsOf(ticket.solutions, asOf)?.knownAt ?? asOf - 1, rule);
  const isSame =
    teamId === ticket.teamId && agentId === ticket.agentId && resolvedBy === ticket.resolvedBy && tier === ticket.tier;
  return isSame ? ticket : { ...ticket, teamId, agentId, resolvedBy, tier };
}
