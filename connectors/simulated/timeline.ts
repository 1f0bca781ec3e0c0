import type { Event, Side, Status } from '../../src/model/ticket.ts';
import type { Pairing, SimulatedAgent } from './desks.ts';
import { afterWork, nextWorked, workedWithin } from './work-hours.ts';

/** The vendor's words for the six statuses. */
export const STATUS_WORDS: Readonly<Record<Status, string>> = {
  new: 'New',
  open: 'Open',
  waiting_customer: 'Pending',
  waiting_third_party: 'On-hold',
  solved: 'Solved',
  closed: 'Closed',
};

/** A ticket's life while it is being told: events so far, and what its time went to. All times in ms. */
export interface Timeline {
  readonly events: readonly Event[];
  /** How far the story has come. */
  readonly at: number;
  /** Elapsed less both time-zone waits and solved gaps: what the product's net clock should find. */
  readonly netMs: number;
  /** Desk's own working time while it held the ticket: what the business clock should find. */
  readonly businessMs: number;
}

/** Tells a ticket's life; each method moves the story on, and says it in events. */
export interface Storyteller {
  readonly timeline: () => Timeline;
  /** The pairing of the desk that holds the ticket from here on. */
  readonly usePairing: (pairing: Pairing) => void;
  /** The desk works this long (in its own hours). */
  readonly teamWorks: (workMs: number) => void;
  /** The customer comes back after this long in their own hours. */
  readonly customerThinks: (workMs: number) => void;
  /** Somebody else has it for this long, until the desk is open again. */
  readonly thirdPartyHolds: (ms: number) => void;
  /** A bot holds the conversation. */
  readonly botHolds: (ms: number) => void;
  /** Solved, until the customer comes back in their own hours: no part of any clock but the calendar one. */
  readonly solvedFor: (workMs: number) => void;
  readonly message: (
    by: Side,
    authorId: string,
    options?: { readonly automatic?: boolean; readonly via?: string },
  ) => void;
  readonly note: (authorId: string) => void;
  readonly status: (to: Status, by?: Side) => void;
  readonly assign: (agent: SimulatedAgent | null, teamId?: string) => void;
  readonly handover: (to: 'bot' | 'team') => void;
  /** Something that happens at an instant of its own and moves nothing on: a timer, a thank-you. */
  readonly aside: (at: number, tell: () => void) => void;
}

/** Begins the story of one ticket at its opening. */
export function storyteller(source: string, ticketId: string, openedAt: number, first: Pairing): Storyteller {
  const events: Event[] = [];
  let pairing = first;
  let at = openedAt;
  let netMs = 0;
  let businessMs = 0;
  const happened = () => ({ source, ticketId, id: `${ticketId}-${events.length + 1}`, at, seq: events.length });
  const moveTo = (end: number, isNet: boolean, waits = pairing.teamZoneWait): void => {
    if (isNet) netMs += end - at - workedWithin(waits, at, end);
    at = end;
  };
  return {
    timeline: () => ({ events, at, netMs, businessMs }),
    usePairing(next) {
      pairing = next;
    },
    teamWorks(workMs) {
      businessMs += workMs;
      moveTo(afterWork(pairing.team, at, workMs), true);
    },
    customerThinks(workMs) {
      moveTo(afterWork(pairing.customer, at, workMs), true, pairing.customerZoneWait);
    },
    thirdPartyHolds(ms) {
      const end = nextWorked(pairing.team, at + ms);
      netMs += end - at;
      at = end;
    },
    botHolds(ms) {
      netMs += ms;
      at += ms;
    },
    solvedFor(workMs) {
      at = afterWork(pairing.customer, at, workMs);
    },
    message(by, authorId, options = {}) {
      events.push({ ...happened(), kind: 'message', by, authorId, public: true, ...options });
    },
    note(authorId) {
      events.push({ ...happened(), kind: 'note', authorId });
    },
    status(to, by) {
      events.push({ ...happened(), kind: 'status', to, original: STATUS_WORDS[to], ...(by ? { by } : {}) });
    },
    assign(agent, teamId = agent?.desk.id) {
      const team = teamId === undefined ? {} : { teamId };
      events.push({ ...happened(), kind: 'assignment', agentId: agent?.id ?? null, ...team });
    },
    handover(to) {
      events.push({ ...happened(), kind: 'handover', to });
    },
    aside(instant, tell) {
      const here = at;
      at = instant;
      tell();
      at = here;
    },
  };
}
