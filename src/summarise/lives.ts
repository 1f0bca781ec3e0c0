import type { AgesAt } from '../measure/ages.ts';
import { type ByClock, CLOCKS, each } from '../model/catalogue.ts';
import type { MeasuredTicket, Stint } from '../model/measurement.ts';
import type { FlowTicket } from './flow.ts';
import type { AgeAt, Life, Span } from './life.ts';
import type { CustomerTraffic } from './recontact.ts';

/** Whose tickets count in what is said of people: those a person dealt with or should have, or all. */
export type Population = 'people' | 'all';

/**
 * Sources of which it was known just before an instant (epoch ms) that something closes tickets there by itself: a
 * customer's silence may turn out to have been the end.
 */
export function sourcesWithTimers(
  tickets: Iterable<Pick<MeasuredTicket, 'source' | 'solutions'>>,
  asOf: number,
): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { source, solutions } of tickets) {
    if (solutions.some(({ at, knownAt }) => knownAt > at && knownAt < asOf)) found.add(source);
  }
  return found;
}

/**
 * Sources that tell who answered when, as known just before an instant (epoch ms): some answer is known, or nobody ever did
 * anything: no ticket was solved, on a date or without one, or waits for anybody but us. Of a list of tickets or a log of
 * statuses in which somebody did something it cannot be said that nobody answered.
 */
export function sourcesThatTellAnswers(tickets: readonly MeasuredTicket[], asOf: number): ReadonlySet<string> {
  const telling = new Set<string>();
  const acting = new Set<string>();
  for (const { source, turns, solutions, solvedWithoutDate, stints, outbound, excludedAt } of tickets) {
    // What closes a ticket as it is merged or deleted tells nothing.
    const until = Math.min(asOf, excludedAt ?? asOf);
    if (turns.some(({ answeredAt }) => answeredAt !== null && answeredAt < until)) telling.add(source);
    const waits = !outbound && stints.some(({ holder, fromAt }) => holder !== 'team' && fromAt < until);
    if (waits || solvedWithoutDate || solutions.some(({ knownAt }) => knownAt < until)) acting.add(source);
  }
  return new Set(tickets.map(({ source }) => source).filter((source) => telling.has(source) || !acting.has(source)));
}

/** A ticket as the flow of a window sees it; of a source that does not tell answers none counts as unanswered. */
export function flowTicketOf(ticket: MeasuredTicket, telling: ReadonlySet<string>): FlowTicket {
  const firstAnswer = ticket.turns.find(
    ({ by, answeredAt }) => answeredAt !== null && (by === 'human' || by === 'both'),
  );
  return {
    openedAt: ticket.openedAt,
    isOutbound: ticket.outbound,
    solutions: ticket.solutions,
    absences: ticket.excludedAt === null ? [] : [{ from: ticket.excludedAt, to: null }],
    solvedWithoutDateAt: solvedWithoutDateAt(ticket),
    firstAnsweredAt: firstAnswer?.answeredAt ?? (telling.has(ticket.source) ? null : Number.NEGATIVE_INFINITY),
    withUs: heldBy(ticket.stints, 'team'),
  };
}

/** The source calls it solved and gives no instant: it is not open from the last instant that is known of it. */
function solvedWithoutDateAt({ solvedWithoutDate, stints, openedAt }: MeasuredTicket): number | null {
  return solvedWithoutDate ? (stints.at(-1)?.toAt ?? openedAt) : null;
}

/** Whether a ticket was merged or deleted by an instant. */
function wasLeftOutBy({ excludedAt }: MeasuredTicket, at: number): boolean {
  return excludedAt !== null && excludedAt <= at;
}

/** When it left otherwise than by a solution with a date. */
function goneAt(ticket: MeasuredTicket): number | null {
  const undated = solvedWithoutDateAt(ticket);
  if (undated === null || ticket.excludedAt === null) return undated ?? ticket.excludedAt;
  return Math.min(undated, ticket.excludedAt);
}

/** When one side had it, neighbouring stints as one. */
function heldBy(stints: readonly Stint[], holder: Stint['holder']): Span[] {
  const spans: { from: number; to: number | null }[] = [];
  for (const stint of stints) {
    if (stint.holder !== holder) continue;
    const last = spans.at(-1);
    if (last !== undefined && last.to === stint.fromAt) last.to = stint.toAt;
    else spans.push({ from: stint.fromAt, to: stint.toAt });
  }
  return spans;
}

/**
 * A ticket on its way to its first solution. It is in hand from the opening (an outbound one from the customer's first
 * message) on; while only a bot has dealt with it, it is out of the people's hands (`population` people).
 */
export function solutionLifeOf(
  ticket: MeasuredTicket,
  timers: ReadonlySet<string>,
  population: Population,
): Life | null {
  const from = ticket.entersAt;
  if (from === null) return null;
  // What we had closed before an outbound ticket's customer wrote ends nothing.
  const first = ticket.solutions.find(({ knownAt }) => knownAt >= from);
  return {
    spells: spellsOf(ticket, { from, to: goneAt(ticket) }, population),
    // What closes a ticket as it is merged is no solution.
    end: first === undefined || wasLeftOutBy(ticket, first.knownAt) ? null : { at: first.at, knownAt: first.knownAt },
    timerWaits: timers.has(ticket.source) ? customerWaits(ticket) : [],
  };
}

/** A ticket's first turn on its way to the first answer of a person; null where nobody asked or answers are not known. */
export function answerLifeOf(
  ticket: MeasuredTicket,
  telling: ReadonlySet<string>,
  population: Population,
): Life | null {
  const [first] = ticket.turns;
  if (first === undefined || ticket.outbound || !telling.has(ticket.source)) return null;
  const answered = ticket.turns.find(({ by, answeredAt }) => answeredAt !== null && (by === 'human' || by === 'both'));
  const end =
    answered?.answeredAt == null || wasLeftOutBy(ticket, answered.answeredAt)
      ? null
      : { at: answered.answeredAt, knownAt: answered.answeredAt };
  return { spells: spellsOf(ticket, { from: first.askedAt, to: goneAt(ticket) }, population), end, timerWaits: [] };
}

/** The customer's waits, as its source saw them: up to when a timer's solution was known. */
function customerWaits({ stints, solutions }: MeasuredTicket): Span[] {
  const held = heldBy(stints, 'customer');
  const ended = solutions.flatMap(({ at, knownAt }) => (knownAt > at ? [{ from: at, to: knownAt }] : []));
  const waits = held.map((span) => ended.find(({ from, to }) => span.to === from && to > from) ?? null);
  const joined = held.map((span, index) => ({ from: span.from, to: waits[index]?.to ?? span.to }));
  const alone = ended.filter(({ from }) => !held.some(({ to }) => to === from));
  return [...joined, ...alone].sort((a, b) => a.from - b.from);
}

/** In hand, less the stretches from a bot's answer until the customer wrote again, it was handed to the team or a person acted. */
function spellsOf(ticket: MeasuredTicket, whole: Span, population: Population): Span[] {
  if (population === 'all') return [whole];
  const { turns, stints } = ticket;
  const spells: Span[] = [];
  let from: number | null = whole.from;
  for (const [index, { by, answeredAt, botAnsweredAt }] of turns.entries()) {
    if (botAnsweredAt === null || from === null || botAnsweredAt < from) continue;
    spells.push({ from, to: whole.to === null ? botAnsweredAt : Math.min(botAnsweredAt, whole.to) });
    const taken = stints.find(
      ({ fromAt, holder, agentId }, place) =>
        fromAt > botAnsweredAt && holder === 'team' && (agentId !== null || stints[place - 1]?.holder !== 'team'),
    );
    const back = [turns[index + 1]?.askedAt, taken?.fromAt, by === 'bot' ? null : answeredAt];
    from = back.reduce<number | null>(
      (least, at) => (at == null || (least !== null && least <= at) ? least : at),
      null,
    );
  }
  if (from !== null && (whole.to === null || from < whole.to)) spells.push({ from, to: whole.to });
  return spells;
}

/** Ages of a turn on each clock: those of its ticket, less what it was when the turn began. */
export function agesSince(ages: AgesAt, askedAt: number): ByClock<AgeAt> {
  return each(CLOCKS, (_, clock) => {
    const before = ages[clock](askedAt);
    return (at: number) => Math.max(0, ages[clock](at) - before);
  });
}

/** What customers wrote and got, by `source/id`; addresses that several people write from are not told apart here. */
export function trafficOf(tickets: Iterable<MeasuredTicket>): CustomerTraffic[] {
  const byCustomer = new Map<string, { openings: number[]; reopenings: number[]; solutions: number[] }>();
  for (const ticket of tickets) {
    if (ticket.customerId === null || ticket.outbound) continue;
    const key = `${ticket.source}/${ticket.customerId}`;
    let traffic = byCustomer.get(key);
    if (traffic === undefined) {
      traffic = { openings: [], reopenings: [], solutions: [] };
      byCustomer.set(key, traffic);
    }
    traffic.openings.push(ticket.openedAt);
    for (const { knownAt, reopenedAt } of ticket.solutions) {
      traffic.solutions.push(knownAt);
      if (reopenedAt !== null) traffic.reopenings.push(reopenedAt);
    }
  }
  const ascending = (a: number, b: number): number => a - b;
  return [...byCustomer.values()].map(({ openings, reopenings, solutions }) => ({
    openings: openings.sort(ascending),
    reopenings: reopenings.sort(ascending),
    solutions: solutions.sort(ascending),
    isShared: false,
  }));
}
