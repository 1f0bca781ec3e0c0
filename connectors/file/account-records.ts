import {
  Account,
  ChurnEvent,
  Cost,
  CostKind,
  Milestone,
  Order,
  OrderKind,
  Referral,
  Subscription,
  Usage,
} from '../../src/model/account.ts';
import { DataError } from '../../src/model/errors.ts';
import { type Cells, oneOf, record, required, requiredInstant, requiredWord } from './cells.ts';
import { timeZoneOf } from './people-records.ts';

/** An order from a row; `amount` and `refunded` are in minor units (cents), both 0 or more. */
export function toOrder(source: string, cells: Cells): Order {
  const at = requiredInstant(cells, 'at');
  const accountKey = required(cells, 'account_key');
  const amountMinor = requiredMinor(cells, 'amount');
  const refundedMinor = cells.attempt('refunded', () => minor(cells, 'refunded'));
  if (refundedMinor !== undefined && refundedMinor > amountMinor) {
    throw new DataError(`refunded (${refundedMinor}) is more than the amount (${amountMinor})`);
  }
  const product = cells.text('product');
  const facts = [accountKey, product, at, amountMinor].map((fact) => fact ?? '').join('/');
  return record(Order, {
    source,
    id: cells.text('id') ?? facts,
    accountKey,
    at,
    amountMinor,
    refundedMinor,
    currency: cells.text('currency')?.toUpperCase(),
    kind: oneOf(OrderKind, cells, 'kind'),
    product,
  });
}

/** A referral from a row. */
export function toReferral(source: string, cells: Cells): Referral {
  const referrerKey = required(cells, 'referrer');
  const referredKey = cells.text('referred');
  const at = requiredInstant(cells, 'at');
  const convertedAt = cells.instant('converted_at');
  if (convertedAt !== undefined && convertedAt < at) throw new DataError('converted_at lies before at');
  return record(Referral, {
    source,
    id: cells.text('id') ?? `${referrerKey}/${referredKey ?? ''}/${at}`,
    referrerKey,
    referredKey,
    at,
    convertedAt,
  });
}

/** A milestone from a row; an account reaches one of a name once unless rows have ids of their own. */
export function toMilestone(source: string, cells: Cells): Milestone {
  const accountKey = required(cells, 'account_key');
  const name = required(cells, 'milestone');
  const at = requiredInstant(cells, 'at');
  return record(Milestone, { source, id: cells.text('id') ?? `${accountKey}/${name}`, accountKey, name, at });
}

/** A use of the product from a row: of an account, or of one of its subscriptions. */
export function toUsage(source: string, cells: Cells): Usage {
  const [accountKey, subscriptionId] = [cells.text('account_key'), cells.text('subscription_id')];
  const at = requiredInstant(cells, 'at');
  const feature = cells.text('feature');
  const facts = [accountKey, subscriptionId, feature, at].map((fact) => fact ?? '').join('/');
  return record(Usage, {
    source,
    id: cells.text('id') ?? facts,
    accountKey,
    subscriptionId,
    at,
    feature,
    count: cells.number('count'),
  });
}

/** A cost from a row; `amount` in minor units (cents). */
export function toCost(source: string, cells: Cells): Cost {
  const kind = requiredWord(CostKind, cells, 'kind');
  if (kind === undefined) throw new DataError('kind is empty');
  const at = requiredInstant(cells, 'at');
  const accountKey = cells.text('account_key');
  const amountMinor = requiredMinor(cells, 'amount');
  const facts = [kind, accountKey, at, amountMinor].map((fact) => fact ?? '').join('/');
  return record(Cost, {
    source,
    id: cells.text('id') ?? facts,
    at,
    kind,
    amountMinor,
    currency: cells.text('currency')?.toUpperCase(),
    accountKey,
  });
}

function requiredMinor(cells: Cells, column: string): number {
  const amount = minor(cells, column);
  if (amount === undefined) throw new DataError(`${column} is empty`);
  return amount;
}

function minor(cells: Cells, column: string): number | undefined {
  const amount = cells.number(column);
  if (amount === undefined) return undefined;
  // A product such as 19.99 × 100 misses the whole number by a rounding error only.
  const whole = Math.round(amount);
  if (Math.abs(whole - amount) > 1e-6) {
    throw new DataError(`${column} is not in whole minor units (cents): ${amount}`);
  }
  if (whole < 0) throw new DataError(`${column} is below 0: what was given back stands in the column refunded`);
  return whole;
}

/** An account from a row. */
export function toAccount(source: string, cells: Cells): Account {
  return record(Account, {
    source,
    key: required(cells, 'key'),
    name: cells.text('name'),
    timeZone: timeZoneOf(cells),
    tier: cells.text('tier'),
    domains: cells.list('domains').map((domain) => domain.toLowerCase()),
    externalIds: cells.list('external_ids'),
    startedAt: cells.instant('started_at'),
    statedChurned: cells.flag('stated_churned'),
  });
}

/** A subscription from a row; `mrr` is in minor units (cents). */
export function toSubscription(source: string, cells: Cells): Subscription {
  const endedAt = cells.instant('ended_at');
  return record(Subscription, {
    source,
    id: required(cells, 'id'),
    accountKey: required(cells, 'account_key'),
    startedAt: requiredInstant(cells, 'started_at'),
    cancelRequestedAt: cells.instant('cancel_requested_at'),
    endedAt,
    status: cells.text('status') ?? (endedAt === undefined ? 'active' : 'ended'),
    mrrMinor: cells.attempt('mrr', () => wholeMinor(cells)),
    currency: cells.text('currency')?.toLowerCase(),
    product: cells.text('product'),
    addOn: cells.flag('add_on'),
    reason: cells.text('reason'),
  });
}

function wholeMinor(cells: Cells): number | undefined {
  const mrr = cells.number('mrr');
  if (mrr === undefined) return undefined;
  // A product such as 19.99 × 100 misses the whole number by a rounding error only.
  const whole = Math.round(mrr);
  if (Math.abs(whole - mrr) > 1e-6) throw new DataError(`mrr is not in whole minor units (cents): ${mrr}`);
  return whole;
}

/** A churn event from a row; `id` made of account and instant when there is none. */
export function toChurnEvent(source: string, cells: Cells): ChurnEvent {
  const accountKey = required(cells, 'account_key');
  const at = requiredInstant(cells, 'at');
  return record(ChurnEvent, {
    source,
    id: cells.text('id') ?? `${accountKey}@${at}`,
    accountKey,
    at,
    reason: cells.text('reason'),
    reactivation: cells.flag('reactivation'),
  });
}
