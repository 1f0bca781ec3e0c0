import type { SideId } from '../clock/sides.ts';
import type { Holder } from '../model/measurement.ts';

/**
 * A ticket's life as marks, one an event, in order of time: what holds from that instant on. One timeline is filled
 * for ticket after ticket, so that replaying costs no allocation an event. Marks are referred to by their number;
 * NONE stands for no mark.
 */
export interface Timeline {
  count: number;
  /** Epoch ms; the first mark is the opening. */
  at: Float64Array;
  holder: Holder[];
  teamSide: SideId[];
  /** 1 where a duration begins or ends, so that totals are worked out for that mark. */
  stop: Uint8Array;
  /** Answered turns: the mark of the question, the mark of the answer, and who answered. */
  turns: number;
  asked: number[];
  answered: number[];
  answeredBy: (string | null)[];
}

/** No mark. */
export const NONE = -1;

/** Makes an empty timeline to be used again and again. */
export function createTimeline(): Timeline {
  return {
    count: 0,
    at: new Float64Array(64),
    holder: [],
    teamSide: [],
    stop: new Uint8Array(64),
    turns: 0,
    asked: [],
    answered: [],
    answeredBy: [],
  };
}

/** Empties a timeline and makes room for `marks` marks. */
export function clearTimeline(timeline: Timeline, marks: number): void {
  if (timeline.at.length < marks) {
    timeline.at = new Float64Array(marks * 2);
    timeline.stop = new Uint8Array(marks * 2);
  }
  timeline.count = 0;
  timeline.turns = 0;
}

/** Adds a mark and gives its number. */
export function addMark(timeline: Timeline, at: number, holder: Holder, teamSide: SideId): number {
  const mark = timeline.count++;
  timeline.at[mark] = at;
  timeline.holder[mark] = holder;
  timeline.teamSide[mark] = teamSide;
  timeline.stop[mark] = 0;
  return mark;
}

/** Notes a customer's turn and its answer. */
export function addTurn(timeline: Timeline, asked: number, answered: number, agentId: string | null): void {
  const turn = timeline.turns++;
  timeline.asked[turn] = asked;
  timeline.answered[turn] = answered;
  timeline.answeredBy[turn] = agentId;
}
