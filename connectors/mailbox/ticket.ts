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

interface Turn {
  readonly at: number;
  readonly to: 'solved' | 'open';
  readonly original: string;
  readonly by: 'agent' | 'bot' | 'customer';
  readonly estimated: boolean;
}

/** Where the order within one instant puts what messages bring about. */
const AFTER_MESSAGES = 100_000;

/** Within one second, which is all that a Date tells, an answer follows what it answers. */
const ORDER: readonly Message['side'][] = ['customer', 'agent', 'note', 'machine'];

/** A thread as a ticket with its history; undefined for what no customer has written and we wrote to nobody outside. */
export function toTicket(
  thread: Thread,
  rules: TicketRules,
): { readonly ticket: Ticket; readonly events: readonly Event[] } | undefined {
  const said = thread.messages.toSorted(
    (a, b) => a.at - b.at || ORDER.indexOf(a.side) - ORDER.indexOf(b.side) || (a.id < b.id ? -1 : 1),
  );
  const opening = said.find(({ side }) => side === 'customer' || side === 'agent');
  if (opening === undefined) return undefined;
  const { source } = rules;
  const asked = said.find(({ side }) => side === 'customer');
  const customers = new Set(said.filter(({ side }) => side === 'customer').map(({ author }) => author ?? ''));
  const domains = new Set([...customers].map(domainOf));
  const story = said.filter(({ at }) => at >= opening.at);
  const events: Event[] = story.map((message, n) => toEvent(message, n, thread.id, source, customers, domains));
  const turns = turnsOf(story, thread, rules);
  for (const [n, turn] of turns.entries()) {
    const { estimated, ...told } = turn;
    const id = `${turn.to}-${Math.floor(n / 2) + 1}`;
    const base = { source, ticketId: thread.id, seq: AFTER_MESSAGES + n, kind: 'status' as const };
    events.push({ ...base, ...told, id, ...(estimated && { estimated }) });
  }
  const solution = turns.length % 2 === 1 ? turns.at(-1) : undefined;
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
  const base = {
    source,
    ticketId,
    id,
    at,
    seq: Math.min(seq, AFTER_MESSAGES - 1),
    ...(author && { authorId: author }),
  };
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

/** Whether the thread bears the mark on its customer's latest message or a later one. */
export function isMarked(thread: Thread): boolean {
  const latest = thread.messages.reduce((at, one) => (one.side === 'customer' ? Math.max(at, one.at) : at), 0);
  return thread.messages.some(({ at, marked }) => marked === true && at >= latest);
}

/** Solutions and reopenings in turn, beginning with a solution: by marks and by silence, undone by a customer's message. */
function turnsOf(said: readonly Message[], thread: Thread, rules: TicketRules): readonly Turn[] {
  const { mark, now } = rules;
  const byMark = (at: number): Turn => ({ at, to: 'solved', original: mark ?? 'mark', by: 'agent', estimated: true });
  const marks = (thread.past ?? []).map(byMark);
  if (mark !== undefined && isMarked(thread)) marks.push(byMark(markedMoment(said, thread, thread.markedAt ?? now)));
  const solutions = [...marks, ...silences(said, rules)].toSorted((a, b) => a.at - b.at);
  const turns: Turn[] = [];
  let from = -Infinity;
  for (const solution of solutions) {
    if (solution.at < from) continue;
    turns.push(solution);
    const again = said.find(({ side, at }) => side === 'customer' && at > solution.at);
    if (again === undefined) break;
    from = again.at;
    turns.push({ at: again.at, to: 'open', original: 'asked again', by: 'customer', estimated: false });
  }
  return turns;
}

/**
 * A mark has no time: it is dated by our last answer before it was first seen, else by the look that found it where the
 * one before had not, else by the last message.
 */
export function markedMoment(said: readonly Message[], thread: Thread, seenAt: number): number {
  const before = said.filter(({ at }) => at <= seenAt);
  const answer = before.findLast(({ side }) => side === 'agent')?.at;
  const asked = before.findLast(({ side }) => side === 'customer')?.at;
  if (answer !== undefined && (asked === undefined || answer >= asked)) return answer;
  const last = said.at(-1)?.at ?? thread.firstAt;
  return thread.watched ? Math.max(seenAt, last) : (asked ?? last);
}

/** Each time at which the silence after our answer had lasted long enough: the timer dates itself. */
function silences(said: readonly Message[], { silenceDays, now }: TicketRules): readonly Turn[] {
  if (silenceDays === undefined) return [];
  const human = said.filter(({ side }) => side === 'customer' || side === 'agent');
  return human.flatMap(({ side, at }, n): Turn[] => {
    const end = at + silenceDays * MS_PER_DAY;
    if (side !== 'agent' || end > Math.min(now, human[n + 1]?.at ?? now)) return [];
    return [{ at: end, to: 'solved', original: 'silence', by: 'bot', estimated: false }];
  });
}
