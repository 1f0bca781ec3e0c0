import type { Settings } from '../../src/config/settings.ts';
import { MS_PER_DAY } from '../../src/model/time.ts';
import { type Due, duesBetween } from '../../src/report/window.ts';
import type { DigestDelivery, DigestWindow } from '../../src/store/digests.ts';
import type { Subscription } from '../delivery/subscriptions.ts';
import type { Deps } from './job.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** After this long in sending, whoever sent it is taken to have died. */
const SENDING_IS_DEAD_AFTER_MS = 15 * MINUTE;
/** So long a channel is asked about what it did not answer; after that, a message may have moved out of sight. */
const UNANSWERED_IS_ASKED_UNTIL_MS = HOUR;
/** What is dated further ahead than this was noted by a clock that was wrong. */
const CLOCKS_MAY_DIFFER_MS = HOUR;
/** Of what was missed before so long nothing is noted any more; nobody reads a digest so old. */
const LONGEST_DOWNTIME_MS = 400 * MS_PER_DAY;
/** A schedule is due at least once in so many days. */
const DAYS_BETWEEN_DUES = 33;

const SINCE = 'digest-since:';

/** A digest that is due and has not arrived, with the time it was due. */
export interface OwedDigest extends DigestDelivery {
  readonly dueAt: number;
}

/** What the store knows of digests, read once for all subscriptions. */
export interface DigestBook {
  readonly rows: ReadonlyMap<string, readonly DigestDelivery[]>;
  /** When each subscription was first seen, in epoch ms. */
  readonly since: ReadonlyMap<string, number>;
}

/** Reads what the store knows of all digests, or of one subscription's. */
export async function readBook({ store }: Pick<Deps, 'store'>, subscription?: string): Promise<DigestBook> {
  const rows = await store.digests.list(subscription === undefined ? {} : { subscription });
  const since = await store.sync.settings(SINCE);
  return {
    rows: Map.groupBy(rows, (row) => row.subscription),
    since: new Map([...since].map(([id, at]) => [id, Number(at)])),
  };
}

/** What names a digest to its channel, unless it was named anew. */
export function keyOf({ subscription, windowFrom, windowTo }: DigestWindow): string {
  return `${subscription}/${windowFrom}-${windowTo}`;
}

/** What a digest is called where people read of it: its subscription and the end of its window. */
export function nameOf({ subscription, windowTo }: DigestWindow): string {
  return `${subscription} up to ${new Date(windowTo).toISOString()}`;
}

/**
 * Notes every due since the subscription was first seen: the latest few as planned, those before them as missed. What a
 * clock far ahead noted is not believed: neither that the subscription begins only then, nor that a digest went out. Gives up
 * what later ones have pushed out of the catch-up, and asks the channel about sends of which nobody knows how they ended.
 * Tells whether it noted anything.
 */
export async function lookAfter(
  subscription: Subscription,
  book: DigestBook,
  deps: Deps,
  signal: AbortSignal,
): Promise<boolean> {
  const planned = await planDues(subscription, book, deps);
  const settled = await settleUnclearSends(subscription, book, deps, signal);
  const givenUp = await giveUp(subscription, book, deps);
  return planned || settled || givenUp;
}

async function planDues(subscription: Subscription, book: DigestBook, deps: Deps): Promise<boolean> {
  const { store, settings, now, log } = deps;
  const { id, schedule } = subscription;
  const at = now();
  const believable = at + CLOCKS_MAY_DIFFER_MS;
  const rows = book.rows.get(id) ?? [];
  const since = Math.max(
    await firstSeenAt(id, book, believable, deps),
    rows.findLast(({ windowTo }) => windowTo <= at)?.windowTo ?? 0,
  );
  const dues = duesBetween(schedule, Math.max(since, at - LONGEST_DOWNTIME_MS), at);
  const kept = dues.slice(-settings.DIGEST_CATCH_UP);
  let noted = false;
  for (const due of dues) {
    const { from: windowFrom, to: windowTo } = due.window;
    const window = { subscription: id, windowFrom, windowTo };
    const known = rows.find((row) => row.windowFrom === windowFrom && row.windowTo === windowTo);
    if (known === undefined) {
      noted = true;
      const isNew = await store.digests.plan(window, at);
      if (isNew && !kept.includes(due)) await store.digests.mark(window, 'missed', at);
    } else if (known.at > believable) {
      noted = true;
      log.warn({ digest: id, windowTo }, 'a clock that was ahead had dealt with this digest too early; it is sent now');
      await store.digests.mark(window, 'planned', at, `${keyOf(window)}/${at}`);
    }
  }
  if (dues.length > kept.length) {
    log.warn({ digest: id, skipped: dues.length - kept.length }, 'more digests were missed than are made up for');
  }
  return noted;
}

async function firstSeenAt(
  id: string,
  { since }: DigestBook,
  believable: number,
  { store, now, log }: Deps,
): Promise<number> {
  const noted = since.get(id) ?? Number(await store.sync.keepSetting(`${SINCE}${id}`, String(now())));
  if (noted <= believable) return noted;
  log.warn(
    { digest: id, noted: new Date(noted).toISOString() },
    'a clock that was ahead had put the beginning of this digest into the future; it begins now',
  );
  await store.sync.setSetting(`${SINCE}${id}`, String(now()));
  return now();
}

/** The latest times a subscription was due, at most as many as are made up for. */
function latestDues({ schedule }: Subscription, settings: Settings, now: number): readonly Due[] {
  const most = settings.DIGEST_CATCH_UP;
  return duesBetween(schedule, now - (most + 1) * DAYS_BETWEEN_DUES * MS_PER_DAY, now).slice(-most);
}

function unsent(subscription: Subscription, { rows }: DigestBook, now: number): readonly DigestDelivery[] {
  return (rows.get(subscription.id) ?? []).filter(
    ({ state, windowTo }) => (state === 'planned' || state === 'refused') && windowTo <= now,
  );
}

/** The digests that a subscription owes, oldest first. */
export function owedDigests(
  subscription: Subscription,
  book: DigestBook,
  { settings, now }: Pick<Deps, 'settings' | 'now'>,
): readonly OwedDigest[] {
  const rows = unsent(subscription, book, now());
  if (rows.length === 0) return [];
  const dues = latestDues(subscription, settings, now());
  const oldestTo = dues[0]?.window.to ?? 0;
  return rows
    .filter(({ windowTo }) => windowTo >= oldestTo)
    .map((row) => ({ ...row, dueAt: dues.find(({ window }) => window.to === row.windowTo)?.at ?? row.windowTo }));
}

async function giveUp(subscription: Subscription, book: DigestBook, deps: Deps): Promise<boolean> {
  const { store, now, log } = deps;
  const owed = new Set(owedDigests(subscription, book, deps).map(({ windowTo }) => windowTo));
  const lost = unsent(subscription, book, now()).filter(({ windowTo }) => !owed.has(windowTo));
  for (const row of lost) {
    await store.digests.mark(row, 'missed', now());
    log.error(
      { digest: row.subscription, windowTo: row.windowTo },
      'a digest never arrived and is given up: later ones are owed',
    );
  }
  return lost.length > 0;
}

/**
 * Whether a worker tries an owed digest now: at once the first time; then after a minute, and twice as long each time up to
 * an hour; what was refused, every hour, since only a person can mend that.
 */
export function isToBeTried({ state, attempts, at }: OwedDigest, now: number): boolean {
  if (attempts === 0) return true;
  const waitMs = state === 'refused' ? HOUR : Math.min(HOUR, MINUTE * 2 ** (attempts - 1));
  return now >= at + waitMs;
}

/**
 * A send whose sender died, or that nobody answered: the channel is asked, once it has had its time. Where it cannot tell,
 * the digest is marked, never repeated blindly.
 */
async function settleUnclearSends(
  { id, channel }: Subscription,
  { rows }: DigestBook,
  { store, log, now }: Deps,
  signal: AbortSignal,
): Promise<boolean> {
  let settled = false;
  for (const row of rows.get(id) ?? []) {
    const age = now() - row.at;
    const dead = row.state === 'sending' && age >= SENDING_IS_DEAD_AFTER_MS;
    const unanswered =
      row.state === 'uncertain' && age >= SENDING_IS_DEAD_AFTER_MS && age < UNANSWERED_IS_ASKED_UNTIL_MS;
    if (!dead && !unanswered) continue;
    const arrived = await channel.find?.(row.messageKey ?? keyOf(row), signal);
    if (arrived === undefined && unanswered) continue;
    const state = arrived === undefined ? 'uncertain' : arrived ? 'sent' : 'planned';
    await store.digests.mark(row, state, now());
    settled = true;
    log.warn(
      { digest: id, windowTo: row.windowTo, state },
      dead ? 'whoever was sending this digest has died' : 'the channel was asked about a digest',
    );
  }
  return settled;
}

/** Sources that have not been read past an instant, by name. What a clock far ahead noted says nothing. */
export async function sourcesBehind(to: number, { sources, store, now }: Deps): Promise<readonly string[]> {
  const believable = now() + CLOCKS_MAY_DIFFER_MS;
  const behind: string[] = [];
  for (const { name } of sources) {
    const state = await store.sync.state(name);
    const readUpTo = [state?.watermarkAt ?? 0, state?.syncedAt ?? 0].filter((at) => at <= believable);
    if (Math.max(0, ...readUpTo) < to) behind.push(name);
  }
  return behind;
}
