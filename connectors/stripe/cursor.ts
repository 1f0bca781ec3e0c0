import { z } from 'zod';
import { DataError } from '../../src/model/errors.ts';

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

/** Reads a cursor that this connector wrote. */
export function readCursor(text: string, source: string): Cursor {
  try {
    return Cursor.parse(JSON.parse(text));
  } catch {
    throw new DataError(`${source}: the stored cursor cannot be read; forget the source and sync anew`);
  }
}
