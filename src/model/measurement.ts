import type { Buckets, Clocks } from './bucket.ts';
import type { Tier } from './definitions.ts';
import type { Event } from './event.ts';
import type { Agent, Customer, Team } from './people.ts';
import type { Ticket } from './ticket.ts';

/** Whose turn it is. */
export type Holder = 'team' | 'customer' | 'third_party' | 'bot' | 'nobody';

/** A ticket with its events in any order, as the store gives it to be measured. */
export interface TicketHistory {
  readonly ticket: Ticket;
  readonly events: readonly Event[];
  /** Counts the changes of the ticket or its events; a measurement names the one it saw. */
  readonly revision: number;
}

/** The people whose hours matter to the clock. `customer` looks one up, or gives undefined for a stranger. */
export interface People {
  readonly agents: readonly Agent[];
  readonly teams: readonly Team[];
  readonly customer: (source: string, id: string) => Customer | undefined;
}

/** One answer of a human agent to a customer's turn. */
export interface ResponseFact {
  readonly agentId: string | null;
  /** When the turn began: its first unanswered message, or the opening. */
  readonly askedAt: number;
  readonly clocks: Clocks;
}

/** A fact that cannot be: the ticket's affected figure is left out and the fact is listed. */
export interface Impossible {
  readonly kind: 'solved_before_opened' | 'answered_before_asked' | 'event_after_now';
  readonly detail: string;
}

/** Why a ticket is in no figure. */
export type Exclusion = 'spam' | 'merged' | 'deleted' | 'impossible';

/** Where an unsolved ticket stands after its last event, so that its age can be told for any later instant. */
export interface OpenTail {
  readonly at: number;
  readonly holder: Holder;
  /** Keys of the two sides' calendars as the presence tables know them. */
  readonly teamSide: string;
  readonly customerSide: string;
}

/** All that a report needs of one ticket; made by the measure step, kept by the store. Durations in ms. */
export interface MeasuredTicket {
  readonly source: string;
  readonly ticketId: string;
  readonly revision: number;
  readonly exclusion: Exclusion | null;
  readonly url: string | null;
  readonly subject: string | null;
  readonly tier: Tier;
  readonly tierScore: number;
  /** The agent credited with the final solution (or who holds the ticket now, while it is open). */
  readonly agentId: string | null;
  /** Every human agent who replied or was assigned, in order of first appearance. */
  readonly involvedAgentIds: readonly string[];
  readonly teamId: string | null;
  readonly priority: string | null;
  readonly channel: string;
  readonly category: string | null;
  readonly tags: readonly string[];
  readonly customerId: string | null;
  readonly accountKey: string | null;
  readonly openedAt: number;
  readonly firstSolvedAt: number | null;
  readonly finalSolvedAt: number | null;
  readonly reopens: number;
  /** From the opening to the final solution; of an unsolved ticket to `openTail.at`. */
  readonly timeSpentMs: Buckets;
  readonly firstResponse: ResponseFact | null;
  readonly laterResponses: readonly ResponseFact[];
  readonly firstResolutionMs: Clocks | null;
  readonly finalResolutionMs: Clocks | null;
  readonly openTail: OpenTail | null;
  readonly customerZoneKnown: boolean;
  readonly clippedEvents: number;
  readonly timelineComplete: boolean;
  /** The vendor's words for statuses that nobody mapped. */
  readonly unknownStatuses: readonly string[];
  readonly impossible: readonly Impossible[];
}
