import { SHARES_TEAM_CALENDAR, type SourcePresence } from '../clock/presence.ts';
import type { Definitions } from '../model/definitions.ts';
import type { TicketHistory } from '../model/measurement.ts';
import { impossibleFacts } from './exclusion.ts';
import { replay, turnsAt } from './replay.ts';
import { solutionsOf } from './solutions.ts';
import { createTimeline, inOrder } from './timeline.ts';

/** A solution of a history: when it was (epoch ms), and the position of the event that brought it, -1 where none did. */
export interface SolvedWhen {
  readonly at: number;
  readonly event: number;
}

/** Calendars decide nothing about when a ticket was solved. */
const timeless = (bots: ReadonlySet<string>): SourcePresence => ({
  bots,
  teamSide: () => 0,
  customerSide: () => SHARES_TEAM_CALENDAR,
  customerZone: () => 'none',
});

/**
 * Makes a function that tells when a ticket was solved, in order of time, by the very rules of the measure step: statuses,
 * stated solutions, timers dated back, reopenings that were none. `bots` are the source's machines.
 */
export function createSolvedWhen(
  definitions: Pick<Definitions, 'turns' | 'autoClose'>,
): (history: TicketHistory, bots: ReadonlySet<string>) => readonly SolvedWhen[] {
  const timeline = createTimeline();
  return ({ ticket, events }, bots) => {
    const ordered = inOrder(events);
    if (impossibleFacts(ticket, ordered, Number.POSITIVE_INFINITY).length > 0) return [];
    const rules = {
      turns: turnsAt(definitions, ticket.source),
      autoClose: definitions.autoClose,
      presence: timeless(bots),
    };
    const { all } = solutionsOf(ticket, replay(ticket, ordered, rules, timeline), timeline);
    return all.map(({ mark, event }) => ({ at: timeline.at[mark]!, event }));
  };
}
