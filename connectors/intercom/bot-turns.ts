import type { Conversation, Part } from './answers.ts';
import { assignedBy, isAiAgent, sideOf, speaks, stateAfter } from './parts.ts';

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
