import type { Cost, Order } from '../../model/account.ts';
import { MS_PER_DAY } from '../../model/time.ts';
import type { Period } from '../../model/window.ts';
import { type AccountLives, isActiveBefore } from '../outcomes/accounts.ts';
import type { ChurnCount } from '../outcomes/churn.ts';
import { isWithin } from '../rows.ts';
import { meanInterval, momentsOf } from '../statistics/averages.ts';
import { wilsonInterval } from '../statistics/comparisons.ts';
import { type Figure, type FigureKind, known, tooFew, unavailable } from './figure.ts';
import { grossMargin, levelBefore, NEEDS_MARGIN, netOf, type RevenueLine } from './revenue-levels.ts';

const clv = (key: string, label: string, formula: string): FigureKind => ({ key, label, unit: 'money', formula });

const LIFESPAN: FigureKind = {
  key: 'lifespan',
  label: 'Expected lifespan',
  unit: 'months',
  formula:
    '1 ÷ monthly churn rate of the accounts that paid when the window began; a share c of them lost over m months is 1 − (1 − c)^(1 ÷ m) a month',
};
const BY_PURCHASES = clv(
  'clv_purchases',
  'CLV by purchases',
  'average purchase value × purchases per buying account and month × lifespan in months, all of accounts that paid when the window began',
);
const BY_MARGIN = clv(
  'clv_margin',
  'CLV by margin',
  'ARPA × gross margin ÷ monthly churn rate, both of accounts that paid when the window began',
);
const REALISED = clv(
  'clv_realised',
  'CLV so far, less costs',
  'revenue to the window’s end − cost to serve and to acquire, ÷ accounts that ever paid',
);

/** How long accounts stay at the window's pace, or why nothing can be said. */
export interface Lifespan {
  readonly months: number;
  /** 95%, from that of the churn rate, which never reaches 0 once somebody was lost. */
  readonly interval: readonly [number, number];
  readonly monthlyChurn: number;
}

/**
 * Expected lifespan in months = 1 ÷ monthly churn (the mean of the geometric law: Gupta, Lehmann and Stuart, "Valuing
 * customers", Journal of Marketing Research 2004; Skok, "SaaS Metrics 2.0"). Undefined where nobody was lost (it is never
 * infinite). `lost`: of those at the start, so that both are of one population.
 *
 * @example lifespanOf({ atStart: 2000, lost: 40 }, 1)!.months // => 50
 */
export function lifespanOf(
  { atStart, lost }: Pick<ChurnCount, 'atStart' | 'lost'>,
  months: number,
): Lifespan | undefined {
  const interval = wilsonInterval(lost, atStart);
  if (interval === null || lost <= 0 || lost > atStart) return undefined;
  const monthly = (rate: number): number => (months === 1 ? rate : 1 - (1 - rate) ** (1 / months));
  const monthlyChurn = monthly(lost / atStart);
  return { months: 1 / monthlyChurn, monthlyChurn, interval: [1 / monthly(interval[1]), 1 / monthly(interval[0])] };
}

/** What the three variants are made of. Costs and orders of all time; `lines` of all currencies. */
export interface LifetimeInput {
  readonly window: Period;
  /** Length of the window in calendar months. */
  readonly months: number;
  readonly accounts: ChurnCount;
  readonly lives: AccountLives;
  readonly lines: readonly RevenueLine[];
  readonly orders: readonly Order[];
  readonly costs: readonly Cost[];
  readonly minimum: number;
}

/** Lifespan and customer lifetime value in three variants side by side, a currency at a time. */
export function lifetimeFigures(input: LifetimeInput): Figure[] {
  const lifespan = lifespanFigure(input);
  const currencies = currenciesOf(input);
  const ofAll = currencies.length < 2 ? [] : ['the lifespan is that of accounts of all currencies'];
  const variants = currencies.flatMap((currency) => variantsOf(input, currency, lifespan));
  return [
    lifespan,
    ...variants.map((each) => (each.key === REALISED.key ? each : { ...each, notes: [...each.notes, ...ofAll] })),
  ];
}

function lifespanFigure({ accounts, months, minimum }: LifetimeInput): Figure {
  const n = accounts.atStart;
  const lost = accounts.lost - accounts.joinedAndLost;
  const inputs = { 'of these, lost': lost, 'accounts at the start': n, 'months in the window': months };
  if (n === 0)
    return unavailable(LIFESPAN, 'needs accounts that paid when the window began (subscriptions)', { inputs });
  if (n < minimum) return unavailable(LIFESPAN, tooFew(n, minimum, 'accounts that paid at the start'), { n, inputs });
  const found = lifespanOf({ atStart: n, lost }, months);
  if (found === undefined) return unavailable(LIFESPAN, `no churn seen in ${n} accounts`, { n, inputs });
  return known(LIFESPAN, { n, value: found.months, interval: found.interval, inputs });
}

/** Currencies in which anything is known, those without a name last; one of no name where nothing is. */
function currenciesOf({ lines, orders, costs }: LifetimeInput): (string | null)[] {
  const all = [
    ...lines.map(({ currency }) => currency),
    ...[...orders, ...costs].map(({ currency }) => currency ?? null),
  ];
  const named = [...new Set(all)].filter((currency) => currency !== null).sort();
  return all.includes(null) || named.length === 0 ? [...named, null] : named;
}

function variantsOf(input: LifetimeInput, currency: string | null, lifespan: Figure): Figure[] {
  const ofCurrency = {
    ...input,
    lines: input.lines.filter((line) => line.currency === currency),
    orders: input.orders.filter((order) => (order.currency ?? null) === currency),
    costs: input.costs.filter((cost) => (cost.currency ?? null) === currency),
  };
  return [
    byPurchases(ofCurrency, currency, lifespan),
    byMargin(ofCurrency, currency, lifespan),
    realised(ofCurrency, currency),
  ];
}

/** Whether a figure stands on the same accounts as the lifespan: those that brought anything when the window began. */
function paidAtStart({ lives, window }: LifetimeInput): (accountKey: string) => boolean {
  return (accountKey) => isActiveBefore(lives.byAccount.get(accountKey) ?? [], window.fromAt);
}

/**
 * Average purchase value × purchase frequency × lifespan (the worksheet form, without interest; with it: Gupta and
 * Lehmann, "Customers as assets", Journal of Interactive Marketing 2003): $50 once a month for 12 months is $600. A purchase that was given back whole is none.
 */
function byPurchases(input: LifetimeInput, currency: string | null, lifespan: Figure): Figure {
  const { orders, window, months, minimum } = input;
  const placed = orders.filter((order) => isWithin(order.at, window));
  const all = placed.filter((order) => netOf(order) > 0);
  if (all.length === 0) return unavailable(BY_PURCHASES, 'needs orders in this window (orders.csv)', { currency });
  const wasThere = paidAtStart(input);
  const bought = all.filter(({ accountKey }) => wasThere(accountKey));
  const n = bought.length;
  // Who bought and gave everything back is an account that buys, and brought nothing.
  const spent = new Map<string, number>(
    placed.flatMap(({ accountKey }) => (wasThere(accountKey) ? [[accountKey, 0] as const] : [])),
  );
  for (const order of bought) spent.set(order.accountKey, (spent.get(order.accountKey) ?? 0) + netOf(order));
  const moments = momentsOf([...spent.values()].map((amount) => amount / months));
  const perMonth = moments.mean;
  const inputs = {
    'average purchase value': n === 0 ? null : (perMonth * months * spent.size) / n,
    'purchases per account and month': n === 0 ? null : n / spent.size / months,
    'lifespan in months': lifespan.value,
  };
  const strangers = all.length - n;
  const left = strangers === 1 ? '1 purchase' : `${strangers} purchases`;
  const notes = strangers === 0 ? [] : [`Left out: ${left} of accounts that did not pay when the window began.`];
  const found = { currency, n, inputs, notes };
  if (lifespan.value === null) return { ...unavailable(BY_PURCHASES, '', found), missing: lifespan.missing };
  if (spent.size < Math.max(1, minimum))
    return unavailable(
      BY_PURCHASES,
      tooFew(spent.size, Math.max(1, minimum), 'accounts that paid at the start and bought'),
      found,
    );
  return known(BY_PURCHASES, {
    ...found,
    value: perMonth * lifespan.value,
    interval: productInterval(
      { value: perMonth, interval: meanInterval(moments) },
      { value: lifespan.value, interval: lifespan.interval },
    ),
  });
}

interface Told {
  readonly value: number;
  readonly interval: readonly [number, number] | null;
}

/** 95% interval of the product of two independent positive figures, square and add on the log scale (MOVER). */
function productInterval(one: Told, other: Told): [number, number] | null {
  if (one.interval === null || other.interval === null) return null;
  if (one.interval[0] <= 0 || other.interval[0] <= 0) return null;
  const [below, above] = ([0, 1] as const).map((end) =>
    Math.hypot(Math.log(one.interval![end] / one.value), Math.log(other.interval![end] / other.value)),
  );
  const value = one.value * other.value;
  return [value * Math.exp(-below!), value * Math.exp(above!)];
}

/**
 * ARPA × gross margin ÷ churn (Skok, "SaaS Metrics 2.0"). ARPA is that of the accounts whose churn it is divided by: those
 * that paid when the window began. Gross margin = (revenue − goods − service) ÷ revenue of the window, revenue being MRR
 * at its end × its months.
 */
function byMargin(input: LifetimeInput, currency: string | null, lifespan: Figure): Figure {
  const { lines, window } = input;
  const levels = new Map<string, number>();
  for (const line of lines) {
    const level = levelBefore(line, window.fromAt);
    if (level > 0) levels.set(line.accountKey, (levels.get(line.accountKey) ?? 0) + level);
  }
  const n = levels.size;
  if (n === 0) {
    const why = 'needs subscriptions with a monthly revenue when the window began';
    return unavailable(BY_MARGIN, why, { currency });
  }
  const margin = grossMargin(input);
  const arpa = momentsOf([...levels.values()]);
  const inputs = {
    'ARPA at the start': arpa.mean,
    'gross margin in percent': margin === undefined ? null : 100 * margin,
    'lifespan in months': lifespan.value,
  };
  const found = { currency, n, inputs };
  if (margin === undefined) return unavailable(BY_MARGIN, NEEDS_MARGIN, found);
  if (lifespan.value === null) return { ...unavailable(BY_MARGIN, '', found), missing: lifespan.missing };
  const ends = productInterval(
    { value: arpa.mean, interval: meanInterval(arpa) },
    { value: lifespan.value, interval: lifespan.interval },
  );
  const scaled = ends === null ? null : ([ends[0] * margin, ends[1] * margin] as const);
  return known(BY_MARGIN, {
    ...found,
    value: arpa.mean * margin * lifespan.value,
    interval: scaled === null || margin >= 0 ? scaled : [scaled[1], scaled[0]],
    notes: ['The interval takes the margin as given.'],
  });
}

/** An average month, for revenue that runs on between two instants. */
const MONTH_MS = (365.25 / 12) * MS_PER_DAY;

/**
 * What accounts have brought so far, less what they cost to serve and to win, a mean over all that ever paid with its
 * interval (Hall 1992). Revenue is that of orders where there are any, else monthly revenue over its time. Costs without
 * an account are shared out equally. (Blattberg and Deighton, Harvard Business Review 1996: value net of acquisition.)
 */
function realised({ orders, lines, costs, window, minimum }: LifetimeInput, currency: string | null): Figure {
  const until = window.toAt;
  const value = new Map<string, number>();
  const add = (accountKey: string, amount: number) => value.set(accountKey, (value.get(accountKey) ?? 0) + amount);
  const past = orders.filter(({ at }) => at < until);
  for (const order of past) if (netOf(order) > 0) add(order.accountKey, netOf(order));
  if (past.length === 0)
    for (const line of lines) if (line.steps[0]!.at < until) add(line.accountKey, revenueUntil(line, until));
  const n = value.size;
  if (n === 0) return unavailable(REALISED, 'needs orders, or subscriptions with a monthly revenue', { currency });
  const [spent, ofStrangers] = [{ service: 0, acquisition: 0 }, { count: 0 }];
  let shared = 0;
  let counted = 0;
  for (const { kind, at, accountKey, amountMinor } of costs) {
    if ((kind !== 'service' && kind !== 'acquisition') || at >= until) continue;
    counted += 1;
    if (accountKey !== undefined && !value.has(accountKey)) {
      ofStrangers.count += 1;
      continue;
    }
    spent[kind] += amountMinor;
    if (accountKey === undefined) shared += amountMinor;
    else add(accountKey, -amountMinor);
  }
  if (counted === 0) {
    return unavailable(
      REALISED,
      'needs the cost to serve and to acquire (costs.csv with kind service and acquisition)',
      { currency, n },
    );
  }
  const each = [...value.values()].map((amount) => amount - shared / n);
  const moments = momentsOf(each);
  const inputs = {
    'revenue so far': moments.mean * n + spent.service + spent.acquisition,
    'cost to serve': spent.service,
    'cost to acquire': spent.acquisition,
    accounts: n,
  };
  if (n < minimum) return unavailable(REALISED, tooFew(n, minimum, 'accounts that ever paid'), { currency, n, inputs });
  const notes = ofStrangers.count === 0 ? [] : [`${ofStrangers.count} costs of accounts that never paid are left out.`];
  return known(REALISED, { currency, n, value: moments.mean, interval: meanInterval(moments), inputs, notes });
}

function revenueUntil({ steps }: RevenueLine, until: number): number {
  let revenue = 0;
  for (const [index, { at, mrrMinor }] of steps.entries()) {
    const endAt = Math.min(until, steps[index + 1]?.at ?? until);
    if (endAt > at) revenue += (mrrMinor * (endAt - at)) / MONTH_MS;
  }
  return revenue;
}
