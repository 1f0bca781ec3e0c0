import type { ByCause, ByClock, Cause, Tier } from './catalogue.ts';
import type { Agent, Customer, Team } from './people.ts';
import type { Event, Ticket } from './ticket.ts';

/** A column of names, each stored once: row i has `keys[codes[i]]`; null is "no value". */
export interface KeyColumn {
  readonly keys: readonly (string | null)[];
  readonly codes: Uint32Array;
}

/** One duration under the three clocks, a row a ticket, in ms; NaN is "no value". */
export interface ClockColumns {
  readonly calendar: Float64Array;
  readonly net: Float64Array;
  readonly business: Float64Array;
}

/**
 * Measured tickets by columns, as the report reads them: a million tickets fit in memory and are summed without an
 * object each. Excluded tickets are not in it. Agent, team and customer keys are `source/id`.
 */
export interface MeasuredColumns {
  readonly n: number;
  readonly source: KeyColumn;
  readonly ticketId: readonly string[] | undefined;
  readonly tier: KeyColumn;
  readonly agent: KeyColumn;
  readonly team: KeyColumn;
  readonly priority: KeyColumn;
  readonly channel: KeyColumn;
  readonly category: KeyColumn;
  /** The helpdesk's own word for the account; the join to paying accounts is the outcomes' work. */
  readonly account: KeyColumn;
  /** `source/id` of who asked. */
  readonly customer: KeyColumn;
  readonly openedAt: Float64Array;
  /** NaN while there is none. */
  readonly finalSolvedAt: Float64Array;
  readonly reopens: Uint32Array;
  readonly customerZoneKnown: Uint8Array;
  readonly timeSpentMs: Readonly<Record<Cause, Float64Array>>;
  readonly firstResponse: ClockColumns & { readonly agent: KeyColumn };
  readonly firstResolution: ClockColumns;
  readonly finalResolution: ClockColumns;
  /** A row a later response; `ticket` is the row of its ticket above. */
  readonly laterResponse: ClockColumns & { readonly ticket: Uint32Array; readonly agent: KeyColumn };
}

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
  readonly clocks: ByClock<number>;
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
  readonly timeSpentMs: ByCause<number>;
  readonly firstResponse: ResponseFact | null;
  readonly laterResponses: readonly ResponseFact[];
  readonly firstResolutionMs: ByClock<number> | null;
  readonly finalResolutionMs: ByClock<number> | null;
  readonly openTail: OpenTail | null;
  readonly customerZoneKnown: boolean;
  readonly clippedEvents: number;
  readonly timelineComplete: boolean;
  /** The vendor's words for statuses that nobody mapped. */
  readonly unknownStatuses: readonly string[];
  readonly impossible: readonly Impossible[];
}
