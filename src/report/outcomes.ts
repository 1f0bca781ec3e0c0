import type { CreditPolicy, Definitions } from '../model/definitions.ts';
import type { TicketHistory } from '../model/measurement.ts';
import type { Agent } from '../model/people.ts';
import type { Rating } from '../model/rating.ts';
import { MS_PER_DAY } from '../model/time.ts';
import type { Period, Window } from '../model/window.ts';
import type { WindowRecords } from '../model/window-records.ts';
import { openAt, solvedIn } from '../summarise/cohort.ts';
import { type Credited, creditedTo } from '../summarise/credited.ts';
import { asKnownAt } from '../summarise/outcomes/accounts.ts';
import type { JudgedTime } from '../summarise/outcomes/agents.ts';
import { type Credits, creditsByRating, isOfWindow } from '../summarise/outcomes/answers.ts';
import { buildOutcomes, type WindowOutcomes } from '../summarise/outcomes/build.ts';
import { peopleOf } from '../summarise/outcomes/persons.ts';
import { earliestSolution } from '../summarise/outcomes/served-accounts.ts';
import type { KpiContext } from './kpis.ts';
import { livesFrom } from './trend.ts';
import { localClock } from './window.ts';

/** What is kept of the history of a rated ticket. */
export interface RatedTicket {
  /** `source/id` of the rating. */
  readonly rating: string;
  readonly credits: Credits;
  /** `source/id` of the ticket, where it can be opened, and `source/id` of its team; undefined where it is not stored. */
  readonly ticket:
    | { readonly key: string; readonly url: string | undefined; readonly team: string | undefined }
    | undefined;
}

/**
 * Replays rated tickets for who is credited with each rating, and where the ticket can be opened. The definitions are
 * those that the tickets are measured with.
 */
export function ratedTickets(
  ratings: readonly Rating[],
  histories: readonly TicketHistory[],
  agents: readonly Agent[],
  definitions: Pick<Definitions, 'turns' | 'autoClose'>,
): readonly RatedTicket[] {
  const credits = creditsByRating(ratings, histories, peopleOf(agents), definitions);
  const stored = new Map(histories.map(({ ticket }) => [`${ticket.source}/${ticket.id}`, ticket]));
  return ratings.flatMap((rating) => {
    const key = `${rating.source}/${rating.id}`;
    const own = credits.get(key);
    const ticket = rating.ticketId === undefined ? undefined : stored.get(`${rating.source}/${rating.ticketId}`);
    if (own === undefined) return [];
    const known = ticket && {
      key: `${ticket.source}/${ticket.id}`,
      url: ticket.url,
      team: ticket.teamId === undefined ? undefined : `${ticket.source}/${ticket.teamId}`,
    };
    return [{ rating: key, credits: own, ticket: known }];
  });
}

/** Whom the solutions of a window's tickets are credited to, as known at its end, where it is not their own agent alone. */
export function creditedIn(records: WindowRecords<RatedTicket>, window: Window, policy: CreditPolicy): Credited {
  const bots = new Set(records.agents.flatMap(({ source, id, bot }) => (bot ? [`${source}/${id}`] : [])));
  return creditedTo({
    policy,
    tickets: [...records.tickets, ...records.leftOut],
    ratings: records.ratings,
    credits: new Map(records.rated.map(({ rating, credits }) => [rating, credits])),
    isBot: (agent) => bots.has(agent),
    until: window.to,
  });
}

/** Satisfaction, churn and their link for a window. */
export function outcomesOf(
  records: WindowRecords<RatedTicket>,
  window: Window,
  { creditPolicy, tierRule }: Pick<Definitions, 'creditPolicy' | 'tierRule'>,
  { credited, times }: { readonly credited: Credited; readonly times: readonly JudgedTime[] },
  { minSample, churnLookbackDays, manualJoin }: KpiContext,
): WindowOutcomes {
  const period: Period = { fromAt: window.from, toAt: window.to };
  const { rated } = records;
  const subscriptions = asKnownAt(records.subscriptions, records.asOf);
  const localOf = localClock(window.timeZone);
  const earliest = earliestSolution(subscriptions, period, churnLookbackDays * MS_PER_DAY);
  const urls = new Map(rated.flatMap(({ ticket }) => (ticket?.url ? [[ticket.key, ticket.url] as const] : [])));
  return buildOutcomes({
    window: period,
    creditPolicy,
    churnLookbackDays,
    minSample,
    tickets: [solvedIn(records, { fromAt: earliest, toAt: period.toAt }), openAt(records, period.toAt)],
    lived: { tickets: records.tickets, fromAt: livesFrom(window) },
    ratings: records.ratings.filter((rating) => isOfWindow(rating, period)),
    credits: new Map(rated.map(({ rating, credits }) => [rating, credits])),
    credited,
    times,
    tierRule,
    dayOf: (at) => Math.floor(localOf(at) / MS_PER_DAY),
    urlOf: (source, id) => urls.get(`${source}/${id}`),
    agents: records.agents,
    teams: records.teams,
    customer: (key) => records.customers.get(key),
    accounts: records.accounts,
    subscriptions,
    churnEvents: records.churnEvents,
    manualJoin,
  });
}
