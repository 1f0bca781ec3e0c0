import { z } from 'zod';
import { cursorForm } from '../../src/connector/cursor.ts';
import { isSolved, type Ticket } from '../../src/model/ticket.ts';
import { MS_PER_DAY, MS_PER_HOUR } from '../../src/model/time.ts';

/** How far one project is read. */
export const Position = z.object({
  /** Everything that changed before this has been read; epoch ms, never later than Jira has shown. */
  since: z.number().min(0),
  /** `id@at` of what changed lately: it need not be read again. */
  seen: z.array(z.string()),
  /** Ids of issues that were not done when they were read last. */
  open: z.array(z.string()),
  /** When it was looked last whether the open ones are all still there, epoch ms. */
  lookedAt: z.number().optional(),
});
export type Position = z.infer<typeof Position>;

/** Where a sync resumes, by the key of a project. */
const Cursor = z.object({ projects: z.record(z.string(), Position) });
export type Cursor = z.infer<typeof Cursor>;

/** How a cursor is written down. */
export const cursorText = cursorForm(Cursor, []);

/** Once so often a run looks back further, and whether the open issues are all still there. */
export const LOOK_EVERY_MS = MS_PER_DAY;

/** After bulk edits and mishaps the search has been late by hours: that look goes so far behind the one before it. */
export const LOOK_BEHIND_MS = 12 * MS_PER_HOUR;

/** No look goes further back than that from a run before it. */
const REMEMBERED_MS = LOOK_EVERY_MS + LOOK_BEHIND_MS;

const atOf = (key: string): number => Number(key.slice(key.lastIndexOf('@') + 1));

/** From when on changes need to be remembered as read, where all before `until` have been; epoch ms. */
export function rememberedFrom(until: number): number {
  return until - REMEMBERED_MS;
}

/** The position after all that changed before `until` has been read, epoch ms; what no look back reaches is forgotten. */
export function finished(position: Position, until: number): Position {
  const seen = position.seen.filter((key) => atOf(key) >= rememberedFrom(until));
  return { ...position, since: Math.max(until, position.since), seen };
}

/** The latest change among issues that have been read: up to there everything is, whatever a clock said. */
export function latestSeen({ seen }: Position): number | undefined {
  const ats = seen.map(atOf).filter((at) => Number.isFinite(at));
  return ats.length > 0 ? Math.max(...ats) : undefined;
}

/** The ids of open issues after these tickets were read. */
export function stillOpen(open: readonly string[], tickets: readonly Ticket[]): string[] {
  const ids = new Set(open);
  for (const { id, status } of tickets) {
    if (isSolved(status)) ids.delete(id);
    else ids.add(id);
  }
  return [...ids];
}
