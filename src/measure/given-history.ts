import type { Ticket, VendorMetrics } from '../model/ticket.ts';
import { complexityScore, type KnownScore, type Work } from './tier.ts';

/** What a ticket's history tells, or what its source counts of a history that it does not give. */
export interface GivenHistory {
  readonly score: KnownScore;
  /** Null where nobody tells. */
  readonly reopens: number | null;
  /** Whether it is told who held the ticket. */
  readonly causesKnown: boolean;
}

/**
 * What can be known of a ticket's work. A whole history tells all; of a ticket list only what it counts itself is known,
 * what was seen beside it being the least. A solved ticket of which no event is known has no history.
 */
export function givenHistory(
  ticket: Pick<Ticket, 'timelineComplete' | 'vendorMetrics'>,
  seen: {
    /** All that was done, and the score of what was done up to the final solution (all, where it is open). */
    readonly work: Work;
    readonly score: number;
    readonly reopens: number;
    readonly hasEvents: boolean;
    readonly isSolved: boolean;
  },
): GivenHistory {
  const { work, reopens } = seen;
  if (ticket.timelineComplete && (seen.hasEvents || !seen.isSolved)) {
    return { score: { score: seen.score, isWhole: true }, reopens, causesKnown: true };
  }
  const counts = ticket.vendorMetrics ?? {};
  const told = counts.reopens ?? (reopens > 0 ? reopens : null);
  const least: Work = {
    publicReplies: Math.max(work.publicReplies, counts.agentMessages ?? 0),
    agentsInvolved: Math.max(work.agentsInvolved, counts.agentsInvolved ?? 0),
    teamHandovers: Math.max(work.teamHandovers, counts.teamHandovers ?? 0),
    thirdPartyWaits: Math.max(work.thirdPartyWaits, (counts.withThirdPartyMs ?? 0) > 0 ? 1 : 0),
    notes: Math.max(work.notes, counts.internalNotes ?? 0),
  };
  return {
    score: {
      score: complexityScore(least, Math.max(reopens, told ?? 0)),
      isWhole: COUNTED.every((name) => name in counts),
    },
    reopens: told === null ? null : Math.max(told, reopens),
    causesKnown: tellsWaits(counts),
  };
}

/** The counts that a score is made of. */
const COUNTED = [
  'agentMessages',
  'agentsInvolved',
  'teamHandovers',
  'withThirdPartyMs',
  'internalNotes',
  'reopens',
] as const satisfies readonly (keyof VendorMetrics)[];

/** Whether lengths of time tell how long the customer had it: stated, or what is left of the others. */
function tellsWaits({ withTeamMs, withCustomerMs, withThirdPartyMs, customerWaitedMs }: VendorMetrics): boolean {
  if (withCustomerMs !== undefined || customerWaitedMs !== undefined) return true;
  return withTeamMs !== undefined && withThirdPartyMs !== undefined;
}
