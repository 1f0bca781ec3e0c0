import { z } from 'zod';
import { DataError } from '../../src/model/errors.ts';

const Cursor = z.object({
  since: z.number().min(0),
  seen: z.array(z.string()),
  /** Deletions before this instant are known. */
  deletedUntil: z.number(),
});
type Cursor = z.infer<typeof Cursor>;

export function readCursor(text: string, source: string): Cursor {
  try {
    return Cursor.parse(JSON.parse(text));
  } catch {
    throw new DataError(`${source}: its place in the sync cannot be read; start this source anew`);
  }
}
