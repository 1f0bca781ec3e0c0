import { creditOf } from '../../measure/credit.ts';
import { createSolvedWhen, type SolvedWhen } from '../../measure/solved-when.ts';
import { countingAuthor, inOrder } from '../../measure/timeline.ts';
import type { CreditPolicy, Definitions } from '../../model/definitions.ts';
import type { TicketHistory } from '../../model/measurement.ts';
import { isPositive, type Rating } from '../../model/rating.ts';
import type { Period } from '../../model/window.ts';
import { isWithin, type TicketLookup, type TicketRow } from '../rows.ts';
import type { People } from './persons.ts';

/** The agents a rating is credited to under each policy, as `source/id`; several share one rating equally. */
export type Credits = Readonly<Record<CreditPolicy, readonly string[]>>;

export const CREDIT_POLICIES: readonly CreditPolicy[] = [
  'solver',
  'last_replier',
  'assignee_at_rating',
  'all_involved',
];

/** What had been done on a ticket up to an instant. Agents are ids within the source. */
interface Standing {
  readonly assignee: string | undefined;
  readonly lastReplier: string | undefined;
  /** Every agent who replied or was assigned, in order of first appearance. */
  readonly involved: readonly string[];
}

/** Replays what happened up to and including an instant. A ticket whose assignments nobody told is assigned as it is now. */
function standingAt({ ticket, events }: TicketHistory, at: number, bots: ReadonlySet<string>): Standing {
  const human = (id: string | null | undefined): string | undefined => (id && !bots.has(id) ? id : undefined);
  const told = events.some((event) => event.kind === 'assignment' && event.agentId !== undefined);
  let assignee = told ? undefined : human(ticket.agentId);
  let lastReplier: string | undefined;
  const involved = new Set<string>(assignee === undefined ? [] : [assignee]);
  for (const event of inOrder(events)) {
    if (event.at > at) break;
    if (event.kind === 'assignment' && event.agentId !== undefined) {
      assignee = human(event.agentId);
      if (assignee !== undefined) involved.add(assignee);
    }
    if (event.kind === 'message' && event.authorId !== undefined && countingAuthor(event, bots) === 'agent') {
      lastReplier = event.authorId;
      involved.add(event.authorId);
    }
  }
  return { assignee, lastReplier, involved: [...involved] };
}

/**
 * Who a rating belongs to, under every policy: to whom the last solution before it belongs, so that what was said and done
 * after the solution moves neither; of an unsolved ticket, as it stood when it was rated. `solver`: the agent the vendor
 * says was rated comes first. `assignee_at_rating`: whoever had it when it was rated. Where a policy's own agent is missing
 * (nobody was assigned any more), the solver stands in, then the last replier. `history` undefined: the ticket is not
 * known. `solutionsOf` tells its solutions, as the measure step does.
 */
export function creditsOf(
  history: TicketHistory | undefined,
  rating: { readonly source: string; readonly at: number; readonly agentId?: string | undefined },
  bots: ReadonlySet<string>,
  solutionsOf: (history: TicketHistory, bots: ReadonlySet<string>) => readonly SolvedWhen[],
): Credits {
  const { source, at, agentId: stated } = rating;
  const first = (...candidates: readonly (string | undefined)[]): string[] => {
    const found = candidates.find((id) => id !== undefined);
    return found === undefined ? [] : [`${source}/${found}`];
  };
  if (history === undefined) {
    const alone = first(stated);
    return { solver: alone, last_replier: alone, assignee_at_rating: alone, all_involved: alone };
  }
  const rated = solutionsOf(history, bots).findLast((solution) => solution.at <= at);
  const of = (policy: CreditPolicy): string | undefined => {
    if (rated === undefined) return undefined;
    const { agentId } = creditOf(history.ticket, inOrder(history.events), rated.at, rated.event, policy, bots);
    return agentId ?? undefined;
  };
  const solver = of('solver');
  const then = standingAt(history, at, bots);
  const { lastReplier, involved } = rated === undefined ? then : standingAt(history, rated.at, bots);
  const replier = of('last_replier') ?? lastReplier;
  return {
    solver: first(stated, solver, then.assignee, then.lastReplier),
    last_replier: first(replier, stated, solver, then.assignee),
    assignee_at_rating: first(then.assignee, stated, solver, then.lastReplier),
    all_involved: involved.length > 0 ? involved.map((id) => `${source}/${id}`) : first(stated),
  };
}

/** Whether a policy credits other agents than another one does. */
export function movesCredit(credits: Credits, from: CreditPolicy, to: CreditPolicy): boolean {
  return [...credits[from]].sort().join('\n') !== [...credits[to]].sort().join('\n');
}

/** A survey of the window and what is known of it. */
export interface Answer {
  readonly rating: Rating;
  /** Null: offered and not answered. */
  readonly positive: boolean | null;
  /** Answered within the window; what the rates are of. */
  readonly counts: boolean;
  /** Offered within the window; what the response rate is of. */
  readonly offered: boolean;
  readonly ticket: TicketRow | undefined;
  readonly credits: Credits;
}

/** Answers that are in no rate, by reason. */
export interface AnswersLeftOut {
  /** Kinds that are no satisfaction (nps, ces); they have figures of their own. */
  readonly otherKind: number;
  /** Nobody said which answers on this scale are positive. */
  readonly unknownScale: number;
  /** The same person rated the same ticket again later; the last word counts. */
  readonly superseded: number;
  /** In the overall figure, but in no tier, team or channel. */
  readonly withoutTicket: number;
}

/** Satisfaction surveys of a window, and the answers of other kinds. */
export interface Answers {
  readonly csat: readonly Answer[];
  readonly others: readonly Rating[];
  readonly leftOut: AnswersLeftOut;
}

/** Whether a rating belongs to a window: answered in it, or offered in it. */
export function isOfWindow(rating: Rating, window: Period): boolean {
  return isWithin(rating.ratedAt, window) || isWithin(rating.offeredAt, window);
}

/** `source/id` of the ticket a rating is about; undefined when it is about none. */
export function ticketOf(rating: Rating): string | undefined {
  return rating.ticketId === undefined ? undefined : `${rating.source}/${rating.ticketId}`;
}

const CREDIT_NOBODY: Credits = { solver: [], last_replier: [], assignee_at_rating: [], all_involved: [] };

/**
 * Who each rating is credited to under each policy, by `source/id` of the rating. Histories may come in any order. The
 * definitions are those that the tickets are measured with, so that a rating belongs to whom the solution belongs.
 */
export function creditsByRating(
  ratings: readonly Rating[],
  histories: readonly TicketHistory[],
  people: People,
  definitions: Pick<Definitions, 'turns' | 'autoClose'>,
): ReadonlyMap<string, Credits> {
  const solutionsOf = createSolvedWhen(definitions);
  const byTicket = new Map(histories.map((history) => [`${history.ticket.source}/${history.ticket.id}`, history]));
  const credits = new Map<string, Credits>();
  for (const rating of ratings) {
    const at = rating.ratedAt ?? rating.offeredAt;
    if (at === undefined) continue;
    const { source, agentId } = rating;
    credits.set(
      `${source}/${rating.id}`,
      creditsOf(byTicket.get(ticketOf(rating) ?? ''), { source, at, agentId }, people.botsOf(source), solutionsOf),
    );
  }
  return credits;
}

/** Agents credited with an answer under a policy. */
export function creditedWith(answer: Answer, policy: CreditPolicy): readonly string[] {
  return answer.credits[policy];
}

/** Sorts a window's ratings into satisfaction answers and the rest. `positive` is the source's, else the scale's rule. */
export function answersOf(
  ratings: readonly Rating[],
  window: Period,
  tickets: TicketLookup,
  credits: ReadonlyMap<string, Credits>,
): Answers {
  const lastWord = new Map<string, Rating>();
  const others: Rating[] = [];
  let superseded = 0;
  for (const rating of ratings) {
    if (!isOfWindow(rating, window)) continue;
    if (rating.kind !== 'csat') {
      if (isWithin(rating.ratedAt, window)) others.push(rating);
      continue;
    }
    const ticket = ticketOf(rating);
    const key = ticket === undefined ? `rating ${rating.source}/${rating.id}` : `${ticket} ${rating.customerId ?? ''}`;
    const before = lastWord.get(key);
    if (before !== undefined && before.value !== null && rating.value !== null) superseded++;
    if (before === undefined || isLater(rating, before)) lastWord.set(key, rating);
  }
  const csat: Answer[] = [];
  let [unknownScale, withoutTicket] = [0, 0];
  // In one order whatever order they came in, so that sums over them are the same to the last bit.
  for (const rating of [...lastWord.values()].sort(byTime)) {
    const positive = rating.positive ?? isPositive(rating.kind, rating.value, rating.scaleMin, rating.scaleMax);
    const counts = rating.value !== null && isWithin(rating.ratedAt, window);
    if (counts && positive === null) {
      unknownScale++;
      continue;
    }
    const ticket = rating.ticketId === undefined ? undefined : tickets.find(rating.source, rating.ticketId);
    if (counts && ticket === undefined) withoutTicket++;
    csat.push({
      rating,
      positive: rating.value === null ? null : positive,
      counts,
      offered: isWithin(rating.offeredAt, window),
      ticket,
      credits: credits.get(`${rating.source}/${rating.id}`) ?? CREDIT_NOBODY,
    });
  }
  const otherKind = others.filter((rating) => rating.value !== null).length;
  return { csat, others, leftOut: { otherKind, unknownScale, superseded, withoutTicket } };
}

function byTime(a: Rating, b: Rating): number {
  const [at, other] = [a.ratedAt ?? a.offeredAt ?? 0, b.ratedAt ?? b.offeredAt ?? 0];
  return at - other || (`${a.source}/${a.id}` < `${b.source}/${b.id}` ? -1 : 1);
}

/** An answer beats an offer, a later answer an earlier one; the id settles what is left, so that order does not matter. */
function isLater(rating: Rating, than: Rating): boolean {
  if ((rating.value === null) !== (than.value === null)) return than.value === null;
  const [at, before] = [rating.ratedAt ?? rating.offeredAt ?? 0, than.ratedAt ?? than.offeredAt ?? 0];
  return at !== before ? at > before : rating.id > than.id;
}
