import { z } from 'zod';

/** The causes a ticket's time can have; each instant of a life has exactly one. The order is the stored order. */
export const BUCKETS = [
  'team_working',
  'team_time_zone_wait',
  'team_off_hours',
  'customer_wait',
  'customer_time_zone_wait',
  'customer_off_hours',
  'third_party_wait',
  'bot',
  'solved_gap',
] as const;

export const Bucket = z.enum(BUCKETS);
export type Bucket = z.infer<typeof Bucket>;

/** Time by cause, in whole milliseconds; the values sum to the elapsed time exactly. */
export type Buckets = { readonly [name in Bucket]: number };

/** One duration under the three clocks, in whole milliseconds. */
export interface Clocks {
  /** Elapsed, wall clock. */
  readonly calendar: number;
  /** Elapsed less the excluded buckets (`NET_EXCLUDES`). */
  readonly net: number;
  /** `team_working` alone. */
  readonly business: number;
}

/** What each cause of time is called for people. */
export const BUCKET_WORDS: Readonly<Record<Bucket, string>> = {
  team_working: 'with us, at work',
  team_time_zone_wait: 'with us, time zones apart',
  team_off_hours: 'with us, closed hours',
  customer_wait: 'with the customer, at work',
  customer_time_zone_wait: 'with the customer, time zones apart',
  customer_off_hours: 'with the customer, closed hours',
  third_party_wait: 'with a third party',
  bot: 'with a bot',
  solved_gap: 'solved, before a reopening',
};

/** How complex a ticket was; derived from what the work was, never from how long it took. */
export type Tier = 'simple' | 'moderate' | 'complex';

/** The clocks a measure is told under. */
export const CLOCKS = ['calendar', 'net', 'business'] as const;

export type Clock = (typeof CLOCKS)[number];

/** The four measures of the product. */
export const MEASURES = ['firstResponse', 'laterResponse', 'firstResolution', 'finalResolution'] as const;

export type Measure = (typeof MEASURES)[number];

/** The ways a report splits its tickets, as its JSON names them. */
export const DIMENSIONS = [
  'byTier',
  'byAgent',
  'byTeam',
  'bySource',
  'byPriority',
  'byChannel',
  'byCategory',
  'byAccount',
] as const;

export type DimensionName = (typeof DIMENSIONS)[number];

/** Tickets without a value of a dimension. */
export const NO_VALUE = 'none';

export const TIERS = ['simple', 'moderate', 'complex'];

export const WITHOUT: Readonly<Record<DimensionName, string>> = {
  byTier: 'no tier',
  byAgent: 'nobody',
  byTeam: 'no team',
  bySource: 'no source',
  byPriority: 'no priority',
  byChannel: 'no channel',
  byCategory: 'no category',
  byAccount: 'no account',
};
