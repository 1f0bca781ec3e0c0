import { z } from 'zod';
import type { CalendarMonths } from '../../clock/calendar-months.ts';
import type { ChurnEvent } from '../../model/account.ts';
import { countWords } from '../../model/by-word.ts';
import { MS_PER_DAY, toIso } from '../../model/time.ts';
import type { Period } from '../../model/window.ts';
import { type AccountLives, isActiveBefore, type Loss, lossWithin, paidTwiceNote } from '../outcomes/accounts.ts';
import { type ChurnCount, churnRate } from '../outcomes/churn.ts';
import { Rate, rateOf } from '../outcomes/rate.ts';
import { isWithin } from '../rows.ts';
import { Iso } from '../schema.ts';
import { countInterval } from '../statistics/comparisons.ts';
import { type Figure, type FigureKind, known, share, tooFew, unavailable } from './figure.ts';

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
  formula:
    'accounts lost in the period, those that also joined in it included, ÷ accounts with a subscription (free ones too) when it began × 100',
};
const RETENTION: FigureKind = {
  key: 'retention_rate',
  label: 'Retention rate',
  unit: 'percent',
  formula:
    'accounts that paid when the period began and still do when it ends ÷ accounts with a subscription (free ones too) when it began × 100',
};
const LOSSES_PER_YEAR: FigureKind = {
  key: 'losses_per_account_year',
  label: 'Losses per account-year',
  unit: 'per_year',
  formula: 'accounts lost in the period ÷ years that all accounts together paid in it',
};

/** Periods that end where the window ends, and the window itself. */
const PERIODS = [
  ['window', 0],
  ['last month', 1],
  ['last quarter', 3],
  ['last year', 12],
] as const;

/** Counts accounts as the outcomes do: dated by the end of the last subscription; leaving and coming back is no loss. */
export function countAccounts(lives: AccountLives, period: Period): ChurnCount {
  let [atStart, lost, joinedAndLost] = [0, 0, 0];
  for (const subscriptions of lives.byAccount.values()) {
    const wasThere = isActiveBefore(subscriptions, period.fromAt);
    const isLost = lossWithin(subscriptions, period) !== undefined;
    if (wasThere) atStart += 1;
    if (isLost) lost += 1;
    if (isLost && !wasThere) joinedAndLost += 1;
  }
  return { atStart, lost, joinedAndLost };
}

const YEAR_MS = 365.25 * MS_PER_DAY;

/** Years that all accounts together paid within a period; of several subscriptions at once, one counts. */
export function accountYears({ byAccount }: Pick<AccountLives, 'byAccount'>, { fromAt, toAt }: Period): number {
  let paidMs = 0;
  for (const subscriptions of byAccount.values()) {
    let seenAt = fromAt;
    for (const { startedAt, endedAt = toAt } of subscriptions.toSorted((a, b) => a.startedAt - b.startedAt)) {
      const [beginsAt, endsAt] = [Math.max(seenAt, startedAt), Math.min(toAt, endedAt)];
      if (endsAt > beginsAt) paidMs += endsAt - beginsAt;
      seenAt = Math.max(seenAt, endsAt);
    }
  }
  return paidMs / YEAR_MS;
}

/**
 * Churn and retention rate of the window, and of the month, quarter and year that end with it (logo churn; ChartMogul,
 * "Customer churn rate"). 100 lost of 2,000 is 5%. Over more than a quarter most of a growing company's losses may be of
 * accounts that were not there at the start, so that churn passes 100%: then losses per account-year stand beside it.
 */
export function retentionFigures(
  lives: AccountLives,
  window: Period,
  calendar: CalendarMonths,
  minimum: number,
): Figure[] {
  if (lives.byAccount.size === 0) {
    const why = 'needs subscriptions with their ends (Stripe, HubSpot’s deals, or subscriptions.csv)';
    return [CHURN, RETENTION].map((kind) => unavailable(kind, why, { group: 'window' }));
  }
  const unseen = unseenLosses(lives);
  const paidTwice = paidTwiceNote(lives);
  const told = (figure: Figure): Figure =>
    paidTwice === undefined ? figure : { ...figure, notes: [...figure.notes, paidTwice] };
  return PERIODS.flatMap(([group, months]) => {
    const fromAt = months === 0 ? window.fromAt : calendar.add(window.toAt, -months);
    const period = { fromAt, toAt: window.toAt };
    const count = countAccounts(lives, period);
    const perYear = fromAt < calendar.add(window.toAt, -3) ? [lossesPerYear(lives, period, count, group, minimum)] : [];
    const figures = [churnOf(count, group, minimum), retentionOf(count, group, minimum), ...perYear].map(told);
    const why = unseen(period);
    return why === null ? figures : figures.map((figure) => ({ ...figure, value: null, interval: null, missing: why }));
  });
}

/** Losses on as many days are a steady trickle, and not one event. */
const STEADY_DAYS = 10;
/** With so many expected, none is seen once in three million times: the books, not chance. */
const EXPECTED_UNSEEN = 15;

/**
 * Why a rate of a period is withheld: no loss is known before some day, although many would be expected until then, as
 * since. An export of what is there now holds no earlier losses. Null where the books seem whole.
 */
function unseenLosses(lives: AccountLives): (period: Period) => string | null {
  const losses = [...lives.byAccount.values()].flatMap((own) => lossWithin(own, ALL_TIME)?.lostAt ?? []);
  if (new Set(losses.map((at) => Math.floor(at / MS_PER_DAY))).size < STEADY_DAYS) return () => null;
  const [firstAt, lastAt] = [Math.min(...losses), Math.max(...losses)];
  const perYear = losses.length / accountYears(lives, { fromAt: firstAt, toAt: lastAt + 1 });
  return ({ fromAt, toAt }) => {
    const until = Math.min(firstAt, toAt);
    const expected = fromAt >= until ? 0 : perYear * accountYears(lives, { fromAt, toAt: until });
    if (expected < EXPECTED_UNSEEN) return null;
    const day = toIso(firstAt).slice(0, 10);
    return `not available, no loss is known before ${day} although about ${Math.round(expected)} would be expected: the books seem to hold no earlier ones`;
  };
}

const ALL_TIME: Period = { fromAt: Number.NEGATIVE_INFINITY, toAt: Number.POSITIVE_INFINITY };

const AT_START = 'accounts at the start';

function churnOf(count: ChurnCount, group: string, minimum: number): Figure {
  const { atStart: n, lost, joinedAndLost } = count;
  const inputs = {
    'accounts lost': lost,
    'of these, joined within the period': joinedAndLost,
    'accounts at the start': n,
  };
  const { rate } = churnRate(count, Math.max(1, minimum));
  if (rate.value === null) return unavailable(CHURN, tooFew(n, Math.max(1, minimum), AT_START), { group, n, inputs });
  const notes =
    joinedAndLost === 0
      ? []
      : [
          `${group}: ${joinedAndLost} of the ${lost} lost accounts had also joined within the period; they are not among the ${n} at its start.`,
        ];
  return known(CHURN, { group, n, value: rate.value, interval: rate.interval, inputs, notes });
}

function retentionOf({ atStart, lost, joinedAndLost }: ChurnCount, group: string, minimum: number): Figure {
  const positive = atStart - (lost - joinedAndLost);
  const inputs = { 'of these, still there at the end': positive, 'accounts at the start': atStart };
  return share(RETENTION, { group, positive, n: atStart, minimum, things: AT_START, inputs });
}

function lossesPerYear(
  lives: AccountLives,
  period: Period,
  { atStart, lost }: ChurnCount,
  group: string,
  minimum: number,
): Figure {
  const years = accountYears(lives, period);
  const inputs = { 'accounts lost': lost, 'account-years': years, 'accounts at the start': atStart };
  if (years < Math.max(1, minimum)) {
    const why = `too few account-years (${years.toFixed(1)}, at least ${Math.max(1, minimum)})`;
    return unavailable(LOSSES_PER_YEAR, why, { group, n: lost, inputs });
  }
  const [lower, upper] = countInterval(lost);
  const interval = [lower / years, upper / years] as const;
  return known(LOSSES_PER_YEAR, { group, n: lost, value: lost / years, interval, inputs });
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
    const { rate } = churnRate(countAccounts(lives, { fromAt, toAt }), minimum);
    return { ...rate, from: toIso(fromAt), to: toIso(toAt) };
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
  const reasons: string[] = [];
  for (const [accountKey, subscriptions] of lives.byAccount) {
    const loss = lossWithin(subscriptions, window);
    if (loss === undefined) continue;
    const ended = subscriptions.find(({ endedAt, reason }) => endedAt === loss.lostAt && reason !== undefined);
    reasons.push(ended?.reason ?? statedReason(eventsOf.get(accountKey) ?? [], loss) ?? 'not stated');
  }
  return countWords(reasons);
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
