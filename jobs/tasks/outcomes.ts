import type { Definitions } from '../../src/model/definitions.ts';
import type { MeasuredColumns } from '../../src/model/measurement.ts';
import type { Agent, Customer } from '../../src/model/people.ts';
import type { Rating } from '../../src/model/rating.ts';
import type { Window } from '../../src/model/window.ts';
import type { Store } from '../../src/store/store.ts';
import { type Credits, creditsByRating, isOfWindow } from '../../src/summarise/outcomes/answers.ts';
import { buildOutcomes, type WindowOutcomes } from '../../src/summarise/outcomes/build.ts';
import { peopleOf } from '../../src/summarise/outcomes/persons.ts';
import { earliestSolution } from '../../src/summarise/outcomes/served-accounts.ts';
import type { Period } from '../../src/summarise/rows.ts';
import { readJoinList } from './definitions.ts';
import type { Deps } from './job.ts';

const DAY = 86_400_000;
/** Records asked of the store at once. */
const BATCH = 500;

/** Satisfaction, churn and their link for a window, from what the store holds. */
export async function outcomesOf(window: Window, definitions: Definitions, deps: Deps): Promise<WindowOutcomes> {
  const { store, settings } = deps;
  const period: Period = { fromAt: window.from, toAt: window.to };
  const [agents, subscriptions] = [await store.tickets.agents(), await store.tickets.subscriptions()];
  const lookbackMs = settings.CHURN_LOOKBACK_DAYS * DAY;
  const tickets = await ticketsOf(store, period, earliestSolution(subscriptions, period, lookbackMs));
  const ratings = await ratingsOf(store, period);
  const keys = tickets.flatMap((columns) => columns.customer.keys);
  const customers = await customersOf(store, keys);
  return buildOutcomes({
    window: period,
    creditPolicy: definitions.creditPolicy,
    churnLookbackDays: settings.CHURN_LOOKBACK_DAYS,
    minSample: settings.MIN_SAMPLE,
    tickets,
    ratings,
    ...(await creditsAndUrls(definitions, store, ratings, agents)),
    agents,
    teams: await store.tickets.teams(),
    customer: (key) => customers.get(key),
    accounts: await store.tickets.accounts(),
    subscriptions,
    churnEvents: await store.tickets.churnEvents(),
    manualJoin: readJoinList(settings.JOIN_FILE),
  });
}

/** Tickets solved from an instant to the window's end, and those open at its end. */
async function ticketsOf(store: Store, { toAt }: Period, fromAt: number): Promise<readonly MeasuredColumns[]> {
  const ids = { ids: true };
  return [
    await store.measurements.columns({ finalSolvedFrom: fromAt, finalSolvedTo: toAt }, ids),
    await store.measurements.columns({ openAsOf: toAt }, ids),
  ];
}

async function ratingsOf(store: Store, period: Period): Promise<Rating[]> {
  const found: Rating[] = [];
  for await (const page of store.tickets.ratings()) {
    for (const rating of page) if (isOfWindow(rating, period)) found.push(rating);
  }
  return found;
}

/** The customers of these keys, by `source/id`; null is nobody. */
export async function customersOf(store: Store, keys: Iterable<string | null>): Promise<ReadonlyMap<string, Customer>> {
  const idsBySource = new Map<string, string[]>();
  for (const key of new Set(keys)) {
    if (key === null) continue;
    const cut = key.indexOf('/');
    const ids = idsBySource.get(key.slice(0, cut));
    if (ids === undefined) idsBySource.set(key.slice(0, cut), [key.slice(cut + 1)]);
    else ids.push(key.slice(cut + 1));
  }
  const customers = new Map<string, Customer>();
  for (const [source, ids] of idsBySource) {
    for (let from = 0; from < ids.length; from += BATCH) {
      for (const customer of await store.tickets.customers(source, ids.slice(from, from + BATCH))) {
        customers.set(`${source}/${customer.id}`, customer);
      }
    }
  }
  return customers;
}

/** Replays the rated tickets, a batch at a time, for who is credited and where the ticket can be opened. */
async function creditsAndUrls(
  definitions: Definitions,
  store: Store,
  ratings: readonly Rating[],
  agents: readonly Agent[],
) {
  const people = peopleOf(agents);
  const credits = new Map<string, Credits>();
  const urls = new Map<string, string>();
  for (let from = 0; from < ratings.length; from += BATCH) {
    const batch = ratings.slice(from, from + BATCH);
    const keys = batch.flatMap(({ source, ticketId }) => (ticketId === undefined ? [] : [{ source, ticketId }]));
    const histories = await store.tickets.histories(keys);
    for (const { ticket } of histories) if (ticket.url) urls.set(`${ticket.source}/${ticket.id}`, ticket.url);
    for (const [rating, credit] of creditsByRating(batch, histories, people, definitions)) credits.set(rating, credit);
  }
  return { credits, urlOf: (source: string, id: string) => urls.get(`${source}/${id}`) };
}
