import { idOf, readRecords } from '../../src/connector/records.ts';
import type { Rejection } from '../../src/model/source.ts';
import type { Event, Side } from '../../src/model/ticket.ts';
import { ConversationEvent } from './answers.ts';
import { askList, NOT_IN_PLAN } from './api.ts';
import type { Position } from './cursor.ts';
import { sidesOf } from './people.ts';
import type { Run, Step } from './run.ts';
import { handover } from './tickets.ts';

/** One message of a conversation, told apart from the ticket's own comments. */
export interface Said {
  readonly id: string;
  /** Epoch ms; not before the ticket's opening, since what was said before it is not of the ticket. */
  readonly at: number;
  readonly by: Side;
  readonly authorId: string | undefined;
  readonly isPublic: boolean;
}

/**
 * When a bot began to hold the ticket, epoch ms: with its first answer to something that the customer wrote into the
 * ticket, before any person answered. A bot that only says that somebody will come holds nothing.
 */
export function botFrom(said: readonly Said[], openedAt: number): number | undefined {
  const firstPerson = said.findIndex(({ by }) => by === 'agent');
  const beforePeople = firstPerson < 0 ? said : said.slice(0, firstPerson);
  const asked = beforePeople.findIndex(({ by, at }) => by === 'customer' && at > openedAt);
  return asked < 0 ? undefined : beforePeople.slice(asked).find(({ by }) => by === 'bot')?.at;
}

/** Tickets whose conversation is read in one step. */
const AT_A_TIME = 20;

/** The messages of some messaging tickets, which are no comments of theirs. */
export async function stepConversations(run: Run, before: Position): Promise<Step> {
  const some = before.pending.conversations.slice(0, AT_A_TIME);
  const events: Event[] = [];
  const rejected: Rejection[] = [];
  const withBot = { ...before.withBot };
  const { source } = run.tools;
  for (const { id: ticketId, openedAt } of some) {
    const read = await readConversation(run, before, ticketId, openedAt);
    rejected.push(...read.rejected);
    for (const [seq, { id, at, by, authorId, isPublic }] of read.said.entries()) {
      const base = { source, ticketId, id: `${id}/said`, at, seq, ...(authorId ? { authorId } : {}) };
      events.push(isPublic ? { ...base, kind: 'message', by, public: true } : { ...base, kind: 'note' });
    }
    const from = withBot[ticketId]?.from ?? botFrom(read.said, openedAt);
    if (from === undefined) continue;
    const until = read.said.find(({ by, at }) => by === 'agent' && at >= from)?.at;
    withBot[ticketId] = { ...withBot[ticketId], from, ...(until === undefined ? {} : { until }) };
    events.push(handover(source, ticketId, 'bot', from));
  }
  const conversations = before.pending.conversations.slice(some.length);
  return {
    page: { events, rejected },
    position: { ...before, withBot, pending: { ...before.pending, conversations } },
  };
}

async function readConversation(run: Run, position: Position, ticketId: string, openedAt: number) {
  const path = `/tickets/${ticketId}/conversation_log`;
  const items: unknown[] = [];
  for (let after: string | undefined, more = true; more; ) {
    const options = { query: { sort: 'created_at' }, after, without: NOT_IN_PLAN, lane: 'conversations' } as const;
    const page = await askList(run.client, path, 'events', options);
    items.push(...page.records);
    after = page.after;
    more = after !== undefined;
  }
  const sideOf = sidesOf(run, position);
  const { read, rejected } = readRecords(
    ConversationEvent,
    items,
    (item) => `tickets/${ticketId}/conversation_log/${idOf(item)}`,
  );
  const said = read
    // Comments of the ticket come with its updates.
    .filter(({ type }) => /message/i.test(type))
    .map(({ id, created_at: createdAt, received_at: receivedAt, author, source, metadata }): Said => {
      const authorId = author?.['zen:support:user_id'];
      const machine = author?.type === 'bot' || /bot/i.test(source?.type ?? '');
      const customer = author?.type === 'user';
      const by = sideOf({ id: authorId ?? 'unknown', machine, staff: author?.type === 'agent' }, ticketId);
      return {
        id,
        at: Math.max(receivedAt ?? createdAt, openedAt),
        by: customer && by !== 'bot' ? 'customer' : by,
        authorId: authorId === '-1' ? undefined : authorId,
        isPublic: metadata?.public !== false,
      };
    });
  return { said: said.toSorted((a, b) => a.at - b.at), rejected };
}
