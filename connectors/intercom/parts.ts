import type { Side } from '../../src/model/ticket.ts';
import type { Author, Conversation, Part } from './answers.ts';

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
export function speaks(part: Part): boolean {
  if (!MAY_SPEAK.has(part.part_type)) return false;
  const holdsSomething = Boolean(part.body?.trim()) || (part.attachments ?? []).length > 0;
  return holdsSomething || (SPEAKS.has(part.part_type) && sideOf(part.author) === 'customer');
}

/** The workspace's own bot, which some answers call an admin. */
const OPERATOR = /^operator\+[^@]*@intercom\.io$/i;

/** The side of an author; bots may write under an admin's name. Teams write through campaigns alone. */
export function sideOf(author: Author | null | undefined): Side {
  if (author?.from_ai_agent || author?.is_ai_answer || OPERATOR.test(author?.email ?? '')) return 'bot';
  if (author?.type === 'admin') return 'agent';
  return author?.type === 'bot' || author?.type === 'team' ? 'bot' : 'customer';
}

/** Whether the author is the AI agent and not one of the bots that only greet or ask for an address. */
export function isAiAgent(author: Author | null | undefined, conversation: Conversation): boolean {
  if (author?.from_ai_agent || author?.is_ai_answer) return true;
  return conversation.ai_agent_participated === true && author?.type === 'bot' && /^fin\b/i.test(author.name ?? '');
}

/** An author's id in the model: bots have numbers of their own, which admins may have, too. */
export function authorIdOf(author: Author | null | undefined): string | undefined {
  if (!author?.id) return undefined;
  return sideOf(author) === 'bot' ? `bot:${author.id}` : author.id;
}

/** Who a part hands the conversation to; undefined: it changes nobody. */
export function assignedBy(
  part: Part,
): { readonly to: 'admin' | 'team' | 'bot' | 'nobody'; readonly id?: string } | undefined {
  const target = part.assigned_to;
  if (!target) return undefined;
  const id = target.id && target.id !== '0' ? target.id : undefined;
  if (target.type === 'bot') return { to: 'bot' };
  if (target.type === 'admin' || target.type === 'team') return id ? { to: target.type, id } : { to: 'nobody' };
  return target.type.startsWith('nobody') ? { to: 'nobody' } : undefined;
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
export function botTurns(conversation: Conversation, parts: readonly Part[]): readonly BotTurn[] {
  const turns: BotTurn[] = [];
  const gaveUp = GAVE_UP.has(conversation.ai_agent?.resolution_state ?? '');
  const lastOfAi = parts.findLastIndex((part) => speaks(part) && isAiAgent(part.author, conversation));
  let held = conversation.source.delivered_as === 'operator_initiated';
  if (held) turns.push({ part: -1, to: 'bot', when: 'after' });

  for (const [index, part] of parts.entries()) {
    const assigned = assignedBy(part);
    const spokenBy = speaks(part) ? sideOf(part.author) : undefined;
    const takes = assigned?.to === 'bot' || (spokenBy === 'bot' && isAiAgent(part.author, conversation));
    if (takes && !held) {
      turns.push({ part: index, to: 'bot', when: 'before' });
      held = true;
    }
    const givenAway = assigned?.to === 'admin' || assigned?.to === 'team';
    const lastWord = gaveUp && index === lastOfAi;
    const unanswered = spokenBy === 'customer' && !botActsNext(parts, index);
    if (held && (givenAway || lastWord || unanswered)) turns.push({ part: index, to: 'team', when: 'after' });
    if (givenAway || lastWord || unanswered || spokenBy === 'agent' || stateAfter(part.part_type) === 'closed')
      held = false;
  }
  return turns;
}

/** Whether a bot is the next to say something or to close after this part. */
function botActsNext(parts: readonly Part[], index: number): boolean {
  for (const part of parts.slice(index + 1)) {
    const side = sideOf(part.author);
    if (speaks(part)) {
      if (side === 'customer') continue;
      return side === 'bot';
    }
    if (stateAfter(part.part_type) === 'closed') return side === 'bot';
    const assigned = assignedBy(part);
    if (assigned?.to === 'admin' || assigned?.to === 'team') return false;
  }
  return false;
}
