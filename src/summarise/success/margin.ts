import type { Cost, Order } from '../../model/account-facts.ts';
import { isWithin, type Period } from '../ticket-rows.ts';
import { levelBefore, type RevenueLine } from './revenue-levels.ts';

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
