import { z } from 'zod';
import { cursorForm, unchanged } from '../../src/connector/cursor.ts';

const Cursor = z.object({
  since: z.number().min(0),
  seen: z.array(z.string()),
  /** Deletions before this instant are known. */
  deletedUntil: z.number(),
});
export type Cursor = z.infer<typeof Cursor>;

/** How a cursor is written down; cursors without a version are read on. */
export const cursorText = cursorForm(Cursor, [unchanged]);
