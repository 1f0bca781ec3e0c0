import { z } from 'zod';
import type { CalendarMonths } from '../../clock/calendar-months.ts';
import { NO_VALUE } from '../../model/catalogue.ts';
import { MS_PER_DAY } from '../../model/time.ts';
import type { Period } from '../../model/window.ts';
import type { UsageCount } from '../../model/window-records.ts';
import { Rate, rateOf } from '../outcomes/rate.ts';
import { isWithin } from '../rows.ts';
import { Label } from '../schema.ts';
import { meanInterval, momentsOf } from '../statistics/averages.ts';
import { type Figure, type FigureKind, known, share, tooFew, unavailable } from './figure.ts';

/** Who uses what. Rates in percent. */
export const Engagement = z.object({
  features: z
    .array(Rate.extend({ feature: z.string().describe('name of the feature') }))
    .describe('accounts that used a feature ÷ accounts that used anything, most used first'),
  quietest: z
    .array(
      z.object({
        accountKey: z.string().describe('key of the account'),
        label: Label,
        days: z.int().describe('days with any use in the window'),
        features: z.int().describe('features used'),
      }),
    )
    .describe('accounts that pay and use the product least, at most fifty: those to ask what keeps them'),
  byTier: z
    .array(
      z.object({
        tier: z.string().describe('the tier that the accounts pay for'),
        active: Rate.describe('accounts with any use ÷ accounts that pay'),
        daysPerWeek: z.number().nullable().describe('mean days of use a week of an active account'),
        adoption: z.number().nullable().describe("mean share of the window's features that an active account used"),
      }),
    )
    .describe('accounts by the tier they pay for'),
});
export type Engagement = z.infer<typeof Engagement>;

const ACTIVE: FigureKind = {
  key: 'active_accounts',
  label: 'Active accounts',
  unit: 'percent',
  formula: 'accounts that used the product in the window ÷ accounts that paid in it × 100',
};
const FREQUENCY: FigureKind = {
  key: 'usage_frequency',
  label: 'Days of use per week',
  unit: 'per_week',
  formula: 'mean over active accounts of their days with any use ÷ weeks of the window in which they were customers',
};
const ADOPTION: FigureKind = {
  key: 'feature_adoption',
  label: 'Feature adoption',
  unit: 'percent',
  formula: 'mean over active accounts of the features they used ÷ features that anybody used in the window × 100',
};

/** What one account used in a period. */
export interface AccountUsage {
  /** Local days with any use. */
  readonly days: Set<number>;
  readonly features: Set<string>;
}

/** Use of one period by account, and how many records name an account that nobody knows. */
export interface UsageTally {
  readonly period: Period;
  readonly byAccount: Map<string, AccountUsage>;
  strangers: number;
}

/** Tallies counts of use by the periods they lie in; the counts' cuts have the bounds of all periods and days among them. */
export function tallyUsage(
  periods: readonly Period[],
  counts: readonly UsageCount[],
  accountOf: (source: string, subscriptionId: string) => string | undefined,
  calendar: Pick<CalendarMonths, 'dayOf'>,
): UsageTally[] {
  const tallies = periods.map((period): UsageTally => ({ period, byAccount: new Map(), strangers: 0 }));
  for (const { at, records, feature, source, accountKey, subscriptionId = '' } of counts) {
    for (const tally of tallies) {
      if (!isWithin(at, tally.period)) continue;
      const key = accountKey ?? accountOf(source, subscriptionId);
      if (key === undefined) {
        tally.strangers += records;
        continue;
      }
      const used = tally.byAccount.get(key) ?? { days: new Set(), features: new Set() };
      tally.byAccount.set(key, used);
      used.days.add(calendar.dayOf(at));
      if (feature !== undefined) used.features.add(feature);
    }
  }
  return tallies;
}

/** What is said of an account beside its key. */
export interface AccountWords {
  readonly tierOf: (accountKey: string) => string | undefined;
  readonly labelOf: (accountKey: string) => string;
  /** Weeks of the window in which the account was a customer, one at least. */
  readonly weeksOf: (accountKey: string) => number;
}

const WEEK = 7 * MS_PER_DAY;

/**
 * Engagement of a window: who is active, how often, and how much of the product they use (Rodden, Hutchinson and Fu,
 * "Measuring the user experience on a large scale", CHI 2010, which names engagement and adoption; Pendo, "Feature
 * adoption"). `base` are the accounts that could have been active.
 */
export function engagementFigures(
  tally: UsageTally,
  base: ReadonlySet<string>,
  { tierOf, labelOf, weeksOf }: AccountWords,
  minimum: number,
): { readonly figures: readonly Figure[]; readonly engagement: Engagement | null } {
  const used = [...tally.byAccount].filter(([key]) => base.has(key));
  const outside = tally.byAccount.size - used.length;
  if (tally.byAccount.size === 0 || base.size === 0) {
    const why =
      tally.byAccount.size === 0
        ? 'needs use of the product in this window (usage.csv)'
        : 'needs the accounts that could use it (subscriptions.csv or accounts.csv)';
    return { figures: [ACTIVE, FREQUENCY, ADOPTION].map((kind) => unavailable(kind, why)), engagement: null };
  }
  const notes: string[] = [];
  if (outside > 0) notes.push(`${outside} accounts that used the product did not pay in the window: left out.`);
  if (tally.strangers > 0) notes.push(`${tally.strangers} records of use name a subscription that nobody knows.`);
  const all = measure(used, base.size, weeksOf, featuresOf(used).size);
  const n = used.length;
  const adoption =
    all.adoption === null
      ? unavailable(ADOPTION, 'needs the column feature in usage.csv')
      : meanFigure(ADOPTION, all.shares, minimum, {
          'features anybody used': featuresOf(used).size,
        });
  return {
    figures: [
      share(ACTIVE, {
        positive: n,
        n: base.size,
        minimum,
        things: 'accounts',
        inputs: { 'active accounts': n, 'accounts that paid': base.size },
        notes,
      }),
      meanFigure(FREQUENCY, all.perWeek, minimum, {
        'weeks in the window': (tally.period.toAt - tally.period.fromAt) / WEEK,
      }),
      adoption,
    ],
    engagement: {
      features: featureRates(used, minimum),
      quietest: quietestOf(tally, base, labelOf),
      byTier: tierRows(used, base, { tierOf, weeksOf }, minimum),
    },
  };
}

type Used = readonly (readonly [string, AccountUsage])[];

function featuresOf(used: Used): Set<string> {
  return new Set(used.flatMap(([, { features }]) => [...features]));
}

function measure(used: Used, base: number, weeksOf: AccountWords['weeksOf'], features: number) {
  // Whoever used it before they were a customer, or after, is no more often there than every day.
  const perWeek = used.map(([key, { days }]) => days.size / Math.max(weeksOf(key), days.size / 7));
  const shares = features === 0 ? [] : used.map(([, own]) => (100 * own.features.size) / features);
  return { base, perWeek, shares, adoption: meanOf(shares) };
}

function meanOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : momentsOf(values).mean;
}

function meanFigure(
  kind: FigureKind,
  values: readonly number[],
  minimum: number,
  inputs: Readonly<Record<string, number>>,
): Figure {
  const n = values.length;
  if (n < Math.max(1, minimum))
    return unavailable(kind, tooFew(n, Math.max(1, minimum), 'active accounts'), { n, inputs });
  const moments = momentsOf(values);
  return known(kind, { n, value: moments.mean, interval: meanInterval(moments), inputs });
}

const QUIETEST = 50;

function quietestOf(
  { byAccount }: UsageTally,
  base: ReadonlySet<string>,
  labelOf: (accountKey: string) => string,
): Engagement['quietest'] {
  const all = [...base].map((accountKey) => {
    const used = byAccount.get(accountKey);
    return { accountKey, label: labelOf(accountKey), days: used?.days.size ?? 0, features: used?.features.size ?? 0 };
  });
  all.sort((a, b) => a.days - b.days || a.features - b.features || (a.accountKey < b.accountKey ? -1 : 1));
  return all.slice(0, QUIETEST);
}

function featureRates(used: Used, minimum: number): Engagement['features'] {
  const accounts = new Map<string, number>();
  for (const [, { features }] of used) {
    for (const feature of features) accounts.set(feature, (accounts.get(feature) ?? 0) + 1);
  }
  return [...accounts]
    .sort(([a, many], [b, few]) => few - many || (a < b ? -1 : 1))
    .map(([feature, count]) => ({ feature, ...rateOf(count, used.length, minimum) }));
}

function tierRows(
  used: Used,
  base: ReadonlySet<string>,
  { tierOf, weeksOf }: Pick<AccountWords, 'tierOf' | 'weeksOf'>,
  minimum: number,
): Engagement['byTier'] {
  const tiers = Map.groupBy(base, (key) => tierOf(key) ?? NO_VALUE);
  const features = featuresOf(used).size;
  return [...tiers]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([tier, keys]) => {
      const members = new Set(keys);
      const own = used.filter(([key]) => members.has(key));
      const { perWeek, adoption } = measure(own, keys.length, weeksOf, features);
      const enough = own.length >= minimum;
      return {
        tier,
        active: rateOf(own.length, keys.length, minimum),
        daysPerWeek: enough ? meanOf(perWeek) : null,
        adoption: enough ? adoption : null,
      };
    });
}
