import { z } from 'zod';
import { cursorForm, type Upgrade, unchanged } from '../../src/connector/cursor.ts';

/** A stretch of ratings being read, newest first, and the page in it; epoch s. */
const RatingWindow = z.object({ from: z.int(), to: z.int(), after: z.string().optional() });

/** Tickets that are read one by one, before anything else goes on: ids, first come first. */
const Pending = z.object({
  /** Whose whole history is read again, since the export of updates cannot give all of it. */
  audits: z.array(z.string()),
  /** Whose conversation is to be read, with its ticket's opening, epoch ms. */
  conversations: z.array(z.object({ id: z.string(), openedAt: z.int() })),
  /** Which turned out to be logged by an agent for a customer who called. */
  logged: z.array(z.string()),
});

/** What was there before the recent past: read when that is done, so that a report is right for its window at once. */
const Older = z.object({
  /** Who is who first, then the updates, then the tickets they belong to. */
  phase: z.enum(['people', 'updates', 'tickets', 'ratings']),
  /** The recent past begins here; epoch s. */
  until: z.int(),
  tickets: z.string().optional(),
  updates: z.int(),
  internal: z.record(z.string(), z.string()),
  /** Tickets that an agent logged for a customer who called. */
  logged: z.array(z.string()),
  ratedFrom: z.int().optional(),
  window: RatingWindow.optional(),
});
export type Older = z.infer<typeof Older>;

/** How far a sync is; a run goes through the phases in this order and begins anew after the last. Times in epoch s. */
export const Position = z.object({
  phase: z.enum(['tickets', 'ai', 'ratings', 'surveys', 'updates', 'backlog', 'end']),
  /** The ticket export's own cursor; it lasts, also past the end of the stream. */
  tickets: z.string().optional(),
  /** All tickets that changed before this have been read in this run: never later than the vendor's clock has shown. */
  covered: z.int(),
  /** Ticket updates before this have been read: never later than the last one, or than what is covered. */
  updates: z.int(),
  /** Surveys sent before this have been read. */
  rated: z.int(),
  /** When the oldest rated ticket of this run was opened. */
  ratedFrom: z.int().optional(),
  window: RatingWindow.optional(),
  /** A ticket of this run bears a rating. */
  ratingsDue: z.boolean(),
  /** The account uses the newer survey, so that the older one is over. */
  newSurveys: z.boolean(),
  /** Everybody who was seen to be an agent: who leaves stays one in what they wrote. */
  agents: z.array(z.string()),
  /** Of those, the ones who are no longer. */
  former: z.array(z.string()),
  /** Tickets of this run that an agent asks for, by id: there that agent is the customer. */
  internal: z.record(z.string(), z.string()),
  pending: Pending,
  /** The export of tickets that AI agents handle alone; `off` where the account has none or the plan no such export. */
  ai: z.object({ state: z.enum(['new', 'on', 'off']), tickets: z.string().optional() }),
  /** Tickets whose bot may still be talking, with when it began and, where known, when a person first answered; epoch ms. */
  withBot: z.record(z.string(), z.object({ from: z.int(), until: z.int().optional() })),
  /** Unsolved tickets that an agent logged for a customer who called. */
  logged: z.array(z.string()),
  /** Unsolved tickets from before the recent past are still to be read: the page. */
  backlog: z.object({ after: z.string().optional() }).optional(),
  older: Older.optional(),
});
export type Position = z.infer<typeof Position>;

const NOTHING = { audits: [], conversations: [], logged: [] } as const;

/** Version 1 read everything from its beginning on, and ratings from the oldest. */
const fromVersion1: Upgrade = ({ window: _, ...before }) => ({
  ...before,
  // Nobody noted when the rated tickets of the run under way were opened.
  ...(before.ratingsDue === true ? { ratedFrom: 0 } : {}),
  pending: NOTHING,
  ai: { state: 'new' },
  withBot: {},
  logged: [],
});

/** How a cursor is written down. */
export const cursorText = cursorForm(Position, [unchanged, fromVersion1]);

/**
 * Where the first sync begins: with what changed since `recentAt`, and, where `startAt` lies before it, what is older
 * after that. Epoch s.
 */
export function firstPosition(startAt: number, recentAt: number): Position {
  const from = Math.max(startAt, recentAt);
  const older: Older = { phase: 'people', until: from, updates: startAt, internal: {}, logged: [] };
  return {
    phase: 'tickets',
    covered: from,
    updates: from,
    rated: from,
    ratingsDue: false,
    newSurveys: false,
    agents: [],
    former: [],
    internal: {},
    pending: { audits: [], conversations: [], logged: [] },
    ai: { state: 'new' },
    withBot: {},
    logged: [],
    ...(startAt < from ? { older, backlog: {} } : {}),
  };
}

/** Since when histories are whole, epoch s: the beginning of everything, or of the recent past while the rest is missing. */
export function historyFrom({ older }: Position, startAt: number): number {
  return older && older.phase !== 'tickets' && older.phase !== 'ratings' ? older.until : startAt;
}
