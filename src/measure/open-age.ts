import { SHARES_TEAM_CALENDAR } from '../clock/presence.ts';
import { createSides, type SideId, type Sides } from '../clock/sides.ts';
import { type ByCause, type ByClock, CAUSE_NAMES, CAUSES, type Cause, each } from '../model/catalogue.ts';
import type { MeasuredTicket, OpenTail } from '../model/measurement.ts';
import { createAccumulator } from './time-spent.ts';
import { addMark, clearTimeline, createTimeline, type Timeline } from './timeline.ts';

/** How old an unsolved ticket is at an instant, and where that time went, in ms. */
export interface OpenAge {
  readonly bucketsMs: ByCause<number>;
  readonly clocks: ByClock<number>;
}

/** What of a measured ticket its age is told from. */
export type OpenTicketTail = Pick<MeasuredTicket, 'timeSpentMs' | 'openTail'>;

/** Where a timeline's ticket stands after its mark `last`. */
export function openTailOf(timeline: Timeline, last: number, customer: SideId, sides: Sides): OpenTail {
  const team = timeline.teamSide[last]!;
  return {
    at: timeline.at[last]!,
    holder: timeline.holder[last]!,
    teamSide: sides.keyOf(team),
    customerSide: sides.keyOf(customer === SHARES_TEAM_CALENDAR ? team : customer),
  };
}

/**
 * Makes a function that tells an unsolved ticket's age as of an instant (epoch ms) from what was measured, without its
 * history. It gives undefined for a ticket that is solved, and for an instant before its last event, where only the
 * history can tell (`historyAsOf`). Throws an Error for a tail whose calendars cannot be read.
 */
export function createOpenAges(
  netExcludes: readonly Cause[],
): (ticket: OpenTicketTail, at: number) => OpenAge | undefined {
  const sides = createSides();
  const accumulator = createAccumulator(sides, netExcludes);
  const timeline = createTimeline();

  return ({ timeSpentMs, openTail }, at) => {
    if (openTail === null || at < openTail.at) return undefined;
    const team = sides.sideOfKey(openTail.teamSide);
    clearTimeline(timeline, 2);
    addMark(timeline, openTail.at, openTail.holder, team);
    const end = addMark(timeline, at, openTail.holder, team);
    accumulator.run(timeline, sides.sideOfKey(openTail.customerSide), end, end);
    const since = accumulator.bucketsMs();
    const bucketsMs = each(CAUSES, (_, cause) => timeSpentMs[cause] + since[cause]);
    return { bucketsMs, clocks: clocksOf(bucketsMs, netExcludes) };
  };
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
