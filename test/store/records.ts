import type { MeasuredTicket } from '../../src/model/measurement.ts';
import { Agent, Customer, Team } from '../../src/model/people.ts';
import type { Event } from '../../src/model/ticket.ts';
import { Ticket } from '../../src/model/ticket.ts';
import type { Span } from '../../src/model/window-records.ts';

/** An instant that the invented records hang on: 2026-03-02 09:00 UTC. */
export const MONDAY = Date.UTC(2026, 2, 2, 9);
export const MINUTE = 60_000;

/** A ticket of which only the id matters, unless something is said. */
export function ticket(id: string, facts: Partial<Ticket> = {}): Ticket {
  return Ticket.parse({
    source: 'desk',
    id,
    channel: 'email',
    openedAt: MONDAY,
    openedBy: 'customer',
    status: 'open',
    originalStatus: 'open',
    updatedAt: MONDAY,
    ...facts,
  });
}

/** A customer's public message. */
export function message(ticketId: string, id: string, facts: Partial<Extract<Event, { kind: 'message' }>> = {}): Event {
  return {
    source: 'desk',
    ticketId,
    id,
    at: MONDAY,
    seq: 0,
    kind: 'message',
    by: 'customer',
    public: true,
    ...facts,
  };
}

/** An assignment to an agent, a team, or both. */
export function assignment(
  ticketId: string,
  id: string,
  to: { readonly agentId?: string | null; readonly teamId?: string | null },
): Event {
  return { source: 'desk', ticketId, id, at: MONDAY, seq: 1, kind: 'assignment', ...to };
}

export function agent(id: string, facts: Partial<Agent> = {}): Agent {
  return Agent.parse({ source: 'desk', id, name: id, personKey: id, ...facts });
}

export function team(id: string, facts: Partial<Team> = {}): Team {
  return Team.parse({ source: 'desk', id, name: id, ...facts });
}

export function customer(id: string, facts: Partial<Customer> = {}): Customer {
  return Customer.parse({ source: 'desk', id, ...facts });
}

/** A measurement of a solved ticket of which only the id and the revision matter, unless something is said. */
export function measured(ticketId: string, revision: number, facts: Partial<MeasuredTicket> = {}): MeasuredTicket {
  return {
    source: 'desk',
    ticketId,
    revision,
    exclusion: null,
    excludedAt: null,
    url: null,
    subject: null,
    tier: 'simple',
    tierOrigin: 'score',
    tierScore: 1,
    agentId: null,
    teamId: null,
    priority: null,
    channel: 'email',
    category: null,
    tags: [],
    customerId: null,
    accountKey: null,
    customerZone: 'none',
    openedAt: MONDAY,
    outbound: false,
    entersAt: MONDAY,
    firstSolvedAt: null,
    finalSolvedAt: null,
    reopens: 0,
    undoneReopenings: 0,
    resolvedBy: 'nobody',
    estimated: false,
    timeSpentMs: {
      team_working: 0,
      team_time_zone_wait: 0,
      team_off_hours: 0,
      customer_wait: 0,
      customer_time_zone_wait: 0,
      customer_off_hours: 0,
      third_party_wait: 0,
      bot: 0,
      solved_gap: 0,
    },
    firstResponseMs: null,
    firstResolutionMs: null,
    finalResolutionMs: null,
    solutions: [],
    turns: [],
    stints: [],
    scores: [],
    clippedEvents: 0,
    timelineComplete: true,
    causesKnown: true,
    solvedWithoutDate: false,
    statedWhileOpen: false,
    unknownStatuses: [],
    impossible: [],
    ...facts,
  };
}

/** A span over all time in which nothing is left out, unless something is said. */
export function span(over: Partial<Span> & { readonly fromAt?: number } = {}): Span {
  const { fromAt = 0, ...rest } = over;
  const window = { fromAt, toAt: MONDAY + 10 ** 9 };
  return {
    window,
    previous: { fromAt, toAt: fromAt },
    cohort: 'opened',
    from: () => fromAt,
    livesFromAt: fromAt,
    openAt: window.toAt,
    usageCuts: [],
    withUrls: false,
    ...rest,
  };
}
