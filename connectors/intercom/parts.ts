import type { Conversation, Part } from './answers.ts';
import { isAiAgent, type Machines, sideOfPart } from './sides.ts';

/** Types of parts that may carry a message to the other side, beside what else they do. */
const MAY_SPEAK = new Set([
  'comment',
  'quick_reply',
  'assignment',
  'assign_and_reopen',
  'assign_and_unsnooze',
  'open',
  'close',
  'snoozed',
]);

/** Types that are messages by themselves, whatever they hold. */
const SPEAKS = new Set(['comment', 'quick_reply']);

/** What a conversation is after a part, in Intercom's words. */
export type State = 'open' | 'snoozed' | 'closed';

/** The state that a part's type says it brought; undefined: none. Types are an open set: new ones are told by their words. */
export function stateAfter(partType: string): State | undefined {
  if (/(^|_)(re)?open$|unsnooze/.test(partType)) return 'open';
  if (/(^|_)snoozed?$/.test(partType)) return 'snoozed';
  return /^closed?$|_and_close$/.test(partType) ? 'closed' : undefined;
}

/** Whether a part is an internal note. */
export function isNote(part: Part): boolean {
  return part.part_type === 'note' || part.part_type.startsWith('note_');
}

/** Whether a part tells the other side something. */
export function speaks(part: Part, machines: Machines): boolean {
  if (!MAY_SPEAK.has(part.part_type)) return false;
  const holdsSomething = Boolean(part.body?.trim()) || (part.attachments ?? []).length > 0;
  return holdsSomething || (SPEAKS.has(part.part_type) && sideOfPart(part, machines) === 'customer');
}

/** Who a part hands the conversation to; undefined: it changes nobody. */
export function assignedBy(
  part: Part,
  machines: Machines,
): { readonly to: 'admin' | 'team' | 'bot' | 'nobody'; readonly id?: string } | undefined {
  const target = part.assigned_to;
  if (!target) return undefined;
  const id = target.id && target.id !== '0' ? target.id : undefined;
  const { type } = target;
  if (type === 'bot' || (type === 'admin' && id !== undefined && machines.admins.has(id))) return { to: 'bot' };
  if (type === 'admin' || type === 'team') return id ? { to: type, id } : { to: 'nobody' };
  return type?.startsWith('nobody') ? { to: 'nobody' } : undefined;
}

/** Where a bot took the conversation or let it go: before or after what the part (by index) tells; -1 is the opening. */
export interface BotTurn {
  readonly part: number;
  readonly to: 'bot' | 'team';
  readonly when: 'before' | 'after';
}

/** Fin's own word that it gave the conversation to people; the first is of versions up to 2.15. */
const GAVE_UP = new Set(['routed_to_team', 'escalated', 'negative_feedback', 'procedure_handoff']);

/**
 * Tells when a bot held the conversation. It takes it with the AI agent's first message, with an assignment to a bot,
 * or from the beginning where Intercom says that a bot flow started it. It lets it go with an assignment to a person
 * or a team, with a person's message (which the model knows by itself), at the end, after the last message of an AI
 * agent that says it gave up, or with a customer's message that no bot answered: bots answer at once or never.
 */
export function botTurns(conversation: Conversation, parts: readonly Part[], machines: Machines): readonly BotTurn[] {
  const turns: BotTurn[] = [];
  const gaveUp = GAVE_UP.has(conversation.ai_agent?.resolution_state ?? '');
  const lastOfAi = parts.findLastIndex((part) => speaks(part, machines) && isAiAgent(part.author, conversation));
  let held = conversation.source?.delivered_as === 'operator_initiated';
  if (held) turns.push({ part: -1, to: 'bot', when: 'after' });

  for (const [index, part] of parts.entries()) {
    const assigned = assignedBy(part, machines);
    const spokenBy = speaks(part, machines) ? sideOfPart(part, machines) : undefined;
    const takes = assigned?.to === 'bot' || (spokenBy === 'bot' && isAiAgent(part.author, conversation));
    if (takes && !held) {
      turns.push({ part: index, to: 'bot', when: 'before' });
      held = true;
    }
    const givenAway = assigned?.to === 'admin' || assigned?.to === 'team';
    const lastWord = gaveUp && index === lastOfAi;
    const unanswered = spokenBy === 'customer' && !botActsNext(parts, index, machines);
    if (held && (givenAway || lastWord || unanswered)) turns.push({ part: index, to: 'team', when: 'after' });
    if (givenAway || lastWord || unanswered || spokenBy === 'agent' || stateAfter(part.part_type) === 'closed')
      held = false;
  }
  return turns;
}

/** Whether a bot is the next to say something or to close after this part. */
function botActsNext(parts: readonly Part[], index: number, machines: Machines): boolean {
  for (const part of parts.slice(index + 1)) {
    const side = sideOfPart(part, machines);
    if (speaks(part, machines)) {
      if (side === 'customer') continue;
      return side === 'bot';
    }
    if (stateAfter(part.part_type) === 'closed') return side === 'bot';
    const assigned = assignedBy(part, machines);
    if (assigned?.to === 'admin' || assigned?.to === 'team') return false;
  }
  return false;
}
