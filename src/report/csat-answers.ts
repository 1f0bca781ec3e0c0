import type { MeasuredTicket } from '../model/measurement.ts';
import type { Rating } from '../model/rating.ts';
import { toIso } from '../model/time.ts';
import type { Period } from '../summarise/life.ts';
import type { CsatAnswer } from './csat-change.ts';
import type { LowRating } from './schema-inference.ts';

interface Rated {
  readonly rating: Rating & { readonly ratedAt: number; readonly value: number };
  readonly ticket: MeasuredTicket | undefined;
}

/** The answer that counts of each ticket: the last one; answers without a ticket each by itself. */
function countedAnswers(ratings: readonly Rating[], tickets: readonly MeasuredTicket[]): Rated[] {
  const byKey = new Map(tickets.map((ticket) => [`${ticket.source}\n${ticket.ticketId}`, ticket]));
  const last = new Map<string, Rated>();
  for (const rating of ratings) {
    const { kind, value, ratedAt, source, id, ticketId } = rating;
    if (kind !== 'csat' || value === null || ratedAt === undefined) continue;
    const key = ticketId === undefined ? `\n${source}\n${id}` : `${source}\n${ticketId}`;
    const known = last.get(key);
    if (known !== undefined && known.rating.ratedAt > ratedAt) continue;
    last.set(key, { rating: { ...rating, value, ratedAt }, ticket: byKey.get(key) });
  }
  return [...last.values()];
}

/** Answers about satisfaction whose scale has a rule, with who gave them and which team they are about. */
export function csatAnswers(ratings: readonly Rating[], tickets: readonly MeasuredTicket[]): CsatAnswer[] {
  return countedAnswers(ratings, tickets).flatMap(({ rating, ticket }): CsatAnswer[] => {
    if (rating.positive === null) return [];
    const customer = rating.customerId ?? ticket?.customerId ?? null;
    return [
      {
        ratedAt: rating.ratedAt,
        isPositive: rating.positive,
        customer: customer === null ? null : `${rating.source}/${customer}`,
        team: ticket?.teamId == null ? null : `${ticket.source}/${ticket.teamId}`,
      },
    ];
  });
}

/** The lower half of the scale without its middle: one and two of five, a thumb down; neutral is neither. */
function isUnhappy(rating: Rating): boolean {
  return rating.positive === false && rating.value !== null && standing({ ...rating, value: rating.value }) < 0.5;
}

/** Unhappy answers of a window on tickets that are known, the least happy first. */
export function unhappyAnswers(
  ratings: readonly Rating[],
  tickets: readonly MeasuredTicket[],
  window: Period,
  names: {
    readonly agent: (source: string, id: string) => string | null;
    readonly team: (source: string, id: string) => string | null;
  },
): LowRating[] {
  return countedAnswers(ratings, tickets)
    .filter(({ rating }) => rating.ratedAt >= window.from && rating.ratedAt < window.to && isUnhappy(rating))
    .sort((a, b) => standing(a.rating) - standing(b.rating) || b.rating.ratedAt - a.rating.ratedAt)
    .flatMap(({ rating, ticket }): LowRating[] => {
      if (ticket === undefined) return [];
      const { source, ticketId, url, category, priority, tier, teamId } = ticket;
      const agentId = rating.agentId ?? ticket.agentId;
      return [
        {
          source,
          id: ticketId,
          url,
          category,
          priority,
          tier,
          customerId: rating.customerId ?? ticket.customerId,
          value: rating.value,
          scaleMax: rating.scaleMax,
          ratedAt: toIso(rating.ratedAt),
          agentId,
          agentName: agentId === null ? null : names.agent(source, agentId),
          teamId,
          teamName: teamId === null ? null : names.team(source, teamId),
        },
      ];
    });
}

/** How happy an answer is, from 0 to 1. */
function standing({ value, scaleMin, scaleMax, lowerIsBetter }: Rating & { readonly value: number }): number {
  const share = (value - scaleMin) / Math.max(1, scaleMax - scaleMin);
  return lowerIsBetter === true ? 1 - share : share;
}
