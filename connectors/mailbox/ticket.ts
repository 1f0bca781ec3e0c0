import type { Event, Ticket } from '../../src/model/ticket.ts';
import { MS_PER_DAY } from '../../src/model/time.ts';
import type { Message, Thread } from './cursor.ts';
import { lastAt } from './threads.ts';

/** How a thread is read. */
export interface TicketRules {
  readonly source: string;
  readonly now: number;
  /** The flag or folder that says "solved", as people call it; undefined: none does. */
  readonly mark: string | undefined;
  /** Days of silence after our answer that solve a thread. */
  readonly silenceDays: number | undefined;
}

interface Solution {
  readonly at: number;
  readonly original: string;
  readonly by: 'agent' | 'bot';
  readonly estimated: boolean;
}

/** A thread as a ticket with its history; undefined for what no customer has written and we wrote to nobody outside. */
export function toTicket(
  thread: Thread,
  rules: TicketRules,
): { readonly ticket: Ticket; readonly events: readonly Event[] } | undefined {
  const said = thread.messages.toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  const opening = said.find(({ side }) => side === 'customer' || side === 'agent');
  if (opening === undefined) return undefined;
  const { source } = rules;
  const asked = said.find(({ side }) => side === 'customer');
  const customers = new Set(said.filter(({ side }) => side === 'customer').map(({ author }) => author ?? ''));
  const domains = new Set([...customers].map(domainOf));
  const story = said.filter(({ at }) => at >= opening.at);
  const events: Event[] = story.map((message, n) => toEvent(message, n, thread.id, source, customers, domains));
  const solution = solutionOf(story, thread, rules);
  const turns = [
    ...(thread.past ?? []).map((one) => ({ ...one, by: 'agent' as const })),
    ...(solution ? [solution] : []),
  ];
  for (const [n, turn] of turns.entries()) {
    const { estimated, ...told } = turn;
    const base = { source, ticketId: thread.id, seq: 900, kind: 'status' as const };
    events.push({ ...base, ...told, id: `solved-${n + 1}`, to: 'solved', ...(estimated && { estimated }) });
    const again = n < turns.length - 1 || solution === undefined ? askedAfter(story, turn.at) : undefined;
    if (again)
      events.push({ ...base, id: `open-${n + 1}`, at: again.at, to: 'open', original: 'asked again', by: 'customer' });
  }
  const customerId = asked?.author ?? opening.to?.[0];
  const agentId = story.findLast(({ side, author }) => side === 'agent' && author !== undefined)?.author;
  return {
    events,
    ticket: {
      source,
      id: thread.id,
      url: `mid:${encodeURIComponent(thread.id)}`,
      ...(thread.subject && { subject: thread.subject }),
      channel: 'email',
      openedAt: opening.at,
      openedBy: opening.side === 'customer' ? 'customer' : 'agent',
      ...(customerId && { customerId }),
      ...(agentId && { agentId }),
      status: solution ? 'solved' : 'open',
      originalStatus: solution ? solution.original : 'open',
      statusKnown: true,
      tags: [],
      fields: {},
      spam: false,
      updatedAt: Math.max(lastAt(thread), solution?.at ?? 0),
      timelineComplete: true,
    },
  };
}

/** What a thread leaves behind that went unanswered into the bin: counted as deleted, in no figure. */
export function toDeleted(ticket: Ticket, deletedAt: number): Ticket {
  return {
    ...ticket,
    deletedAt: Math.max(deletedAt, ticket.openedAt),
    updatedAt: Math.max(deletedAt, ticket.updatedAt),
  };
}

function toEvent(
  message: Message,
  seq: number,
  ticketId: string,
  source: string,
  customers: ReadonlySet<string>,
  domains: ReadonlySet<string>,
): Event {
  const { id, at, side, author, to = [] } = message;
  const base = { source, ticketId, id, at, seq: Math.min(seq, 899), ...(author && { authorId: author }) };
  // To third parties alone: it answers no customer.
  const passedOn =
    side === 'agent' && customers.size > 0 && !to.some((one) => customers.has(one) || domains.has(domainOf(one)));
  if (side === 'note' || passedOn) return { ...base, kind: 'note' };
  return {
    ...base,
    kind: 'message',
    by: side === 'machine' ? 'bot' : side,
    public: true,
    via: 'email',
    ...(side === 'machine' && { automatic: true }),
  };
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}

function askedAfter(said: readonly Message[], at: number): Message | undefined {
  return said.find((message) => message.side === 'customer' && message.at > at);
}

/** Whether the thread bears the mark on its customer's latest message or a later one. */
export function isMarked(thread: Thread): boolean {
  const latest = thread.messages.reduce((at, one) => (one.side === 'customer' ? Math.max(at, one.at) : at), 0);
  return thread.messages.some(({ at, marked }) => marked === true && at >= latest);
}

/**
 * The solution that holds now. A mark has no time: it is dated by our last answer before it was first seen, else by the look
 * that found it where the one before had not, else by the last message. Silence dates itself: the timer ran out.
 */
export function solutionOf(said: readonly Message[], thread: Thread, rules: TicketRules): Solution | undefined {
  if (rules.mark !== undefined && isMarked(thread)) {
    const seenAt = thread.markedAt ?? rules.now;
    const before = said.filter(({ at }) => at <= seenAt);
    const answer = before.findLast(({ side }) => side === 'agent');
    const asked = before.findLast(({ side }) => side === 'customer');
    const answered = answer !== undefined && (asked === undefined || answer.at >= asked.at);
    const last = said.at(-1)?.at ?? thread.firstAt;
    const at = answered ? answer.at : thread.watched ? Math.max(seenAt, last) : (asked?.at ?? last);
    return { at, original: rules.mark, by: 'agent', estimated: true };
  }
  if (rules.silenceDays === undefined) return undefined;
  const last = said.findLast(({ side }) => side === 'customer' || side === 'agent');
  if (last?.side !== 'agent') return undefined;
  const at = last.at + rules.silenceDays * MS_PER_DAY;
  return at > rules.now ? undefined : { at, original: 'silence', by: 'bot', estimated: false };
}
