import { z } from 'zod';
import { cursorForm } from '../../src/connector/cursor.ts';

/** How far a kind of objects is read: first its whole list, by id, then what a search says has changed. */
const Stream = z.object({
  /** Where the list stands; `end` once it is through. */
  list: z.union([z.object({ after: z.string().optional() }), z.literal('end')]),
  /** Everything that changed before this has been read, epoch ms; never later than HubSpot has shown. */
  since: z.number().min(0),
  /** `id@at` of what has been read of the time that the search may still fill. */
  seen: z.array(z.string()),
});
export type Stream = z.infer<typeof Stream>;

const Cursor = z.object({
  tickets: Stream,
  /** Threads by their latest message. */
  conversations: z.object({ since: z.number().min(0), seen: z.array(z.string()) }),
  surveys: Stream,
  deals: Stream,
  /** Tickets archived before this are known, epoch ms. */
  archivedUntil: z.number().min(0),
});
export type Cursor = z.infer<typeof Cursor>;

/** How a cursor is written down. */
export const cursorText = cursorForm(Cursor, []);

/** Where a first sync begins: `at` is the latest instant that HubSpot has shown. */
export function firstCursor(at: number): Cursor {
  const stream = (): Stream => ({ list: {}, since: at, seen: [] });
  return {
    tickets: stream(),
    conversations: { since: at, seen: [] },
    surveys: stream(),
    deals: stream(),
    archivedUntil: 0,
  };
}

/** The latest instant of a cursor. */
export function latestOf({ tickets, conversations, surveys, deals, archivedUntil }: Cursor): number {
  return Math.max(tickets.since, conversations.since, surveys.since, deals.since, archivedUntil);
}
