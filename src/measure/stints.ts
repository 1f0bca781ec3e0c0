import { SHARES_TEAM_CALENDAR } from '../clock/presence.ts';
import type { SideId, Sides } from '../clock/sides.ts';
import type { Stint } from '../model/measurement.ts';
import type { Accumulator } from './time-spent.ts';
import type { Timeline } from './timeline.ts';

/**
 * Whether the same holder, team, agent and calendar have the ticket from both marks on, and both lie on the same side of
 * the mark where it enters the times.
 */
function isSame({ holder, teamSide, agentId, teamId }: Timeline, entry: number, left: number, right: number): boolean {
  return (
    left < entry === right < entry &&
    holder[left] === holder[right] &&
    teamSide[left] === teamSide[right] &&
    agentId[left] === agentId[right] &&
    teamId[left] === teamId[right]
  );
}

/** Marks where stints begin, up to the mark `until`, so that the time between them can be asked for. */
export function stopAtStints(timeline: Timeline, entry: number, until: number): void {
  for (let mark = 1; mark <= until; mark++) if (!isSame(timeline, entry, mark - 1, mark)) timeline.stop[mark] = 1;
}

/** How the last stint ends: it goes on, a timer ended the customer's silence, or the ticket was solved otherwise. */
export type StintsEnd = 'open' | 'timer' | 'solved';

/**
 * The stints of a replayed and accumulated timeline up to the mark `until`; of an open ticket the last one goes on. One
 * that lasted no time is none, unless it goes on, or is all there is (a timer closed what had waited since its opening: until
 * then it was open). One begins where the ticket enters the times, at the mark `entry`.
 */
export function stintsOf(
  timeline: Timeline,
  entry: number,
  until: number,
  end: StintsEnd,
  customer: SideId,
  sides: Sides,
  accumulator: Accumulator,
): readonly Stint[] {
  const { at } = timeline;
  const isOpen = end === 'open';
  const bounds: { start: number; end: number }[] = [];
  let start = 0;
  const lastStart = isOpen ? until : until - 1;
  for (let mark = 1; mark <= lastStart; mark++) {
    if (isSame(timeline, entry, start, mark)) continue;
    if (at[mark]! > at[start]!) bounds.push({ start, end: mark });
    start = mark;
    // Back to where it was within one instant: the stint before goes on.
    const before = bounds.at(-1);
    if (before !== undefined && at[before.end] === at[mark] && isSame(timeline, entry, before.start, mark)) {
      start = before.start;
      bounds.pop();
    }
  }
  if (isOpen || at[until]! > at[start]!) bounds.push({ start, end: until });
  else if (bounds.length === 0 && end === 'timer') {
    let last = until;
    while (last + 1 < timeline.count && at[last + 1] === at[until]) last++;
    bounds.push({ start: last, end: last });
  }

  return bounds.map(({ start: from, end: to }, index): Stint => {
    const team = timeline.teamSide[from]!;
    return {
      fromAt: at[from]!,
      toAt: isOpen && index === bounds.length - 1 ? null : at[to]!,
      holder: timeline.holder[from]!,
      teamId: timeline.teamId[from]!,
      agentId: timeline.agentId[from]!,
      teamSide: sides.keyOf(team),
      customerSide: sides.keyOf(customer === SHARES_TEAM_CALENDAR ? team : customer),
      causesMs: accumulator.causes(from, to),
    };
  });
}
