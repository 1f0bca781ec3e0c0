import type { SideId } from '../clock/sides.ts';
import type { Holder, Turn } from '../model/measurement.ts';
import { type Event, isSolved, type Side, type Turns } from '../model/ticket.ts';

/** Whether `left` is replayed before `right`: by (at, seq, id). */
function isBefore(left: Event, right: Event): boolean {
  if (left.at !== right.at) return left.at < right.at;
  if (left.seq !== right.seq) return left.seq < right.seq;
  return left.id < right.id;
}

/**
 * The events of one ticket in the order of their replay, (at, seq, id), each once: a repeated (at, seq, id) is the same
 * event read twice. Gives the list itself where it is in order already.
 */
export function inOrder(events: readonly Event[]): readonly Event[] {
  if (isInOrder(events)) return events;
  const sorted = events.toSorted((left, right) => (isBefore(left, right) ? -1 : isBefore(right, left) ? 1 : 0));
  return sorted.filter((event, index) => index === 0 || isBefore(sorted[index - 1]!, event));
}

function isInOrder(events: readonly Event[]): boolean {
  let at = -1;
  let seq = -1;
  for (let i = 0; i < events.length; i++) {
    const event = events[i]!;
    if (event.at < at) return false;
    if (event.at === at && (event.seq < seq || (event.seq === seq && event.id <= events[i - 1]!.id))) return false;
    at = event.at;
    seq = event.seq;
  }
  return true;
}

/**
 * Whose turn it is after an event. `author` is who wrote a message that counts (public, not automatic), a bot that
 * poses as an agent being a bot; undefined for every other event. `personAnswered`: a person has answered the ticket
 * before, so that what a bot says is no answer for them.
 */
export function holderAfter(
  holder: Holder,
  event: Event,
  author: Side | undefined,
  turns: Turns,
  personAnswered: boolean,
): Holder {
  switch (event.kind) {
    case 'status':
      if (isSolved(event.to)) return 'nobody';
      if (event.to === 'waiting_customer') return 'customer';
      if (event.to === 'waiting_third_party') return 'third_party';
      return 'team';
    case 'handover':
      return event.to;
    case 'message':
      if (author === 'customer') return holder === 'customer' ? 'team' : holder;
      if (author === 'bot') {
        return turns === 'message' && holder === 'team' && !personAnswered ? 'customer' : holder;
      }
      if (author !== 'agent') return holder;
      if (turns === 'message') return holder === 'team' || holder === 'bot' ? 'customer' : holder;
      return holder === 'bot' ? 'team' : holder;
    default:
      return holder;
  }
}

/** Who wrote a message that counts; undefined for notes to colleagues, automatic replies and whatever is no message. */
export function countingAuthor(event: Event, bots: ReadonlySet<string>): Side | undefined {
  if (event.kind !== 'message' || !event.public || event.automatic === true) return undefined;
  if (event.by === 'agent' && bots.size > 0 && event.authorId !== undefined && bots.has(event.authorId)) return 'bot';
  return event.by;
}

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
  /** Who was assigned, people alone, and which team had it; null is nobody. */
  agentId: (string | null)[];
  teamId: (string | null)[];
  /** 1 where a duration begins or ends, so that totals are worked out for that mark. */
  stop: Uint8Array;
  /** The customer's turns: the mark of the question, of the answer (NONE: not yet), who gave it, and which person. */
  turns: number;
  asked: number[];
  answered: number[];
  /** The mark of a bot's first answer; NONE where there is none. */
  byBot: number[];
  answeredBySide: Turn['by'][];
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
    agentId: [],
    teamId: [],
    stop: new Uint8Array(64),
    turns: 0,
    asked: [],
    answered: [],
    byBot: [],
    answeredBySide: [],
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

/** Who has a ticket on the desk's side. */
export interface Desk {
  readonly side: SideId;
  readonly agentId: string | null;
  readonly teamId: string | null;
}

/** Adds a mark and gives its number. */
export function addMark(timeline: Timeline, at: number, holder: Holder, desk: Desk): number {
  const mark = timeline.count++;
  timeline.at[mark] = at;
  timeline.holder[mark] = holder;
  timeline.teamSide[mark] = desk.side;
  timeline.agentId[mark] = desk.agentId;
  timeline.teamId[mark] = desk.teamId;
  timeline.stop[mark] = 0;
  return mark;
}

/** Notes a customer's turn and its answer; `answered` is NONE while there is none, `byBot` where no bot answered. */
export function addTurn(
  timeline: Timeline,
  { asked, byBot }: { readonly asked: number; readonly byBot: number },
  answered: number,
  by: Turn['by'],
  agentId: string | null,
): void {
  const turn = timeline.turns++;
  timeline.byBot[turn] = byBot;
  timeline.asked[turn] = asked;
  timeline.answered[turn] = answered;
  timeline.answeredBySide[turn] = by;
  timeline.answeredBy[turn] = agentId;
}
