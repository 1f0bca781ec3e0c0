import type { AgesAt } from '../measure/ages.ts';
import type { ByClock, Clock } from '../model/catalogue.ts';
import type { MeasuredTicket } from '../model/measurement.ts';
import { MS_PER_DAY } from '../model/time.ts';
import type { Window } from '../model/window.ts';
import type { InHand } from '../summarise/at-risk.ts';
import { openDayFor } from '../summarise/clusters.ts';
import { inHandIn, type Life, type ObservedLife, type Period } from '../summarise/life.ts';
import { agesSince, answerLifeOf, type Population, solutionLifeOf } from '../summarise/lives.ts';
import { localClock } from './window.ts';

/** The two measures of which a word of change may be said. */
export const INFERRED = ['timeToSolution', 'timeToFirstAnswer'] as const;
export type Inferred = (typeof INFERRED)[number];

/** What was in hand of a measure in a window, and the ticket of each row. */
export interface HandOf extends InHand {
  readonly ticketOf: Uint32Array;
}

/** Tells what was in hand of each measure in any window, on any clock. */
export type InHandOf = (measure: Inferred, clock: Clock, window: Period) => HandOf;

interface Observed {
  readonly life: Life;
  readonly ages: ByClock<(at: number) => number>;
  readonly ticket: number;
  readonly day: number;
  readonly customer: number;
}

/** All that tickets are followed with. */
export interface Following {
  readonly tickets: readonly MeasuredTicket[];
  /** Sources in which something closes tickets by itself. */
  readonly timers: ReadonlySet<string>;
  /** Sources that tell who answered when. */
  readonly telling: ReadonlySet<string>;
  readonly agesOf: (ticket: MeasuredTicket) => AgesAt;
  readonly population: Population;
  readonly timeZone: Window['timeZone'];
  /** Whether the desk works at all on a local day (a number that counts days). */
  readonly isOpenDay: (day: number) => boolean;
}

/**
 * Follows every ticket to its first solution and every first turn to its answer. Clusters are the local day of the opening
 * (asking), closed days joined to the next open one, and the customer; who is not known is a cluster of their own.
 */
export function followTickets({
  tickets,
  timers,
  telling,
  agesOf,
  population,
  timeZone,
  isOpenDay,
}: Following): InHandOf {
  const customers = new Map<string, number>();
  const customerOf = tickets.map(({ source, customerId }, index) => {
    const key = customerId === null ? `\n${index}` : `${source}/${customerId}`;
    const known = customers.get(key);
    if (known !== undefined) return known;
    customers.set(key, customers.size);
    return customers.size - 1;
  });
  const localOf = localClock(timeZone);
  const dayOf = (at: number): number => openDayFor(Math.floor(localOf(at) / MS_PER_DAY), isOpenDay);
  const ages = tickets.map(agesOf);
  const observed: Record<Inferred, Observed[]> = { timeToSolution: [], timeToFirstAnswer: [] };
  for (const [ticket, measured] of tickets.entries()) {
    const solution = solutionLifeOf(measured, timers, population);
    const customer = customerOf[ticket]!;
    if (solution !== null) {
      const from = solution.spells[0]?.from ?? measured.openedAt;
      const since = from === measured.openedAt ? ages[ticket]! : agesSince(ages[ticket]!, from);
      observed.timeToSolution.push({ life: solution, ages: since, ticket, day: dayOf(from), customer });
    }
    const answer = answerLifeOf(measured, telling, population);
    if (answer !== null) {
      const from = measured.turns[0]!.askedAt;
      observed.timeToFirstAnswer.push({
        life: answer,
        ages: agesSince(ages[ticket]!, from),
        ticket,
        day: dayOf(from),
        customer,
      });
    }
  }
  const days = INFERRED.flatMap((measure) => observed[measure].map(({ day }) => day));
  const firstDay = days.reduce((least, day) => Math.min(least, day), Number.POSITIVE_INFINITY);
  const lastDay = days.reduce((most, day) => Math.max(most, day), Number.NEGATIVE_INFINITY);
  const counts = { days: days.length === 0 ? 0 : lastDay - firstDay + 1, customers: customers.size };

  return (measure, clock, window) => {
    const places: number[] = [];
    const lives: ObservedLife[] = [];
    for (const { life, ages: since, ticket, day, customer } of observed[measure]) {
      if (life.end !== null && life.end.knownAt < window.from) continue;
      places.push(ticket);
      lives.push({ life, ageAt: since[clock], day: day - firstDay, customer });
    }
    const { lifeOf, ...hand } = inHandIn(lives, window, counts);
    return { ...hand, ticketOf: Uint32Array.from(lifeOf, (place) => places[place]!) };
  };
}
