import type { Page } from '../../src/model/source.ts';
import { type Event, isSolved, type Ticket } from '../../src/model/ticket.ts';
import { MS_PER_DAY } from '../../src/model/time.ts';

/** From one instant to another, in epoch milliseconds. */
export interface Span {
  from: number;
  to: number;
}

/** What the records of a reading look like together: counts and spans, no record itself. */
export interface Facts {
  tickets: number;
  /** Tickets whose present status is solved or closed. */
  solved: number;
  /** Of them those of which nothing says when. */
  solvedWithoutDate: number;
  opened: Span | undefined;
  solvedAt: Span | undefined;
  /** Tickets with a date of solution, and how many of these dates are odd. */
  dated: number;
  underAMinute: number;
  beforeOpening: number;
  /** Openings later than now. */
  inFuture: number;
  /** Solutions more than a day later than now, which no clock explains. */
  solvedInFuture: number;
  /** Openings by day of the month, UTC: index 1 to 31. */
  readonly daysOfMonth: number[];
  readonly months: Set<string>;
  /** Tickets whose whole history is known, and those with a message of an agent, an agent, and so on. */
  histories: number;
  answered: number;
  withAgent: number;
  withTeam: number;
  withCustomer: number;
  withAccount: number;
  withPriority: number;
  withCategory: number;
  ratings: number;
  accounts: number;
  subscriptions: number;
  /** Words for a status that stand for none, with how many tickets have them. */
  readonly unknownStatuses: Map<string, number>;
  /** Other records. */
  readonly records: Map<string, number>;
}

/** Facts of nothing yet. */
export function createFacts(): Facts {
  return {
    tickets: 0,
    solved: 0,
    solvedWithoutDate: 0,
    opened: undefined,
    solvedAt: undefined,
    dated: 0,
    underAMinute: 0,
    beforeOpening: 0,
    inFuture: 0,
    solvedInFuture: 0,
    daysOfMonth: new Array<number>(32).fill(0),
    months: new Set(),
    histories: 0,
    answered: 0,
    withAgent: 0,
    withTeam: 0,
    withCustomer: 0,
    withAccount: 0,
    withPriority: 0,
    withCategory: 0,
    ratings: 0,
    accounts: 0,
    subscriptions: 0,
    unknownStatuses: new Map(),
    records: new Map(),
  };
}

const OTHERS = [
  'agents',
  'teams',
  'customers',
  'orders',
  'referrals',
  'milestones',
  'usage',
  'costs',
  'churnEvents',
] as const;

/** Adds what a page holds; a ticket's events stand on its own page. `now` in epoch milliseconds. */
export function addPage(facts: Facts, page: Omit<Page, 'cursor'>, now: number): void {
  const events = new Map<string, Event[]>();
  for (const event of page.events ?? []) {
    const list = events.get(event.ticketId);
    if (list) list.push(event);
    else events.set(event.ticketId, [event]);
  }
  for (const ticket of page.tickets ?? []) addTicket(facts, ticket, events.get(ticket.id) ?? [], now);
  facts.ratings += page.ratings?.length ?? 0;
  facts.accounts += page.accounts?.length ?? 0;
  facts.subscriptions += page.subscriptions?.length ?? 0;
  for (const list of OTHERS) {
    const count = page[list]?.length ?? 0;
    if (count > 0) facts.records.set(list, (facts.records.get(list) ?? 0) + count);
  }
}

function addTicket(facts: Facts, ticket: Ticket, events: readonly Event[], now: number): void {
  facts.tickets += 1;
  const { openedAt } = ticket;
  facts.opened = widened(facts.opened, openedAt);
  if (openedAt > now) facts.inFuture += 1;
  const day = new Date(openedAt);
  facts.daysOfMonth[day.getUTCDate()]! += 1;
  if (facts.months.size < 1000) facts.months.add(day.toISOString().slice(0, 7));
  if (isSolved(ticket.status)) facts.solved += 1;
  if (!ticket.statusKnown) {
    const word = ticket.originalStatus.slice(0, 60);
    facts.unknownStatuses.set(word, (facts.unknownStatuses.get(word) ?? 0) + 1);
  }
  const solvedAt = ticket.statedSolvedAt ?? lastSolution(events);
  if (solvedAt !== undefined) {
    facts.dated += 1;
    facts.solvedAt = widened(facts.solvedAt, solvedAt);
    if (solvedAt > now + MS_PER_DAY) facts.solvedInFuture += 1;
    if (solvedAt < openedAt) facts.beforeOpening += 1;
    else if (solvedAt - openedAt < 60_000) facts.underAMinute += 1;
  } else if (isSolved(ticket.status)) facts.solvedWithoutDate += 1;
  if (ticket.timelineComplete) facts.histories += 1;
  if (events.some((event) => event.kind === 'message' && event.by === 'agent' && event.public)) facts.answered += 1;
  if (ticket.agentId !== undefined) facts.withAgent += 1;
  if (ticket.teamId !== undefined) facts.withTeam += 1;
  if (ticket.customerId !== undefined) facts.withCustomer += 1;
  if (ticket.accountKey !== undefined) facts.withAccount += 1;
  if (ticket.priority !== undefined) facts.withPriority += 1;
  if (ticket.category !== undefined) facts.withCategory += 1;
}

function lastSolution(events: readonly Event[]): number | undefined {
  let at: number | undefined;
  for (const event of events) if (event.kind === 'status') at = isSolved(event.to) ? (at ?? event.at) : undefined;
  return at;
}

function widened(span: Span | undefined, at: number): Span {
  if (!span) return { from: at, to: at };
  span.from = Math.min(span.from, at);
  span.to = Math.max(span.to, at);
  return span;
}
