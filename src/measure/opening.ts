import type { Holder } from '../model/measurement.ts';
import type { Event, Ticket, Turns } from '../model/ticket.ts';
import { countingAuthor } from './timeline.ts';

/** How a ticket begins. */
export interface Opening {
  /** Whose turn it is. */
  readonly holder: Holder;
  /** Whether a customer waits for an answer from then on. */
  readonly isQuestion: boolean;
  /** An agent wrote the customer's question down. */
  readonly isRegistered: boolean;
  /** We opened it and nobody had asked. */
  readonly isOutbound: boolean;
}

const ASKED: Opening = { holder: 'team', isQuestion: true, isRegistered: false, isOutbound: false };
const REGISTERED: Opening = { ...ASKED, isRegistered: true };
const ALERT: Opening = { ...ASKED, isQuestion: false };
const OUTBOUND: Opening = { holder: 'customer', isQuestion: false, isRegistered: false, isOutbound: true };

/**
 * Whose turn it is when a ticket is opened, and whether somebody asked: its customer did, also through a bot (a form) or an
 * agent who logged their call, which was then created open on their behalf. Whatever else an agent opens is outbound, and
 * the customer's turn. `ordered` are its events in order.
 */
export function openingOf(
  ticket: Pick<Ticket, 'openedAt' | 'openedBy' | 'customerId'>,
  ordered: readonly Event[],
  turns: Turns,
  bots: ReadonlySet<string>,
): Opening {
  if (ticket.openedBy === 'customer') return ASKED;
  if (ticket.customerId === undefined) return ticket.openedBy === 'bot' ? ALERT : OUTBOUND;
  if (ticket.openedBy === 'bot') return ASKED;
  let isCreatedOpen = false;
  for (const event of ordered) {
    if (event.at > ticket.openedAt) break;
    if (event.kind === 'status') isCreatedOpen = event.to === 'new' || event.to === 'open';
    // Where messages tell whose turn it is, ours at the opening is what the customer is to answer.
    if (turns === 'message' && countingAuthor(event, bots) === 'agent') return OUTBOUND;
  }
  return isCreatedOpen ? REGISTERED : OUTBOUND;
}
