import { z } from 'zod';
import type { CalendarMonths } from '../../clock/calendar-months.ts';
import type { ChurnEvent } from '../../model/account.ts';
import { MS_PER_DAY, toIso } from '../../model/time.ts';
import { type AccountLives, isActiveBefore, type Loss, lossWithin } from '../outcomes/accounts.ts';
import { Rate, rateOf } from '../outcomes/rate.ts';
import { isWithin, type Period } from '../rows.ts';
import { Iso } from '../schema.ts';
import { type Figure, type FigureKind, known, share, unavailable } from './figure.ts';

/** When accounts leave, after how long, and why they say they do. */
export const ChurnPatterns = z.object({
  byMonth: z
    .array(Rate.extend({ from: Iso.describe('when the month begins'), to: Iso.describe('when it ends') }))
    .describe("the twelve months before the window's end"),
  byTenure: z
    .array(Rate.extend({ tenure: z.string().describe('how long they had been there') }))
    .describe('over those twelve months, by how long an account had been there when they began'),
  reasons: z
    .record(z.string(), z.int())
    .describe('accounts lost in the window by the reason that was given; `not stated` where none was'),
});
export type ChurnPatterns = z.infer<typeof ChurnPatterns>;

const CHURN: FigureKind = {
  key: 'churn_rate',
  label: 'Churn rate',
  unit: 'percent',
  formula: 'accounts lost in the period ÷ accounts that paid when it began × 100',
};
const RETENTION: FigureKind = {
  key: 'retention_rate',
  label: 'Retention rate',
  unit: 'percent',
  formula: '100 − churn rate, over the same accounts',
};

/** Periods that end where the window ends, and the window itself. */
const PERIODS = [
  ['window', 0],
  ['last month', 1],
  ['last quarter', 3],
  ['last year', 12],
] as const;

/** How many accounts paid when a period began, and how many were lost in it. */
export interface AccountCount {
  readonly atStart: number;
  readonly lost: number;
}

/** Counts accounts as the outcomes do: dated by the end of the last subscription; leaving and coming back is no loss. */
export function countAccounts(lives: AccountLives, period: Period): AccountCount {
  let [atStart, lost] = [0, 0];
  for (const subscriptions of lives.byAccount.values()) {
    if (isActiveBefore(subscriptions, period.fromAt)) atStart += 1;
    if (lossWithin(subscriptions, period) !== undefined) lost += 1;
  }
  return { atStart, lost };
}

/**
 * Churn and retention rate of the window, and of the month, quarter and year that end with it (logo churn; ChartMogul,
 * "Customer churn rate"). 100 lost of 2,000 is 5%.
 */
export function retentionFigures(
  lives: AccountLives,
  window: Period,
  calendar: CalendarMonths,
  minimum: number,
): Figure[] {
  if (lives.byAccount.size === 0) {
    const why = 'needs subscriptions with their ends (Stripe, or subscriptions.csv)';
    return [CHURN, RETENTION].map((kind) => unavailable(kind, why, { group: 'window' }));
  }
  return PERIODS.flatMap(([group, months]) => {
    const fromAt = months === 0 ? window.fromAt : calendar.add(window.toAt, -months);
    const { atStart, lost } = countAccounts(lives, { fromAt, toAt: window.toAt });
    const inputs = { 'accounts lost': lost, 'accounts at the start': atStart };
    const things = 'accounts that paid at the start';
    const churn = share(CHURN, { group, positive: lost, n: atStart, minimum, things, inputs });
    return [churn, retentionOf(churn)];
  });
}

function retentionOf(churn: Figure): Figure {
  const { group, n, inputs, interval } = churn;
  const found = { ...(group === null ? {} : { group }), n };
  const made = Object.fromEntries(inputs.map(({ name, value }) => [name, value]));
  if (churn.value === null) {
    return { ...unavailable(RETENTION, '', { ...found, inputs: made }), missing: churn.missing };
  }
  const value = 100 - churn.value;
  return known(RETENTION, {
    ...found,
    value,
    interval: interval === null ? null : [100 - interval[1], 100 - interval[0]],
    inputs: made,
  });
}

/** Months in which an account had been there when the year began. */
const TENURES = [
  ['under 3 months', 3],
  ['3 to 6 months', 6],
  ['6 to 12 months', 12],
  ['1 to 2 years', 24],
  ['over 2 years', Number.POSITIVE_INFINITY],
] as const;

/** When accounts leave, after how long, and why. */
export function churnPatterns(
  lives: AccountLives,
  events: readonly ChurnEvent[],
  window: Period,
  calendar: CalendarMonths,
  minimum: number,
): ChurnPatterns {
  const yearAgo = calendar.add(window.toAt, -12);
  const byMonth = Array.from({ length: 12 }, (_, index) => {
    const fromAt = calendar.add(yearAgo, index);
    const toAt = index === 11 ? window.toAt : calendar.add(yearAgo, index + 1);
    const { atStart, lost } = countAccounts(lives, { fromAt, toAt });
    return { ...rateOf(lost, atStart, minimum), from: toIso(fromAt), to: toIso(toAt) };
  });
  return {
    byMonth,
    byTenure: tenureRates(lives, { fromAt: yearAgo, toAt: window.toAt }, calendar, minimum),
    reasons: reasonsOf(lives, events, window),
  };
}

function tenureRates(
  lives: AccountLives,
  year: Period,
  calendar: CalendarMonths,
  minimum: number,
): ChurnPatterns['byTenure'] {
  const counts = TENURES.map(() => ({ atStart: 0, lost: 0 }));
  for (const subscriptions of lives.byAccount.values()) {
    if (!isActiveBefore(subscriptions, year.fromAt)) continue;
    const startedAt = Math.min(...subscriptions.map((subscription) => subscription.startedAt));
    const months = calendar.between(startedAt, year.fromAt);
    const count = counts[TENURES.findIndex(([, below]) => months < below)]!;
    count.atStart += 1;
    if (lossWithin(subscriptions, year) !== undefined) count.lost += 1;
  }
  return TENURES.map(([tenure], index) => {
    const { atStart, lost } = counts[index]!;
    return { tenure, ...rateOf(lost, atStart, minimum) };
  });
}

/** The reason on the subscription that ended last, else on the churn event nearest to the loss, within a month of it. */
function reasonsOf(lives: AccountLives, events: readonly ChurnEvent[], window: Period): Record<string, number> {
  const eventsOf = Map.groupBy(events, ({ accountKey }) => accountKey);
  const reasons: Record<string, number> = {};
  for (const [accountKey, subscriptions] of lives.byAccount) {
    const loss = lossWithin(subscriptions, window);
    if (loss === undefined) continue;
    const ended = subscriptions.find(({ endedAt, reason }) => endedAt === loss.lostAt && reason !== undefined);
    const reason = ended?.reason ?? statedReason(eventsOf.get(accountKey) ?? [], loss) ?? 'not stated';
    reasons[reason] = (reasons[reason] ?? 0) + 1;
  }
  return reasons;
}

const NEAR_MS = 31 * MS_PER_DAY;

function statedReason(events: readonly ChurnEvent[], { lostAt }: Loss): string | undefined {
  const near = events
    .filter(
      ({ at, reason }) => reason !== undefined && isWithin(at, { fromAt: lostAt - NEAR_MS, toAt: lostAt + NEAR_MS }),
    )
    .sort((a, b) => Math.abs(a.at - lostAt) - Math.abs(b.at - lostAt));
  return near[0]?.reason;
}
