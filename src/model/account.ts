import { z } from 'zod';
import { Instant } from './time.ts';

/** What an order is to its account: the first one, more of the same, another product, an extra, or the same again. */
export const OrderKind = z.enum(['new', 'upsell', 'cross_sell', 'add_on', 'renewal']);
export type OrderKind = z.infer<typeof OrderKind>;

/** Something an account bought. Money in minor units, refunds taken off by `refundedMinor`. */
export const Order = z.object({
  source: z.string().min(1),
  id: z.string().min(1),
  accountKey: z.string().min(1),
  at: Instant,
  amountMinor: z.int().min(0),
  refundedMinor: z.int().min(0).optional(),
  currency: z.string().length(3).optional(),
  kind: OrderKind.optional(),
  product: z.string().min(1).optional(),
});
export type Order = z.infer<typeof Order>;

/** A customer sent somebody to us; `convertedAt` is when that one began to pay. */
export const Referral = z.object({
  source: z.string().min(1),
  id: z.string().min(1),
  /** The account that referred. */
  referrerKey: z.string().min(1),
  referredKey: z.string().min(1).optional(),
  at: Instant,
  convertedAt: Instant.optional(),
});
export type Referral = z.infer<typeof Referral>;

/** An account came to a point that is worth something to it (`first invoice sent`). */
export const Milestone = z.object({
  source: z.string().min(1),
  id: z.string().min(1),
  accountKey: z.string().min(1),
  name: z.string().min(1),
  at: Instant,
});
export type Milestone = z.infer<typeof Milestone>;

/** An account used the product, at an instant or on a day (its first instant). One of account and subscription is told. */
export const Usage = z
  .object({
    source: z.string().min(1),
    id: z.string().min(1),
    accountKey: z.string().min(1).optional(),
    subscriptionId: z.string().min(1).optional(),
    at: Instant,
    feature: z.string().min(1).optional(),
    /** How often; 1 when nothing is said. 0: it was looked and nothing was used. */
    count: z.number().min(0).default(1),
  })
  .refine(({ accountKey, subscriptionId }) => accountKey !== undefined || subscriptionId !== undefined, {
    error: 'account_key or subscription_id must be given',
  });
export type Usage = z.infer<typeof Usage>;

/** What was spent on keeping accounts, on serving them, on winning them, or on making what they bought. */
export const CostKind = z.enum(['retention', 'service', 'acquisition', 'goods']);
export type CostKind = z.infer<typeof CostKind>;

/** Money spent, in minor units. Without an account it is spent on all of them. */
export const Cost = z.object({
  source: z.string().min(1),
  id: z.string().min(1),
  at: Instant,
  kind: CostKind,
  amountMinor: z.int().min(0),
  currency: z.string().length(3).optional(),
  accountKey: z.string().min(1).optional(),
});
export type Cost = z.infer<typeof Cost>;

/** An organisation that pays. */
export const Account = z.object({
  source: z.string().min(1),
  key: z.string().min(1),
  name: z.string().optional(),
  timeZone: z.string().optional(),
  /** What the account has bought, in its own word (`enterprise`). */
  tier: z.string().min(1).optional(),
  domains: z.array(z.string()).default([]),
  externalIds: z.array(z.string()).default([]),
  /** When the account signed up, as its source says; tickets before it contradict it. */
  startedAt: Instant.optional(),
  /** The source's own flag that the account is lost; only compared with churn dated by subscriptions, never used for it. */
  statedChurned: z.boolean().optional(),
});
export type Account = z.infer<typeof Account>;

/** What an account pays for, for how long. Churn is dated by `endedAt`; the request is intent. Money in minor units. */
export const Subscription = z.object({
  source: z.string().min(1),
  id: z.string().min(1),
  accountKey: z.string().min(1),
  startedAt: Instant,
  cancelRequestedAt: Instant.optional(),
  endedAt: Instant.optional(),
  status: z.string().min(1),
  mrrMinor: z.int().optional(),
  currency: z.string().length(3).optional(),
  /** Tells more of the same (upsell) from something else (cross-sell). */
  product: z.string().min(1).optional(),
  /** An extra to another subscription rather than a product of its own. */
  addOn: z.boolean().optional(),
  reason: z.string().optional(),
});
export type Subscription = z.infer<typeof Subscription>;

/** The source says that an account left at an instant; kept beside subscriptions, so that the two can be compared. */
export const ChurnEvent = z.object({
  source: z.string().min(1),
  id: z.string().min(1),
  accountKey: z.string().min(1),
  at: Instant,
  reason: z.string().optional(),
  /** The account came back later. */
  reactivation: z.boolean().optional(),
});
export type ChurnEvent = z.infer<typeof ChurnEvent>;

/**
 * From `at` on, the subscription brings `mrrMinor` a month (0: paused, unpaid, in trial, ended). Levels, not
 * differences: movements (new, expansion, contraction, churn, reactivation) are differences between an account's
 * consecutive levels, and so add up by construction. Unique by (source, subscriptionId, id).
 */
export const MrrChange = z.object({
  source: z.string().min(1),
  subscriptionId: z.string().min(1),
  id: z.string().min(1),
  at: Instant,
  mrrMinor: z.int().min(0),
  currency: z.string().length(3),
  /** The vendor's word for what happened (`paused`, `trial_ended`, `canceled`). */
  cause: z.string().min(1).optional(),
});
export type MrrChange = z.infer<typeof MrrChange>;
