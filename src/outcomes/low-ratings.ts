import { z } from 'zod';
import { toIso } from '../model/instant.ts';
import type { Answer } from './answers.ts';
import { keyAt } from './ticket-rows.ts';

/** A solved ticket whose customer was not satisfied: somebody may want to write to them. */
export const LowRating = z.object({
  source: z.string(),
  ticketId: z.string(),
  url: z.string().nullable(),
  tier: z.string(),
  value: z.number(),
  scaleMin: z.number(),
  scaleMax: z.number(),
  ratedAt: z.iso.datetime({ offset: true }),
});
export type LowRating = z.infer<typeof LowRating>;

/**
 * The answers of a window that were not positive and are about a solved ticket, the latest first.
 *
 * @param urlOf the page of a ticket, by `source/id`
 */
export function lowRatings(
  answers: readonly Answer[],
  urlOf: (ticket: string) => string | undefined = () => undefined,
): LowRating[] {
  const low: (LowRating & { readonly at: number })[] = [];
  for (const { rating, counts, positive, ticket } of answers) {
    const { source, ticketId, value, ratedAt, scaleMin, scaleMax } = rating;
    if (!counts || positive !== false || ticket === undefined || ticketId === undefined) continue;
    if (value === null || ratedAt === undefined || Number.isNaN(ticket.columns.finalSolvedAt[ticket.row]!)) continue;
    low.push({
      at: ratedAt,
      source,
      ticketId,
      url: urlOf(`${source}/${ticketId}`) ?? null,
      tier: keyAt(ticket.columns.tier, ticket.row) ?? '',
      value,
      scaleMin,
      scaleMax,
      ratedAt: toIso(ratedAt),
    });
  }
  return low
    .sort((a, b) => b.at - a.at || (`${a.source}/${a.ticketId}` < `${b.source}/${b.ticketId}` ? -1 : 1))
    .map(({ at: _, ...rating }) => rating);
}
