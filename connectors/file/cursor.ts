import { z } from 'zod';

/** How far the files were read; `fingerprint` says which state of them. */
export const Cursor = z.object({
  fingerprint: z.string(),
  /** Which step of the reading is under way: people, tickets, ratings … */
  step: z.int().min(0),
  /** Rejected rows of the step's reading that were already given out. */
  rejected: z.int().min(0),
  /** Groups of rows (a ticket is one) of the step that were already given out. */
  groups: z.int().min(0),
  /** What a person should know of the steps that were read to their end. */
  remarks: z.array(z.string()).default([]),
  done: z.boolean(),
});
export type Cursor = z.infer<typeof Cursor>;

/**
 * Where to go on: the stored cursor if it belongs to the files as they are now, else the start. A cursor that
 * cannot be read is of another version of the product: the files are read again, which changes nothing stored.
 */
export function resumeFrom(text: string | undefined, fingerprint: string): Cursor {
  const start: Cursor = { fingerprint, step: 0, rejected: 0, groups: 0, remarks: [], done: false };
  if (text === undefined) return start;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return start;
  }
  const cursor = Cursor.safeParse(value);
  return cursor.success && cursor.data.fingerprint === fingerprint ? cursor.data : start;
}

/** Whether nothing has been given out yet. */
export function isStart({ step, rejected, groups, done }: Cursor): boolean {
  return step === 0 && rejected === 0 && groups === 0 && !done;
}
