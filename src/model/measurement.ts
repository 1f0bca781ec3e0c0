import type { ByCause, ByClock, Cause, Measure, TicketMeasure, Tier } from './catalogue.ts';
import type { Agent, Customer, Team } from './people.ts';
import type { Event, Ticket } from './ticket.ts';

/** A column of names, each stored once: row i has `keys[codes[i]]`; null is "no value". */
export interface KeyColumn {
  readonly keys: readonly (string | null)[];
  readonly codes: Uint32Array;
}

/** One duration under the three clocks, a row a ticket, in ms; NaN is "no value". */
export type ClockColumns = ByClock<Float64Array>;

/** Who gave the responses of a measure, row by row. */
interface Repliers {
  readonly agent: KeyColumn;
}

/**
 * Measured tickets by columns, as the report reads them: a million tickets fit in memory and are summed without an
 * object each. Excluded tickets are not in it. Agent, team and customer keys are `source/id`.
 */
export interface MeasuredColumns extends TicketColumns, MeasureColumns {}

interface TicketColumns {
  readonly n: number;
  readonly source: KeyColumn;
  readonly ticketId: readonly string[];
  /** Where each can be opened; undefined where that was not asked for. */
  readonly url: readonly (string | null)[] | undefined;
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
  /** NaN where nobody told. */
  readonly reopens: Float64Array;
  readonly customerZoneKnown: Uint8Array;
  /** 0 under every cause where nobody told who held the ticket. */
  readonly timeSpentMs: Readonly<Record<Cause, Float64Array>>;
}

/** Every measure; who replied beside the responses, when (epoch ms) beside the first, and beside the later ones the row of their ticket. */
type MeasureColumns = {
  readonly [M in Measure]: ClockColumns &
    (M extends `${string}Response` ? Repliers : unknown) &
    (M extends TicketMeasure
      ? M extends `${string}Response`
        ? { readonly answeredAt: Float64Array }
        : unknown
      : { readonly ticket: Uint32Array });
};

/** Whose turn it is. */
export const HOLDERS = ['team', 'customer', 'third_party', 'bot', 'nobody'] as const;
export type Holder = (typeof HOLDERS)[number];

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

/** A fact that cannot be: the ticket's affected figure is left out and the fact is listed. */
export interface Impossible {
  readonly kind: 'solved_before_opened' | 'answered_before_asked' | 'event_after_now';
  readonly detail: string;
}

/** Why a ticket is in no figure. */
export const EXCLUSIONS = ['spam', 'merged', 'deleted', 'impossible'] as const;
export type Exclusion = (typeof EXCLUSIONS)[number];

/** What told a ticket's tier: a field or tags of the helpdesk, the score of what the work was, or nothing. */
export const TIER_ORIGINS = ['field', 'tags', 'score', 'none'] as const;
export type TierOrigin = (typeof TIER_ORIGINS)[number];

/** Who dealt with a ticket: people answered or acted, a bot answered and nobody else, both did, or nobody did. */
export const HANDLERS = ['human', 'bot', 'both', 'nobody'] as const;
export type Handler = (typeof HANDLERS)[number];

/** How a customer's time zone is known. */
export const ZONE_KNOWLEDGE = ['stated', 'inferred', 'none'] as const;
export type ZoneKnowledge = (typeof ZONE_KNOWLEDGE)[number];

/** One solution of a ticket. */
export interface Solution {
  /** When it was solved, for durations; of a timer's closing that is rewound, when the customer's silence began. */
  readonly at: number;
  /** When the source knew of it, for windows and what was known then. */
  readonly knownAt: number;
  /** When it was reopened; null: it holds, or nobody told when another one took its place. */
  readonly reopenedAt: number | null;
  /** Who is credited with it, and the team that had the ticket then. */
  readonly agentId: string | null;
  readonly teamId: string | null;
  /** Who had dealt with the ticket until then. */
  readonly by: Handler;
  /** The source does not say when it was. */
  readonly estimated: boolean;
  /** From where the ticket entered the times to it; null where it had not. */
  readonly clocks: ByClock<number> | null;
}

/** A customer's message that waits for an answer, until it gets one. */
export interface Turn {
  /** Its first unanswered message, or the opening. */
  readonly askedAt: number;
  /** Null while it is open; then nobody answered and no clock has stopped. */
  readonly answeredAt: number | null;
  /** The person who answered; null for a bot, and where the source names nobody. */
  readonly agentId: string | null;
  /** The team that had the ticket when it was answered. */
  readonly teamId: string | null;
  /** A person, where one answered before the customer wrote again, else a bot, else nobody. */
  readonly by: Handler;
  /** When a bot answered it for the first time, whoever did afterwards; null where none did. */
  readonly botAnsweredAt: number | null;
  readonly clocks: ByClock<number> | null;
}

/** A stretch of time in which one holder, team, agent and pair of calendars had a ticket. */
export interface Stint {
  readonly fromAt: number;
  /** Null where it goes on: the ticket is open. Its causes then run to the last event. */
  readonly toAt: number | null;
  readonly holder: Holder;
  readonly teamId: string | null;
  /** A person; a bot that was assigned counts as nobody. */
  readonly agentId: string | null;
  /** Keys of the two sides' calendars as the presence tables know them. */
  readonly teamSide: string;
  readonly customerSide: string;
  /** Where its time went, ms by the order of CAUSE_NAMES; what is missing at the end is 0. */
  readonly causesMs: readonly number[];
}

/** The score of a ticket's complexity from an instant on. */
export interface ScoreChange {
  readonly at: number;
  readonly score: number;
}

/** All that a report needs of one ticket; made by the measure step, kept by the store. Durations in ms. */
export interface MeasuredTicket {
  readonly source: string;
  readonly ticketId: string;
  readonly revision: number;
  readonly exclusion: Exclusion | null;
  /** When it was merged or deleted; null where it was not, or nobody said when. Until then it was a ticket like any other. */
  readonly excludedAt: number | null;
  readonly url: string | null;
  readonly subject: string | null;
  readonly tier: Tier;
  readonly tierOrigin: TierOrigin;
  readonly tierScore: number;
  /** The agent credited with the final solution (or who has the ticket now, while it is open). */
  readonly agentId: string | null;
  readonly teamId: string | null;
  readonly priority: string | null;
  readonly channel: string;
  readonly category: string | null;
  readonly tags: readonly string[];
  readonly customerId: string | null;
  readonly accountKey: string | null;
  readonly customerZone: ZoneKnowledge;
  readonly openedAt: number;
  /** We opened it and nobody had asked. */
  readonly outbound: boolean;
  /** Where its times begin: the opening; of an outbound ticket the customer's first message, null while there is none. */
  readonly entersAt: number | null;
  readonly firstSolvedAt: number | null;
  readonly finalSolvedAt: number | null;
  /** Null where neither its history nor a count of its source tells. */
  readonly reopens: number | null;
  /** Solved again without a message, by machines alone or within a minute: these are no reopenings. */
  readonly undoneReopenings: number;
  /** Who had dealt with it until its final solution; of an unsolved ticket so far. */
  readonly resolvedBy: Handler;
  /** An instant in it is not the source's own. */
  readonly estimated: boolean;
  /**
   * From where it enters the times to the final solution; of an unsolved ticket to its last event. The causes of the
   * stints from there on sum to it.
   */
  readonly timeSpentMs: ByCause<number>;
  readonly firstResponseMs: ByClock<number> | null;
  readonly firstResolutionMs: ByClock<number> | null;
  readonly finalResolutionMs: ByClock<number> | null;
  /** In order of time: the first solution first, a final one last. */
  readonly solutions: readonly Solution[];
  /** In order of time; only the last may be open. */
  readonly turns: readonly Turn[];
  /** One after the other without a gap, from the opening to where `timeSpentMs` ends; one begins where it enters the times. */
  readonly stints: readonly Stint[];
  /** How the score grew, from 0 at the opening, so that the tier of an earlier instant can be told. */
  readonly scores: readonly ScoreChange[];
  readonly clippedEvents: number;
  readonly timelineComplete: boolean;
  /** Whether its history or lengths of time of its source tell who held it; else its time is taken to be with the team. */
  readonly causesKnown: boolean;
  /** The source says that it is solved and gives no instant: in no figure of time, and not open. */
  readonly solvedWithoutDate: boolean;
  /** The source states when it was solved although its status says open: the status holds. */
  readonly statedWhileOpen: boolean;
  /** The vendor's words for statuses that nobody mapped. */
  readonly unknownStatuses: readonly string[];
  readonly impossible: readonly Impossible[];
}

/** A turn that got its answer. */
export type Response = Turn & { readonly answeredAt: number; readonly clocks: ByClock<number> };

/** The answers of people, in order. */
export function responsesOf({ turns }: Pick<MeasuredTicket, 'turns'>): readonly Response[] {
  return turns.filter((turn): turn is Response => turn.clocks !== null && turn.by === 'human');
}

/** The first of them; what an outbound ticket was answered with was not the first word. */
export function firstResponseOf(ticket: Pick<MeasuredTicket, 'turns' | 'outbound'>): Response | undefined {
  return ticket.outbound ? undefined : responsesOf(ticket)[0];
}

/** All that are not the first response. */
export function laterResponsesOf(ticket: Pick<MeasuredTicket, 'turns' | 'outbound'>): readonly Response[] {
  return ticket.outbound ? responsesOf(ticket) : responsesOf(ticket).slice(1);
}
