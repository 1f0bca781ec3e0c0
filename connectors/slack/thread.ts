import type { Event, Ticket } from '../../src/model/ticket.ts';
import { instantOf, type Message, orderOf } from './records.ts';
import { plain, type Said, solutionsOf, type ThreadContext, type ThreadRules } from './solution.ts';

/** Subtypes that are somebody talking; everything else is the channel's own bookkeeping (joins, topics, pins). */
const TALK = new Set([
  undefined,
  'bot_message',
  'file_share',
  'me_message',
  'thread_broadcast',
  'assistant_app_thread',
  'document_mention',
]);

/** A thread as a ticket with its whole history. */
export interface Thread {
  readonly ticket: Ticket;
  readonly events: readonly Event[];
}

/** Whether a message can open a thread: somebody talks, and it is not a reply that was also sent to the channel. */
export function opensThread(message: Message): boolean {
  return isTalk(message) && (message.thread_ts === undefined || message.thread_ts === message.ts);
}

/** Whether somebody says something, as against joining, pinning or renaming. */
export function isTalk(message: Message): boolean {
  return TALK.has(message.subtype);
}

/** Whether the opening message was deleted while its replies stay. */
export function isTombstone(message: Message): boolean {
  return message.subtype === 'tombstone';
}

/** The id of a thread as a ticket: unique in the workspace. */
export function ticketIdOf(channelId: string, ts: string): string {
  return `${channelId}:${ts}`;
}

/**
 * Reads a thread's messages, in any order, its opening among them. Undefined when the thread is no ticket: an
 * announcement of staff that no customer answered, or a bot's post that the rules leave out.
 */
export function toThread(messages: readonly Message[], context: ThreadContext): Thread | undefined {
  const said: Said[] = messages
    .filter(isTalk)
    .toSorted((a, b) => (a.ts < b.ts ? -1 : 1))
    .map((message) => ({ message, side: context.sideOfMessage(message), at: instantOf(message.ts) }));
  const opening = said[0];
  if (!opening || !isTicket(said, context.rules)) return undefined;

  const ticketId = ticketIdOf(context.channelId, opening.message.ts);
  const { source } = context;
  const events: Event[] = said.map(({ message, side, at }) => ({
    source,
    ticketId,
    id: message.ts,
    at,
    seq: orderOf(message.ts),
    kind: 'message',
    by: side,
    ...authorOf(message),
    public: true,
    via: 'slack',
  }));
  const turns = solutionsOf(said, opening, context);
  for (const [index, { at, seq, original, by, estimated }] of turns.entries()) {
    const to = index % 2 === 0 ? 'solved' : 'open';
    const id = `${to}-${Math.floor(index / 2) + 1}`;
    events.push({
      source,
      ticketId,
      id,
      at,
      seq,
      kind: 'status',
      to,
      original,
      by,
      ...(estimated && { estimated }),
    });
  }
  const solved = turns.length % 2 === 1 ? turns.at(-1) : undefined;
  const customerId = said.find(({ side }) => side === 'customer')?.message.user;
  const agentId = said.findLast(({ side }) => side === 'agent')?.message.user;
  const lastAt = events.reduce((latest, { at }) => Math.max(latest, at), opening.at);
  const subject = context.storeSubjects ? subjectOf(opening.message) : undefined;
  return {
    events,
    ticket: {
      source,
      id: ticketId,
      url: `${context.workspaceUrl}archives/${context.channelId}/p${opening.message.ts.replace('.', '')}`,
      ...(subject && { subject }),
      channel: 'slack',
      openedAt: opening.at,
      openedBy: opening.side,
      ...(customerId && { customerId }),
      ...(agentId && { agentId }),
      teamId: context.channelId,
      status: solved ? 'solved' : 'open',
      originalStatus: solved ? solved.original : 'open',
      statusKnown: true,
      tags: tagsOf(opening.message, context),
      fields: {},
      spam: false,
      updatedAt: lastAt,
      timelineComplete: context.complete,
    },
  };
}

/** What a thread that is gone leaves behind: a ticket that is in no figure and counted as deleted. */
export function toDeleted(source: string, channelId: string, ts: string, deletedAt: number): Ticket {
  return {
    source,
    id: ticketIdOf(channelId, ts),
    channel: 'slack',
    openedAt: instantOf(ts),
    openedBy: 'customer',
    teamId: channelId,
    status: 'closed',
    originalStatus: 'deleted',
    statusKnown: true,
    tags: [],
    fields: {},
    deletedAt,
    spam: false,
    updatedAt: deletedAt,
    timelineComplete: false,
  };
}

function isTicket(said: readonly Said[], { botPosts }: ThreadRules): boolean {
  const side = said[0]!.side;
  if (side === 'customer') return true;
  if (side === 'agent') return said.some((one) => one.side === 'customer');
  if (botPosts === 'answered') return said.some((one) => one.side !== 'bot');
  return botPosts === 'all';
}

/** Responders' reactions to the opening, other than "solved": teams sort their threads with them. */
function tagsOf(opening: Message, { rules, sideOfUser }: ThreadContext): string[] {
  const names = opening.reactions
    .filter(
      ({ name, users }) => !rules.solvedReactions.has(plain(name)) && users.some((id) => sideOfUser(id) === 'agent'),
    )
    .map(({ name }) => plain(name));
  return [...new Set(names)].toSorted();
}

function authorOf(message: Message): { authorId?: string } {
  const authorId = message.user ?? message.bot_id ?? undefined;
  return authorId ? { authorId } : {};
}

function subjectOf(message: Message): string | undefined {
  return (message.text ?? '').trim().split('\n', 1)[0]?.slice(0, 120) || undefined;
}
