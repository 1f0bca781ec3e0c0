import {
  Account,
  ChurnEvent,
  Cost,
  Milestone,
  MrrChange,
  Order,
  Referral,
  Subscription,
  Usage,
} from '../model/account.ts';
import { ConfigError } from '../model/errors.ts';
import type { Exclusion, MeasuredColumns, MeasuredTicket, TicketHistory } from '../model/measurement.ts';
import { Agent, type Customer, Team } from '../model/people.ts';
import { Rating } from '../model/rating.ts';
import type { Page } from '../model/source.ts';
import type { MeasuredFilter } from '../model/window.ts';
import {
  claimDigest,
  type DigestDelivery,
  type DigestState,
  type DigestWindow,
  markDigest,
  planDigest,
  readDigests,
} from './digests.ts';
import type { Engine, Session } from './engine.ts';
import {
  countUnmeasured,
  readHistories,
  readUnmeasured,
  readUnmeasuredRanges,
  type TicketKey,
  type TicketRange,
  useDefinitions,
} from './measurements/queue.ts';
import {
  countExcluded,
  type MeasuredQuality,
  readMeasured,
  readMeasuredColumns,
  readQuality,
} from './measurements/read.ts';
import { saveMeasured } from './measurements/save.ts';
import { openPostgres } from './postgres.ts';
import { keepSetting, readSetting, writeSetting } from './settings.ts';
import { openSqlite } from './sqlite.ts';
import {
  countRejected,
  finishSync,
  forget,
  readRejected,
  readSources,
  readSyncState,
  type StoredRejection,
  type SyncState,
  setIdentity,
} from './sync.ts';
import { readCustomersToInfer, saveInferredZones } from './tickets/customer-zones.ts';
import { readAllCustomers, readAllRecords, readCustomers, readRecords } from './tickets/read-records.ts';
import { type SaveCounts, savePage } from './tickets/save-page.ts';

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

/** Where the store is and how patient it is. */
export interface StoreOptions {
  /** `postgres://user:password@host/database`, `sqlite:path/to/file`, or the path alone. */
  readonly url: string;
  /** How long to wait for another process that writes (SQLite). */
  readonly busyTimeoutMs?: number;
  /** Above this many pages of 8 KB a SQLite store counts as full. */
  readonly maxPages?: number;
}

async function openEngine({ url, ...options }: StoreOptions): Promise<Engine> {
  const scheme = /^([a-z][a-z0-9+.-]+):/i.exec(url)?.[1]?.toLowerCase();
  if (scheme === undefined || /^[a-z]:[\\/]/i.test(url)) return openSqlite(url, options);
  if (scheme === 'sqlite' || scheme === 'file')
    return openSqlite(url.slice(scheme.length + 1).replace(/^\/\//, ''), options);
  if (scheme === 'postgres' || scheme === 'postgresql') return openPostgres(url);
  // The URL may hold a password: only its scheme is repeated.
  throw new ConfigError(
    `DATABASE_URL: "${scheme}:" is not a store Fairclock knows; write postgres://user:password@host/database, or sqlite:path/to/file`,
  );
}

/**
 * Opens the store, making or migrating its tables as needed (of many processes at once, one does). ConfigError: a place
 * that cannot be used, or a store written by a newer version. RetryableError: a database that does not answer.
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  return createStore(await openEngine(options));
}

/** The store's methods over an engine: each is one transaction, or one a page where it streams. */
function createStore(engine: Engine): Store {
  const read = <Result>(work: (session: Session) => Promise<Result>): Promise<Result> => engine.read(work);
  const readWhole = <Result>(work: (session: Session) => Promise<Result>): Promise<Result> =>
    engine.read(work, { whole: true });
  const write = <Result>(work: (session: Session) => Promise<Result>): Promise<Result> => engine.write(work);
  return {
    syncState: (source) => read((session) => readSyncState(session, engine, source)),
    sources: () => read((session) => readSources(session, engine)),
    setIdentity: (source, identity) => write((session) => setIdentity(session, engine, source, identity)),
    forget: (source) => write((session) => forget(session, engine, source)),
    savePage: (source, page, at) => write((session) => savePage(session, engine, source, page, at)),
    finishSync: (source, at) => write((session) => finishSync(session, engine, source, at)),

    useDefinitions: (hash, version) => write((session) => useDefinitions(session, engine, hash, version)),
    countUnmeasured: () => readWhole((session) => countUnmeasured(session, engine)),
    unmeasured: (limit, after, until) => read((session) => readUnmeasured(session, engine, limit, after, until)),
    unmeasuredRanges: (size) => readWhole((session) => readUnmeasuredRanges(session, engine, size)),
    saveMeasured: (measured) => write((session) => saveMeasured(session, engine, measured)),
    histories: (keys) => read((session) => readHistories(session, engine, keys)),

    agents: () => readAllRecords(engine, 'agent', Agent),
    teams: () => readAllRecords(engine, 'team', Team),
    customers: (source, ids) => read((session) => readCustomers(session, engine, source, ids)),
    allCustomers: () => readAllCustomers(engine),
    accounts: () => readAllRecords(engine, 'account', Account),
    ratings: () => readRecords(engine, 'rating', Rating),
    subscriptions: () => readAllRecords(engine, 'subscription', Subscription),
    churnEvents: () => readAllRecords(engine, 'churn_event', ChurnEvent),
    mrrChanges: () => readAllRecords(engine, 'mrr_change', MrrChange),
    orders: () => readRecords(engine, 'purchase', Order),
    referrals: () => readAllRecords(engine, 'referral', Referral),
    milestones: () => readAllRecords(engine, 'milestone', Milestone),
    usage: () => readRecords(engine, 'usage', Usage),
    costs: () => readAllRecords(engine, 'cost', Cost),
    customersToInfer: (minimumMessages) => readCustomersToInfer(engine, minimumMessages),
    saveInferredZones: (zones) => write((session) => saveInferredZones(session, engine, zones)),

    measuredColumns: (filter, options) =>
      readWhole((session) => readMeasuredColumns(session, engine, filter, options?.ids ?? false)),
    measured: (filter) => readMeasured(engine, filter),
    countExcluded: (filter) => readWhole((session) => countExcluded(session, engine, filter)),
    quality: (filter) => readWhole((session) => readQuality(session, engine, filter)),
    rejected: (source) => readRejected(engine, source),
    countRejected: () => read((session) => countRejected(session, engine)),

    setting: (key) => read((session) => readSetting(session, engine, `user:${key}`)),
    setSetting: (key, value) =>
      write(async (session) => {
        await writeSetting(session, `user:${key}`, value);
      }),
    keepSetting: (key, value) => write((session) => keepSetting(session, engine, `user:${key}`, value)),

    planDigest: (window, at) => write((session) => planDigest(session, engine, window, at)),
    claimDigest: (window, at, messageKey) => write((session) => claimDigest(session, engine, window, at, messageKey)),
    markDigest: (window, state, at) => write((session) => markDigest(session, engine, window, state, at)),
    digests: (filter) => read((session) => readDigests(session, engine, filter ?? {})),
    close: () => engine.close(),
  };
}
