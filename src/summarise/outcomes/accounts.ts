import type { Subscription } from '../../model/account.ts';
import { MS_PER_HOUR } from '../../model/time.ts';
import type { Period } from '../../model/window.ts';

/** Words for subscriptions that never brought anything: an account that only tried is not lost. */
const NEVER_PAID = new Set(['trial', 'trialing', 'in_trial', 'incomplete', 'incomplete_expired', 'future', 'draft']);

/** What an account paid for and when; what cannot be is not in it. */
export interface AccountLives {
  /** Subscriptions by account key. */
  readonly byAccount: ReadonlyMap<string, readonly Subscription[]>;
  /** Subscriptions that ended before they began. */
  readonly endedBeforeStart: readonly Subscription[];
  /** Ended subscriptions whose cancellation was requested after their end; the request is passed over. */
  readonly requestedAfterEnd: readonly Subscription[];
  /** Trials and the like, by their status. */
  readonly neverPaid: number;
}

/** Subscriptions as they are known to be at an instant: what is due to begin or to end later has not yet. */
export function asKnownAt(subscriptions: readonly Subscription[], at: number): Subscription[] {
  return subscriptions.flatMap((subscription): Subscription[] => {
    const { endedAt, ...rest } = subscription;
    if (subscription.startedAt > at) return [];
    return [endedAt === undefined || endedAt <= at ? subscription : rest];
  });
}

/** A day, an hour for a change of clocks and another one for seconds: contracts end with one day and go on with the next. */
const NO_BREAK_MS = 26 * MS_PER_HOUR;

/** An account's subscriptions, where one that ends as the next begins goes on until then: a renewal is no leaving. */
function withoutBreaks(subscriptions: readonly Subscription[]): readonly Subscription[] {
  if (subscriptions.length < 2) return subscriptions;
  return subscriptions.map((subscription) => {
    const { endedAt, cancelRequestedAt, ...rest } = subscription;
    if (endedAt === undefined) return subscription;
    const begins = subscriptions.flatMap(({ startedAt }) =>
      startedAt >= endedAt && startedAt <= endedAt + NO_BREAK_MS ? [startedAt] : [],
    );
    return begins.length === 0 ? subscription : { ...rest, endedAt: Math.min(...begins) };
  });
}

/** Sorts subscriptions by account and sets aside those that say nothing about who stayed. */
export function livesOf(subscriptions: readonly Subscription[]): AccountLives {
  const byAccount = new Map<string, Subscription[]>();
  const endedBeforeStart: Subscription[] = [];
  const requestedAfterEnd: Subscription[] = [];
  let neverPaid = 0;
  for (const subscription of subscriptions) {
    if (NEVER_PAID.has(subscription.status.toLowerCase())) {
      neverPaid++;
      continue;
    }
    const { startedAt, endedAt, cancelRequestedAt } = subscription;
    if (endedAt !== undefined && endedAt < startedAt) {
      endedBeforeStart.push(subscription);
      continue;
    }
    if (endedAt !== undefined && cancelRequestedAt !== undefined && cancelRequestedAt > endedAt) {
      requestedAfterEnd.push(subscription);
    }
    const list = byAccount.get(subscription.accountKey);
    if (list === undefined) byAccount.set(subscription.accountKey, [subscription]);
    else list.push(subscription);
  }
  for (const [key, list] of byAccount) byAccount.set(key, [...withoutBreaks(list)]);
  return { byAccount, endedBeforeStart, requestedAfterEnd, neverPaid };
}

/**
 * Accounts that pay by two sources at once, as by a billing system and by the deals of a CRM: where both tell of the same
 * contract, its revenue counts twice, and its end in one of them is no end. Undefined where there are none.
 */
export function paidTwiceNote({ byAccount }: AccountLives): string | undefined {
  const sources = new Set<string>();
  let accounts = 0;
  for (const subscriptions of byAccount.values()) {
    const both = subscriptions.filter((one) => subscriptions.some((other) => isBesides(one, other)));
    if (both.length > 0) accounts += 1;
    for (const { source } of both) sources.add(source);
  }
  if (accounts === 0) return undefined;
  const who = accounts === 1 ? '1 account has' : `${accounts} accounts have`;
  const told = [...sources].sort().join(', ');
  return `${who} subscriptions of several sources that ran at the same time (${told}): where they tell of the same contract, it counts twice; read it from one of them.`;
}

/** Whether two subscriptions of different sources run at the same time. */
function isBesides(one: Subscription, other: Subscription): boolean {
  if (one.source === other.source) return false;
  const [ends, othersEnd] = [one.endedAt ?? Number.POSITIVE_INFINITY, other.endedAt ?? Number.POSITIVE_INFINITY];
  return one.startedAt < othersEnd && other.startedAt < ends;
}

/** Whether an account goes into a period as a paying one: something had begun before it and had not ended. */
export function isActiveBefore(subscriptions: readonly Subscription[], at: number): boolean {
  for (const { startedAt, endedAt } of subscriptions) {
    if (startedAt < at && (endedAt === undefined || endedAt >= at)) return true;
  }
  return false;
}

/** An account that was lost, and what it decided when. */
export interface Loss {
  readonly lostAt: number;
  /** When it asked to leave; the end itself where no request is known. Support after it cannot have been the cause. */
  readonly decidedAt: number;
  readonly requestKnown: boolean;
}

/**
 * When an account was lost within a period: the end of its last subscription there, if it pays for nothing when the
 * period ends. One of two subscriptions ending is no loss, nor is leaving and coming back. Undefined if it was not lost.
 */
export function lossWithin(subscriptions: readonly Subscription[], { fromAt, toAt }: Period): Loss | undefined {
  if (isActiveBefore(subscriptions, toAt)) return undefined;
  let last: Subscription | undefined;
  for (const subscription of subscriptions) {
    const { endedAt } = subscription;
    if (endedAt === undefined || endedAt < fromAt || endedAt >= toAt) continue;
    if (last === undefined || endedAt > last.endedAt! || (endedAt === last.endedAt && subscription.id > last.id)) {
      last = subscription;
    }
  }
  if (last === undefined) return undefined;
  const [lostAt, requestedAt] = [last.endedAt!, last.cancelRequestedAt];
  const requestKnown = requestedAt !== undefined && requestedAt <= lostAt;
  return { lostAt, decidedAt: requestKnown ? requestedAt : lostAt, requestKnown };
}
