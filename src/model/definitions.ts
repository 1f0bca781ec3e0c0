import type { Cause, Tier } from './catalogue.ts';
import type { Turns } from './ticket.ts';

/** Upper bounds of the score for every tier but the last, in their order; above the second cut lies the last one. */
export type TierCuts = readonly [first: number, second: number];

/** How tiers are told: a helpdesk field wins over tags, tags over the score. */
export interface TierRule {
  /** A custom field whose value (any case) is the tier's name. */
  readonly field?: string;
  /** Tags that make a tier; where several match, the most complex one holds. */
  readonly tags?: Readonly<Partial<Record<Tier, readonly string[]>>>;
  /** Cuts for sources that are not in `cutsBySource`. */
  readonly cuts: TierCuts;
  /** Cuts fitted once per source (`TIER_CUTS=auto`) and stored with their version. */
  readonly cutsBySource?: Readonly<Record<string, TierCuts>>;
  /** Name and version as the report prints them: `score@1`, `tags+score@1`, `score-auto@3`. */
  readonly name: string;
}

/** Who is credited with a rating or a resolution. */
export type CreditPolicy = 'solver' | 'last_replier' | 'assignee_at_rating' | 'all_involved';

/** Everything that decides what a figure means. Two reports with equal definitions can be compared. */
export interface Definitions {
  readonly netExcludes: readonly Cause[];
  readonly autoClose: 'rewind' | 'as-is';
  readonly creditPolicy: CreditPolicy;
  readonly tierRule: TierRule;
  /** The desk's default hours; undefined: always at work. */
  readonly teamHours: string | undefined;
  readonly teamTimeZone: string;
  readonly teamHolidays: readonly string[];
  readonly customerHours: string;
  readonly customerHolidays: readonly string[];
  /** By source name. */
  readonly turns: Readonly<Record<string, Turns>>;
}
