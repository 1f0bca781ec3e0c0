import { z } from 'zod';
import { CLOCKS, each, keysOf, TICKET_MEASURES, type TicketMeasure } from './catalogue.ts';
import { Instant } from './time.ts';

/** What a ticket is waiting for, in one vocabulary for all vendors; the vendor's own word is kept beside it. */
export const Status = z.enum(['new', 'open', 'waiting_customer', 'waiting_third_party', 'solved', 'closed']);
export type Status = z.infer<typeof Status>;

/** Whether the status says that the ticket has its solution. */
export function isSolved(status: Status): boolean {
  return status === 'solved' || status === 'closed';
}

/** The side of a conversation somebody stands on; a bot answers but never counts as an agent. */
export const Side = z.enum(['customer', 'agent', 'bot']);
export type Side = z.infer<typeof Side>;

/** Who holds a ticket after a public reply of an agent is told by statuses, or by the message itself. */
export const Turns = z.enum(['status', 'message']);
export type Turns = z.infer<typeof Turns>;

/** The clocks that helpdesks keep too. */
const { net, ...vendorClocks } = CLOCKS;
export type VendorClock = keyof typeof vendorClocks;
export type VendorDuration = `${TicketMeasure}${Capitalize<VendorClock>}Ms`;

/** A measure under a clock as vendors' figures are called: `firstResponseCalendarMs`. */
export function vendorDuration(measure: TicketMeasure, clock: VendorClock): VendorDuration {
  return `${measure}${clock[0]!.toUpperCase()}${clock.slice(1)}Ms` as VendorDuration;
}

/** Every duration that a vendor may tell of a ticket, by its name. */
export const VENDOR_DURATIONS = Object.fromEntries(
  keysOf(TICKET_MEASURES).flatMap((measure) =>
    keysOf(vendorClocks).map((clock) => [vendorDuration(measure, clock), { measure, clock }]),
  ),
) as Readonly<Record<VendorDuration, { readonly measure: TicketMeasure; readonly clock: VendorClock }>>;

/**
 * The vendor's own figures for one ticket: durations in milliseconds, kept to be compared with ours, and what it counts
 * of a history that it does not give (`timelineComplete` false), which nothing else can tell.
 */
export const VendorMetrics = z.object({
  ...each(VENDOR_DURATIONS, () => z.number().min(0).optional()),
  reopens: z.int().min(0).optional(),
  /** Public messages of agents, messages of the customer, notes; agents and changes of team beyond the first. */
  agentMessages: z.int().min(0).optional(),
  customerMessages: z.int().min(0).optional(),
  internalNotes: z.int().min(0).optional(),
  agentsInvolved: z.int().min(0).optional(),
  teamHandovers: z.int().min(0).optional(),
  /** How long each side held it; `customerWaitedMs` is with the team and with a third party together. */
  withTeamMs: z.number().min(0).optional(),
  withCustomerMs: z.number().min(0).optional(),
  withThirdPartyMs: z.number().min(0).optional(),
  customerWaitedMs: z.number().min(0).optional(),
});
export type VendorMetrics = z.infer<typeof VendorMetrics>;

/** One request: its facts apart from its history, which is told by events. Unique by (source, id). */
export const Ticket = z.object({
  source: z.string().min(1),
  id: z.string().min(1),
  url: z.string().optional(),
  subject: z.string().optional(),
  channel: z.string().min(1),
  openedAt: Instant,
  openedBy: Side,
  customerId: z.string().min(1).optional(),
  accountKey: z.string().min(1).optional(),
  agentId: z.string().min(1).optional(),
  teamId: z.string().min(1).optional(),
  status: Status,
  originalStatus: z.string(),
  /** False when the vendor's word for the status is not known: it is then reported by name. */
  statusKnown: z.boolean().default(true),
  priority: z.string().min(1).optional(),
  tags: z.array(z.string()).default([]),
  category: z.string().min(1).optional(),
  fields: z.record(z.string(), z.string()).default({}),
  mergedInto: z.string().min(1).optional(),
  deletedAt: Instant.optional(),
  spam: z.boolean().default(false),
  /** The source itself says when the ticket was solved for good. */
  statedSolvedAt: Instant.optional(),
  /** The source itself says when the ticket was solved for the first time. */
  statedFirstSolvedAt: Instant.optional(),
  updatedAt: Instant,
  /** False when the vendor cannot give the whole history. */
  timelineComplete: z.boolean().default(true),
  vendorMetrics: VendorMetrics.optional(),
});
export type Ticket = z.infer<typeof Ticket>;

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

/** An event without some of what all events have: what a connector knows of it before it knows where it stands. */
export type EventWithout<Key extends 'source' | 'ticketId' | 'id' | 'at' | 'seq'> = Event extends infer Each
  ? Each extends Event
    ? Omit<Each, Key>
    : never
  : never;
