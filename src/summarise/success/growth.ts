import { z } from 'zod';
import type { Order, Referral } from '../../model/account.ts';
import { isWithin, type Period } from '../rows.ts';
import { Label } from '../schema.ts';
import { type Figure, type FigureKind, known, share, unavailable } from './figure.ts';
import type { AccountMovement } from './movements.ts';
import { netOf } from './revenue-levels.ts';
import type { Standing } from './surveys.ts';

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

const Counted = {
  referrals: z.int().describe('accounts referred'),
  converted: z.int().describe('of these, how many became customers'),
};

/** Who refers others, and whether they said that they would. */
export const ReferralLists = z.object({
  byReferrer: z
    .array(z.object({ accountKey: z.string().describe('key of the account that refers'), label: Label, ...Counted }))
    .describe('those who referred most first, at most twenty'),
  byStanding: z
    .array(
      z.object({
        standing: z.enum(['promoter', 'passive', 'detractor', 'not asked']).describe('what the answer makes them'),
        ...Counted,
      }),
    )
    .describe('by the referrer\'s last answer to "how likely would you recommend us" before the referral'),
});
export type ReferralLists = z.infer<typeof ReferralLists>;

const REFERRALS: FigureKind = {
  key: 'referrals',
  label: 'Referrals',
  unit: 'count',
  formula: 'referrals made in the window',
};

const CONVERSION: FigureKind = {
  key: 'referral_conversion',
  label: 'Referrals converted',
  unit: 'percent',
  formula: 'referrals of the window that had converted when it ended ÷ referrals of the window × 100',
};

const LISTED = 20;

/**
 * Referrals of a window and how many converted (a share with its Wilson interval; Kumar, Petersen and Leone, "How
 * valuable is word of mouth?", Harvard Business Review 2007, for why they are counted beside the promoters).
 */
export function referralFigures(
  referrals: readonly Referral[],
  window: Period,
  context: {
    readonly labelOf: (accountKey: string) => string;
    readonly standingAt: (accountKey: string, at: number) => Standing | undefined;
    readonly minimum: number;
  },
): { readonly figures: readonly Figure[]; readonly lists: ReferralLists | null } {
  if (referrals.length === 0) {
    const why = 'needs who referred whom (referrals.csv)';
    return { figures: [REFERRALS, CONVERSION].map((kind) => unavailable(kind, why)), lists: null };
  }
  const made = referrals.filter(({ at }) => isWithin(at, window));
  const hasConverted = ({ convertedAt }: Referral): boolean => convertedAt !== undefined && convertedAt < window.toAt;
  const n = made.length;
  const positive = made.filter(hasConverted).length;
  const count = (some: readonly Referral[]) => ({
    referrals: some.length,
    converted: some.filter(hasConverted).length,
  });
  const referrers = [...Map.groupBy(made, ({ referrerKey }) => referrerKey)];
  referrers.sort(([a, some], [b, others]) => others.length - some.length || (a < b ? -1 : 1));
  const standings = Map.groupBy(made, ({ referrerKey, at }) => context.standingAt(referrerKey, at) ?? 'not asked');
  return {
    figures: [
      known(REFERRALS, { n, value: n, inputs: { referrals: n, 'accounts that referred': referrers.length } }),
      share(CONVERSION, {
        positive,
        n,
        minimum: context.minimum,
        things: 'referrals',
        inputs: { 'converted referrals': positive, referrals: n },
      }),
    ],
    lists: {
      byReferrer: referrers
        .slice(0, LISTED)
        .map(([accountKey, own]) => ({ accountKey, label: context.labelOf(accountKey), ...count(own) })),
      byStanding: (['promoter', 'passive', 'detractor', 'not asked'] as const).map((standing) => ({
        standing,
        ...count(standings.get(standing) ?? []),
      })),
    },
  };
}
