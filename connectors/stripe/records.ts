import { z } from 'zod';
import type { Account, Subscription as ModelSubscription } from '../../src/model/account.ts';
import type { Customer as ModelCustomer } from '../../src/model/people.ts';

const Seconds = z.int().min(0);
const Id = z.string().min(1);

/** https://docs.stripe.com/api/coupons/object */
export const Coupon = z.object({
  id: Id,
  percent_off: z.number().nullish(),
  /** Off each billing cycle's total. */
  amount_off: z.number().nullish(),
  duration: z.string(),
  /** Given only when asked for: the products it is limited to. */
  applies_to: z.object({ products: z.array(z.string()) }).nullish(),
});
export type Coupon = z.infer<typeof Coupon>;

const CouponRef = z.union([z.string(), Coupon]).nullish();

/** The coupon stands directly here in versions before 2025-09-30, in `source` since. */
export const Discount = z.object({
  id: Id,
  end: Seconds.nullish(),
  coupon: CouponRef,
  source: z.object({ coupon: CouponRef }).nullish(),
});
export type Discount = z.infer<typeof Discount>;

const DiscountRef = z.union([z.string(), Discount]);

const Amounts = { unit_amount: z.number().nullish(), unit_amount_decimal: z.string().nullish() };

/** One step of a tiered price; the last one has no upper bound. */
export const Tier = z.object({
  ...Amounts,
  flat_amount: z.number().nullish(),
  flat_amount_decimal: z.string().nullish(),
  up_to: z.number().nullable(),
});
export type Tier = z.infer<typeof Tier>;

/** https://docs.stripe.com/api/prices/object */
export const Price = z.object({
  id: Id,
  ...Amounts,
  billing_scheme: z.enum(['per_unit', 'tiered']).default('per_unit'),
  tiers_mode: z.enum(['graduated', 'volume']).nullish(),
  tiers: z.array(Tier).optional(),
  transform_quantity: z.object({ divide_by: z.number().positive(), round: z.enum(['up', 'down']) }).nullish(),
  product: z.union([z.string(), z.object({ id: z.string() })]),
  recurring: z
    .object({
      interval: z.enum(['day', 'week', 'month', 'year']),
      interval_count: z.number().positive(),
      usage_type: z.string(),
    })
    .nullish(),
});
export type Price = z.infer<typeof Price>;

export const Item = z.object({
  id: Id,
  price: Price,
  quantity: z.number().min(0).optional(),
  discounts: z.array(DiscountRef).default([]),
});
export type Item = z.infer<typeof Item>;

const TestClock = z.union([z.string(), z.object({ id: z.string() })]).nullish();

/** https://docs.stripe.com/api/customers/object */
export const Customer = z.object({
  id: Id,
  created: Seconds,
  email: z.string().nullish(),
  name: z.string().nullish(),
  livemode: z.boolean(),
  test_clock: TestClock,
  metadata: z.record(z.string(), z.string()).default({}),
  discount: Discount.nullish(),
  deleted: z.literal(false).optional(),
});
export type Customer = z.infer<typeof Customer>;

export const DeletedCustomer = z.object({ id: Id, deleted: z.literal(true) });

/** https://docs.stripe.com/api/subscriptions/object */
export const Subscription = z.object({
  id: Id,
  status: z.string().min(1),
  start_date: Seconds,
  trial_start: Seconds.nullish(),
  trial_end: Seconds.nullish(),
  cancel_at_period_end: z.boolean(),
  /** When the cancellation was asked for, not when it takes effect. */
  canceled_at: Seconds.nullable(),
  /** When the subscription was over. */
  ended_at: Seconds.nullable(),
  cancellation_details: z.object({ reason: z.string().nullish(), feedback: z.string().nullish() }).nullish(),
  pause_collection: z.object({ behavior: z.string() }).nullish(),
  currency: z.string().length(3),
  livemode: z.boolean(),
  test_clock: TestClock,
  customer: z.union([z.string(), DeletedCustomer, Customer]),
  items: z.object({ data: z.array(Item), has_more: z.boolean() }),
  discounts: z.array(DiscountRef).default([]),
});
export type Subscription = z.infer<typeof Subscription>;

/** https://docs.stripe.com/api/pagination: a page's records are read one by one. */
export const List = z.object({ data: z.array(z.unknown()), has_more: z.boolean() });

/** https://docs.stripe.com/api/events/object; the record inside is rendered in the account's own API version. */
export const StripeEvent = z.object({
  id: Id,
  type: z.string(),
  created: Seconds,
  data: z.object({
    object: z.looseObject({ id: Id }),
    previous_attributes: z.record(z.string(), z.unknown()).nullish(),
  }),
});
export type StripeEvent = z.infer<typeof StripeEvent>;

/** Which metadata tell who a customer is elsewhere. */
export interface JoinKeys {
  readonly accountMetadata: string | undefined;
  readonly externalIdMetadata: readonly string[];
}

/** The key of the account that a customer pays for: the metadata's word for it, else the customer itself. */
export function accountKeyOf(customer: Customer, { accountMetadata }: JoinKeys): string {
  const stated = accountMetadata === undefined ? undefined : customer.metadata[accountMetadata]?.trim();
  return stated || customer.id;
}

/** The account of a customer, with everything by which other sources' customers can be joined to it, its address too. */
export function toAccount(source: string, customer: Customer, keys: JoinKeys): Account {
  const key = accountKeyOf(customer, keys);
  const name = customer.name?.trim();
  const email = customer.email?.trim().toLowerCase();
  const domain = /@([^@\s]+\.[^@\s]+)$/.exec(email ?? '')?.[1];
  const ids = [key, customer.id, ...externalIdsOf(customer, keys), ...(email ? [email] : [])];
  return {
    source,
    key,
    ...(name && { name }),
    domains: domain ? [domain] : [],
    externalIds: [...new Set(ids)],
    startedAt: customer.created * 1000,
  };
}

/** One account of two customers' accounts: all their names to join by, the older one's name and sign-up. */
export function mergeAccounts(one: Account, other: Account): Account {
  const [older, younger] = (one.startedAt ?? 0) <= (other.startedAt ?? 0) ? [one, other] : [other, one];
  return {
    ...younger,
    ...older,
    domains: [...new Set([...older.domains, ...younger.domains])].sort(),
    externalIds: [...new Set([...older.externalIds, ...younger.externalIds])].sort(),
  };
}

/** The person behind a Stripe customer, so that a helpdesk's customer is found by address or by external id. */
export function toCustomer(source: string, customer: Customer, keys: JoinKeys): ModelCustomer {
  const email = customer.email?.trim().toLowerCase();
  const externalId = externalIdsOf(customer, keys)[0];
  return {
    source,
    id: customer.id,
    ...(email && { email }),
    timeZoneOrigin: 'none',
    holidays: [],
    accountKey: accountKeyOf(customer, keys),
    ...(externalId && { externalId }),
  };
}

function externalIdsOf({ metadata }: Customer, { externalIdMetadata }: JoinKeys): string[] {
  return externalIdMetadata.map((key) => metadata[key]?.trim() ?? '').filter((id) => id !== '');
}

/** Statuses of a subscription whose first payment never came: nothing was ever bought. */
const NEVER_STARTED = new Set(['incomplete', 'incomplete_expired']);

/** Cancellations that nobody asked for. */
const INVOLUNTARY = new Set(['payment_failed', 'payment_disputed', 'canceled_by_retention_policy']);

/**
 * When somebody began to pay, in epoch ms: the end of a trial with which the subscription began, else its start.
 * Undefined for what was never paid for: a first payment that never came, a trial under way, left or run out.
 */
export function paidFrom({
  status,
  start_date: startDate,
  trial_start: trialStart,
  trial_end: trialEnd,
  ended_at: endedAt,
}: Subscription): number | undefined {
  if (NEVER_STARTED.has(status)) return undefined;
  const beganWithTrial = trialStart != null && trialEnd != null && trialStart <= startDate && trialEnd > startDate;
  if (!beganWithTrial) return startDate * 1000;
  if (status === 'trialing' || status === 'paused' || (endedAt !== null && endedAt <= trialEnd)) return undefined;
  return trialEnd * 1000;
}

/**
 * What an account pays for. Churn is dated by `ended_at`; `canceled_at` is when it was asked for, and is left out
 * where nobody asked (a failed payment). `mrrMinor` is what it brings a month while it runs, for one that is over what
 * it brought in the end. Undefined for what was never paid for.
 */
export function toSubscription(
  source: string,
  subscription: Subscription,
  accountKey: string,
  mrrMinor: number | undefined,
): ModelSubscription | undefined {
  const startedAt = paidFrom(subscription);
  if (startedAt === undefined) return undefined;
  const { cancellation_details: details, canceled_at: canceledAt, ended_at: endedAt } = subscription;
  const asked = canceledAt !== null && !INVOLUNTARY.has(details?.reason ?? '');
  const reason = details?.feedback ?? details?.reason;
  return {
    source,
    id: subscription.id,
    accountKey,
    startedAt,
    ...(asked && { cancelRequestedAt: canceledAt * 1000 }),
    ...(endedAt !== null && { endedAt: endedAt * 1000 }),
    status: subscription.status,
    ...(mrrMinor !== undefined && { mrrMinor }),
    currency: subscription.currency.toUpperCase(),
    ...(reason && { reason }),
  };
}

/** Whether a record is real: not of test mode (unless asked for) and not under a test clock, whose time is made up. */
export function isReal(record: { livemode: boolean; test_clock?: unknown }, allowTest: boolean): boolean {
  return (record.livemode || allowTest) && (record.test_clock === undefined || record.test_clock === null);
}
