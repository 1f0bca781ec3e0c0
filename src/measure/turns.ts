import type { Turn } from '../model/measurement.ts';
import type { Accumulator } from './time-spent.ts';
import { NONE, type Timeline } from './timeline.ts';

/**
 * The customer's turns of a replayed and accumulated timeline: how long each waited for an answer, under the three
 * clocks. A turn begins with its first unanswered message and ends with the next public message of a person; an answer
 * at the same instant took 0 ms, which is a value. Where only a bot answered before the customer wrote again, it ends
 * with the bot's. The last may be open.
 */
export function turnsOf(timeline: Timeline, accumulator: Accumulator): readonly Turn[] {
  return Array.from({ length: timeline.turns }, (_, turn): Turn => {
    const asked = timeline.asked[turn]!;
    const answered = timeline.answered[turn]!;
    const askedAt = timeline.at[asked]!;
    if (answered === NONE) {
      return {
        askedAt,
        answeredAt: null,
        agentId: null,
        teamId: null,
        by: 'nobody',
        botAnsweredAt: null,
        clocks: null,
      };
    }
    return {
      askedAt,
      answeredAt: timeline.at[answered]!,
      agentId: timeline.answeredBy[turn]!,
      teamId: timeline.teamId[answered]!,
      by: timeline.answeredBySide[turn]!,
      botAnsweredAt: timeline.byBot[turn] === NONE ? null : timeline.at[timeline.byBot[turn]!]!,
      clocks: accumulator.clocks(timeline, asked, answered),
    };
  });
}
