import { subscriptionsOf } from '../delivery/subscriptions.ts';
import { skewToStore } from '../tasks/clock-skew.ts';
import { type OwedDigest, owedDigests, readBook } from '../tasks/digest-dues.ts';
import type { Deps } from '../tasks/job.ts';
import { probe } from './probe.ts';
import type { Queues } from './queues.ts';
import { brokenSchedules, type ScheduleOptions } from './schedules.ts';

/** How far one source has been read, in epoch ms. */
export interface SourceState {
  readonly name: string;
  readonly readUpTo: number | undefined;
  readonly syncedAt: number | undefined;
  /** Rows set aside, in all. */
  readonly rejected: number;
}

/** What the store says of the work. */
export interface StoreState {
  readonly sources: readonly SourceState[];
  readonly unmeasured: number;
  /** Digests by where their delivery stands. */
  readonly digests: ReadonlyMap<string, number>;
  /** Those that are due and have not arrived, of the subscriptions that there are. */
  readonly owed: readonly OwedDigest[];
  /** When the last digest of each subscription was sent, in epoch ms; null: none was. */
  readonly lastSentAt: ReadonlyMap<string, number | null>;
  /** How far this machine's clock is ahead of the database's. */
  readonly skewMs: number | undefined;
}

/** What Redis says of the work. */
export interface QueueState {
  /** Seconds that the oldest job of each queue has waited. */
  readonly oldestWaiting: ReadonlyMap<string, number>;
  readonly failed: ReadonlyMap<string, number>;
  readonly brokenSchedules: readonly string[];
  readonly skewMs: number;
}

/** Looks how the work stands: each question is answered soon, or rejects. */
export interface Watch {
  readonly store: () => Promise<StoreState>;
  readonly queues: () => Promise<QueueState>;
  /** Whether each part takes writes: the name of the part, and what is wrong with it. */
  readonly writes: () => Promise<readonly Trouble[]>;
}

/** A part of the server that does not do what it should. */
export interface Trouble {
  readonly part: 'store' | 'redis' | 'schedules';
  readonly error: unknown;
}

/** Makes the questions about one worker; each waits for its answer so long. */
export function createWatch(deps: Deps, queues: Queues, schedules: ScheduleOptions, patienceMs?: number): Watch {
  const store = probe(() => readStore(deps), patienceMs);
  const inQueues = probe(() => readQueues(queues, schedules, deps), patienceMs);
  const writeStore = probe(() => deps.store.sync.setSetting('last-ready', String(deps.now())), patienceMs);
  const writeRedis = probe(
    () => queues.connection.set(`${queues.prefix}:last-ready`, deps.now(), 'EX', 3600),
    patienceMs,
  );
  return {
    store,
    queues: inQueues,
    async writes() {
      const parts = await Promise.all([
        troubleOf('store', writeStore),
        troubleOf('redis', writeRedis),
        troubleOf('schedules', async () => {
          const { brokenSchedules: names } = await inQueues();
          if (names.length > 0) throw new Error(`schedules are missing: ${names.join(', ')}`);
        }),
      ]);
      return parts.filter((part) => part !== undefined);
    },
  };
}

async function troubleOf(part: Trouble['part'], ask: () => Promise<unknown>): Promise<Trouble | undefined> {
  try {
    await ask();
    return undefined;
  } catch (error) {
    return { part, error };
  }
}

async function readStore(deps: Deps): Promise<StoreState> {
  const { store } = deps;
  const [known, rejected, unmeasured, book, subscriptions, skewMs] = await Promise.all([
    store.sync.sources(),
    store.sync.countRejected(),
    store.measurements.countUnmeasured(),
    readBook(deps),
    subscriptionsOf(deps),
    skewToStore(deps),
  ]);
  const states = new Map(known.map(({ source, state }) => [source, state]));
  const rejections = new Map(Object.entries(rejected));
  const digests = new Map<string, number>();
  for (const rows of book.rows.values()) {
    for (const { state } of rows) digests.set(state, (digests.get(state) ?? 0) + 1);
  }
  return {
    sources: deps.sources.map(({ name }) => {
      const state = states.get(name);
      return {
        name,
        readUpTo: state?.watermarkAt ?? state?.syncedAt,
        syncedAt: state?.syncedAt,
        rejected: rejections.get(name) ?? 0,
      };
    }),
    unmeasured,
    digests,
    owed: subscriptions.flatMap((subscription) => owedDigests(subscription, book, deps)),
    lastSentAt: new Map(
      subscriptions.map(({ id }) => [id, book.rows.get(id)?.findLast(({ state }) => state === 'sent')?.at ?? null]),
    ),
    skewMs,
  };
}

async function readQueues(queues: Queues, schedules: ScheduleOptions, { now }: Pick<Deps, 'now'>): Promise<QueueState> {
  const [seconds, microseconds] = await queues.connection.time();
  const skewMs = Math.round(now() - (Number(seconds) * 1000 + Number(microseconds) / 1000));
  const waits = await Promise.all(
    [...queues.all].map(async ([name, queue]) => {
      const [oldest] = await queue.getWaiting(0, 0);
      return [
        name,
        oldest === undefined ? 0 : (now() - oldest.timestamp) / 1000,
        await queue.getFailedCount(),
      ] as const;
    }),
  );
  return {
    oldestWaiting: new Map(waits.map(([name, waited]) => [name, waited])),
    failed: new Map(waits.map(([name, , failed]) => [name, failed])),
    brokenSchedules: await brokenSchedules(queues, schedules, now()),
    skewMs,
  };
}
