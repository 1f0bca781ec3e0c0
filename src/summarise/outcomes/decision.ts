import type { Subscription } from '../../model/account.ts';
import type { MeasuredTicket } from '../../model/measurement.ts';
import { MS_PER_DAY } from '../../model/time.ts';
import { type AccountLives, isActiveBefore } from './accounts.ts';
import { askedAt } from './cancellation.ts';

/** Members of a set beyond these are every n-th of them: more tell hardly more. */
const MOST_COMPARED = 150;

/** When an account decided to leave, and how that is known. */
export interface Decision {
  readonly accountKey: string;
  readonly at: number;
  readonly isRequest: boolean;
  /** It is dated at the opening of the ticket in which the account asked. */
  readonly byTicket: boolean;
  /** When the last of it ended or will end. */
  readonly lostAt: number;
}

/** When an account decided to leave: its request, else its end; undefined while something of it goes on undecided. */
export function decisionOf(
  accountKey: string,
  subscriptions: readonly Subscription[],
  tickets: readonly MeasuredTicket[],
): Decision | undefined {
  let [at, isRequest] = [Number.NEGATIVE_INFINITY, false];
  for (const { cancelRequestedAt, endedAt } of subscriptions) {
    const own = Math.min(cancelRequestedAt ?? Number.POSITIVE_INFINITY, endedAt ?? Number.POSITIVE_INFINITY);
    if (!Number.isFinite(own)) return undefined;
    if (own > at) [at, isRequest] = [own, cancelRequestedAt !== undefined && cancelRequestedAt <= own];
  }
  const lostAt = Math.max(...subscriptions.map(({ endedAt }) => endedAt ?? Number.POSITIVE_INFINITY));
  if (!Number.isFinite(at)) return undefined;
  const solved = tickets.flatMap(({ openedAt, solutions }) =>
    solutions.map((solution) => ({ openedAt, solvedAt: solution.at })),
  );
  const asked = askedAt(at, solved);
  return { accountKey, at: asked, isRequest: isRequest || asked < at, byTicket: asked < at, lostAt };
}

/** Who was active and undecided on the day of a decision, in the stratum of the one who decided; that one first. */
export function membersOf(
  { accountKey, at }: Decision,
  decided: ReadonlyMap<string, Decision>,
  lives: AccountLives,
): string[] {
  const stratum = stratumOf(lives.byAccount.get(accountKey)!, at);
  const others: string[] = [];
  for (const [key, subscriptions] of lives.byAccount) {
    if (key === accountKey || !isActiveBefore(subscriptions, at)) continue;
    if ((decided.get(key)?.at ?? Number.POSITIVE_INFINITY) <= at) continue;
    if (stratumOf(subscriptions, at) === stratum) others.push(key);
  }
  const every = Math.ceil(others.length / MOST_COMPARED);
  return [accountKey, ...others.filter((_, index) => index % Math.max(1, every) === 0)];
}

/** The newer, the finer: who is there for five days has had other five days than who is there for thirty. */
const TENURES_DAYS = [3, 7, 14, 30, 60, 90, 180, 365, 730] as const;

/** Revenue by doublings, and tenure by classes; what is not known is a stratum of its own. */
function stratumOf(subscriptions: readonly Subscription[], at: number): string {
  const active = subscriptions.filter(({ startedAt, endedAt }) => startedAt < at && (endedAt ?? at) >= at);
  const mrr = active.reduce((sum, { mrrMinor }) => sum + (mrrMinor ?? Number.NaN), 0);
  const currency = active[0]?.currency ?? '';
  const revenue = Number.isNaN(mrr) || mrr <= 0 ? 'unknown' : `${currency}${Math.floor(Math.log2(mrr))}`;
  const since = Math.min(...subscriptions.map(({ startedAt }) => startedAt));
  const days = (at - since) / MS_PER_DAY;
  return `${revenue} ${TENURES_DAYS.filter((limit) => days >= limit).length}`;
}
