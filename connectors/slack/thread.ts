import type { Event } from '../../src/model/event.ts';
import type { Side, Ticket } from '../../src/model/ticket.ts';
import { instantOf, type Message, orderOf } from './records.ts';

const DAY_MS = 86_400_000;

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

/** How a team says that a thread is solved, and which threads are tickets. */
export interface ThreadRules {
  /** Names of reactions, without colons. */
  readonly solvedReactions: ReadonlySet<string>;
  /** A message of a responder or a bot that matches says "solved". */
  readonly solvedText: RegExp | undefined;
  /** Days of silence after a responder's message. */
  readonly solvedAfterDays: number | undefined;
  /** Which bot posts are tickets: all, those that people answered, none. */
  readonly botPosts: 'all' | 'answered' | 'none';
}

/** When the responders' mark on a thread was first seen. */
export interface MarkSighting {
  readonly at: number;
  /** The thread was seen without the mark before, or is younger than the look before: the mark was set between. */
  readonly watched: boolean;
}

/** Everything needed to read one thread; nothing is asked for in between. */
export interface ThreadContext {
  readonly source: string;
  readonly channelId: string;
  /** `https://acme.slack.com/` */
  readonly workspaceUrl: string;
  readonly now: number;
  readonly storeSubjects: boolean;
  readonly rules: ThreadRules;
  readonly sideOfMessage: (message: Message) => Side;
  readonly sideOfUser: (userId: string) => Side;
  readonly mark: MarkSighting | undefined;
  /** False when a message of the thread could not be read. */
  readonly complete: boolean;
}

/** A thread as a ticket with its whole history. */
export interface Thread {
  readonly ticket: Ticket;
  readonly events: readonly Event[];
}

interface Moment {
  readonly at: number;
  /** Order within that millisecond. */
  readonly seq: number;
}

interface Solution extends Moment {
  readonly original: string;
  readonly by: Side;
  readonly estimated: boolean;
}

interface Said {
  readonly message: Message;
  readonly side: Side;
  readonly at: number;
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

/** Whether a responder has put one of the "solved" reactions on the message. Skin tones are the same reaction. */
export function isMarkedSolved(message: Message, rules: ThreadRules, sideOfUser: (id: string) => Side): boolean {
  return solvedMark(message, rules, sideOfUser) !== undefined;
}

function solvedMark(message: Message, rules: ThreadRules, sideOfUser: (id: string) => Side): string | undefined {
  return message.reactions
    .filter(({ users }) => users.some((id) => sideOfUser(id) === 'agent'))
    .map(({ name }) => plain(name))
    .find((name) => rules.solvedReactions.has(name));
}

function plain(reaction: string): string {
  return reaction.split('::', 1)[0] ?? reaction;
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

/**
 * Solutions and reopenings in turn, beginning with a solution. A "solved" message dates itself; two of them with a
 * customer's message between prove that the thread was reopened there. A reaction has no time: it is dated by the
 * responders' last message before it was first seen, else (nobody wrote) by the look that found it, when that look is
 * known to be the first since. Silence dates itself: the timer ran out.
 */
function solutionsOf(said: readonly Said[], opening: Said, context: ThreadContext): readonly Solution[] {
  const { rules } = context;
  const words = solvedWords(said, rules);
  if (words.length > 0) return words;
  const mark = solvedMark(opening.message, rules, context.sideOfUser);
  if (mark) return [{ ...markedMoment(said, opening, context), original: `:${mark}:`, by: 'agent', estimated: true }];
  const last = said.findLast(({ side }) => side !== 'bot');
  if (rules.solvedAfterDays === undefined || last?.side !== 'agent') return [];
  const at = last.at + rules.solvedAfterDays * DAY_MS;
  if (at > context.now) return [];
  return [{ at, seq: 0, original: 'silence', by: 'bot', estimated: false }];
}

function solvedWords(said: readonly Said[], { solvedText }: ThreadRules): Solution[] {
  const found: Solution[] = [];
  let askedAgain: Said | undefined;
  for (const one of said) {
    if (one.side === 'customer') {
      if (found.length > 0) askedAgain ??= one;
      continue;
    }
    if (!solvedText?.test((one.message.text ?? '').trim())) continue;
    if (found.length > 0 && !askedAgain) continue;
    if (askedAgain) found.push({ ...momentOf(askedAgain), original: 'asked again', by: 'customer', estimated: false });
    found.push({ ...momentOf(one), original: 'solved', by: one.side, estimated: false });
    askedAgain = undefined;
  }
  return found;
}

function markedMoment(said: readonly Said[], opening: Said, { mark, now }: ThreadContext): Moment {
  const seenAt = mark?.at ?? now;
  const before = said.filter(({ at }) => at <= seenAt);
  const answer = before.findLast(({ side }) => side === 'agent');
  if (answer) return momentOf(answer);
  if (mark?.watched) return { at: Math.max(seenAt, opening.at), seq: 0 };
  return momentOf(before.at(-1) ?? opening);
}

/** Just after the message that it goes with. */
function momentOf({ message, at }: Said): Moment {
  return { at, seq: orderOf(message.ts) + 1 };
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
