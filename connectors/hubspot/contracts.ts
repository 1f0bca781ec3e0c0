import type { Order, Subscription } from '../../src/model/account.ts';
import { MS_PER_DAY } from '../../src/model/time.ts';
import type { CrmObject } from './answers.ts';
import { versionsOf } from './history.ts';
import { instantOf, numberOf, textOf } from './values.ts';

/** What deals are read with; a deal tells what was agreed, not what was paid. */
export interface DealRules {
  readonly source: string;
  /** Pipelines of renewals, by id. */
  readonly renewals: ReadonlySet<string>;
  readonly contractStart: string | undefined;
  readonly contractEnd: string | undefined;
  /** The portal's currency, for deals that name none. */
  readonly currency: string | undefined;
}

/** A deal as far as it bears on what an account pays. */
interface Deal {
  readonly id: string;
  readonly state: 'won' | 'lost' | 'open';
  readonly onceWon: boolean;
  readonly isRenewal: boolean;
  readonly closedAt: number | undefined;
  /** When its present stage was set. */
  readonly decidedAt: number | undefined;
  readonly startedAt: number | undefined;
  readonly endsAt: number | undefined;
  readonly mrrMinor: number | undefined;
  readonly amountMinor: number | undefined;
  readonly currency: string | undefined;
  readonly kind: Order['kind'];
  readonly reason: string | undefined;
}

const MONTH_MS = (365.25 / 12) * MS_PER_DAY;

/** An amount in minor units: yen have none, most have two. */
function minorOf(amount: number, currency: string | undefined): number {
  const digits =
    currency === undefined
      ? 2
      : (new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2);
  return Math.round(amount * 10 ** digits);
}

function currencyOf(text: string | undefined): string | undefined {
  return text !== undefined && /^[A-Za-z]{3}$/.test(text) ? text.toUpperCase() : undefined;
}

/** What a deal brings a month: its recurring properties' word, else its amount over the months of its contract. */
function monthlyOf(
  { hs_mrr, hs_arr, recurring_revenue_amount: recurring }: CrmObject['properties'],
  amount: number | undefined,
  startedAt: number | undefined,
  endsAt: number | undefined,
): number | undefined {
  const year = numberOf(hs_arr);
  const told = [numberOf(hs_mrr), numberOf(recurring), year === undefined ? undefined : year / 12];
  const monthly = told.find((value) => value !== undefined && value > 0);
  if (monthly !== undefined) return monthly;
  const months = startedAt === undefined || endsAt === undefined ? 0 : Math.round((endsAt - startedAt) / MONTH_MS);
  return amount === undefined || amount <= 0 || months < 1 ? undefined : amount / months;
}

function readDeal(deal: CrmObject, rules: DealRules): Deal {
  const { id, properties } = deal;
  const of = (name: string | undefined) => (name === undefined ? undefined : instantOf(properties[name]));
  const isWon = textOf(properties.hs_is_closed_won)?.toLowerCase() === 'true';
  const isClosed = textOf(properties.hs_is_closed)?.toLowerCase() === 'true';
  const closedAt = of('closedate');
  const startedAt = of(rules.contractStart) ?? closedAt;
  const ends = [of(rules.contractEnd), of('recurring_revenue_inactive_date')].filter((at) => at !== undefined);
  const contractEnd = of(rules.contractEnd);
  const currency = currencyOf(textOf(properties.deal_currency_code)) ?? currencyOf(rules.currency);
  const amount = numberOf(properties.amount);
  const monthly = monthlyOf(properties, amount, startedAt, contractEnd);
  const isRenewal = rules.renewals.has(textOf(properties.pipeline) ?? '');
  return {
    id,
    state: deal.archived === true || !(isWon || isClosed) ? 'open' : isWon ? 'won' : 'lost',
    onceWon: versionsOf(deal, 'hs_is_closed_won').some(({ value }) => value === 'true'),
    isRenewal,
    closedAt,
    decidedAt: versionsOf(deal, 'dealstage').at(-1)?.timestamp,
    startedAt,
    endsAt: ends.length === 0 ? undefined : Math.min(...ends),
    mrrMinor: monthly === undefined ? undefined : minorOf(monthly, currency),
    amountMinor: amount === undefined || amount < 0 ? undefined : minorOf(amount, currency),
    currency,
    kind: isRenewal ? 'renewal' : textOf(properties.dealtype)?.toLowerCase() === 'newbusiness' ? 'new' : undefined,
    reason: textOf(properties.recurring_revenue_inactive_reason)?.toLowerCase(),
  };
}

/** What an account's deals come to. */
export interface Contracts {
  readonly subscriptions: readonly Subscription[];
  readonly orders: readonly Order[];
  /** Deals that were won, and do not tell since when. */
  readonly undated: readonly string[];
}

/**
 * All deals of one company as what it pays for. A won deal with recurring revenue runs from its start to its end, as far as
 * it tells one; a renewal that is won takes the place of what ran until then, one that is lost ends it. A won deal without
 * recurring revenue is an order. A deal that was won and is not any more is a draft: it brought nothing.
 */
export function contractsOf(accountKey: string, objects: readonly CrmObject[], rules: DealRules): Contracts {
  const { source } = rules;
  const deals = objects.map((object) => readDeal(object, rules));
  const won = deals.filter(({ state }) => state === 'won');
  const renewed = won.filter(({ isRenewal, startedAt }) => isRenewal && startedAt !== undefined);
  const lost = deals.filter(({ state, isRenewal }) => state === 'lost' && isRenewal);
  const subscriptions: Subscription[] = [];
  const orders: Order[] = [];
  for (const deal of deals) {
    const { id, startedAt, currency, mrrMinor, amountMinor, kind } = deal;
    const money = currency ? { currency } : {};
    const isVoid = deal.state !== 'won';
    if (startedAt === undefined || (isVoid && !deal.onceWon)) continue;
    if (mrrMinor === undefined) {
      const amount = isVoid ? 0 : amountMinor;
      if (amount === undefined) continue;
      orders.push({
        source,
        id,
        accountKey,
        at: deal.closedAt ?? startedAt,
        amountMinor: amount,
        ...money,
        ...(kind ? { kind } : {}),
      });
      continue;
    }
    const end = isVoid ? {} : endOf(deal, startedAt, renewed, lost);
    const status = isVoid ? 'draft' : 'won';
    const reason = deal.reason ? { reason: deal.reason } : {};
    subscriptions.push({ source, id, accountKey, startedAt, ...end, status, mrrMinor, ...money, ...reason });
  }
  return { subscriptions, orders, undated: won.filter(({ startedAt }) => startedAt === undefined).map(({ id }) => id) };
}

/** When a running deal was over, and when that was decided. */
function endOf(
  { id, endsAt }: Deal,
  startedAt: number,
  renewed: readonly Deal[],
  lost: readonly Deal[],
): Pick<Subscription, 'endedAt' | 'cancelRequestedAt'> {
  const runsAt = (at: number) => at > startedAt && (endsAt === undefined || at <= endsAt);
  const next = renewed
    .filter((other) => other.id !== id && runsAt(other.startedAt!))
    .map((other) => other.startedAt!)
    .toSorted((a, b) => a - b)[0];
  // What is lost at first and won in the end goes on: the renewal has the last word.
  if (next !== undefined) return { endedAt: next };
  const loss = lost
    .flatMap(({ decidedAt: setAt, closedAt }) => {
      const decidedAt = setAt ?? closedAt;
      return decidedAt !== undefined && runsAt(decidedAt) ? [{ decidedAt, closedAt: closedAt ?? decidedAt }] : [];
    })
    .toSorted((a, b) => a.decidedAt - b.decidedAt)
    .at(-1);
  if (loss === undefined) return endsAt === undefined ? {} : { endedAt: endsAt };
  const endedAt = endsAt ?? Math.max(loss.closedAt, startedAt);
  return { cancelRequestedAt: Math.min(loss.decidedAt, endedAt), endedAt };
}
