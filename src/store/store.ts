import type { Page, Rejection } from '../connector/connector.ts';
import type { Account, ChurnEvent, MrrChange, Rating, Subscription } from '../model/account.ts';
import type { Cost, Milestone, Order, Referral, Usage } from '../model/account-facts.ts';
import type { MeasuredColumns } from '../model/columns.ts';
import type { Exclusion, Impossible, MeasuredTicket, TicketHistory } from '../model/measurement.ts';
import type { Agent, Customer, Team } from '../model/people.ts';

/** Where a source's sync stands. */
export interface SyncState {
  readonly identity: string;
  readonly cursor: string | undefined;
  readonly watermarkAt: number | undefined;
  readonly syncedAt: number | undefined;
}

/** What saving one page changed. */
export interface SaveCounts {
  readonly ticketsChanged: number;
  readonly ticketsUnchanged: number;
  readonly rejected: number;
}

/** A kept rejection. */
export interface StoredRejection extends Rejection {
  readonly source: string;
  readonly at: number;
}

/** Which measured tickets to read; instants in epoch ms, `[from, to)`. */
export interface MeasuredFilter {
  readonly finalSolvedFrom?: number;
  readonly finalSolvedTo?: number;
  readonly openedFrom?: number;
  readonly openedTo?: number;
  /** Opened before this instant and without a final solution before it. */
  readonly openAsOf?: number;
}

/** What names a ticket. */
export interface TicketKey {
  readonly source: string;
  readonly ticketId: string;
}

/** Neighbouring tickets in the order of (source, id): those after the one key, up to the other one with it. */
export interface TicketRange {
  /** Undefined: from the first ticket on. */
  readonly after: TicketKey | undefined;
  /** Undefined: to the last ticket. */
  readonly until: TicketKey | undefined;
}

/** What a reader should know of the tickets behind a report. Excluded tickets count in the first figure alone. */
export interface MeasuredQuality {
  readonly excluded: Readonly<Record<Exclusion, number>>;
  /** Tickets by the vendor's word for a status that nobody mapped. */
  readonly unknownStatuses: Readonly<Record<string, number>>;
  /** Facts that cannot be, also those for which a ticket was excluded; in order of (source, ticket). */
  readonly impossible: readonly (TicketKey & Impossible)[];
  /** Events dated before their ticket's opening. */
  readonly clippedEvents: number;
  /** Tickets of which the vendor cannot give the whole history. */
  readonly truncatedTimelines: number;
}

/** One digest to be sent once: a subscription and the window it covers, in epoch ms. */
export interface DigestWindow {
  readonly subscription: string;
  readonly windowFrom: number;
  readonly windowTo: number;
}

/** `uncertain`: it was handed over and no answer came. `refused`: the channel will never take it. */
export type DigestState = 'planned' | 'sending' | 'sent' | 'uncertain' | 'refused';

/** Where the delivery of a digest stands. */
export interface DigestDelivery extends DigestWindow {
  readonly state: DigestState;
  /** How often somebody began to send it. */
  readonly attempts: number;
  /** When it came into this state. */
  readonly at: number;
  /** Names the message to its channel, the same at every attempt, so that a second one can be told from a new one. */
  readonly messageKey: string | null;
}

/**
 * The one memory of the product, the same on SQLite and PostgreSQL. Every method is one transaction; all may be
 * called by several processes at once. Rows are parsed on the way out; a row that does not parse is a DataError.
 */
export interface Store {
  readonly syncState: (source: string) => Promise<SyncState | undefined>;
  readonly sources: () => Promise<readonly { readonly source: string; readonly state: SyncState }[]>;
  /** Notes what a source is connected to; keeps the cursor. */
  readonly setIdentity: (source: string, identity: string) => Promise<void>;
  /** Drops everything of one source. */
  readonly forget: (source: string) => Promise<void>;
  /** Upserts a page's records and its cursor in one transaction; a ticket is marked for measuring only if it changed. */
  readonly savePage: (source: string, page: Page, at: number) => Promise<SaveCounts>;
  /** Marks a sync as complete at this instant (the source was read to its end). */
  readonly finishSync: (source: string, at: number) => Promise<void>;

  /** If the definitions' hash differs from the stored one, marks all tickets for measuring; tells whether it did. */
  readonly useDefinitions: (
    hash: string,
    version: string,
  ) => Promise<{ readonly changed: boolean; readonly tickets: number }>;
  readonly countUnmeasured: () => Promise<number>;
  /** Tickets to be measured, in batches of at most `limit`, ordered by (source, id); empty when there are none after `after`. */
  readonly unmeasured: (limit: number, after?: TicketKey, until?: TicketKey) => Promise<readonly TicketHistory[]>;
  /** Cuts all tickets into neighbours of which about `size` are to be measured: none is in two ranges, none in no range. */
  readonly unmeasuredRanges: (size: number) => Promise<readonly TicketRange[]>;
  /** Upserts measurements and clears the mark of tickets whose revision is still the one measured. */
  readonly saveMeasured: (measured: readonly MeasuredTicket[]) => Promise<void>;
  readonly histories: (keys: readonly TicketKey[]) => Promise<readonly TicketHistory[]>;

  readonly agents: () => Promise<readonly Agent[]>;
  readonly teams: () => Promise<readonly Team[]>;
  readonly customers: (source: string, ids: readonly string[]) => Promise<readonly Customer[]>;
  readonly allCustomers: () => AsyncIterable<readonly Customer[]>;
  readonly accounts: () => Promise<readonly Account[]>;
  readonly ratings: () => AsyncIterable<readonly Rating[]>;
  readonly subscriptions: () => Promise<readonly Subscription[]>;
  readonly churnEvents: () => Promise<readonly ChurnEvent[]>;
  readonly mrrChanges: () => Promise<readonly MrrChange[]>;
  readonly orders: () => AsyncIterable<readonly Order[]>;
  readonly referrals: () => Promise<readonly Referral[]>;
  readonly milestones: () => Promise<readonly Milestone[]>;
  readonly usage: () => AsyncIterable<readonly Usage[]>;
  readonly costs: () => Promise<readonly Cost[]>;
  /** Times of messages of customers whose zone is not stated, for inferring it: customers with new messages only. */
  readonly customersToInfer: (minimumMessages: number) => AsyncIterable<{
    readonly source: string;
    readonly customerId: string;
    readonly messageAts: readonly number[];
  }>;
  /** Stores what was inferred (undefined: could not be told) and marks the customer's tickets if it changed. */
  readonly saveInferredZones: (
    zones: readonly { readonly source: string; readonly customerId: string; readonly timeZone: string | undefined }[],
  ) => Promise<void>;

  /** Measured tickets that are in the figures, by columns: the report's fast way. `ids` adds the ticket ids. */
  readonly measuredColumns: (filter: MeasuredFilter, options?: { readonly ids?: boolean }) => Promise<MeasuredColumns>;
  /** Measured tickets one by one (excluded ones too), for listing what stands behind a figure. */
  readonly measured: (filter: MeasuredFilter) => AsyncIterable<readonly MeasuredTicket[]>;
  readonly countExcluded: (filter: MeasuredFilter) => Promise<Readonly<Record<Exclusion, number>>>;
  readonly quality: (filter: MeasuredFilter) => Promise<MeasuredQuality>;
  readonly rejected: (source?: string) => AsyncIterable<StoredRejection>;
  readonly countRejected: () => Promise<Readonly<Record<string, number>>>;

  /** Small named values that must outlive a process: fitted tier cuts and the like. */
  readonly setting: (key: string) => Promise<string | undefined>;
  readonly setSetting: (key: string, value: string) => Promise<void>;
  /** Sets it unless it is set; gives the value that holds, the same to all who ask at once. */
  readonly keepSetting: (key: string, value: string) => Promise<string>;

  /** Notes that a digest is to be sent; false when it was noted before, in whatever state it is. */
  readonly planDigest: (window: DigestWindow, at: number) => Promise<boolean>;
  /** Takes a planned digest for sending; undefined when it is not planned (any more): of many callers one gets it. */
  readonly claimDigest: (window: DigestWindow, at: number, messageKey: string) => Promise<DigestDelivery | undefined>;
  /** Notes what became of a digest. */
  readonly markDigest: (window: DigestWindow, state: DigestState, at: number) => Promise<void>;
  /** Digests in order of subscription and window, all or those in a state or of a subscription. */
  readonly digests: (filter?: {
    readonly subscription?: string;
    readonly state?: DigestState;
  }) => Promise<readonly DigestDelivery[]>;

  readonly close: () => Promise<void>;
}
