import { z } from 'zod';
import { cursorForm } from '../../src/connector/cursor.ts';

/** Where a message lies: folder (by its place in `folders`) and UID. */
const Place = z.tuple([z.int().min(0), z.int().min(1)]);

const Message = z.object({
  /** The hash of its id. */
  id: z.string(),
  at: z.int(),
  side: z.enum(['customer', 'agent', 'note', 'machine']),
  author: z.string().optional(),
  /** Addresses outside, of our answers alone. */
  to: z.array(z.string()).optional(),
  /** None: it was deleted, its history stays. */
  places: z.array(Place),
  /** It bears the mark of what is solved. */
  marked: z.literal(true).optional(),
});
export type Message = z.infer<typeof Message>;

const Thread = z.object({
  /** The ticket's id: its first message's own, kept from the time when the ticket was first brought. */
  id: z.string(),
  firstAt: z.int(),
  subject: z.string().optional(),
  /** Hashes of the ids of its messages, and of all that they name. */
  refs: z.array(z.string()),
  keys: z.array(z.string()),
  /** Its first message answers what is not here. */
  orphan: z.literal(true).optional(),
  messages: z.array(Message),
  /** What was brought of it: nothing yet, a ticket, that it is no ticket, that it was deleted. */
  brought: z.enum(['ticket', 'nothing', 'deleted']).optional(),
  /** It counted as solved when it was brought. */
  solved: z.literal(true).optional(),
  /** Since when its mark has been seen, epoch ms; and whether it was seen without before. */
  markedAt: z.int().optional(),
  watched: z.literal(true).optional(),
  /** When marks said that it was solved which a customer's later message undid. */
  past: z.array(z.int()).optional(),
});
export type Thread = z.infer<typeof Thread>;

const Folder = z.object({
  path: z.string(),
  uidValidity: z.string(),
  /** Every message below this UID has been read (by the first reading: or is among those still to be read). */
  uidNext: z.int().min(1),
  /** How many messages it held. */
  count: z.int().min(0),
  /** Every change of a flag up to this HIGHESTMODSEQ has been seen, where the server has CONDSTORE. */
  modseq: z
    .string()
    .regex(/^[1-9]\d*$/)
    .optional(),
});
export type Folder = z.infer<typeof Folder>;

const Cursor = z.object({
  folders: z.array(Folder),
  /** The first reading goes down from here: [arrival, folder, UID] of the last message read; null once it is done. */
  below: z.tuple([z.number(), z.int(), z.int()]).nullable(),
  /** The latest arrival that the server has shown, epoch ms. */
  shownAt: z.int(),
  threads: z.array(Thread),
  /** Customers' offsets: address → [day, offset], days since 1970. */
  offsets: z.record(z.string(), z.array(z.tuple([z.int(), z.int()]))),
  /** Names of those of us who wrote, by address. */
  names: z.record(z.string(), z.string()),
  /** How many messages of either side were read, and how many came too late to be placed. */
  read: z.object({ ours: z.int(), customers: z.int(), late: z.int() }),
});
export type Cursor = z.infer<typeof Cursor>;

/** How a cursor is written down. */
export const cursorText = cursorForm(Cursor, []);
