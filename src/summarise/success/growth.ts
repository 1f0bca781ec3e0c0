import type { Order } from '../../model/account-facts.ts';
import { isWithin, type Period } from '../ticket-rows.ts';
import { type Figure, type FigureKind, share, unavailable } from './figure.ts';
import { netOf } from './margin.ts';
import type { AccountMovement } from './movements.ts';

const rate = (key: string, label: string, what: string): FigureKind => ({
  key,
  label,
  unit: 'percent',
  formula: `${what} ÷ all conversions × 100; a conversion is a new sale, an upsell, a cross-sell or an add-on`,
});

const RATES = [
  ['upsell', rate('upsell_rate', 'Upsell rate', 'upsells')],
  ['cross_sell', rate('cross_sell_rate', 'Cross-sell rate', 'cross-sells')],
  ['add_on', rate('add_on_rate', 'Add-on rate', 'add-ons')],
] as const;

type Conversion = 'new' | (typeof RATES)[number][0];

/** A conversion of an account. */
export interface AccountConversion {
  readonly accountKey: string;
  readonly kind: Conversion;
  readonly at?: number;
}

/**
 * The window's conversions: orders that say their kind (renewals and what was given back whole are none); where there
 * are no such orders, what the movements of monthly revenue show, one an account and kind.
 */
export function conversionsOf(
  orders: readonly Order[],
  movements: Iterable<readonly AccountMovement[]>,
  window: Period,
): { readonly from: 'orders' | 'subscriptions'; readonly conversions: readonly AccountConversion[] } {
  const conversions: AccountConversion[] = [];
  for (const order of orders) {
    const { kind, accountKey, at } = order;
    if (kind === undefined || kind === 'renewal' || !isWithin(at, window) || netOf(order) <= 0) continue;
    conversions.push({ accountKey, kind, at });
  }
  if (orders.some(({ kind }) => kind !== undefined)) return { from: 'orders', conversions };
  for (const { accountKey, kind, upsell, crossSell, addOn } of [...movements].flat()) {
    if (kind === 'new') conversions.push({ accountKey, kind });
    if (upsell > 0) conversions.push({ accountKey, kind: 'upsell' });
    if (crossSell > 0) conversions.push({ accountKey, kind: 'cross_sell' });
    if (addOn > 0) conversions.push({ accountKey, kind: 'add_on' });
  }
  return { from: 'subscriptions', conversions };
}

/**
 * Upsell and cross-sell rate = conversions of that kind ÷ all conversions × 100, with a Wilson interval (Kamakura,
 * "Cross-selling", Journal of Relationship Marketing 2008, for the words). 5 of 100 is 5%.
 */
export function conversionFigures({ from, conversions }: ReturnType<typeof conversionsOf>, minimum: number): Figure[] {
  const n = conversions.length;
  if (n === 0) {
    const why = 'needs conversions in this window (orders.csv with kind, or subscriptions that began or grew)';
    return RATES.map(([, kind]) => unavailable(kind, why));
  }
  const notes = from === 'orders' ? ['From orders.'] : ['From movements of subscriptions, one an account and kind.'];
  return RATES.map(([kind, figure]) => {
    const positive = conversions.filter((conversion) => conversion.kind === kind).length;
    const inputs = { [`conversions by ${kind.replace('_', '-')}`]: positive, 'all conversions': n };
    return share(figure, { positive, n, minimum, things: 'conversions', inputs, notes });
  });
}
