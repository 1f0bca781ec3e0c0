import type { Event, Side, Status } from '../../src/model/ticket.ts';
import type { Conversation, Part } from './answers.ts';
import {
  assignedBy,
  authorIdOf,
  type BotTurn,
  botTurns,
  isNote,
  type State,
  sideOf,
  speaks,
  stateAfter,
} from './parts.ts';

/** What the history needs besides the answers. */
export interface HistoryContext {
  readonly source: string;
  /** What a snoozed conversation waits for. */
  readonly snoozed: Status;
}

/** The events of a conversation in order, and whether its parts tell all of it. */
export interface History {
  readonly events: readonly Event[];
  readonly complete: boolean;
}

/** What an event is apart from where and when it stands. */
type Fact = Event extends infer Each ? (Each extends Event ? Omit<Each, keyof Place> : never) : never;
interface Place {
  readonly source: string;
  readonly ticketId: string;
  readonly id: string;
  readonly at: number;
  readonly seq: number;
}

/** What Intercom calls outbound: we wrote first, or a campaign did in our name. */
const OUTBOUND = new Set(['admin_initiated', 'automated', 'campaigns_initiated']);

/** Who opened the conversation. Outbound messages, also automatic ones, are ours: the customer is the one to answer. */
export function openedBy({ source }: Conversation): Side {
  if (OUTBOUND.has(source.delivered_as ?? '')) return 'agent';
  if (source.delivered_as === 'operator_initiated') return 'bot';
  return source.delivered_as === 'customer_initiated' ? 'customer' : sideOf(source.author);
}

/** The model's status for a state of Intercom; undefined for a state that is not known. */
export function statusOf(state: string, snoozed: Status): Status | undefined {
  if (state === 'open') return 'open';
  if (state === 'closed') return 'solved';
  return state === 'snoozed' ? snoozed : undefined;
}

/**
 * Retells a conversation (its first message, which is no part, and its parts by time) as events. `total` is how many
 * parts there are: Intercom gives the 500 newest only, and what it still tells of the rest then stands in its statistics.
 */
export function toHistory(
  conversation: Conversation,
  unsorted: readonly Part[],
  total: number,
  context: HistoryContext,
): History {
  const { source } = context;
  const parts = unsorted.toSorted((a, b) => a.created_at - b.created_at);
  const events: Event[] = [];
  const current: { state: State } = { state: 'open' };
  let lastCustomerAt: number | undefined;
  let complete = parts.length >= total;

  const add = (id: string, at: number, fact: Fact): void => {
    events.push({ source, ticketId: conversation.id, id, at, seq: events.length, ...fact });
  };
  const become = (id: string, at: number, to: State, by: Side | undefined, estimated = false): void => {
    current.state = to;
    const status = statusOf(to, context.snoozed) ?? 'open';
    const more = { ...(by ? { by } : {}), ...(estimated ? { estimated } : {}) };
    add(id, at, { kind: 'status', to: status, original: to, ...more });
  };
  const turns = Map.groupBy(botTurns(conversation, parts), (turn) => turn.part);
  const handOver = (part: number, when: BotTurn['when'], id: string, at: number): void => {
    for (const turn of turns.get(part) ?? []) {
      if (turn.when === when) add(`${id}-${turn.to}`, at, { kind: 'handover', to: turn.to });
    }
  };

  const opener = conversation.source.author;
  const automatic =
    OUTBOUND.has(conversation.source.delivered_as ?? '') && conversation.source.delivered_as !== 'admin_initiated';
  add('opened', conversation.created_at, {
    kind: 'message',
    by: automatic ? 'bot' : openedBy(conversation),
    ...(authorIdOf(opener) && !automatic ? { authorId: authorIdOf(opener) } : {}),
    public: true,
  });
  handOver(-1, 'after', 'opened', conversation.created_at);

  const firstReplyAt = conversation.statistics?.first_admin_reply_at;
  if (!complete && firstReplyAt && parts[0] && firstReplyAt < parts[0].created_at) {
    add('first-admin-reply', firstReplyAt, { kind: 'message', by: 'agent', public: true });
  }

  const lastAssignment = parts.findLastIndex((part) => assignedBy(part) !== undefined);
  for (const [index, part] of parts.entries()) {
    const at = part.created_at;
    const id = `part-${part.id}`;
    const side = sideOf(part.author);
    const after = stateAfter(part.part_type);
    const says = speaks(part);
    const reopens = says && side === 'customer' && current.state !== 'open' && part.state !== current.state;
    // What reopens comes before its message, which then is a question; what closes comes after it, as its answer.
    if (after === 'open' ? current.state !== 'open' : reopens) become(`${id}-state`, at, 'open', side);
    handOver(index, 'before', id, at);
    if (says) {
      const authorId = authorIdOf(part.author);
      add(id, at, { kind: 'message', by: side, ...(authorId ? { authorId } : {}), public: true });
      if (side === 'customer') lastCustomerAt = at;
    }
    if (isNote(part)) {
      const authorId = authorIdOf(part.author);
      add(id, at, { kind: 'note', ...(authorId ? { authorId } : {}) });
    }
    const assigned = assignedBy(part);
    if (assigned) {
      const now = index === lastAssignment && complete ? assigneesOf(conversation) : undefined;
      if (assigned.to === 'admin') add(`${id}-assignment`, at, { kind: 'assignment', agentId: assigned.id!, ...now });
      if (assigned.to === 'team') add(`${id}-assignment`, at, { kind: 'assignment', teamId: assigned.id!, ...now });
      if (assigned.to === 'nobody') add(`${id}-assignment`, at, { kind: 'assignment', agentId: null, ...now });
    }
    if (part.part_type === 'merged_secondary_conversation') {
      add(id, at, { kind: 'merged', into: MERGED_INTO_UNKNOWN });
    }
    if (after !== undefined && after !== 'open' && after !== current.state) become(`${id}-state`, at, after, side);
    handOver(index, 'after', id, at);
  }

  // The conversation has the last word on its state; its parts may have been cut off or be late.
  if (isState(conversation.state) && conversation.state !== current.state) {
    const latest = events.at(-1)!.at;
    const closedAt = conversation.statistics?.last_close_at;
    const told = conversation.state === 'closed' && closedAt && closedAt >= latest ? closedAt : undefined;
    const since = conversation.state === 'open' ? (lastCustomerAt ?? conversation.waiting_since) : undefined;
    const at = told ?? Math.max(latest, since ?? conversation.updated_at);
    become('state', at, conversation.state, undefined, told === undefined);
    complete = complete && told !== undefined;
  }
  return { events, complete };
}

/** Intercom tells that a conversation went into another one, not into which. */
export const MERGED_INTO_UNKNOWN = 'not told by Intercom';

function isState(state: string): state is State {
  return state === 'open' || state === 'snoozed' || state === 'closed';
}

/** Who has the conversation now: an assignment to a team may have taken it from a person, which its part does not tell. */
function assigneesOf({ admin_assignee_id: agentId, team_assignee_id: teamId }: Conversation) {
  return { agentId: agentId ?? null, teamId: teamId ?? null };
}
