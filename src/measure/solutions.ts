import { isSolved, type Ticket } from '../model/ticket.ts';
import type { Replayed } from './replay.ts';
import { NONE, type Timeline } from './timeline.ts';

/** When a ticket was solved: marks of its timeline, NONE where it was not. */
export interface Solutions {
  readonly first: number;
  readonly final: number;
  /** The event of the final solution; NONE where none brought it (a stated one, or a timer's that is rewound). */
  readonly finalEvent: number;
  readonly reopens: number;
}

/**
 * The first and the final solution. What the source states is the final solution, with two limits: a ticket that a
 * status reopened after it, and that is open to this day, has none; and a stated time that merely repeats a timer's is
 * rewound with it. The first solution is the stated one, else the first solved status, and never after the final one.
 */
export function solutionsOf(ticket: Ticket, replayed: Replayed, timeline: Timeline): Solutions {
  const { at } = timeline;
  let { firstSolved: first, finalSolved: final, finalSolvedEvent: finalEvent, reopens } = replayed;
  const { statedFinal, statedFirst } = replayed;
  if (statedFinal !== NONE) {
    const stated = at[statedFinal]!;
    const reopenedSince = final === NONE && !isSolved(ticket.status) && replayed.lastUnsolvedStatusAt > stated;
    if (reopenedSince) {
      reopens = Math.max(reopens, 1);
      if (first === NONE) first = statedFinal;
    } else if (final === NONE || replayed.finalTimerAt !== stated) {
      final = statedFinal;
      finalEvent = NONE;
    }
  }
  if (statedFirst !== NONE && at[statedFirst] !== replayed.firstTimerAt) {
    // Two different stated solutions mean a reopening that no status told.
    if (replayed.firstSolved === NONE && (final === NONE || at[final]! > at[statedFirst]!))
      reopens = Math.max(reopens, 1);
    first = statedFirst;
  }
  if (final !== NONE && (first === NONE || at[first]! > at[final]!)) first = final;
  return { first, final, finalEvent, reopens };
}
