import { addTurn, NONE, type Timeline } from './timeline.ts';

/** The customer's turn that a replay is in; marks of its timeline, NONE where there is none. */
export interface CurrentTurn {
  /** Its first message that no person has answered. */
  asked: number;
  /** The first answer of a bot to it. */
  byBot: number;
  /** The customer's latest message to a solved ticket: a turn only if it reopens the ticket in the same save. */
  afterSolution: number;
}

/** A turn that begins at a mark, or none yet. */
export function turnFrom(asked: number): CurrentTurn {
  return { asked, byBot: NONE, afterSolution: NONE };
}

/** The customer wrote: a new turn unless one waits; what a bot had answered ends there as the bot's. */
export function customerWrote(turn: CurrentTurn, timeline: Timeline, mark: number, isSolved: boolean): void {
  if (isSolved) turn.afterSolution = mark;
  else begin(turn, timeline, mark);
}

/** A bot answered: it ends the turn unless a person answers before the customer writes again. */
export function botAnswered(turn: CurrentTurn, mark: number): void {
  if (turn.asked !== NONE && turn.byBot === NONE) turn.byBot = mark;
}

/** A person answered, and the turn ran from its beginning, whatever a bot said in between. */
export function personAnswered(turn: CurrentTurn, timeline: Timeline, mark: number, agentId: string | null): void {
  if (turn.asked !== NONE) addTurn(timeline, turn, mark, 'human', agentId);
  turn.asked = NONE;
  turn.byBot = NONE;
}

/** The ticket was reopened at a mark: what the customer wrote in the same save was no thank-you. */
export function ticketReopened(turn: CurrentTurn, timeline: Timeline, mark: number): void {
  const { afterSolution } = turn;
  if (afterSolution !== NONE && timeline.at[afterSolution] === timeline.at[mark]) begin(turn, timeline, afterSolution);
}

/** Nothing happens any more: the last turn is the bot's, or open. */
export function endTurns(turn: CurrentTurn, timeline: Timeline): void {
  const { asked, byBot } = turn;
  if (asked !== NONE) addTurn(timeline, turn, byBot, byBot === NONE ? 'nobody' : 'bot', null);
}

function begin(turn: CurrentTurn, timeline: Timeline, mark: number): void {
  if (turn.asked !== NONE && turn.byBot === NONE) return;
  if (turn.asked !== NONE) addTurn(timeline, turn, turn.byBot, 'bot', null);
  turn.asked = mark;
  turn.byBot = NONE;
}
