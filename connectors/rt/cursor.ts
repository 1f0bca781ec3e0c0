import { z } from 'zod';
import { cursorForm, unchanged } from '../../src/connector/cursor.ts';
import { MS_PER_HOUR } from '../../src/model/time.ts';

/**
 * RT reads the dates of a search in the zone of the user who asks, which that user cannot see: anywhere from UTC-12
 * to UTC+14. We ask from twelve hours earlier on, and may be given what is up to a day and two hours older.
 */
export const ZONE_BEFORE_MS = 12 * MS_PER_HOUR;

export const ZONE_SPAN_MS = 27 * MS_PER_HOUR;

/** What is written right now may become visible out of order. */
export const SETTLE_MS = 60_000;

export const Position = z.object({
  /** Everything that changed before this has been read; epoch ms of the server. */
  since: z.int(),
  /** When tickets changed that lie in the overlap of two searches: they need not be read again. */
  seen: z.record(z.string(), z.int()),
  /** Merges and deletions up to this entry have been read. */
  gone: z.int(),
  staff: z.array(z.string()).readonly(),
  logins: z.record(z.string(), z.string()).readonly(),
  /** The walk under way: when it began, and the last ticket it has read. */
  walk: z.object({ startedAt: z.int(), afterId: z.int(), tickets: z.boolean() }).optional(),
});
export type Position = z.infer<typeof Position>;

export function firstPosition(startAt: number): Position {
  return { since: startAt, seen: {}, gone: 0, staff: [], logins: {} };
}

/** How a cursor is written down. */
export const cursorText = cursorForm(Position, [unchanged]);

export function finished(position: Position, startedAt: number): Position {
  const since = Math.max(position.since, startedAt - SETTLE_MS);
  const seen = Object.fromEntries(Object.entries(position.seen).filter(([, at]) => at >= since - ZONE_SPAN_MS));
  return { ...position, since, seen, walk: undefined };
}
