import type { Handler, ScoreChange } from '../model/measurement.ts';
import { complexityScore } from './tier.ts';
import { NONE } from './timeline.ts';

/** An entry into a solved status. */
export interface Solving {
  /** Where it was solved: for a timer's that is rewound, where the wait for the customer began. */
  readonly mark: number;
  /** The event that brought it; NONE where a wait before a timer's event counts instead. */
  readonly event: number;
  readonly knownAt: number;
  /** Whether the source does not say when. */
  readonly estimated: boolean;
  /** When it was reopened; null while it is not. */
  reopenedAt: number | null;
}

/** What a replay tells beside the timeline; solutions are marks, NONE where there is none. */
export interface Replayed {
  /** Every entry into solved, in order. */
  solvings: Solving[];
  /** By statuses alone: the first solution, and the last one unless the ticket was reopened after it. */
  firstSolved: number;
  finalSolved: number;
  /** The event that brought the final solution; NONE where a wait before a timer's event counts instead. */
  finalSolvedEvent: number;
  /** When a timer solved what had been solved when the wait began; NaN where none did. */
  firstTimerAt: number;
  finalTimerAt: number;
  /** Marks of the solutions that the source states itself. */
  statedFirst: number;
  statedFinal: number;
  reopens: number;
  /** Reopenings that were undone at once or by machines, which are none. */
  undoneReopenings: number;
  /** We opened it and nobody had asked. */
  isOutbound: boolean;
  /** How the score grew, from 0 on. */
  scores: ScoreChange[];
  /** When statuses said that work goes on, as far as the source gives the instant. */
  unsolvedStatusAts: number[];
  /** When a person first answered or acted, and a bot first answered; infinity where none did. */
  firstHumanAt: number;
  firstBotAt: number;
  /** Whether the source does not say of an event when it was. */
  estimated: boolean;
  /** Who has the ticket at the end; null is nobody. A bot counts as nobody. */
  agentId: string | null;
  teamId: string | null;
  involvedAgentIds: string[];
  /** How many they are. */
  agentsInvolved: number;
  publicReplies: number;
  notes: number;
  teamHandovers: number;
  thirdPartyWaits: number;
  clippedEvents: number;
  unknownStatuses: string[];
  /** When an event says that it went into another ticket; NaN: none does. */
  mergedAt: number;
  /** The last mark that is an event (or the opening): where an unsolved ticket stands. */
  lastEvent: number;
}

/** Who had dealt with a ticket up to an instant, that instant included. */
export function handlerAt({ firstHumanAt, firstBotAt }: Replayed, at: number): Handler {
  if (firstHumanAt <= at) return firstBotAt <= at ? 'both' : 'human';
  return firstBotAt <= at ? 'bot' : 'nobody';
}

/** Notes the score of what was done so far, if it grew at this instant. */
export function noteScore(result: Replayed, at: number): void {
  const score = complexityScore(result, result.reopens);
  const last = result.scores.at(-1);
  if (score === (last?.score ?? 0)) return;
  if (last?.at === at) result.scores.pop();
  result.scores.push({ at, score });
}

/** Of a ticket to which nothing has happened yet. */
export function nothingReplayed(): Replayed {
  return {
    solvings: [],
    firstSolved: NONE,
    finalSolved: NONE,
    finalSolvedEvent: NONE,
    firstTimerAt: Number.NaN,
    finalTimerAt: Number.NaN,
    statedFirst: NONE,
    statedFinal: NONE,
    reopens: 0,
    undoneReopenings: 0,
    isOutbound: false,
    scores: [],
    unsolvedStatusAts: [],
    firstHumanAt: Number.POSITIVE_INFINITY,
    firstBotAt: Number.POSITIVE_INFINITY,
    estimated: false,
    agentId: null,
    teamId: null,
    involvedAgentIds: [],
    agentsInvolved: 0,
    publicReplies: 0,
    notes: 0,
    teamHandovers: 0,
    thirdPartyWaits: 0,
    clippedEvents: 0,
    unknownStatuses: [],
    mergedAt: Number.NaN,
    lastEvent: 0,
  };
}
