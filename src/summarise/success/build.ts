import { z } from 'zod';
import { type CalendarMonths, calendarMonths } from '../../clock/calendar-months.ts';
import type {
  Account,
  ChurnEvent,
  Cost,
  Milestone,
  MrrChange,
  Order,
  Referral,
  Subscription,
} from '../../model/account.ts';
import type { MeasuredColumns } from '../../model/measurement.ts';
import type { Rating } from '../../model/rating.ts';
import { MS_PER_DAY, toIso } from '../../model/time.ts';
import type { Period } from '../../model/window.ts';
import { type AccountLives, livesOf, lossWithin } from '../outcomes/accounts.ts';
import { answersOf } from '../outcomes/answers.ts';
import { isWithin } from '../rows.ts';
import { Iso } from '../schema.ts';
import { accountResults } from './account-results.ts';
import { Engagement, engagementFigures, type UsageTally } from './engagement.ts';
import { compareFigures, type Figure, Kpi } from './figure.ts';
import { conversionFigures, conversionsOf, ReferralLists, referralFigures } from './growth.ts';
import { lifetimeFigures } from './lifetime-value.ts';
import type { AccountMovement } from './movements.ts';
import { accountYears, ChurnPatterns, churnPatterns, countAccounts, retentionFigures } from './retention.ts';
import { retentionCostFigures } from './retention-cost.ts';
import { RevenueMonths, revenueFigures } from './revenue.ts';
import { type RevenueBook, revenueBook } from './revenue-levels.ts';
import { KpiLink, linkSupport, supportExperience } from './support-link.ts';
import { AnswerScale, type Standing, standingOf, surveyFigures } from './surveys.ts';
import { type Journeys, journeysOf, resolutionFigures, timeToValueFigures } from './time-to-value.ts';

/** The figures of customer success for one window, beside the window before. */
export const Kpis = z.object({
  window: z
    .object({
      from: Iso.describe('when it begins'),
      to: Iso.describe('when it ends'),
      timeZone: z.string().describe('where its days begin'),
    })
    .describe('what the figures are of: [from, to)'),
  previous: z
    .object({ from: Iso.describe('when it begins'), to: Iso.describe('when it ends') })
    .describe('the window before: [from, to)'),
  minSample: z.int().describe('rates and means of fewer are withheld'),
  lookbackDays: z.number().describe('support counts this many days before what an account did'),
  figures: z.array(Kpi).describe('every figure, also those that are not available: then `missing` says what they need'),
  scales: z.array(AnswerScale).describe('how often each answer was given, scale by scale'),
  revenue: z.array(RevenueMonths).describe('monthly revenue from month to month, a currency at a time, in minor units'),
  churnPatterns: ChurnPatterns.nullable().describe('null where there are no subscriptions'),
  engagement: Engagement.nullable().describe('null where no use is known'),
  referrals: ReferralLists.nullable().describe('null where no referrals are known'),
  supportLinks: z
    .array(KpiLink)
    .describe('each figure that is told account by account against the support the account had before'),
});
export type Kpis = z.infer<typeof Kpis>;

/** All that the figures of a window are made of. Instants in epoch ms; records of all time unless said otherwise. */
export interface KpiInput {
  readonly window: Period;
  /** The window before. */
  readonly previous: Period;
  readonly timeZone: string;
  readonly minSample: number;
  readonly lookbackDays: number;
  /** Those of both windows and of the look-back before, and earlier answers of kind nps. */
  readonly ratings: readonly Rating[];
  /** The account that gave a rating; undefined where it cannot be told. */
  readonly accountOfRating: (rating: Rating) => string | undefined;
  readonly accounts: readonly Account[];
  readonly subscriptions: readonly Subscription[];
  readonly churnEvents: readonly ChurnEvent[];
  readonly mrrChanges: readonly MrrChange[];
  readonly orders: readonly Order[];
  readonly referrals: readonly Referral[];
  readonly milestones: readonly Milestone[];
  readonly costs: readonly Cost[];
  /** Use in this window and in the one before. */
  readonly usage: { readonly window: UsageTally; readonly previous: UsageTally };
  /** Measured tickets that were finally solved in both windows and in the look-back before. */
  readonly tickets: readonly MeasuredColumns[];
  readonly accountOfTicket: (columns: MeasuredColumns, row: number) => string | null;
}

/** What does not depend on the window. */
interface Shared extends KpiInput {
  readonly calendar: CalendarMonths;
  readonly lives: AccountLives;
  readonly book: RevenueBook;
  readonly startedAt: ReadonlyMap<string, number>;
  readonly accountOf: ReadonlyMap<string, Account>;
}

/** The figures of customer success: pure, from what is known of accounts to the report's section. */
export function buildKpis(input: KpiInput): Kpis {
  const { window, previous, timeZone, minSample, lookbackDays } = input;
  const lives = livesOf(input.subscriptions);
  const shared: Shared = {
    ...input,
    lives,
    calendar: calendarMonths(timeZone),
    book: revenueBook(lives, input.mrrChanges),
    startedAt: startsOf(input.accounts, lives),
    accountOf: new Map(input.accounts.map((account) => [account.key, account])),
  };
  const current = figuresOf(shared, window, input.usage.window);
  const before = figuresOf(shared, previous, input.usage.previous);
  return {
    window: { from: toIso(window.fromAt), to: toIso(window.toAt), timeZone },
    previous: { from: toIso(previous.fromAt), to: toIso(previous.toAt) },
    minSample,
    lookbackDays,
    figures: compareFigures(current.figures, before.figures),
    scales: [...current.scales],
    revenue: [...current.months],
    churnPatterns:
      lives.byAccount.size === 0 ? null : churnPatterns(lives, input.churnEvents, window, shared.calendar, minSample),
    engagement: current.engagement,
    referrals: current.referralLists,
    supportLinks: supportLinks(shared, current),
  };
}

interface WindowFigures {
  readonly figures: readonly Figure[];
  readonly scales: readonly AnswerScale[];
  readonly months: readonly RevenueMonths[];
  readonly movements: ReadonlyMap<string | null, readonly AccountMovement[]>;
  readonly conversions: ReturnType<typeof conversionsOf>;
  readonly journeys: readonly Journeys[];
  readonly base: ReadonlySet<string>;
  readonly engagement: Engagement | null;
  readonly referralLists: ReferralLists | null;
}

function figuresOf(shared: Shared, window: Period, usage: UsageTally): WindowFigures {
  const { calendar, lives, book, minSample: minimum } = shared;
  const months = calendar.between(window.fromAt, window.toAt);
  const surveys = surveyFigures(shared.ratings, window, minimum, calendar.dayOf);
  const revenue = revenueFigures(book, window, calendar, minimum);
  const conversions = conversionsOf(shared.orders, revenue.movements.values(), window);
  const journeys = journeysOf(shared.milestones, shared.startedAt, departures(lives, window), window, calendar);
  const base = payingIn(shared, window);
  const tierOf = (key: string): string | undefined => shared.accountOf.get(key)?.tier;
  const labelOf = (key: string): string => shared.accountOf.get(key)?.name ?? key;
  const { figures: engaged, engagement } = engagementFigures(
    usage,
    base,
    { tierOf, labelOf, weeksOf: weeksIn(shared, window) },
    minimum,
  );
  const referrals = referralFigures(shared.referrals, window, {
    minimum,
    labelOf,
    standingAt: standings(shared),
  });
  const { lines } = book;
  return {
    figures: [
      ...surveys.figures,
      ...retentionFigures(lives, window, calendar, minimum),
      ...revenue.figures,
      ...lifetimeFigures({ ...shared, window, months, minimum, lines, accounts: countAccounts(lives, window) }),
      ...retentionCostFigures({ ...shared, window, months, lines }),
      ...conversionFigures(conversions, minimum),
      ...timeToValueFigures(journeys, minimum),
      ...engaged,
      ...referrals.figures,
      ...resolutionFigures(shared.tickets, window, minimum),
    ],
    scales: surveys.scales,
    months: revenue.months,
    movements: revenue.movements,
    conversions,
    journeys,
    base,
    engagement,
    referralLists: referrals.lists,
  };
}

/** Weeks of a window in which an account was a customer; all of them where no subscription says. */
function weeksIn({ lives }: Shared, window: Period): (accountKey: string) => number {
  const week = 7 * MS_PER_DAY;
  return (key) => {
    const own = lives.byAccount.get(key);
    if (own === undefined) return (window.toAt - window.fromAt) / week;
    const byAccount = new Map([[key, own]]);
    return Math.max(1, (accountYears({ byAccount }, window) * 365.25) / 7);
  };
}

/** When accounts began: as their source says, else with their first subscription. */
function startsOf(accounts: readonly Account[], lives: AccountLives): ReadonlyMap<string, number> {
  const starts = new Map<string, number>();
  for (const [key, subscriptions] of lives.byAccount) {
    starts.set(key, Math.min(...subscriptions.map(({ startedAt }) => startedAt)));
  }
  for (const { key, startedAt } of accounts) if (startedAt !== undefined) starts.set(key, startedAt);
  return starts;
}

/** When an account had left for good as of the window's end; undefined for one that pays, or of which no billing is known. */
function departures({ byAccount }: AccountLives, { toAt }: Period): (accountKey: string) => number | undefined {
  const allTime: Period = { fromAt: Number.NEGATIVE_INFINITY, toAt };
  return (accountKey) => {
    const subscriptions = byAccount.get(accountKey);
    return subscriptions === undefined ? undefined : lossWithin(subscriptions, allTime)?.lostAt;
  };
}

/** Accounts with a subscription at any time of the window; with no billing at all, those that had begun. */
function payingIn({ lives, accounts }: Shared, window: Period): ReadonlySet<string> {
  if (lives.byAccount.size === 0) {
    return new Set(accounts.filter(({ startedAt = 0 }) => startedAt < window.toAt).map(({ key }) => key));
  }
  const paying = new Set<string>();
  for (const [key, subscriptions] of lives.byAccount) {
    const paid = subscriptions.some(
      ({ startedAt, endedAt = Number.POSITIVE_INFINITY }) => startedAt < window.toAt && endedAt >= window.fromAt,
    );
    if (paid) paying.add(key);
  }
  return paying;
}

/** The last answer of an account to "would you recommend us" before an instant. */
function standings({ ratings, accountOfRating }: Shared): (accountKey: string, at: number) => Standing | undefined {
  const byAccount = new Map<string, { at: number; standing: Standing }[]>();
  for (const rating of ratings) {
    if (rating.kind !== 'nps' || rating.ratedAt === undefined) continue;
    const [standing, accountKey] = [standingOf(rating), accountOfRating(rating)];
    if (standing === undefined || accountKey === undefined) continue;
    const list = byAccount.get(accountKey) ?? [];
    byAccount.set(accountKey, list);
    list.push({ at: rating.ratedAt, standing });
  }
  for (const list of byAccount.values()) list.sort((a, b) => a.at - b.at);
  return (accountKey, at) => byAccount.get(accountKey)?.findLast((answer) => answer.at <= at)?.standing;
}

function supportLinks(shared: Shared, current: WindowFigures): Kpis['supportLinks'] {
  const { window, lookbackDays, minSample, usage, accountOfRating } = shared;
  const everBefore: Period = { fromAt: Number.NEGATIVE_INFINITY, toAt: window.toAt };
  const { csat } = answersOf(shared.ratings, everBefore, { find: () => undefined }, new Map());
  const answers = csat.flatMap(({ rating, counts, positive }) => {
    const accountKey = counts ? accountOfRating(rating) : undefined;
    if (accountKey === undefined || positive === null || rating.ratedAt === undefined) return [];
    return [{ accountKey, at: rating.ratedAt, positive }];
  });
  const experience = supportExperience(shared.tickets, shared.accountOfTicket, answers);
  const referrers = new Set(
    shared.referrals.filter(({ at }) => isWithin(at, window)).map(({ referrerKey }) => referrerKey),
  );
  const results = accountResults({
    ...shared,
    movements: [...current.movements.values()],
    conversions: current.conversions.conversions,
    journeys: current.journeys,
    active: usage.window.byAccount.size === 0 ? undefined : new Set(usage.window.byAccount.keys()),
    couldBeActive: current.base,
    referrers: shared.referrals.length === 0 ? undefined : referrers,
  });
  return linkSupport(results, experience, lookbackDays * MS_PER_DAY, minSample);
}
