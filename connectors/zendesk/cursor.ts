import { z } from 'zod';
import { cursorForm, unchanged } from '../../src/connector/cursor.ts';

/** How far a sync is; a run goes through the phases in this order and begins anew after the last. */
export const Position = z.object({
  phase: z.enum(['tickets', 'ratings', 'surveys', 'updates']),
  /** The ticket export's own cursor; it lasts, also past the end of the stream. */
  tickets: z.string().optional(),
  /** All tickets that changed before this have been read in this run; epoch s. */
  covered: z.int(),
  /** Ticket updates before this have been read; epoch s. */
  updates: z.int(),
  /** Surveys sent before this have been read; epoch s. */
  rated: z.int(),
  /** The start of the window of ratings being read, and the page in it. */
  window: z.object({ from: z.int(), after: z.string().optional() }).optional(),
  /** A ticket of this run bears a rating. */
  ratingsDue: z.boolean(),
  /** The account uses the newer survey, so that the older one is over. */
  newSurveys: z.boolean(),
  /** Everybody who was seen to be an agent: who leaves stays one in what they wrote. */
  agents: z.array(z.string()),
  /** Of those, the ones who are no longer. */
  former: z.array(z.string()),
  /** Tickets of this run that an agent asks for, by id: there that agent is the customer. */
  internal: z.record(z.string(), z.string()),
});
export type Position = z.infer<typeof Position>;

/** Where the first sync begins. */
export function firstPosition(startAt: number): Position {
  const start = Math.floor(startAt / 1000);
  const empty = { agents: [], former: [], internal: {}, newSurveys: false, ratingsDue: false };
  return { phase: 'tickets', covered: start, updates: start, rated: start, ...empty };
}

/** How a cursor is written down. */
export const cursorText = cursorForm(Position, [unchanged]);
