import { z } from 'zod';
import { Instant } from './time.ts';

/** What a customer said of us in a survey. `value` null: offered and not answered. */
export const Rating = z.object({
  source: z.string().min(1),
  id: z.string().min(1),
  ticketId: z.string().min(1).optional(),
  agentId: z.string().min(1).optional(),
  customerId: z.string().min(1).optional(),
  accountKey: z.string().min(1).optional(),
  kind: z.enum(['csat', 'nps', 'ces']),
  value: z.number().nullable(),
  scaleMin: z.number(),
  scaleMax: z.number(),
  positive: z.boolean().nullable(),
  /** Effort was asked for (`ces`), so that a low value is the good one; else more is better. */
  lowerIsBetter: z.boolean().optional(),
  /** The customer wrote why. The words themselves are never kept. */
  commented: z.boolean().optional(),
  offeredAt: Instant.optional(),
  ratedAt: Instant.optional(),
});
export type Rating = z.infer<typeof Rating>;

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
