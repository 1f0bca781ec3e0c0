import type { Solution } from '../model/measurement.ts';
import { isSolved, type Ticket } from '../model/ticket.ts';
import type { Credit } from './credit.ts';
import { handlerAt, type Replayed } from './replayed.ts';
import type { Accumulator } from './time-spent.ts';
import { NONE, type Timeline } from './timeline.ts';

/** One solution of a timeline. */
export interface SolvedMark {
  readonly mark: number;
  /** The event that brought it; NONE where none did (a stated one, or a timer's that is rewound). */
  readonly event: number;
  readonly knownAt: number;
  readonly reopenedAt: number | null;
  readonly estimated: boolean;
}

/** When a ticket was solved: marks of its timeline, NONE where it was not. */
export interface Solutions {
  readonly first: number;
  readonly final: number;
  readonly reopens: number;
  /** In order of time: the first solution first, a final one last. */
  readonly all: readonly SolvedMark[];
}

export const NO_SOLUTIONS: Solutions = { first: NONE, final: NONE, reopens: 0, all: [] };

/**
 * The solutions of a ticket. What the source states is the final one, with two limits: a ticket that a status reopened
 * after it, and that is open to this day, has none; and a stated time that merely repeats a timer's is rewound with it.
 * The first solution is the stated one, else the first solved status, and never after the final one. Solved statuses
 * before a stated first or after a stated final solution are overruled by them.
 */
export function solutionsOf(ticket: Ticket, replayed: Replayed, timeline: Timeline): Solutions {
  const { at } = timeline;
  let { firstSolved: first, finalSolved: final, finalSolvedEvent: finalEvent, reopens } = replayed;
  const { statedFinal, statedFirst, unsolvedStatusAts } = replayed;
  let overruled = NONE;
  if (statedFinal !== NONE) {
    const stated = at[statedFinal]!;
    const reopenedSince =
      final === NONE && !isSolved(ticket.status) && unsolvedStatusAts.some((unsolvedAt) => unsolvedAt > stated);
    if (reopenedSince) {
      reopens = Math.max(reopens, 1);
      overruled = statedFinal;
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
  const last = final === NONE ? undefined : { mark: final, event: finalEvent };
  return { first, final, reopens, all: first === NONE ? [] : allOf(replayed, timeline, first, overruled, last) };
}

function allOf(
  replayed: Replayed,
  { at }: Timeline,
  first: number,
  overruled: number,
  final: Pick<SolvedMark, 'mark' | 'event'> | undefined,
): readonly SolvedMark[] {
  const markOf = (mark: number): SolvedMark =>
    replayed.solvings.findLast((solving) => solving.mark === mark) ?? {
      mark,
      event: NONE,
      knownAt: at[mark]!,
      reopenedAt: replayed.unsolvedStatusAts.find((unsolvedAt) => unsolvedAt > at[mark]!) ?? null,
      estimated: false,
    };
  const finalAt = final === undefined ? Number.POSITIVE_INFINITY : at[final.mark]!;
  const before = [markOf(first), ...(overruled === NONE || overruled === first ? [] : [markOf(overruled)])];
  for (const solving of replayed.solvings) if (at[solving.mark]! > at[first]!) before.push(solving);
  const earlier = before
    .filter(({ mark }) => at[mark]! < finalAt)
    .sort((a, b) => at[a.mark]! - at[b.mark]!)
    .map((each) => (each.reopenedAt !== null && each.reopenedAt > finalAt ? notTold(each) : each));
  return final === undefined ? earlier : [...earlier, { ...markOf(final.mark), event: final.event, reopenedAt: null }];
}

/** A reopening after the final solution is none of this one. */
function notTold(solved: SolvedMark): SolvedMark {
  return { ...solved, reopenedAt: null };
}

/** The solutions of a replayed and accumulated timeline as they are kept; `creditOf` tells whose each is. */
export function describeSolutions(
  { all }: Solutions,
  replayed: Replayed,
  timeline: Timeline,
  accumulator: Accumulator,
  creditOf: (solved: SolvedMark) => Credit,
): readonly Solution[] {
  return all.map((solved) => ({
    at: timeline.at[solved.mark]!,
    knownAt: solved.knownAt,
    reopenedAt: solved.reopenedAt,
    ...creditOf(solved),
    by: handlerAt(replayed, solved.knownAt),
    estimated: solved.estimated,
    clocks: accumulator.clocks(timeline, 0, solved.mark),
  }));
}
