import type { Subscription } from '../../model/account.ts';
import type { MeasuredTicket } from '../../model/measurement.ts';
import { MS_PER_DAY } from '../../model/time.ts';
import { finalSolutionAsOf } from '../life.ts';
import { medianSorted } from '../statistics/averages.ts';
import type { ChurnMeasure } from './churn-association.ts';

/** Days of the look-back in which an account was a customer, one at least: a new one has had less time to write. */
export function daysThere(subscriptions: readonly Subscription[], at: number, lookbackMs: number): number {
  const since = Math.min(...subscriptions.map(({ startedAt }) => startedAt));
  return Math.max(1, Math.min(lookbackMs, at - since) / MS_PER_DAY);
}

/** How many tickets had been opened in the look-back and were not waiting for us any more. */
export function doneBefore(tickets: readonly MeasuredTicket[], at: number, lookbackMs: number): number {
  const isDone = (ticket: MeasuredTicket): boolean =>
    ticket.openedAt >= at - lookbackMs && ticket.openedAt < at && openWaitOf(ticket, at) === 0;
  return tickets.filter(isDone).length;
}

/** A measure of an account's tickets just before an instant; null where there is none. */
export function figureOf(
  measure: ChurnMeasure,
  tickets: readonly MeasuredTicket[],
  at: number,
  lookbackMs: number,
): number | null {
  if (measure === 'tickets')
    return tickets.filter(({ openedAt }) => openedAt >= at - lookbackMs && openedAt < at).length;
  if (measure === 'longestOpenWait') {
    return tickets.reduce((longest, ticket) => Math.max(longest, openWaitOf(ticket, at)), 0);
  }
  const times = tickets.flatMap((ticket) => {
    const solution = finalSolutionAsOf(ticket.solutions, at);
    if (solution === null || solution.knownAt < at - lookbackMs) return [];
    const { clocks } = ticket.solutions.find(({ knownAt }) => knownAt === solution.knownAt)!;
    return clocks === null ? [] : [clocks.net];
  });
  return times.length === 0 ? null : medianSorted(times.sort((a, b) => a - b));
}

/** For how long a ticket had been waiting for us just before an instant, ms; 0 where it was not. */
function openWaitOf({ stints, excludedAt }: MeasuredTicket, at: number): number {
  if (excludedAt !== null && excludedAt < at) return 0;
  let place = stints.findLastIndex(({ fromAt, toAt }) => fromAt < at && (toAt === null || toAt >= at));
  if (place < 0 || stints[place]!.holder !== 'team') return 0;
  while (place > 0 && stints[place - 1]!.holder === 'team' && stints[place - 1]!.toAt === stints[place]!.fromAt)
    place--;
  return at - stints[place]!.fromAt;
}

/** The mean wait with us that began after an instant, up to another one; null without any. */
export function waitAfter(tickets: readonly MeasuredTicket[], from: number, to: number): number | null {
  const waits = tickets.flatMap(({ stints }) =>
    stints.flatMap(({ fromAt, toAt, holder }) =>
      holder === 'team' && fromAt >= from && fromAt < to ? [Math.min(toAt ?? to, to) - fromAt] : [],
    ),
  );
  return waits.length === 0 ? null : waits.reduce((sum, ms) => sum + ms, 0) / waits.length;
}
