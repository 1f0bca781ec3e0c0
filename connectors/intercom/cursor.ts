import { z } from 'zod';
import { cursorForm, unchanged } from '../../src/connector/cursor.ts';

/** What was there before the first sync began, read from the newest change back. Epoch ms. */
const Older = z.object({
  /** The recent past, then what is older and still open, then the rest. */
  stage: z.enum(['recent', 'unsolved', 'rest']),
  /** The recent past begins here. */
  recentFrom: z.number(),
  before: z.number(),
  seen: z.array(z.string()),
});
export type Older = z.infer<typeof Older>;

const Cursor = z.object({
  /** Everything that changed before this has been read, but for what is older; never later than the vendor has shown. */
  since: z.number().min(0),
  seen: z.array(z.string()),
  /** Deletions before this instant are known. */
  deletedUntil: z.number(),
  older: Older.optional(),
});
export type Cursor = z.infer<typeof Cursor>;

/** How a cursor is written down; those without a version, which know no `older`, are read on. */
export const cursorText = cursorForm(Cursor, [unchanged]);

/** The latest change among rows that have been read: up to there everything is, whatever a clock said. */
export function latestSeen({ seen }: Cursor): number | undefined {
  const ats = seen.map((key) => Number(key.slice(key.lastIndexOf('@') + 1))).filter((at) => Number.isFinite(at));
  return ats.length > 0 ? Math.max(...ats) : undefined;
}
