import type { ResponseFact } from '../model/measurement.ts';
import type { Accumulator } from './time-spent.ts';
import type { Timeline } from './timeline.ts';

/** A ticket's answered turns: how long its customer waited for an answer of a human agent, time by time. */
export interface Responses {
  readonly first: ResponseFact | null;
  readonly later: readonly ResponseFact[];
}

const NO_LATER: readonly ResponseFact[] = [];

/**
 * The response times of a replayed and accumulated timeline, under the three clocks. A turn begins with its first
 * unanswered message and ends with the next public message of a human agent; one at the same instant took 0 ms, which
 * is a value. Unanswered turns are not in it.
 */
export function responsesOf(timeline: Timeline, accumulator: Accumulator): Responses {
  if (timeline.turns === 0) return { first: null, later: NO_LATER };
  const first = responseOf(timeline, accumulator, 0);
  if (timeline.turns === 1) return { first, later: NO_LATER };
  const later: ResponseFact[] = [];
  for (let turn = 1; turn < timeline.turns; turn++) later.push(responseOf(timeline, accumulator, turn));
  return { first, later };
}

function responseOf(timeline: Timeline, accumulator: Accumulator, turn: number): ResponseFact {
  const asked = timeline.asked[turn]!;
  return {
    agentId: timeline.answeredBy[turn]!,
    askedAt: timeline.at[asked]!,
    clocks: accumulator.clocks(timeline, asked, timeline.answered[turn]!),
  };
}
