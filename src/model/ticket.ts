import { z } from 'zod';
import { Status } from './status.ts';
import { Instant } from './time.ts';

/** The side of a conversation somebody stands on; a bot answers but never counts as an agent. */
export const Side = z.enum(['customer', 'agent', 'bot']);
export type Side = z.infer<typeof Side>;

/** Who holds a ticket after a public reply of an agent is told by statuses, or by the message itself. */
export const Turns = z.enum(['status', 'message']);
export type Turns = z.infer<typeof Turns>;

/** The vendor's own figures for one ticket, in milliseconds, kept only to be compared with ours. */
export const VendorMetrics = z.object({
  firstResponseCalendarMs: z.number().min(0).optional(),
  firstResponseBusinessMs: z.number().min(0).optional(),
  firstResolutionCalendarMs: z.number().min(0).optional(),
  firstResolutionBusinessMs: z.number().min(0).optional(),
  finalResolutionCalendarMs: z.number().min(0).optional(),
  finalResolutionBusinessMs: z.number().min(0).optional(),
  reopens: z.int().min(0).optional(),
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
