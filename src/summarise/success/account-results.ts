import type { Rating } from '../../model/rating.ts';
import { MS_PER_DAY } from '../../model/time.ts';
import type { Period } from '../../model/window.ts';
import { type AccountLives, isActiveBefore } from '../outcomes/accounts.ts';
import { isWithin } from '../rows.ts';
import type { AccountConversion } from './growth.ts';
import type { AccountMovement } from './movements.ts';
import type { AccountResult, LinkedFigure } from './support-link.ts';
import { isEasy, standingOf } from './surveys.ts';
import type { Journeys } from './time-to-value.ts';

/** What the accounts of a window did, for laying it beside the support they had. */
export interface ResultsInput {
  readonly window: Period;
  readonly lives: AccountLives;
  readonly ratings: readonly Rating[];
  /** The account that gave a rating; undefined where it cannot be told. */
  readonly accountOfRating: (rating: Rating) => string | undefined;
  readonly movements: Iterable<readonly AccountMovement[]>;
  readonly conversions: readonly AccountConversion[];
  readonly journeys: readonly Journeys[];
  /** Accounts that used the product in the window; undefined where nobody's use is known. */
  readonly active: ReadonlySet<string> | undefined;
  readonly couldBeActive: ReadonlySet<string>;
  /** Accounts that referred somebody in the window; undefined where no referrals are known. */
  readonly referrers: ReadonlySet<string> | undefined;
}

/**
 * The figures account by account. Support counts before the answer that was given, before the decision to leave, before
 * the milestone; where an account's own instant is not known, before the window began: what came later cannot have
 * gone before. Accounts that left are compared in `churnAndWaits` alone, where those still there are taken as of that day.
 */
export function accountResults(input: ResultsInput): LinkedFigure[] {
  const accounts = (figure: string, title: string, did: string, results: readonly AccountResult[]): LinkedFigure => ({
    figure,
    title,
    did,
    things: 'accounts',
    results,
  });
  const { window, active, referrers } = input;
  const before = (keys: Iterable<string>, isPositive: (key: string) => boolean): AccountResult[] =>
    [...keys].map((accountKey) => ({ accountKey, at: window.fromAt, positive: isPositive(accountKey) }));
  const movements = [...input.movements].flat();
  const paidAtStart = movements.filter(({ opening }) => opening > 0);
  const having = (kinds: readonly AccountMovement['kind'][]): AccountResult[] =>
    paidAtStart.map(({ accountKey, kind }) => ({ accountKey, at: window.fromAt, positive: kinds.includes(kind) }));
  const bought = new Set(input.conversions.filter(({ kind }) => kind !== 'new').map(({ accountKey }) => accountKey));
  return [
    { ...accounts('nps', 'Recommendation', 'promote us', answers(input, promotes)), things: 'accounts’ last answers' },
    {
      ...accounts('ces_low_effort', 'Effort', 'found it easy', answers(input, eased)),
      things: 'accounts’ last answers',
    },
    accounts('mrr', 'Revenue', 'pay more than the median', aboveMedian([...input.movements], window.fromAt)),
    accounts('mrr_expansion', 'Expansion', 'expanded', having(['expansion'])),
    accounts(
      'upsell_rate',
      'Buying more',
      'bought more',
      before(activeKeys(input), (key) => bought.has(key)),
    ),
    accounts('time_to_value', 'Time to value', 'reached the milestone from day 30 to day 90', arrivals(input)),
    accounts(
      'active_accounts',
      'Engagement',
      'are active',
      active === undefined ? [] : before(input.couldBeActive, (key) => active.has(key)),
    ),
    accounts(
      'referrals',
      'Referrals',
      'referred somebody',
      referrers === undefined ? [] : before(activeKeys(input), (key) => referrers.has(key)),
    ),
  ].filter(({ results }) => results.length > 0);
}

function promotes(rating: Rating): boolean | undefined {
  const standing = rating.kind === 'nps' ? standingOf(rating) : undefined;
  return standing === undefined ? undefined : standing === 'promoter';
}

function eased(rating: Rating): boolean | undefined {
  return rating.kind === 'ces' ? (isEasy(rating) ?? undefined) : undefined;
}

function answers({ ratings, window, accountOfRating }: ResultsInput, read: (rating: Rating) => boolean | undefined) {
  return ratings.flatMap((rating): AccountResult[] => {
    if (!isWithin(rating.ratedAt, window) || rating.ratedAt === undefined) return [];
    const positive = read(rating);
    const accountKey = positive === undefined ? undefined : accountOfRating(rating);
    return positive === undefined || accountKey === undefined ? [] : [{ accountKey, at: rating.ratedAt, positive }];
  });
}

function activeKeys({ lives, window }: ResultsInput): string[] {
  return [...lives.byAccount].flatMap(([key, list]) => (isActiveBefore(list, window.fromAt) ? [key] : []));
}

/** Within each currency, since money of two currencies is not compared. */
function aboveMedian(byCurrency: readonly (readonly AccountMovement[])[], at: number): AccountResult[] {
  return byCurrency.flatMap((movements) => {
    const paying = movements.filter(({ closing }) => closing > 0);
    const median = paying.map(({ closing }) => closing).sort((a, b) => a - b)[Math.floor(paying.length / 2)];
    return paying.map(({ accountKey, closing }) => ({ accountKey, at, positive: closing > (median ?? 0) }));
  });
}

const SOON_MS = 90 * MS_PER_DAY;
const LANDMARK_MS = 30 * MS_PER_DAY;

/**
 * The milestone that most accounts reached, of accounts that had 90 days before the window ended, or they left. Support
 * counts to day 30 for all of them, and those that were there by then are left out: else whoever arrives early would be
 * looked at for less long (a landmark: Anderson, Cain and Gelber 1983).
 */
function arrivals({ journeys, window }: ResultsInput): AccountResult[] {
  return (journeys[0]?.journeys ?? []).flatMap(({ accountKey, startedAt, left, seenMs, ...journey }) => {
    if (startedAt + SOON_MS > window.toAt || (left && seenMs < SOON_MS)) return [];
    const { reachedMs = Number.POSITIVE_INFINITY } = journey;
    if (reachedMs <= LANDMARK_MS) return [];
    return [{ accountKey, at: startedAt + LANDMARK_MS, positive: reachedMs <= SOON_MS }];
  });
}
