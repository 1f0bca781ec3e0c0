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
export const CLOCKS_MAY_DIFFER_MS = HOUR;
/** Of what was missed before so long nothing is noted any more; nobody reads a digest so old. */
const LONGEST_DOWNTIME_MS = 400 * MS_PER_DAY;
/** A schedule is due at least once in so many days. */
const DAYS_BETWEEN_DUES = 33;

/** A digest that is due and has not arrived, with the time it was due. */
export interface OwedDigest extends DigestDelivery {
  readonly dueAt: number;
}

/** What names a digest to its channel, unless it was named anew. */
export function keyOf({ subscription, windowFrom, windowTo }: DigestWindow): string {
  return `${subscription}/${windowFrom}-${windowTo}`;
}

/** What a digest is called where people read of it: its subscription and the day after its window. */
export function nameOf({ subscription, windowTo }: DigestWindow): string {
  return `${subscription} up to ${new Date(windowTo).toISOString()}`;
}

/** The latest times a subscription was due, at most as many as are made up for. */
function latestDues({ schedule }: Subscription, settings: Settings, now: number): readonly Due[] {
  const most = settings.DIGEST_CATCH_UP;
  return duesBetween(schedule, now - (most + 1) * DAYS_BETWEEN_DUES * MS_PER_DAY, now).slice(-most);
}

/**
 * Notes every due since the subscription was first seen: the latest few as planned, those before them as missed. What a
 * clock far ahead noted is not believed: neither that the subscription begins only then, nor that a digest went out.
 */
export async function planDues(subscription: Subscription, { store, settings, now, log }: Deps): Promise<void> {
  const { id, schedule } = subscription;
  const at = now();
  const believable = at + CLOCKS_MAY_DIFFER_MS;
  const rows = await store.digests({ subscription: id });
  const since = Math.max(
    await firstSeenAt(id, believable, { store, now, log }),
    rows.findLast(({ windowTo }) => windowTo <= at)?.windowTo ?? 0,
  );
  const dues = duesBetween(schedule, Math.max(since, at - LONGEST_DOWNTIME_MS), at);
  const kept = dues.slice(-settings.DIGEST_CATCH_UP);
  for (const due of dues) {
    const window = { subscription: id, windowFrom: due.window.from, windowTo: due.window.to };
    const isNew = await store.planDigest(window, at);
    if (isNew && !kept.includes(due)) await store.markDigest(window, 'missed', at);
    const known = isNew
      ? undefined
      : rows.find((row) => row.windowFrom === window.windowFrom && row.windowTo === window.windowTo);
    if (known === undefined || known.at <= believable) continue;
    log.warn(
      { digest: id, windowTo: window.windowTo },
      'a clock that was ahead had dealt with this digest too early; it is sent now',
    );
    await store.markDigest(window, 'planned', at, `${keyOf(window)}/${at}`);
  }
  if (dues.length > kept.length) {
    log.warn({ digest: id, skipped: dues.length - kept.length }, 'more digests were missed than are made up for');
  }
}

async function firstSeenAt(
  id: string,
  believable: number,
  { store, now, log }: Pick<Deps, 'store' | 'now' | 'log'>,
): Promise<number> {
  const setting = `digest-since:${id}`;
  const noted = Number(await store.keepSetting(setting, String(now())));
  if (noted <= believable) return noted;
  log.warn(
    { digest: id, noted: new Date(noted).toISOString() },
    'a clock that was ahead had put the beginning of this digest into the future; it begins now',
  );
  await store.setSetting(setting, String(now()));
  return now();
}

/** The digests that a subscription owes, oldest first. What later ones have pushed out of the catch-up is owed no more, and told once. */
export async function owedDigests(subscription: Subscription, deps: Deps): Promise<readonly OwedDigest[]> {
  const { store, settings, now, log } = deps;
  const dues = latestDues(subscription, settings, now());
  const oldestTo = dues[0]?.window.to ?? 0;
  const owed: OwedDigest[] = [];
  for (const row of await store.digests({ subscription: subscription.id })) {
    if ((row.state !== 'planned' && row.state !== 'refused') || row.windowTo > now()) continue;
    if (row.windowTo < oldestTo) {
      await store.markDigest(row, 'missed', now());
      log.error(
        { digest: row.subscription, windowTo: row.windowTo },
        'a digest never arrived and is given up: later ones are owed',
      );
    } else owed.push({ ...row, dueAt: dues.find(({ window }) => window.to === row.windowTo)?.at ?? row.windowTo });
  }
  return owed;
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
export async function settleUnclearSends(
  { id, channel }: Subscription,
  deps: Deps,
  signal: AbortSignal,
): Promise<void> {
  const { store, log, now } = deps;
  for (const row of await store.digests({ subscription: id })) {
    const age = now() - row.at;
    const dead = row.state === 'sending' && age >= SENDING_IS_DEAD_AFTER_MS;
    const unanswered =
      row.state === 'uncertain' && age >= SENDING_IS_DEAD_AFTER_MS && age < UNANSWERED_IS_ASKED_UNTIL_MS;
    if (!dead && !unanswered) continue;
    const arrived = await channel.find?.(row.messageKey ?? keyOf(row), signal);
    if (arrived === undefined && unanswered) continue;
    const state = arrived === undefined ? 'uncertain' : arrived ? 'sent' : 'planned';
    await store.markDigest(row, state, now());
    log.warn(
      { digest: id, windowTo: row.windowTo, state },
      dead ? 'whoever was sending this digest has died' : 'the channel was asked about a digest',
    );
  }
}

/** Sources that have not been read past an instant, by name. What a clock far ahead noted says nothing. */
export async function sourcesBehind(to: number, { sources, store, now }: Deps): Promise<readonly string[]> {
  const believable = now() + CLOCKS_MAY_DIFFER_MS;
  const behind: string[] = [];
  for (const { name } of sources) {
    const state = await store.syncState(name);
    const readUpTo = [state?.watermarkAt ?? 0, state?.syncedAt ?? 0].filter((at) => at <= believable);
    if (Math.max(0, ...readUpTo) < to) behind.push(name);
  }
  return behind;
}
