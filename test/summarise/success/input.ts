import { calendarMonths } from '../../../src/clock/calendar-months.ts';
import type { Cost, Order, Subscription, Usage } from '../../../src/model/account.ts';
import type { Rating } from '../../../src/model/rating.ts';
import type { Kpis } from '../../../src/summarise/success/build.ts';
import { buildKpis, type KpiInput } from '../../../src/summarise/success/build.ts';
import { tallyUsage } from '../../../src/summarise/success/engagement.ts';
import type { Figure, Kpi } from '../../../src/summarise/success/figure.ts';
import { columnsFrom, type TicketFact } from '../outcomes/ticket-columns.ts';

export const DAY = 86_400_000;
/** The window that tests look at: November 2026, UTC. */
export const WINDOW = { fromAt: Date.UTC(2026, 10, 1), toAt: Date.UTC(2026, 11, 1) };
/** The middle of it. */
export const WITHIN = WINDOW.fromAt + 10 * DAY;
const PREVIOUS = { fromAt: Date.UTC(2026, 9, 1), toAt: WINDOW.fromAt };

/** A subscription of $50 a month that began long before the window; `id` names its account too. */
export function subscription(id: string, fields: Partial<Subscription> = {}): Subscription {
  return {
    source: 'billing',
    id,
    accountKey: id,
    startedAt: WINDOW.fromAt - 400 * DAY,
    status: 'active',
    mrrMinor: 5000,
    currency: 'USD',
    ...fields,
  };
}

/** So many subscriptions of as many accounts, alike but for their names. */
export function subscriptions(count: number, fields: Partial<Subscription> = {}, name = 'a'): Subscription[] {
  return Array.from({ length: count }, (_, index) => subscription(`${name}${index}`, fields));
}

/** Answers of one kind and value, each of an account of its own. */
export function answers(count: number, kind: Rating['kind'], value: number, fields: Partial<Rating> = {}): Rating[] {
  const scale = { csat: [1, 5], nps: [0, 10], ces: [1, 7] }[kind];
  return Array.from({ length: count }, (_, index) => ({
    source: 'desk',
    id: `${kind}-${value}-${index}-${fields.ratedAt ?? ''}`,
    kind,
    value,
    scaleMin: scale[0]!,
    scaleMax: scale[1]!,
    positive: null,
    ratedAt: WITHIN,
    accountKey: `${kind}${value}-${index}`,
    ...fields,
  }));
}

export function order(accountKey: string, at: number, amountMinor: number, fields: Partial<Order> = {}): Order {
  return {
    source: 'shop',
    id: `${accountKey}-${at}-${amountMinor}`,
    accountKey,
    at,
    amountMinor,
    currency: 'USD',
    ...fields,
  };
}

export function cost(kind: Cost['kind'], amountMinor: number, fields: Partial<Cost> = {}): Cost {
  return { source: 'books', id: `${kind}-${amountMinor}`, at: WITHIN, kind, amountMinor, currency: 'USD', ...fields };
}

/** The figures of accounts of which only this is known. */
export function kpisOf(
  fields: Omit<Partial<KpiInput>, 'usage' | 'tickets'> & {
    readonly used?: readonly Usage[];
    readonly facts?: readonly TicketFact[];
  },
): Kpis {
  const { used = [], facts = [], ...rest } = fields;
  const window = rest.window ?? WINDOW;
  const previous = rest.previous ?? PREVIOUS;
  const owners = new Map((rest.subscriptions ?? []).map(({ id, accountKey }) => [id, accountKey]));
  // As the store would count them, were there a cut at every one of them.
  const counts = used.filter(({ count }) => count > 0).map((use) => ({ ...use, records: 1 }));
  const tallies = tallyUsage([window, previous], counts, (_, id) => owners.get(id), calendarMonths('UTC'));
  return buildKpis({
    window,
    previous,
    timeZone: 'UTC',
    minSample: 5,
    lookbackDays: 90,
    ratings: [],
    accountOfRating: ({ accountKey }) => accountKey,
    accounts: [],
    subscriptions: [],
    churnEvents: [],
    mrrChanges: [],
    orders: [],
    referrals: [],
    milestones: [],
    costs: [],
    usage: { window: tallies[0]!, previous: tallies[1]! },
    tickets: [columnsFrom(facts)],
    accountOfTicket: (columns, row) => columns.account.keys[columns.account.codes[row]!]!,
    ...rest,
  });
}

/** One figure by its key, and by its group and currency where they are given. */
export function figure(kpis: Kpis, key: string, of: Partial<Pick<Figure, 'group' | 'currency'>> = {}): Kpi {
  const found = kpis.figures.filter(
    (kpi) =>
      kpi.key === key &&
      (of.group === undefined || kpi.group === of.group) &&
      (of.currency === undefined || kpi.currency === of.currency),
  );
  if (found.length !== 1) throw new Error(`${found.length} figures ${key} ${JSON.stringify(of)}`);
  return found[0]!;
}
