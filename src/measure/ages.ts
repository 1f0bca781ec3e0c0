import { createSides } from '../clock/sides.ts';
import { type ByClock, CAUSE_NAMES, type Cause } from '../model/catalogue.ts';
import type { Holder, MeasuredTicket, Stint } from '../model/measurement.ts';
import { createAccumulator } from './time-spent.ts';
import { addMark, clearTimeline, createTimeline } from './timeline.ts';

/** What of a measured ticket its age at any instant is told from. */
export type AgingTicket = Pick<MeasuredTicket, 'openedAt' | 'solutions' | 'stints'>;

/** Ages in ms at an instant in epoch ms, on each clock, from the opening on; none falls as time goes on. */
export type AgesAt = ByClock<(at: number) => number>;

const WORKING = CAUSE_NAMES.indexOf('team_working');
/** Time of a solved ticket, by cause. */
const solvedFor = (ms: number): readonly number[] => CAUSE_NAMES.map((cause) => (cause === 'solved_gap' ? ms : 0));

/**
 * Makes a function that tells how old a ticket was at any instant, on each clock, from its stints alone. Between the end of
 * its last stint and an instant the holder goes on; a wait that a timer ended counts as the customer's until its source
 * knew. Throws an Error for stints whose calendars cannot be read.
 */
export function createAges(netExcludes: readonly Cause[]): (ticket: AgingTicket) => AgesAt {
  const sides = createSides();
  const accumulator = createAccumulator(sides, netExcludes);
  const timeline = createTimeline();
  const excluded = CAUSE_NAMES.map((cause) => netExcludes.includes(cause));

  /** Time by cause of a stint's holder and calendars from one instant to another. */
  const spentBetween = (stint: Stint, holder: Holder, from: number, to: number): readonly number[] => {
    const desk = { side: sides.sideOfKey(stint.teamSide), agentId: null, teamId: null };
    clearTimeline(timeline, 2);
    addMark(timeline, from, holder, desk);
    const end = addMark(timeline, to, holder, desk);
    accumulator.run(timeline, sides.sideOfKey(stint.customerSide), end, end);
    return accumulator.causes(0, end);
  };
  const leftOut = (causes: readonly number[]): number =>
    causes.reduce((sum, ms, cause) => (excluded[cause] ? sum + ms : sum), 0);

  return ({ openedAt, solutions, stints }) => {
    const starts = stints.map(({ fromAt }) => fromAt);
    const net = new Float64Array(stints.length + 1);
    const business = new Float64Array(stints.length + 1);
    for (const [index, { causesMs }] of stints.entries()) {
      net[index + 1] = net[index]! + causesMs.reduce((sum, ms) => sum + ms, 0) - leftOut(causesMs);
      business[index + 1] = business[index]! + (causesMs[WORKING] ?? 0);
    }
    const rewound = solutions.filter(({ at, knownAt }) => knownAt > at);
    /** Until its source knew of a timer's solution, the ticket waited for its customer. */
    const holderAt = ({ holder, fromAt }: Stint): Holder =>
      holder === 'nobody' && rewound.some(({ at, knownAt }) => at <= fromAt && fromAt < knownAt) ? 'customer' : holder;

    /** A sum up to an instant: that of the stints before, and of the part of the one it lies in. */
    const upTo = (at: number, sums: Float64Array, of: (causes: readonly number[], ms: number) => number): number => {
      if (at <= openedAt) return 0;
      // Solved as it was opened.
      if (stints.length === 0) return of(solvedFor(at - openedAt), at - openedAt);
      let index = starts.length - 1;
      while (index > 0 && starts[index]! >= at) index--;
      const stint = stints[index]!;
      const seenTo = stint.causesMs.reduce((sum, ms) => sum + ms, stint.fromAt);
      if (at === seenTo) return sums[index + 1]!;
      if (at < seenTo) {
        return sums[index]! + of(spentBetween(stint, holderAt(stint), stint.fromAt, at), at - stint.fromAt);
      }
      const holder = stint.toAt === null ? holderAt(stint) : holderAfter(stint, rewound);
      return sums[index + 1]! + of(spentBetween(stint, holder, seenTo, at), at - seenTo);
    };
    return {
      calendar: (at) => Math.max(0, at - openedAt),
      net: (at) => upTo(at, net, (causes, ms) => ms - leftOut(causes)),
      business: (at) => upTo(at, business, (causes) => causes[WORKING] ?? 0),
    } satisfies ByClock<(at: number) => number>;
  };
}

/** Who had the ticket after its last measured stint ended: its customer where a timer ended the wait, else nobody. */
function holderAfter({ toAt }: Stint, rewound: readonly { readonly at: number }[]): Holder {
  return rewound.some(({ at }) => at === toAt) ? 'customer' : 'nobody';
}
