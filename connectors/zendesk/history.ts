import { z } from 'zod';
import type { Event, Side } from '../../src/model/ticket.ts';
import { Id } from './answers.ts';
import { type CustomStatuses, readStatus } from './records.ts';

/** Words in bulk exports, objects elsewhere. */
const Via = z
  .union([
    z.string(),
    z
      .looseObject({ channel: z.union([z.string(), z.number()]).nullish() })
      .transform(({ channel }) => String(channel ?? '')),
  ])
  .nullish()
  .transform((via) => via ?? '');

const ChangedId = z.union([z.int(), z.string()]).nullish();

/** One change within an update; each kind fills its own fields. */
const ChildEvent = z.object({
  id: Id,
  event_type: z.string(),
  via: Via,
  status: z.string().nullish(),
  custom_status_id: ChangedId,
  assignee_id: ChangedId,
  group_id: ChangedId,
  tags: z.array(z.string()).nullish().catch(undefined),
  added_tags: z.array(z.string()).nullish().catch(undefined),
  author_id: ChangedId,
  body: z.string().nullish(),
  public: z.boolean().nullish(),
  comment_public: z.boolean().nullish(),
  comment_id: ChangedId,
});
type ChildEvent = z.infer<typeof ChildEvent>;

/**
 * One update of a ticket.
 * https://developer.zendesk.com/api-reference/ticketing/ticket-management/incremental_exports/#incremental-ticket-event-export
 */
export const TicketUpdate = z.object({
  id: Id,
  ticket_id: Id,
  timestamp: z.int().min(0),
  updater_id: ChangedId,
  via: Via,
  child_events: z.array(ChildEvent),
});
export type TicketUpdate = z.infer<typeof TicketUpdate>;

/** https://developer.zendesk.com/api-reference/ticketing/tickets/ticket_comments/#json-format */
export const TicketComment = z.object({
  id: Id,
  author_id: ChangedId,
  public: z.boolean(),
  created_at: z.iso.datetime({ offset: true }).transform((text) => Date.parse(text)),
  via: Via,
});

/** What the history's translation needs to know. */
export interface HistoryContext {
  readonly source: string;
  readonly custom: CustomStatuses;
  /** The side on which a user stands in a ticket. */
  readonly sideOf: (userId: string, ticketId: string) => Side;
}

/** The events of some updates, and the tickets whose comments changed between public and private. */
export interface ReadHistory {
  readonly events: readonly Event[];
  readonly privacyChanged: readonly string[];
}

/** Rules, triggers and automations; macros are applied by people. */
const MACHINE = /^(rule|trigger|automation|system|answer_?bot|admin_setting|batch)/i;

/** Tells the story of updates, in the order in which the vendor gives them. */
export function toEvents(updates: readonly TicketUpdate[], context: HistoryContext): ReadHistory {
  const events: Event[] = [];
  const privacyChanged = new Set<string>();
  /** Order within one instant of one ticket, over updates of the same second. */
  const counts = new Map<string, number>();
  for (const update of updates) {
    const at = update.timestamp * 1000;
    const place = `${update.ticket_id}@${at}`;
    // A custom status comes beside the status that is its category: one change, told by the finer word.
    const finer = update.child_events.some(({ custom_status_id: id }) => id && context.custom.has(String(id)));
    for (const child of update.child_events) {
      if (finer && child.event_type === 'Change' && child.status && !child.custom_status_id) continue;
      const seq = counts.get(place) ?? 0;
      counts.set(place, seq + 1);
      if (child.event_type === 'CommentPrivacyChange') privacyChanged.add(update.ticket_id);
      events.push(...eventsOf(update, child, seq, context));
    }
    const merged = mergedInto(update);
    if (merged !== undefined) {
      const seq = counts.get(place) ?? 0;
      counts.set(place, seq + 1);
      const base = { source: context.source, ticketId: update.ticket_id, at, seq };
      events.push({ ...base, kind: 'merged', id: `${update.id}/merged`, into: merged });
    }
  }
  return { events, privacyChanged: [...privacyChanged] };
}

function eventsOf(update: TicketUpdate, child: ChildEvent, seq: number, context: HistoryContext): Event[] {
  const base = { source: context.source, ticketId: update.ticket_id, at: update.timestamp * 1000, seq };
  const machine = MACHINE.test(child.via) || MACHINE.test(update.via);
  const sideOf = (userId: string): Side => (machine ? 'bot' : context.sideOf(userId, update.ticket_id));
  const isPublic = child.public ?? child.comment_public;
  if (child.event_type === 'Comment' || child.event_type === 'VoiceComment') {
    const authorId = String(child.author_id ?? update.updater_id ?? '');
    return [
      commentEvent({
        ...base,
        id: child.id,
        authorId,
        isPublic: isPublic ?? true,
        via: child.via || update.via,
        by: sideOf(authorId),
      }),
    ];
  }
  if (child.event_type !== 'Create' && child.event_type !== 'Change') return [];
  const events: Event[] = [];
  const customId = child.custom_status_id ? String(child.custom_status_id) : undefined;
  if (child.status || customId !== undefined) {
    const word = child.status ?? context.custom.get(customId ?? '')?.status_category ?? `custom status ${customId}`;
    const { status, original, known } = readStatus(word, customId, context.custom);
    const opening = child.event_type === 'Create' && (status === 'new' || status === 'open');
    const by = sideOf(String(update.updater_id ?? ''));
    // A ticket that begins open began with its opening: whose turn that is depends on who opened it.
    if (!opening)
      events.push({ ...base, kind: 'status', id: `${child.id}/status`, to: status, original, statusKnown: known, by });
  }
  const agent = changedTo(child.assignee_id);
  const team = changedTo(child.group_id);
  if (agent !== undefined || team !== undefined) {
    events.push({
      ...base,
      kind: 'assignment',
      id: `${child.id}/assignment`,
      ...(agent === undefined ? {} : { agentId: agent }),
      ...(team === undefined ? {} : { teamId: team }),
    });
  }
  return events;
}

/** Missing: unchanged. Null or empty: nobody. */
function changedTo(value: string | number | null | undefined): string | null | undefined {
  if (value === undefined) return undefined;
  return value === null || value === '' ? null : String(value);
}

/** A comment as an event; the same id when it changes between public and private, so that the later one holds. */
export function commentEvent(comment: {
  readonly source: string;
  readonly ticketId: string;
  readonly at: number;
  readonly seq: number;
  readonly id: string;
  readonly authorId: string;
  readonly isPublic: boolean;
  readonly via: string;
  readonly by: Side;
}): Event {
  const { source, ticketId, at, seq, authorId, by, via } = comment;
  const base = { source, ticketId, at, seq, id: `${comment.id}/comment`, ...(authorId ? { authorId } : {}) };
  if (!comment.isPublic) return { ...base, kind: 'note' };
  return { ...base, kind: 'message', by, public: true, ...(via ? { via } : {}) };
}

/**
 * The ticket into which this update merged its ticket: it closes it and adds the tag. The other ticket is named
 * only in the comment's text, of which nothing else is kept.
 */
function mergedInto(update: TicketUpdate): string | undefined {
  const tagged = update.child_events.some(({ tags, added_tags }) => (added_tags ?? tags)?.includes('closed_by_merge'));
  const closed = update.child_events.some(({ status, event_type }) => event_type === 'Change' && status === 'closed');
  if (!tagged || !closed) return undefined;
  for (const { body } of update.child_events) {
    const named = /#(\d+)/.exec(body ?? '');
    if (named) return named[1];
  }
  return 'unknown';
}
