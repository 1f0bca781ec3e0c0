import { z } from 'zod';
import { Status } from './status.ts';
import { Side } from './ticket.ts';
import { Instant } from './time.ts';

const happened = {
  source: z.string().min(1),
  ticketId: z.string().min(1),
  id: z.string().min(1),
  at: Instant,
  /** Order within one instant; events of a ticket are replayed by (at, seq, id). */
  seq: z.int().min(0),
};

/** Somebody wrote; the author's side is the one of that moment and never changes afterwards. */
export const MessageEvent = z.object({
  ...happened,
  kind: z.literal('message'),
  by: Side,
  authorId: z.string().min(1).optional(),
  public: z.boolean(),
  via: z.string().min(1).optional(),
  /** An automatic reply (out of office, a receipt): it answers nobody and moves no turn. */
  automatic: z.boolean().optional(),
});

/** An internal note: it answers nobody and moves no turn. */
export const NoteEvent = z.object({ ...happened, kind: z.literal('note'), authorId: z.string().min(1).optional() });

/** The ticket's status became `to`. */
export const StatusEvent = z.object({
  ...happened,
  kind: z.literal('status'),
  to: Status,
  original: z.string(),
  statusKnown: z.boolean().optional(),
  by: Side.optional(),
  /** True when the source knows that it happened and not when: `at` is then the best bound it can give. */
  estimated: z.boolean().optional(),
});

/** Who works on the ticket became this; null is unassigned, a missing key is unchanged. */
export const AssignmentEvent = z.object({
  ...happened,
  kind: z.literal('assignment'),
  agentId: z.string().min(1).nullable().optional(),
  teamId: z.string().min(1).nullable().optional(),
});

/** A bot took the conversation, or gave it to people. */
export const HandoverEvent = z.object({ ...happened, kind: z.literal('handover'), to: z.enum(['bot', 'team']) });

/** The ticket went into another one. */
export const MergedEvent = z.object({ ...happened, kind: z.literal('merged'), into: z.string().min(1) });

/** Something that happened to a ticket at an instant. Unique by (source, ticketId, id). */
export const Event = z.discriminatedUnion('kind', [
  MessageEvent,
  NoteEvent,
  StatusEvent,
  AssignmentEvent,
  HandoverEvent,
  MergedEvent,
]);
export type Event = z.infer<typeof Event>;
