import { Account, ChurnEvent, MrrChange, Rating, Subscription } from '../model/account.ts';
import { Cost, Milestone, Order, Referral, Usage } from '../model/account-facts.ts';
import { ConfigError } from '../model/errors.ts';
import { Agent, Team } from '../model/people.ts';
import { claimDigest, markDigest, planDigest, readDigests } from './digests.ts';
import type { Engine, Session } from './engine.ts';
import { readMeasuredColumns } from './measurements/columns.ts';
import { countUnmeasured, readHistories, readUnmeasured, readUnmeasuredRanges } from './measurements/queue.ts';
import { countExcluded, readMeasured, readQuality } from './measurements/read.ts';
import { saveMeasured } from './measurements/save-measured.ts';
import { openPostgres } from './postgres.ts';
import { keepSetting, readSetting, useDefinitions, writeSetting } from './settings.ts';
import { openSqlite } from './sqlite.ts';
import type { Store } from './store.ts';
import { countRejected, finishSync, forget, readRejected, readSources, readSyncState, setIdentity } from './sync.ts';
import { readCustomersToInfer, saveInferredZones } from './tickets/customer-zones.ts';
import { readAllCustomers, readAllRecords, readCustomers, readRecords } from './tickets/read-records.ts';
import { savePage } from './tickets/save-page.ts';

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
