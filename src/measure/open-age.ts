import { createSides } from '../clock/sides.ts';
import { type ByCause, type ByClock, CAUSE_NAMES, type Cause, type Tier } from '../model/catalogue.ts';
import type { Definitions } from '../model/definitions.ts';
import type { Holder, MeasuredTicket, Stint } from '../model/measurement.ts';
import { tierOfScore } from './tier.ts';
import { createAccumulator } from './time-spent.ts';
import { addMark, clearTimeline, createTimeline } from './timeline.ts';

/** An unsolved ticket at an instant: who has it, how old it is, and where that time went, in ms. */
export interface OpenStanding {
  readonly holder: Holder;
  readonly agentId: string | null;
  readonly teamId: string | null;
  /** By the work done until then, unless a field or tags tell it, which carry no date. */
  readonly tier: Tier;
  readonly bucketsMs: ByCause<number>;
  readonly clocks: ByClock<number>;
}

/** What of a measured ticket its standing is told from. */
export type OpenTicketLife = Pick<
  MeasuredTicket,
  'source' | 'openedAt' | 'finalSolvedAt' | 'tier' | 'tierOrigin' | 'solutions' | 'stints' | 'scores'
>;

/**
 * Makes a function that tells how an unsolved ticket stood just before an instant (epoch ms), from what was measured,
 * without its history. It gives undefined for a ticket that was solved then or not opened yet. A timer's closing that is
 * rewound counts from when the source knew of it: until then the ticket waited for its customer. Throws an Error for
 * stints whose calendars cannot be read.
 */
export function createOpenStandings({
  netExcludes,
  tierRule,
}: Pick<Definitions, 'netExcludes' | 'tierRule'>): (ticket: OpenTicketLife, at: number) => OpenStanding | undefined {
  const sides = createSides();
  const accumulator = createAccumulator(sides, netExcludes);
  const timeline = createTimeline();

  /** Time by cause of a stint's holder and calendars from one instant to another. */
  const spentBetween = (stint: Stint, holder: Holder, from: number, to: number): readonly number[] => {
    const desk = { side: sides.sideOfKey(stint.teamSide), agentId: null, teamId: null };
    clearTimeline(timeline, 2);
    addMark(timeline, from, holder, desk);
    const end = addMark(timeline, to, holder, desk);
    accumulator.run(timeline, sides.sideOfKey(stint.customerSide), end, end);
    return accumulator.causes(0, end);
  };

  const tierAt = ({ source, tier, tierOrigin, scores }: OpenTicketLife, at: number): Tier => {
    if (tierOrigin !== 'score' || !scores.some((change) => change.at >= at)) return tier;
    return tierOfScore(tierRule, source, scores.findLast((change) => change.at < at)?.score ?? 0);
  };

  return (ticket, at) => {
    const { openedAt, finalSolvedAt, solutions, stints } = ticket;
    const known = finalSolvedAt === null ? undefined : solutions.at(-1)?.knownAt;
    if (openedAt >= at || (known !== undefined && known < at)) return undefined;
    if (
      solutions.some((solution) => solution.knownAt < at && solution.reopenedAt !== null && solution.reopenedAt >= at)
    ) {
      return undefined;
    }
    // Solved at an instant that nobody told: it may have been before.
    if (finalSolvedAt === null && stints.at(-1)?.toAt !== null) return undefined;
    const sums = new Array<number>(CAUSE_NAMES.length).fill(0);
    const add = (causes: readonly number[]): void => {
      for (let cause = 0; cause < causes.length; cause++) sums[cause]! += causes[cause]!;
    };
    let last: Stint | undefined;
    let holder: Holder = 'nobody';
    for (const stint of stints) {
      if (stint.fromAt >= at) break;
      last = stint;
      holder = holderKnownThen(stint, solutions, at);
      const isWhole = holder === stint.holder && (stint.toAt ?? stintEnd(stint)) <= at;
      if (!isWhole) add(spentBetween(stint, holder, stint.fromAt, Math.min(at, stint.toAt ?? at)));
      else {
        add(stint.causesMs);
        if (stint.toAt === null) add(spentBetween(stint, holder, stintEnd(stint), at));
      }
    }
    if (last === undefined || holder === 'nobody') return undefined;
    if (last.toAt !== null && last.toAt < at) {
      // Solved since by a timer, for the silence that had begun there.
      holder = 'customer';
      add(spentBetween(last, holder, last.toAt, at));
    }
    const bucketsMs = Object.fromEntries(CAUSE_NAMES.map((name, index) => [name, sums[index]!])) as ByCause<number>;
    return {
      holder,
      agentId: last.agentId,
      teamId: last.teamId,
      tier: tierAt(ticket, at),
      bucketsMs,
      clocks: clocksOf(bucketsMs, netExcludes),
    };
  };
}

/** Where a stint that goes on was last cut: its causes sum to the time up to there. */
function stintEnd({ fromAt, causesMs }: Stint): number {
  return causesMs.reduce((sum, ms) => sum + ms, fromAt);
}

/** A solution that nobody knew of yet had not ended the wait for the customer. */
function holderKnownThen({ fromAt, holder }: Stint, solutions: OpenTicketLife['solutions'], at: number): Holder {
  if (holder !== 'nobody') return holder;
  return solutions.some((solution) => solution.at <= fromAt && solution.knownAt >= at && solution.at < at)
    ? 'customer'
    : holder;
}

/** The three clocks of time by cause: all of it, all but the excluded causes, the desk's working time alone. */
export function clocksOf(spentMs: ByCause<number>, netExcludes: readonly Cause[]): ByClock<number> {
  let calendar = 0;
  let excluded = 0;
  for (const cause of CAUSE_NAMES) {
    calendar += spentMs[cause];
    if (netExcludes.includes(cause)) excluded += spentMs[cause];
  }
  return { calendar, net: calendar - excluded, business: spentMs.team_working } satisfies ByClock<number>;
}
