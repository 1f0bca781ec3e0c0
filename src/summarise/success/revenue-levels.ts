import type { Cost, MrrChange, Order, Subscription } from '../../model/account.ts';
import type { Period } from '../../model/window.ts';
import { type AccountLives, paidTwiceNote } from '../outcomes/accounts.ts';
import { isWithin } from '../rows.ts';

/** From `at` on, so much a month. */
interface Step {
  readonly at: number;
  readonly mrrMinor: number;
}

/** What one subscription brings in one currency over its life; before the first step it brings nothing. */
export interface RevenueLine {
  readonly accountKey: string;
  /** ISO 4217 in upper case; null where nobody says. */
  readonly currency: string | null;
  readonly product: string | undefined;
  readonly addOn: boolean;
  readonly endedAt: number | undefined;
  /** In order of time, no two at one instant. */
  readonly steps: readonly Step[];
}

/** All revenue that is known, and what is not known of it. */
export interface RevenueBook {
  readonly lines: readonly RevenueLine[];
  /** Subscriptions that say nothing of their monthly revenue: in no revenue figure. */
  readonly withoutRevenue: number;
  /** Subscriptions whose revenue before their first recorded change is taken to have been the same. */
  readonly assumed: number;
  /** What is said of accounts that several sources tell of, if any. */
  readonly paidTwice: string | undefined;
}

/**
 * Puts subscriptions and the recorded changes of their revenue together. A subscription without recorded changes brings
 * its `mrrMinor` from its start to its end. One with changes brings what they say; before the first of them, what the
 * first says (the history of a vendor reaches back only so far), and nothing outside its life.
 */
export function revenueBook(lives: AccountLives, changes: readonly MrrChange[]): RevenueBook {
  const changesOf = Map.groupBy(changes, ({ source, subscriptionId }) => `${source}\n${subscriptionId}`);
  const lines: RevenueLine[] = [];
  let [withoutRevenue, assumed] = [0, 0];
  for (const subscription of [...lives.byAccount.values()].flat()) {
    const own = changesOf.get(`${subscription.source}\n${subscription.id}`) ?? [];
    const levels = levelsOf(subscription, own);
    if (levels.length === 0) withoutRevenue += 1;
    else lines.push(...linesOf(subscription, levels));
    if (own.length > 0 && levels[0]?.assumed) assumed += 1;
  }
  return { lines, withoutRevenue, assumed, paidTwice: paidTwiceNote(lives) };
}

interface Level extends Step {
  readonly currency: string | null;
  readonly assumed?: boolean;
}

function levelsOf(subscription: Subscription, changes: readonly MrrChange[]): Level[] {
  const { startedAt, endedAt, mrrMinor } = subscription;
  const currency = subscription.currency?.toUpperCase() ?? null;
  const inLife = changes
    .filter(({ at }) => endedAt === undefined || at < endedAt)
    .sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
    .map((change): Level => ({ at: change.at, mrrMinor: change.mrrMinor, currency: change.currency.toUpperCase() }));
  const before = inLife.findLast(({ at }) => at <= startedAt);
  const later = inLife.filter(({ at }) => at > startedAt);
  if (before) return [{ ...before, at: startedAt }, ...later];
  const [first] = later;
  if (first === undefined) return mrrMinor === undefined ? [] : [{ at: startedAt, mrrMinor, currency }];
  const wasCreated = changes.some(({ at, cause }) => at === first.at && cause === 'created');
  const base = first.mrrMinor > 0 ? first.mrrMinor : mrrMinor;
  if (base === undefined) return later;
  return [{ at: startedAt, mrrMinor: base, currency: first.currency, assumed: !wasCreated }, ...later];
}

/** A line for each currency: while the subscription is in one, it brings nothing in the others. */
function linesOf(subscription: Subscription, levels: readonly Level[]): RevenueLine[] {
  const { accountKey, product, addOn = false, endedAt } = subscription;
  return [...new Set(levels.map(({ currency }) => currency))].map((currency) => {
    const steps = new Map<number, number>();
    for (const level of levels) steps.set(level.at, level.currency === currency ? level.mrrMinor : 0);
    if (endedAt !== undefined) steps.set(endedAt, 0);
    const inOrder = [...steps].sort(([a], [b]) => a - b).map(([at, mrrMinor]) => ({ at, mrrMinor }));
    return { accountKey, currency, product, addOn, endedAt, steps: inOrder };
  });
}

/** What a line brings a month just before an instant; what happens at the instant itself belongs to what follows it. */
export function levelBefore({ steps }: RevenueLine, at: number): number {
  let level = 0;
  for (const step of steps) {
    if (step.at >= at) break;
    level = step.mrrMinor;
  }
  return level;
}

/** Whether a line brought anything at any time before an instant. */
export function hasPaidBefore({ steps }: RevenueLine, at: number): boolean {
  return steps.some((step) => step.at < at && step.mrrMinor > 0);
}

/** What an order brought after what was given back. */
export function netOf({ amountMinor, refundedMinor = 0 }: Order): number {
  return amountMinor - refundedMinor;
}

/** What the margin needs, for messages. */
export const NEEDS_MARGIN = 'needs the cost of what was sold in this window (costs.csv with kind goods or service)';

/** What lines bring when an instant comes, and how many accounts bring any. */
export function mrrAt(lines: readonly RevenueLine[], at: number): { mrr: number; paying: number } {
  let mrr = 0;
  const paying = new Set<string>();
  for (const line of lines) {
    const level = levelBefore(line, at);
    mrr += level;
    if (level > 0) paying.add(line.accountKey);
  }
  return { mrr, paying: paying.size };
}

/** Gross margin of the window as a share of 1; undefined without revenue or without any cost of goods or service in it. */
export function grossMargin({
  lines,
  costs,
  window,
  months,
}: {
  readonly lines: readonly RevenueLine[];
  readonly costs: readonly Cost[];
  readonly window: Period;
  /** Length of the window in calendar months. */
  readonly months: number;
}): number | undefined {
  const revenue = mrrAt(lines, window.toAt).mrr * months;
  const spent = costs.filter(({ kind, at }) => (kind === 'goods' || kind === 'service') && isWithin(at, window));
  if (spent.length === 0 || revenue <= 0) return undefined;
  let cost = 0;
  for (const { amountMinor } of spent) cost += amountMinor;
  return (revenue - cost) / revenue;
}
