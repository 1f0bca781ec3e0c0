import { MS_PER_DAY } from '../model/time.ts';
import type { Period } from './life.ts';

/** Days after a solution within which a customer's return is told. */
export const RECONTACT_DAYS = [1, 3, 7] as const;

/** Customers with more tickets than this in 28 days are shown apart: they are in touch all the time. */
const USUAL_TICKETS = 5;
const USUAL_SPAN_MS = 28 * MS_PER_DAY;

/** One customer's traffic; instants in epoch ms, ascending. */
export interface CustomerTraffic {
  /** Tickets they opened. */
  readonly openings: readonly number[];
  /** Tickets of theirs that were reopened. */
  readonly reopenings: readonly number[];
  /** Solutions of their tickets, as their source knew them. */
  readonly solutions: readonly number[];
  /** An address that several people write from. */
  readonly isShared: boolean;
}

/** Customers who came back, and the share of solutions they came back to. */
export interface Recontacts {
  readonly days: number;
  /** Customers who came back in the window within `days` of their latest solution, and of these the ones shown apart. */
  readonly customers: number;
  readonly customersApart: number;
  /** Solutions given in the window moved back by seven days, which have had their days, and those come back to. */
  readonly solutions: number;
  readonly cameBack: number;
}

/**
 * Who wrote again (a new ticket or a reopening) within `days` of their latest solution; one definition for every vendor,
 * for bots and people alike. The rate leaves the customers out that are shown apart.
 */
export function recontactsIn(customers: Iterable<CustomerTraffic>, window: Period, days: number): Recontacts {
  const within = days * MS_PER_DAY;
  const settled = { from: window.from - 7 * MS_PER_DAY, to: window.to - 7 * MS_PER_DAY };
  const found = { days, customers: 0, customersApart: 0, solutions: 0, cameBack: 0 };
  for (const customer of customers) {
    const returns = [...customer.openings, ...customer.reopenings].sort((a, b) => a - b);
    const isApart = customer.isShared || isInTouchAllTheTime(customer.openings, window.to);
    const cameBackTo = new Set<number>();
    let isInWindow = false;
    for (const at of returns) {
      if (at >= window.to) break;
      const latest = customer.solutions.findLastIndex((solvedAt) => solvedAt <= at);
      if (latest < 0 || at - customer.solutions[latest]! > within) continue;
      cameBackTo.add(latest);
      isInWindow ||= at >= window.from;
    }
    if (isInWindow) found[isApart ? 'customersApart' : 'customers']++;
    if (isApart) continue;
    for (const [index, solvedAt] of customer.solutions.entries()) {
      if (solvedAt < settled.from || solvedAt >= settled.to) continue;
      found.solutions++;
      if (cameBackTo.has(index)) found.cameBack++;
    }
  }
  return found;
}

function isInTouchAllTheTime(openings: readonly number[], to: number): boolean {
  const before = openings.filter((at) => at < to);
  return before.some((at, index) => {
    const last = before[index + USUAL_TICKETS];
    return last !== undefined && last - at < USUAL_SPAN_MS && last >= to - USUAL_SPAN_MS;
  });
}
