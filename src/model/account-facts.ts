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
