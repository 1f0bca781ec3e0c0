import type { Event } from '../../src/model/ticket.ts';
import type { Scenario } from './random-history.ts';

export type Who = 'team' | 'customer' | 'third party' | 'bot' | 'nobody';

const MINUTE = 60_000;

/** Who said something that counts. */
export function writes(scenario: Scenario, event: Event): 'customer' | 'agent' | 'bot' | 'nobody who counts' {
  if (event.kind !== 'message' || !event.public || event.automatic) return 'nobody who counts';
  if (event.by === 'customer') return 'customer';
  const machine = scenario.agents.find((agent) => agent.id === event.authorId)?.bot === true;
  return event.by === 'agent' && !machine ? 'agent' : 'bot';
}

/** The rule table: the first line that fits says whose turn it is. */
export function nextHolder(scenario: Scenario, who: Who, event: Event, personAnswered: boolean): Who {
  const byMessage = scenario.definitions.turns.s === 'message';
  const author = writes(scenario, event);
  if (event.kind === 'status' && (event.to === 'new' || event.to === 'open')) return 'team';
  if (event.kind === 'status' && event.to === 'waiting_customer') return 'customer';
  if (event.kind === 'status' && event.to === 'waiting_third_party') return 'third party';
  if (event.kind === 'status') return 'nobody';
  if (event.kind === 'handover' && event.to === 'bot') return 'bot';
  if (event.kind === 'handover') return 'team';
  if (author === 'customer' && who === 'customer') return 'team';
  if (author === 'agent' && who === 'bot' && !byMessage) return 'team';
  if (author === 'agent' && (who === 'team' || who === 'bot') && byMessage) return 'customer';
  if (author === 'bot' && who === 'team' && byMessage && !personAnswered) return 'customer';
  return who;
}

/**
 * The moves between a solution and the next that were no reopening: nothing counts as said from a minute before the first
 * of them to the last, and machines made both ends, or they lie within a minute.
 */
export function undoneMoves(scenario: Scenario, events: readonly Event[]): { moves: Set<Event>; reopenings: number } {
  const undone = { moves: new Set<Event>(), reopenings: 0 };
  const moves = events.filter((event) => event.kind === 'status' || event.kind === 'handover');
  const solves = (move: Event) => move.kind === 'status' && (move.to === 'solved' || move.to === 'closed');
  const byMachine = (move: Event) => move.kind === 'status' && move.by === 'bot';
  let last: Event | undefined;
  for (let i = 0; i < moves.length; i++) {
    if (last === undefined || solves(moves[i]!)) {
      if (solves(moves[i]!)) last ??= moves[i];
      continue;
    }
    const end = moves.findIndex((move, k) => k > i && solves(move));
    if (end < 0) break;
    const [first, again] = [moves[i]!, moves[end]!];
    const said = events.some(
      (event, place) =>
        place > events.indexOf(last!) &&
        event.at >= first.at - MINUTE &&
        event.at <= again.at &&
        writes(scenario, event) !== 'nobody who counts',
    );
    if (!said && ((byMachine(first) && byMachine(again)) || again.at - first.at <= MINUTE)) {
      for (const move of moves.slice(i, end + 1)) undone.moves.add(move);
      undone.reopenings++;
    }
    last = again;
    i = end;
  }
  return undone;
}
