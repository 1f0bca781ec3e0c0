import type { Page, Rejection } from '../connector.ts';
import type { MeasuredColumns } from '../metrics/columns.ts';
import type { MeasuredTicket, TicketHistory } from '../metrics/measured.ts';
import type { Account, ChurnEvent, Rating, Subscription } from '../model/outcome.ts';
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
  readonly unmeasured: (
    limit: number,
    after?: { readonly source: string; readonly ticketId: string },
  ) => Promise<readonly TicketHistory[]>;
  /** Upserts measurements and clears the mark of tickets whose revision is still the one measured. */
  readonly saveMeasured: (measured: readonly MeasuredTicket[]) => Promise<void>;
  readonly histories: (
    keys: readonly { readonly source: string; readonly ticketId: string }[],
  ) => Promise<readonly TicketHistory[]>;

  readonly agents: () => Promise<readonly Agent[]>;
  readonly teams: () => Promise<readonly Team[]>;
  readonly customers: (source: string, ids: readonly string[]) => Promise<readonly Customer[]>;
  readonly allCustomers: () => AsyncIterable<readonly Customer[]>;
  readonly accounts: () => Promise<readonly Account[]>;
  readonly ratings: () => AsyncIterable<readonly Rating[]>;
  readonly subscriptions: () => Promise<readonly Subscription[]>;
  readonly churnEvents: () => Promise<readonly ChurnEvent[]>;
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
  readonly rejected: (source?: string) => AsyncIterable<StoredRejection>;
  readonly countRejected: () => Promise<Readonly<Record<string, number>>>;

  /** Small named values that must outlive a process: fitted tier cuts and the like. */
  readonly setting: (key: string) => Promise<string | undefined>;
  readonly setSetting: (key: string, value: string) => Promise<void>;
  readonly close: () => Promise<void>;
}
