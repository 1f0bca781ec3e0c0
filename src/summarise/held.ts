import { clocksOf } from '../measure/open-age.ts';
import { type ByCause, type ByClock, CAUSE_NAMES, CAUSES, type Cause, each } from '../model/catalogue.ts';
import type { MeasuredTicket, Stint } from '../model/measurement.ts';

/** Who held a ticket for a while: a team, or an agent, as `source/id`; null is nobody. */
export type HeldBy = 'team' | 'agent';

/** The time for which somebody held one ticket, all their stints on it together, in ms. */
export interface Held {
  readonly by: string | null;
  readonly causesMs: ByCause<number>;
  readonly clocks: ByClock<number>;
}

/** The time for which somebody held tickets, in ms, and how many these were. */
export interface HeldTotal extends Held {
  readonly tickets: number;
}

/** What of a measured ticket the time by holder is told from. */
export type HeldTicket = Pick<MeasuredTicket, 'source' | 'stints' | 'entersAt'>;

/**
 * How long each team (or agent) held one ticket: its stints from where it enters the times, whoever's turn it was then, so
 * that the parts sum to the time of the whole ticket under each cause and each clock. In the order in which they first had
 * it; nobody is one of them. The last stint of an open ticket counts to its last event.
 */
export function heldOf(ticket: HeldTicket, by: HeldBy, netExcludes: readonly Cause[]): readonly Held[] {
  const sums = new Map<string | null, number[]>();
  for (const stint of ticket.stints) {
    if (ticket.entersAt === null || stint.fromAt < ticket.entersAt || stint.toAt === stint.fromAt) continue;
    const id = by === 'team' ? stint.teamId : stint.agentId;
    const who = id === null ? null : `${ticket.source}/${id}`;
    const sum = sums.get(who) ?? new Array<number>(CAUSE_NAMES.length).fill(0);
    for (const [cause, ms] of stint.causesMs.entries()) sum[cause]! += ms;
    sums.set(who, sum);
  }
  return [...sums].map(([who, sum]) => heldFor(who, sum, netExcludes));
}

/**
 * The stints up to a solution (epoch ms). One in which the ticket was solved already (solved again in one save with its
 * reopening) is cut there: until then it is time between solutions.
 */
export function stintsUntil(stints: readonly Stint[], at: number): readonly Stint[] {
  return stints.flatMap((stint): Stint[] => {
    if (stint.toAt !== null && stint.toAt <= at) return [stint];
    if (stint.holder !== 'nobody' || stint.fromAt >= at) return [];
    return [
      { ...stint, toAt: at, causesMs: CAUSE_NAMES.map((cause) => (cause === 'solved_gap' ? at - stint.fromAt : 0)) },
    ];
  });
}

/** The same of many tickets together: sums, and how many tickets each held. */
export function timeHeld(
  tickets: Iterable<HeldTicket>,
  by: HeldBy,
  netExcludes: readonly Cause[],
): readonly HeldTotal[] {
  const totals = new Map<string | null, { sum: number[]; tickets: number }>();
  for (const ticket of tickets) {
    for (const { by: who, causesMs } of heldOf(ticket, by, netExcludes)) {
      const total = totals.get(who) ?? { sum: new Array<number>(CAUSE_NAMES.length).fill(0), tickets: 0 };
      for (const [cause, name] of CAUSE_NAMES.entries()) total.sum[cause]! += causesMs[name];
      total.tickets++;
      totals.set(who, total);
    }
  }
  return [...totals].map(([who, { sum, tickets: n }]) => ({ ...heldFor(who, sum, netExcludes), tickets: n }));
}

function heldFor(by: string | null, sum: readonly number[], netExcludes: readonly Cause[]): Held {
  const causesMs = each(CAUSES, (_, cause) => sum[CAUSE_NAMES.indexOf(cause)]!);
  return { by, causesMs, clocks: clocksOf(causesMs, netExcludes) };
}
