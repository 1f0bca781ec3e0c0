import { z } from 'zod';
import { cursorForm, unchanged } from '../../src/connector/cursor.ts';
import { isSolved, type Ticket } from '../../src/model/ticket.ts';

/** How far one repository is read. */
export const Position = z.object({
  since: z.number().min(0),
  seen: z.array(z.string()),
  /** Of an answer that held everything since then: while it holds, asking again costs nothing of the limit. */
  tag: z.object({ since: z.number(), value: z.string() }).optional(),
  /** Numbers of issues that were open when they were read last. */
  open: z.array(z.int()).default([]),
  /** When it was looked last whether the open ones are all still there. */
  lookedAt: z.number().optional(),
});
export type Position = z.infer<typeof Position>;

/** Where a sync resumes. */
export const Cursor = z.object({
  repositories: z.record(z.string(), Position),
  /** Logins that were staff by association at some time. */
  staff: z.array(z.string()),
});
export type Cursor = z.infer<typeof Cursor>;

/** How a cursor is written down; cursors without a version are read on. */
export const cursorText = cursorForm(Cursor, [unchanged]);

/** The open issues' numbers after these tickets were read, ascending. */
export function stillOpen(open: readonly number[], tickets: readonly Ticket[]): number[] {
  const numbers = new Set(open);
  for (const { id, status, deletedAt } of tickets) {
    const number = Number(id.slice(id.lastIndexOf('#') + 1));
    if (isSolved(status) || deletedAt !== undefined) numbers.delete(number);
    else numbers.add(number);
  }
  return [...numbers].toSorted((a, b) => a - b);
}
