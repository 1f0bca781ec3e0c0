import type { Handler, MeasuredTicket, Solution } from '../model/measurement.ts';

/** The solution that held just before an instant (epoch ms), as its source knew it then; undefined: it was open, or not there. */
export function solutionAsOf({ solutions }: Pick<MeasuredTicket, 'solutions'>, asOf: number): Solution | undefined {
  const last = solutions.findLast(({ knownAt }) => knownAt < asOf);
  return last !== undefined && (last.reopenedAt === null || last.reopenedAt >= asOf) ? last : undefined;
}

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
  const solution = solutionAsOf(ticket, asOf);
  if (solution !== undefined) {
    const isFinal = solution === solutions.at(-1) && solution.reopenedAt === null;
    return isFinal
      ? { teamId, agentId, resolvedBy }
      : { teamId: solution.teamId, agentId: solution.agentId, resolvedBy: solution.by };
  }
  const stint = stints.findLast(({ fromAt }) => fromAt < asOf);
  return { teamId: stint?.teamId ?? teamId, agentId: stint?.agentId ?? null, resolvedBy };
}

/** The same ticket under whom it belonged to just before an instant. */
export function withOwnersAsOf(ticket: MeasuredTicket, asOf: number): MeasuredTicket {
  const { teamId, agentId } = ownersAsOf(ticket, asOf);
  return teamId === ticket.teamId && agentId === ticket.agentId ? ticket : { ...ticket, teamId, agentId };
}
