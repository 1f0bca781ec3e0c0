import type { Event, EventWithout, Side, Status } from '../../src/model/ticket.ts';
import type { Conversation, Part } from './answers.ts';
import { assignedBy, type BotTurn, botTurns, isNote, type State, speaks, stateAfter } from './parts.ts';
import { authorIdOf, type Machines, sideOfAuthor, sideOfPart } from './sides.ts';

/** What the history needs besides the answers. */
export interface HistoryContext {
  readonly source: string;
  /** What a snoozed conversation waits for. */
  readonly snoozed: Status;
  readonly machines: Machines;
}

/** The events of a conversation in order, and whether its parts tell all of it. */
export interface History {
  readonly events: readonly Event[];
  readonly complete: boolean;
}

/** What an event is apart from where and when it stands. */
type Fact = EventWithout<keyof Place>;
interface Place {
  readonly source: string;
  readonly ticketId: string;
  readonly id: string;
  readonly at: number;
  readonly seq: number;
}

/** What Intercom calls outbound: we wrote first, or a campaign did in our name. */
const OUTBOUND = new Set(['admin_initiated', 'automated', 'campaigns_initiated']);

/** What no person wrote for this customer. */
const AUTOMATIC = new Set(['automated', 'campaigns_initiated', 'operator_initiated']);

/**
 * Who opened the conversation. Outbound messages, also automatic ones, are ours: the customer is the one to answer.
 * Where Intercom keeps no message that began it, its first part did.
 */
export function openedBy({ source }: Conversation, parts: readonly Part[], machines: Machines): Side {
  if (!source) {
    const first = parts.find((part) => speaks(part, machines));
    return first ? sideOfPart(first, machines) : 'customer';
  }
  if (OUTBOUND.has(source.delivered_as ?? '')) return 'agent';
  if (source.delivered_as === 'operator_initiated') return 'bot';
  return source.delivered_as === 'customer_initiated' ? 'customer' : sideOfAuthor(source.author, machines);
}

/** Whether it is a message that went out by itself and that nobody answered: there is nothing to do about it. */
export function isUnansweredCampaign({ source }: Conversation, parts: readonly Part[], machines: Machines): boolean {
  if (!AUTOMATIC.has(source?.delivered_as ?? '')) return false;
  const sides = parts.filter((part) => speaks(part, machines)).map((part) => sideOfPart(part, machines));
  return !sides.some((side) => side !== 'bot');
}

/** The model's status for a state of Intercom; undefined for a state that is not known. */
export function statusOf(state: string | null | undefined, snoozed: Status): Status | undefined {
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
  const { source, machines } = context;
  const parts = unsorted.toSorted((a, b) => a.created_at - b.created_at);
  const openedAt = openedAtOf(conversation, parts);
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
  const turns = Map.groupBy(botTurns(conversation, parts, machines), (turn) => turn.part);
  const handOver = (part: number, when: BotTurn['when'], id: string, at: number): void => {
    for (const turn of turns.get(part) ?? []) {
      if (turn.when === when) add(`${id}-${turn.to}`, at, { kind: 'handover', to: turn.to });
    }
  };

  if (conversation.source) {
    const { author, delivered_as: way } = conversation.source;
    const automatic = AUTOMATIC.has(way ?? '') && way !== 'operator_initiated';
    const authorId = automatic ? undefined : authorIdOf(author, machines);
    const by = automatic ? 'bot' : openedBy(conversation, parts, machines);
    add('opened', openedAt, { kind: 'message', by, ...(authorId ? { authorId } : {}), public: true });
    handOver(-1, 'after', 'opened', openedAt);
  }

  const firstReplyAt = conversation.statistics?.first_admin_reply_at;
  if (!complete && firstReplyAt && parts[0] && firstReplyAt < parts[0].created_at) {
    add('first-admin-reply', firstReplyAt, { kind: 'message', by: 'agent', public: true });
  }

  const lastAssignment = parts.findLastIndex((part) => assignedBy(part, machines) !== undefined);
  for (const [index, part] of parts.entries()) {
    const at = part.created_at;
    const id = `part-${part.id}`;
    const side = sideOfPart(part, machines);
    const after = stateAfter(part.part_type);
    const says = speaks(part, machines);
    const reopens = says && side === 'customer' && current.state !== 'open' && part.state !== current.state;
    // What reopens comes before its message, which then is a question; what closes comes after it, as its answer.
    if (after === 'open' ? current.state !== 'open' : reopens) become(`${id}-state`, at, 'open', side);
    handOver(index, 'before', id, at);
    if (says) {
      const authorId = authorIdOf(part.author, machines);
      add(id, at, { kind: 'message', by: side, ...(authorId ? { authorId } : {}), public: true });
      if (side === 'customer') lastCustomerAt = at;
    }
    if (isNote(part)) {
      const authorId = authorIdOf(part.author, machines);
      add(id, at, { kind: 'note', ...(authorId ? { authorId } : {}) });
    }
    const assigned = assignedBy(part, machines);
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
    const latest = events.at(-1)?.at ?? openedAt;
    const closedAt = conversation.statistics?.last_close_at;
    const told = conversation.state === 'closed' && closedAt && closedAt >= latest ? closedAt : undefined;
    const since = conversation.state === 'open' ? (lastCustomerAt ?? conversation.waiting_since) : undefined;
    const at = told ?? Math.max(latest, since ?? conversation.updated_at ?? latest);
    become('state', at, conversation.state, closerOf(conversation, machines), told === undefined);
    complete = complete && told !== undefined;
  }
  return { events, complete };
}

/** Intercom tells that a conversation went into another one, not into which. */
export const MERGED_INTO_UNKNOWN = 'not told by Intercom';

/** When it began, epoch ms: by its own word, else by its first part, else by its last change. */
export function openedAtOf({ created_at: at, updated_at: changedAt }: Conversation, parts: readonly Part[]): number {
  return at ?? (parts.length > 0 ? Math.min(...parts.map((part) => part.created_at)) : (changedAt ?? 0));
}

/** The side of whoever closed it last, where only the statistics tell. */
function closerOf({ state, statistics }: Conversation, machines: Machines): Side | undefined {
  const id = statistics?.last_closed_by_id;
  if (state !== 'closed' || !id) return undefined;
  return sideOfAuthor({ type: 'admin', id }, machines);
}

function isState(state: string | null | undefined): state is State {
  return state === 'open' || state === 'snoozed' || state === 'closed';
}

/** Who has the conversation now: an assignment to a team may have taken it from a person, which its part does not tell. */
function assigneesOf({ admin_assignee_id: agentId, team_assignee_id: teamId }: Conversation) {
  return { agentId: agentId ?? null, teamId: teamId ?? null };
}
