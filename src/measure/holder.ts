import type { Event } from '../model/event.ts';
import type { Holder } from '../model/measurement.ts';
import { isSolved } from '../model/status.ts';
import type { Side, Turns } from '../model/ticket.ts';

/** Whose turn it is when a ticket is opened: the other side's of whoever opened it; an alert or a form is for the team. */
export function holderAtOpening(openedBy: Side): Holder {
  return openedBy === 'agent' ? 'customer' : 'team';
}

/**
 * Whose turn it is after an event. `author` is who wrote a message that counts (public, not automatic), a bot that
 * poses as an agent being a bot; undefined for every other event.
 */
export function holderAfter(holder: Holder, event: Event, author: Side | undefined, turns: Turns): Holder {
  switch (event.kind) {
    case 'status':
      if (isSolved(event.to)) return 'nobody';
      if (event.to === 'waiting_customer') return 'customer';
      if (event.to === 'waiting_third_party') return 'third_party';
      return 'team';
    case 'handover':
      return event.to;
    case 'message':
      if (author === 'customer') return holder === 'customer' ? 'team' : holder;
      if (author !== 'agent') return holder;
      if (turns === 'message') return holder === 'team' || holder === 'bot' ? 'customer' : holder;
      return holder === 'bot' ? 'team' : holder;
    default:
      return holder;
  }
}

/** Who wrote a message that counts; undefined for notes to colleagues, automatic replies and whatever is no message. */
export function countingAuthor(event: Event, bots: ReadonlySet<string>): Side | undefined {
  if (event.kind !== 'message' || !event.public || event.automatic === true) return undefined;
  if (event.by === 'agent' && bots.size > 0 && event.authorId !== undefined && bots.has(event.authorId)) return 'bot';
  return event.by;
}
