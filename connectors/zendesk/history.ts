import { z } from 'zod';
import type { Actor } from '../../src/connector/sides.ts';
import type { Event, Side } from '../../src/model/ticket.ts';
import { Id, Moment } from './answers.ts';
import { type CustomStatuses, readStatus } from './records.ts';

/** Words in bulk exports, objects elsewhere. */
export const Via = z
  .union([
    z.string(),
    z
      .looseObject({ channel: z.union([z.string(), z.number()]).nullish() })
      .transform(({ channel }) => String(channel ?? '')),
  ])
  .nullish()
  .transform((via) => via ?? '');

export const ChangedId = z.union([z.int(), z.string()]).nullish();

/** One change within an update; each kind fills its own fields. */
export const ChildEvent = z.object({
  id: Id,
  event_type: z.string(),
  via: Via,
  status: z.string().nullish(),
  custom_status_id: ChangedId,
  requester_id: ChangedId,
  assignee_id: ChangedId,
  group_id: ChangedId,
  tags: z.array(z.string()).nullish(),
  added_tags: z.array(z.string()).nullish(),
  author_id: ChangedId,
  body: z.string().nullish(),
  public: z.boolean().nullish(),
  comment_public: z.boolean().nullish(),
});
export type ChildEvent = z.infer<typeof ChildEvent>;

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
  child_events: z
    .array(ChildEvent)
    .nullish()
    .transform((children): readonly ChildEvent[] => children ?? []),
});
export type TicketUpdate = z.infer<typeof TicketUpdate>;

/** https://developer.zendesk.com/api-reference/ticketing/tickets/ticket_comments/#json-format */
export const TicketComment = z.object({
  id: Id,
  author_id: ChangedId,
  public: z.boolean(),
  created_at: Moment,
  via: Via,
});
export type TicketComment = z.infer<typeof TicketComment>;

/** What the history's translation needs to know. */
export interface HistoryContext {
  readonly source: string;
  readonly custom: CustomStatuses;
  /** The side on which somebody stands in a ticket. */
  readonly sideOf: (actor: Actor, ticketId: string) => Side;
}

/** The events of some updates, and what else they show. */
export interface ReadHistory {
  readonly events: readonly Event[];
  /** Tickets whose comments changed between public and private. */
  readonly privacyChanged: readonly string[];
  /** Tickets that an agent wrote down, and left open, for a customer who called. */
  readonly logged: readonly string[];
  /** When tickets that were there already were given to somebody, epoch ms by ticket. */
  readonly handed: ReadonlyMap<string, readonly number[]>;
}

/** Rules, triggers and automations. Macros are applied by people, and many tickets at once ("batch") are edited by them. */
const MACHINE = /^(rule|trigger|automation|system|answer_?bot|admin_setting)/i;

/** A whole chat as one comment, dated at its end: no answer's time. */
const TRANSCRIPT = /^chat.?transcript/i;

/** Who did something by its author and the way it came in. */
export function actorOf(id: string | number | null | undefined, ...vias: readonly string[]): Actor {
  const known = id === null || id === undefined || id === '' ? undefined : String(id);
  return { id: known, machine: vias.some((via) => MACHINE.test(via)) };
}

/** Users whom these updates show to be agents: who was given a ticket, and who wrote what customers cannot see. */
export function staffSeenIn(updates: readonly TicketUpdate[]): string[] {
  const seen = new Set<string>();
  for (const { updater_id: updater, via, child_events: children } of updates) {
    for (const child of children) {
      if (child.assignee_id) seen.add(String(child.assignee_id));
      const author = actorOf(child.author_id ?? updater, child.via, via);
      // A customer's mail to a ticket that is not theirs is kept from the others, too.
      const hidden = isComment(child) && isPublic(child) === false && !/^mail|^email/i.test(child.via || via);
      if (hidden && !author.machine && author.id !== undefined) seen.add(author.id);
    }
  }
  return [...seen];
}

/** Tells the story of updates, in the order in which the vendor gives them. */
export function toEvents(updates: readonly TicketUpdate[], context: HistoryContext): ReadHistory {
  const events: Event[] = [];
  const privacyChanged = new Set<string>();
  const logged = new Set<string>();
  const handed = new Map<string, number[]>();
  /** Order within one instant of one ticket, over updates of the same second. */
  const counts = new Map<string, number>();
  for (const update of updates) {
    const at = update.timestamp * 1000;
    const next = (): number => {
      const place = `${update.ticket_id}@${at}`;
      const seq = counts.get(place) ?? 0;
      counts.set(place, seq + 1);
      return seq;
    };
    const isLogged = logsACall(update, context);
    if (isLogged) logged.add(update.ticket_id);
    // A custom status comes beside the status that is its category: one change, told by the finer word.
    const finer = update.child_events.some(({ custom_status_id: id }) => id && context.custom.has(String(id)));
    for (const child of update.child_events) {
      if (finer && child.event_type === 'Change' && child.status && !child.custom_status_id) continue;
      if (child.event_type === 'CommentPrivacyChange') privacyChanged.add(update.ticket_id);
      if (child.event_type === 'Change' && (child.assignee_id || child.group_id)) {
        handed.set(update.ticket_id, [...(handed.get(update.ticket_id) ?? []), at]);
      }
      events.push(...eventsOf(update, child, next(), isLogged, context));
    }
    const merged = mergedInto(update);
    if (merged !== undefined) {
      const base = { source: context.source, ticketId: update.ticket_id, at, seq: next() };
      events.push({ ...base, kind: 'merged', id: `${update.id}/merged`, into: merged });
    }
  }
  return { events, privacyChanged: [...privacyChanged], logged: [...logged], handed };
}

/** Whether an agent wrote down, and left open, what somebody else asks for (by phone): it is with us from the start. */
function logsACall(update: TicketUpdate, context: HistoryContext): boolean {
  const opensOpen = update.child_events.some(
    ({ event_type, status }) => event_type === 'Create' && (status === 'new' || status === 'open'),
  );
  if (!opensOpen) return false;
  const side = (id: ChildEvent['author_id'], via: string) =>
    context.sideOf(actorOf(id, via, update.via), update.ticket_id);
  const comments = update.child_events.filter(isComment);
  return (
    side(update.updater_id, '') === 'agent' &&
    comments.length > 0 &&
    comments.every(({ author_id: author, via }) => side(author ?? update.updater_id, via) === 'agent')
  );
}

function isComment({ event_type: type }: ChildEvent): boolean {
  return type === 'Comment' || type === 'VoiceComment';
}

function isPublic(child: ChildEvent): boolean {
  return child.public ?? child.comment_public ?? true;
}

function eventsOf(
  update: TicketUpdate,
  child: ChildEvent,
  seq: number,
  isLogged: boolean,
  context: HistoryContext,
): Event[] {
  const base = { source: context.source, ticketId: update.ticket_id, at: update.timestamp * 1000, seq };
  const side = (id: ChildEvent['author_id']): Side =>
    context.sideOf(actorOf(id, child.via, update.via), update.ticket_id);
  if (isComment(child)) {
    const via = child.via || update.via;
    if (TRANSCRIPT.test(via)) return [];
    const author = child.author_id ?? update.updater_id;
    // What an agent writes down of a call is the question, not yet an answer.
    const shown = isPublic(child) && !isLogged;
    return [commentEvent({ ...base, id: child.id, author, isPublic: shown, via, by: side(author) })];
  }
  if (child.event_type !== 'Create' && child.event_type !== 'Change') return [];
  const events: Event[] = [];
  const customId = child.custom_status_id ? String(child.custom_status_id) : undefined;
  if (child.status || customId !== undefined) {
    const word = child.status ?? context.custom.get(customId ?? '')?.status_category ?? `custom status ${customId}`;
    const { status, original, known } = readStatus(word, customId, context.custom);
    const opening = child.event_type === 'Create' && (status === 'new' || status === 'open');
    // A ticket that begins open began with its opening: whose turn that is depends on who opened it.
    if (!opening || isLogged) {
      const by = side(update.updater_id);
      events.push({ ...base, kind: 'status', id: `${child.id}/status`, to: status, original, statusKnown: known, by });
    }
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
  readonly author: string | number | null | undefined;
  readonly isPublic: boolean;
  readonly via: string;
  readonly by: Side;
}): Event {
  const { source, ticketId, at, seq, author, by, via } = comment;
  const authorId = author === null || author === undefined || author === '' ? undefined : String(author);
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
