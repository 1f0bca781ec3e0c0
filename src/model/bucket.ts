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
