import { z } from 'zod';
import { cursorForm, unchanged } from '../../src/connector/cursor.ts';

/** Where the sync of a billing account stands. Seconds, as Stripe counts. */
export const Cursor = z.object({
  /** Which list is being read; `events` once both are through. */
  phase: z.enum(['customers', 'subscriptions', 'events']),
  /** The last record read of that list. */
  after: z.string().optional(),
  /** When the reading of everything began: what changed later is told by events. */
  fullFrom: z.int(),
  /** Events up to this second have been read, of that second those in `seen`. */
  eventsFrom: z.int(),
  seen: z.array(z.string()),
});
export type Cursor = z.infer<typeof Cursor>;

/** How a cursor is written down; cursors without a version are read on. */
export const cursorText = cursorForm(Cursor, [unchanged]);
