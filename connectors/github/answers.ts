import { z } from 'zod';
import type { ChangedRow } from '../../src/connector/keyset-walk.ts';
import { DataError } from '../../src/model/errors.ts';

const At = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));

/** An account. */
export const User = z.object({ login: z.string().min(1), type: z.string().optional() });

const Label = z
  .union([z.string(), z.object({ name: z.string().nullish() })])
  .transform((label) => (typeof label === 'string' ? label : (label.name ?? '')));

/** https://docs.github.com/rest/issues/issues#list-repository-issues (the fields used) */
export const Issue = z.object({
  number: z.int().positive(),
  html_url: z.string().optional(),
  title: z.string().nullish(),
  user: User.nullish(),
  author_association: z.string().optional(),
  state: z.string(),
  state_reason: z.string().nullish(),
  labels: z.array(Label).default([]),
  assignee: User.nullish(),
  assignees: z.array(User).nullish(),
  type: z.object({ name: z.string().min(1) }).nullish(),
  locked: z.boolean().optional(),
  active_lock_reason: z.string().nullish(),
  created_at: At,
  updated_at: At,
  closed_at: At.nullish(),
  closed_by: User.nullish(),
});
export type Issue = z.infer<typeof Issue>;

const Named = z.object({ number: z.int(), updated_at: At, pull_request: z.unknown().optional() });

/** A row of the list by its number and time alone, before it is read whole; pull requests are listed, too. */
export const Row = z.unknown().transform((row, context): ChangedIssue => {
  const read = Named.safeParse(row);
  if (!read.success) {
    for (const { path, message } of read.error.issues) context.addIssue({ code: 'custom', path, message });
    return z.NEVER;
  }
  const { number, updated_at: at, pull_request } = read.data;
  return { id: String(number), at, row, isPullRequest: pull_request !== undefined && pull_request !== null };
});

/** A row of the list on its way. */
export interface ChangedIssue extends ChangedRow {
  /** As it came. */
  readonly row: unknown;
  readonly isPullRequest: boolean;
}

const happened = { id: z.union([z.number(), z.string()]).optional(), created_at: At, actor: User.nullish() };

const Comment = z.object({
  ...happened,
  event: z.literal('commented'),
  user: User.nullish(),
  author_association: z.string().optional(),
});

/** https://docs.github.com/rest/using-the-rest-api/issue-event-types (the events that move a ticket) */
export const TimelineEvent = z.discriminatedUnion('event', [
  Comment,
  z.object({ ...happened, event: z.literal('closed'), state_reason: z.string().nullish() }),
  z.object({ ...happened, event: z.literal('reopened') }),
  z.object({ ...happened, event: z.literal('assigned'), assignee: User.nullish() }),
  z.object({ ...happened, event: z.literal('unassigned'), assignee: User.nullish() }),
  z.object({ ...happened, event: z.literal('labeled'), label: z.object({ name: z.string() }) }),
  z.object({ ...happened, event: z.literal('unlabeled'), label: z.object({ name: z.string() }) }),
  z.object({ ...happened, event: z.literal('converted_to_discussion') }),
]);
export type TimelineEvent = z.infer<typeof TimelineEvent>;

const MOVES = new Set(TimelineEvent.options.map((option) => option.shape.event.value as string));

/** Whether this row of a timeline is one that is read; the others (subscriptions, mentions, …) move nothing. */
export function movesTicket(row: unknown): boolean {
  return typeof row === 'object' && row !== null && 'event' in row && MOVES.has(String(row.event));
}

/** The rows of an answer that must be a list. */
export function rowsOf(data: unknown, place: string): readonly unknown[] {
  if (Array.isArray(data)) return data;
  throw new DataError(`${place}: the answer is no list`);
}
