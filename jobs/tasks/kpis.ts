import { calendarMonths } from '../../src/clock/calendar-months.ts';
import type { Order, Subscription } from '../../src/model/account.ts';
import type { MeasuredColumns } from '../../src/model/measurement.ts';
import type { Rating } from '../../src/model/rating.ts';
import type { Window } from '../../src/model/window.ts';
import { previousWindow } from '../../src/report/window.ts';
import type { Store } from '../../src/store/store.ts';
import { livesOf } from '../../src/summarise/outcomes/accounts.ts';
import { joinOf } from '../../src/summarise/outcomes/build.ts';
import { rowJoiner } from '../../src/summarise/outcomes/served-accounts.ts';
import { findTickets, keyAt, type Period } from '../../src/summarise/rows.ts';
import { buildKpis, type KpiInput, type Kpis } from '../../src/summarise/success/build.ts';
import { addUsage, usageTallies } from '../../src/summarise/success/engagement.ts';
import { readJoinList } from './definitions.ts';
import type { Deps } from './job.ts';
import { customersOf } from './outcomes.ts';

const DAY = 86_400_000;

/** The figures of customer success of a window, from what the store holds, beside the window before. */
export async function kpisOf(window: Window, deps: Deps): Promise<Kpis> {
  const { store, settings } = deps;
  const { timeZone } = window;
  const period: Period = { fromAt: window.from, toAt: window.to };
  const previous = periodBefore(window);
  const [subscriptions, milestones] = [await store.tickets.subscriptions(), await store.tickets.milestones()];
  const calendar = calendarMonths(timeZone);
  const lookbackMs = settings.CHURN_LOOKBACK_DAYS * DAY;
  const earliest = Math.min(previous.fromAt, period.fromAt - lookbackMs);
  // Accounts on their way to a milestone may have begun up to a year before the window ends.
  const fromAt = milestones.length === 0 ? earliest : Math.min(earliest, calendar.add(period.toAt, -12) - lookbackMs);
  const tickets = [
    await store.measurements.columns({ finalSolvedFrom: fromAt, finalSolvedTo: period.toAt }, { ids: true }),
  ];
  const ratings = await ratingsOf(store, fromAt, period.toAt);
  return buildKpis({
    window: period,
    previous,
    timeZone,
    minSample: settings.MIN_SAMPLE,
    lookbackDays: settings.CHURN_LOOKBACK_DAYS,
    ratings,
    ...(await accountsBehind(tickets, ratings, subscriptions, deps)),
    subscriptions,
    churnEvents: await store.tickets.churnEvents(),
    mrrChanges: await store.tickets.mrrChanges(),
    orders: await ordersOf(store),
    referrals: await store.tickets.referrals(),
    milestones,
    costs: await store.tickets.costs(),
    usage: await usageOf(store, subscriptions, period, previous, timeZone),
    tickets,
  });
}

/** The same for a report; null where nothing is known of accounts that the report does not tell already. */
export async function kpisForReport(window: Window, deps: Deps): Promise<Kpis | null> {
  return (await knowsAccounts(deps.store)) ? kpisOf(window, deps) : null;
}

async function knowsAccounts(store: Store): Promise<boolean> {
  const lists = [store.tickets.subscriptions, store.tickets.referrals, store.tickets.milestones, store.tickets.costs];
  for (const list of lists) if ((await list()).length > 0) return true;
  for (const stream of [store.tickets.orders, store.tickets.usage])
    for await (const page of stream()) if (page.length > 0) return true;
  for await (const page of store.tickets.ratings()) if (page.some(({ kind }) => kind !== 'csat')) return true;
  return false;
}

/** The window before: of whole calendar months as many months, else as the report has it. */
function periodBefore(window: Window): Period {
  const { from, to, timeZone } = window;
  const calendar = calendarMonths(timeZone);
  const months = calendar.between(from, to);
  const isFirst = calendar.startsWithin(from - 1, from + 1).includes(from);
  const fromAt = isFirst && Number.isInteger(months) ? calendar.add(from, -months) : previousWindow(window).from;
  return { fromAt, toAt: from };
}

/** Answers and offers from an instant on, and all answers of kind nps, since they say who promotes us. */
async function ratingsOf(store: Store, fromAt: number, toAt: number): Promise<Rating[]> {
  const found: Rating[] = [];
  for await (const page of store.tickets.ratings()) {
    for (const rating of page) {
      const at = rating.ratedAt ?? rating.offeredAt;
      if (at !== undefined && at < toAt && (at >= fromAt || rating.kind === 'nps')) found.push(rating);
    }
  }
  return found;
}

async function ordersOf(store: Store): Promise<Order[]> {
  const found: Order[] = [];
  for await (const page of store.tickets.orders()) found.push(...page);
  return found;
}

/** Which account stands behind a ticket or a rating: by the join, else what the source itself states. */
async function accountsBehind(
  tickets: readonly MeasuredColumns[],
  ratings: readonly Rating[],
  subscriptions: readonly Subscription[],
  { store, settings }: Deps,
): Promise<Pick<KpiInput, 'accounts' | 'accountOfTicket' | 'accountOfRating'>> {
  const [agents, accounts] = [await store.tickets.agents(), await store.tickets.accounts()];
  const ofRatings = ratings.map(({ source, customerId }) =>
    customerId === undefined ? null : `${source}/${customerId}`,
  );
  const customers = await customersOf(store, [...tickets.flatMap(({ customer }) => customer.keys), ...ofRatings]);
  const join = joinOf(
    { agents, accounts, manualJoin: readJoinList(settings.JOIN_FILE) },
    livesOf(subscriptions).byAccount,
  );
  const joiners = new Map(tickets.map((columns) => [columns, rowJoiner(columns, (key) => customers.get(key), join)]));
  const rows = findTickets(tickets, ratings);
  const accountOfTicket = (columns: MeasuredColumns, row: number): string | null =>
    joiners.get(columns)?.(row).accountKey ?? keyAt(columns.account, row);
  return {
    accounts,
    accountOfTicket,
    accountOfRating({ source, customerId, accountKey, ticketId }) {
      const customer = customerId === undefined ? undefined : customers.get(`${source}/${customerId}`);
      const own = join(customer, accountKey ?? null).accountKey ?? accountKey;
      const ticket = own === undefined && ticketId !== undefined ? rows.find(source, ticketId) : undefined;
      return own ?? (ticket && accountOfTicket(ticket.columns, ticket.row)) ?? undefined;
    },
  };
}

async function usageOf(
  store: Store,
  subscriptions: readonly Subscription[],
  window: Period,
  previous: Period,
  timeZone: string,
): Promise<KpiInput['usage']> {
  const owners = new Map(subscriptions.map(({ source, id, accountKey }) => [`${source}\n${id}`, accountKey]));
  const [current, before] = usageTallies([window, previous]);
  const calendar = calendarMonths(timeZone);
  const tallies = [current!, before!];
  for await (const page of store.tickets.usage()) {
    addUsage(tallies, page, (source, id) => owners.get(`${source}\n${id}`), calendar);
  }
  return { window: current!, previous: before! };
}
