import { z } from 'zod';

/** A word of the product: what people read, and what it means (JSON description and SQL comment alike). */
interface Word {
  readonly label: string;
  readonly means: string;
}
type Snake<S extends string> = S extends `${infer H}${infer T}`
  ? `${H extends Lowercase<H> ? H : `_${Lowercase<H>}`}${Snake<T>}`
  : '';
const snake = <S extends string>(name: S) => name.replace(/[A-Z]/g, (sign) => `_${sign.toLowerCase()}`) as Snake<S>;
/** The names of a record of words, in their order. */
export const keysOf = <K extends string>(words: Readonly<Record<K, unknown>>) => Object.keys(words) as [K, ...K[]];
/** The same words with something else behind each: `{calendar: …, net: …, business: …}`. */
export const each = <K extends string, W, T>(words: Readonly<Record<K, W>>, make: (word: W, key: K) => T) =>
  Object.fromEntries(keysOf(words).map((key) => [key, make(words[key], key)])) as Record<K, T>;

export const CLOCKS = {
  calendar: { label: 'wall clock', means: 'elapsed time' },
  net: { label: 'net', means: 'elapsed time less the causes in NET_EXCLUDES' },
  business: { label: 'our working time', means: 'time in which the team held the ticket and was at work' },
} as const satisfies Record<string, Word>;

/** The order is the stored order; each instant of a ticket's life has exactly one. */
export const CAUSES = {
  team_working: { label: 'with us, at work', slice: 'work', means: 'the team held it and was at work' },
  team_time_zone_wait: {
    label: 'with us, time zones apart',
    slice: 'zones',
    means: 'the team held it, closed only because of its zone',
  },
  team_off_hours: { label: 'with us, closed hours', slice: 'closed', means: 'the team held it and was closed' },
  customer_wait: {
    label: 'with the customer, at work',
    slice: 'customer',
    means: 'the customer held it and was at work',
  },
  customer_time_zone_wait: {
    label: 'with the customer, time zones apart',
    slice: 'zones',
    means: 'the customer held it, away only because of their zone',
  },
  customer_off_hours: {
    label: 'with the customer, closed hours',
    slice: 'customer',
    means: 'the customer held it and was away',
  },
  third_party_wait: { label: 'with a third party', slice: 'third_party', means: 'a third party held it' },
  bot: { label: 'with a bot', slice: 'other', means: 'a bot held it' },
  solved_gap: { label: 'solved, before a reopening', slice: 'other', means: 'solved, and later reopened' },
} as const satisfies Record<string, Word & { readonly slice: string }>;

/** `of`: there is one for each ticket (columns), or one for each later response (a list). */
export const MEASURES = {
  firstResponse: {
    label: 'First response',
    of: 'ticket',
    means: "from the customer's first message to the first public message of a human agent",
  },
  laterResponse: { label: 'Later responses', of: 'response', means: 'the same for every later turn of the customer' },
  firstResolution: { label: 'First solution', of: 'ticket', means: 'from the opening to the first solution' },
  finalResolution: {
    label: 'Final solution',
    of: 'ticket',
    means: 'from the opening to the last solution that was not followed by a reopening',
  },
} as const satisfies Record<string, Word & { readonly of: 'ticket' | 'response' }>;

export const TIERS = {
  simple: { label: 'Simple', means: 'score up to the first cut' },
  moderate: { label: 'Moderate', means: 'score up to the second cut' },
  complex: { label: 'Complex', means: 'score above it' },
} as const satisfies Record<string, Word>;

/** `column`: where a measurement has it. `none`: what tickets without a value are called. */
export const DIMENSIONS = {
  byTier: { label: 'Tier', column: 'tier', none: 'no tier' },
  byAgent: { label: 'Agent', column: 'agent_id', none: 'nobody' },
  byTeam: { label: 'Team', column: 'team_id', none: 'no team' },
  bySource: { label: 'Source', column: 'source', none: 'no source' },
  byPriority: { label: 'Priority', column: 'priority', none: 'no priority' },
  byChannel: { label: 'Channel', column: 'channel', none: 'no channel' },
  byCategory: { label: 'Category', column: 'category', none: 'no category' },
  byAccount: { label: 'Account', column: 'account_key', none: 'no account' },
} as const satisfies Record<string, { label: string; column: string; none: string }>;

/** The names alone, in the order above. */
export const CLOCK_NAMES = keysOf(CLOCKS);
export const CAUSE_NAMES = keysOf(CAUSES);
export const MEASURE_NAMES = keysOf(MEASURES);
export const TIER_NAMES = keysOf(TIERS);
export const DIMENSION_NAMES = keysOf(DIMENSIONS);

/** The key of tickets without a value of a dimension. */
export const NO_VALUE = 'none';

export type Clock = keyof typeof CLOCKS;
export type Cause = keyof typeof CAUSES;
export type Measure = keyof typeof MEASURES;
export type Tier = keyof typeof TIERS;
export type DimensionName = keyof typeof DIMENSIONS;
export type TicketMeasure = { [M in Measure]: (typeof MEASURES)[M]['of'] extends 'ticket' ? M : never }[Measure];
export const Cause = z.enum(CAUSE_NAMES);
export const Tier = z.enum(TIER_NAMES);
/** One duration under every clock; time by cause: the values sum to the elapsed time exactly. In ms inside, in seconds in JSON. */
export type ByClock<T> = { readonly [clock in Clock]: T };
export type ByCause<T> = { readonly [cause in Cause]: T };

// --- what a measurement's row has of these: `team_working_ms`, `first_response_net_ms`, each with its comment ---
export type CauseColumn = `${Cause}_ms`;
export type DurationColumn = `${Snake<TicketMeasure>}_${Clock}_ms`;
export interface Column {
  readonly kind: 'int' | 'int?' | 'text' | 'text?' | 'json';
  readonly comment: string;
}
const ticketMeasures = keysOf(MEASURES).filter((name): name is TicketMeasure => MEASURES[name].of === 'ticket');
export const durationColumn = (measure: TicketMeasure, clock: Clock) =>
  `${snake(measure)}_${clock}_ms` as DurationColumn;
export const CAUSE_COLUMNS = Object.fromEntries(
  keysOf(CAUSES).map((cause) => [`${cause}_ms`, { kind: 'int', comment: `ms: ${CAUSES[cause].means}` }]),
) as Record<CauseColumn, Column & { readonly kind: 'int' }>;
export const DURATION_COLUMNS = Object.fromEntries(
  ticketMeasures.flatMap((measure) =>
    keysOf(CLOCKS).map((clock) => [
      durationColumn(measure, clock),
      { kind: 'int?', comment: `ms, ${CLOCKS[clock].label}: ${MEASURES[measure].means}` },
    ]),
  ),
) as Record<DurationColumn, Column & { readonly kind: 'int?' }>;
