import type { Agent } from '../../src/model/people.ts';
import { personKeyOf } from '../../src/model/people.ts';
import type { EventWithout } from '../../src/model/ticket.ts';
import { MS_PER_DAY } from '../../src/model/time.ts';
import type { Message, Thread } from './answers.ts';
import { actorOf, authorIdOf, authorOf, isChatBot, sideOfMessage } from './sides.ts';

/** An event apart from its ticket and its order. */
export type Fact = EventWithout<'source' | 'ticketId' | 'seq'>;

/** A conversation of a ticket: the thread, and what is in it as far as it could be read. */
export interface ReadThread {
  readonly thread: Thread;
  readonly messages: readonly Message[];
}

/** What a message becomes; several for a change of assignment, none for what says nothing of turns. */
export function factsOf(message: Message, isBot: (userId: string) => boolean): Fact[] {
  const { id, createdAt: at, type } = message;
  const author = authorOf(message);
  const authorId = authorIdOf(author);
  const by = sideOfMessage(message, isBot);
  switch (type) {
    case 'COMMENT':
      return [{ id: `note-${id}`, at, kind: 'note', ...(authorId ? { authorId } : {}) }];
    case 'WELCOME_MESSAGE':
      return [
        {
          id: `msg-${id}`,
          at,
          kind: 'message',
          by: 'bot',
          public: true,
          automatic: true,
          ...(authorId ? { authorId } : {}),
        },
      ];
    case 'MESSAGE': {
      // What could not be delivered has answered nobody.
      const reached = message.status?.statusType !== 'FAILED';
      const automatic = by === 'bot' && !isChatBot(author);
      return [
        {
          id: `msg-${id}`,
          at,
          kind: 'message',
          by,
          public: reached,
          ...(automatic ? { automatic } : {}),
          ...(authorId ? { authorId } : {}),
        },
      ];
    }
    case 'ASSIGNMENT': {
      const toBot = isChatBot(actorOf(message.assignedTo));
      const fromBot = isChatBot(actorOf(message.assignedFrom));
      if (toBot === fromBot) return [];
      return [{ id: `hand-${id}`, at, kind: 'handover', to: toBot ? 'bot' : 'team' }];
    }
    default:
      return [];
  }
}

/**
 * What was said before a ticket was made of a conversation belongs to it from the customer's first message on, where that
 * was within this time before; older things of the same thread were about something else.
 */
const BEFORE_TICKET_MS = MS_PER_DAY;

/** What the conversations of a ticket tell, and when the customer first asked, where that was before the ticket was made. */
export function toMessageFacts(
  threads: readonly ReadThread[],
  createdAt: number,
  isBot: (userId: string) => boolean,
): { readonly facts: readonly Fact[]; readonly askedAt: number | undefined } {
  const all = threads.flatMap(({ messages }) => messages.flatMap((message) => factsOf(message, isBot)));
  const recent = all.filter(({ at }) => at >= createdAt - BEFORE_TICKET_MS);
  const asked = recent.filter((fact) => fact.kind === 'message' && fact.by === 'customer' && fact.at < createdAt);
  const askedAt = asked.length === 0 ? undefined : Math.min(...asked.map(({ at }) => at));
  return { facts: askedAt === undefined ? recent : recent.filter(({ at }) => at >= askedAt), askedAt };
}

/** Bots and machines that wrote, and people of ours who are no owners any more. */
export function authorsIn(
  threads: readonly ReadThread[],
  source: string,
  isBot: (userId: string) => boolean,
): readonly Agent[] {
  const agents = new Map<string, Agent>();
  for (const message of threads.flatMap(({ messages }) => messages)) {
    const id = authorIdOf(authorOf(message));
    const side = sideOfMessage(message, isBot);
    if (id === undefined || side === 'customer') continue;
    const name = message.senders?.find(({ actorId }) => actorId)?.name || id;
    const bot = side === 'bot';
    agents.set(id, {
      source,
      id,
      name,
      personKey: personKeyOf(source, id, undefined),
      teamIds: [],
      active: bot,
      bot,
    });
  }
  return [...agents.values()];
}
