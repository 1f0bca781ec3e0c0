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

/** Several causes under one name, as pictures and digests show them: the parts a lead can do something about. */
export const SLICES = {
  work: { label: 'our open hours', within: 'in our open hours' },
  closed: { label: 'our closed hours', within: 'in our closed hours' },
  zones: { label: 'time zones', within: 'in time zones' },
  customer: { label: 'the customer', within: 'with customers' },
  third_party: { label: 'third parties', within: 'with third parties' },
  other: { label: 'bots, reopened', within: 'with bots or between a solution and its reopening' },
} as const satisfies Record<string, Pick<Word, 'label'> & { readonly within: string }>;

/**
 * The order is the stored order; each instant of a ticket's life has exactly one. `leftOut`: the net clock leaves it out
 * where the settings do not say otherwise. `moved`: more and less of it than before, as one would say it of alike tickets.
 */
export const CAUSES = {
  team_working: {
    label: 'with us, at work',
    slice: 'work',
    means: 'the team held it and was at work',
    moved: ['longer in our open hours', 'quicker in our open hours'],
  },
  team_time_zone_wait: {
    label: 'with us, time zones apart',
    slice: 'zones',
    leftOut: true,
    means: 'the team held it, closed only because of its zone',
    moved: ['more time zones', 'less time zones'],
  },
  team_off_hours: {
    label: 'with us, closed hours',
    slice: 'closed',
    means: 'the team held it and was closed',
    moved: ['more closed hours', 'fewer closed hours'],
  },
  customer_wait: {
    label: 'with the customer, at work',
    slice: 'customer',
    means: 'the customer held it and was at work',
    moved: ['a longer wait for customers', 'a shorter wait for customers'],
  },
  customer_time_zone_wait: {
    label: 'with the customer, time zones apart',
    slice: 'zones',
    leftOut: true,
    means: 'the customer held it, away only because of their zone',
    moved: ['more of the customers’ time zones', 'less of the customers’ time zones'],
  },
  customer_off_hours: {
    label: 'with the customer, closed hours',
    slice: 'customer',
    means: 'the customer held it and was away',
    moved: ['more of the customers’ closed hours', 'fewer of the customers’ closed hours'],
  },
  third_party_wait: {
    label: 'with a third party',
    slice: 'third_party',
    means: 'a third party held it',
    moved: ['third parties took longer', 'third parties took less'],
  },
  bot: {
    label: 'with a bot',
    slice: 'other',
    means: 'a bot held it',
    moved: ['longer with bots', 'shorter with bots'],
  },
  solved_gap: {
    label: 'solved, before a reopening',
    slice: 'other',
    leftOut: true,
    means: 'solved, and later reopened',
    moved: ['longer between a solution and its reopening', 'shorter between a solution and its reopening'],
  },
} as const satisfies Record<
  string,
  Word & {
    readonly slice: keyof typeof SLICES;
    readonly leftOut?: true;
    readonly moved: readonly [more: string, less: string];
  }
>;

/** `of`: there is one for each ticket (columns), or one for each later response (a list). */
export const MEASURES = {
  firstResponse: {
    label: 'First answer',
    of: 'ticket',
    means: "from the customer's first message to the first public message of a human agent",
  },
  laterResponse: { label: 'Later answers', of: 'response', means: 'the same for every later turn of the customer' },
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
  unknown: { label: 'Unknown', means: 'the history that the score needs was not given' },
} as const satisfies Record<string, Word>;

/** `field`: where measured tickets have it; `column`: where the store has it. `none`: what tickets without a value are called. */
export const DIMENSIONS = {
  byTier: { label: 'Tier', field: 'tier', column: 'tier', none: 'no tier' },
  byAgent: { label: 'Agent', field: 'agent', column: 'agent_id', none: 'nobody' },
  byTeam: { label: 'Team', field: 'team', column: 'team_id', none: 'no team' },
  bySource: { label: 'Source', field: 'source', column: 'source', none: 'no source' },
  byPriority: { label: 'Priority', field: 'priority', column: 'priority', none: 'no priority' },
  byChannel: { label: 'Channel', field: 'channel', column: 'channel', none: 'no channel' },
  byCategory: { label: 'Category', field: 'category', column: 'category', none: 'no category' },
  byAccount: { label: 'Account', field: 'account', column: 'account_key', none: 'no account' },
} as const satisfies Record<string, { label: string; field: string; column: string; none: string }>;

/**
 * Groups that a ticket may be in more than once, or with a part of its time: its tags, who resolved it, and each team and
 * agent with the time for which they held it.
 */
export const PART_DIMENSIONS = {
  byTag: { label: 'Tag', means: 'the cohort by tag; a ticket is in the group of each of its tags' },
  byResolvedBy: {
    label: 'Resolved by',
    means: 'the cohort by who dealt with the tickets: people, a bot alone, both, nobody',
  },
  byTeamHeld: {
    heldBy: 'team',
    namedAs: 'byTeam',
    label: 'Held by team',
    means:
      'the time for which each team held tickets of the cohort, all its stints on a ticket together; answers by the team that had the ticket then',
  },
  byAgentHeld: {
    heldBy: 'agent',
    namedAs: 'byAgent',
    label: 'Held by agent',
    means:
      'the time for which each agent held tickets of the cohort, all their stints on a ticket together; answers by who gave them',
  },
} as const satisfies Record<
  string,
  Word & { readonly heldBy?: 'team' | 'agent'; readonly namedAs?: keyof typeof DIMENSIONS }
>;
export type PartDimension = keyof typeof PART_DIMENSIONS;

/** What a figure of customer success is counted in. */
export const UNITS = {
  percent: { means: 'a share, 0 to 100' },
  points: { means: 'percent points, -100 to 100' },
  score: { means: 'a mean answer on its scale' },
  money: { means: 'minor units of the currency' },
  months: { means: 'months' },
  seconds: { means: 'seconds' },
  count: { means: 'how many' },
  per_week: { means: 'how many a week' },
  per_year: { means: 'how many an account and year' },
  ratio: { means: 'one number ÷ another' },
} as const satisfies Record<string, Pick<Word, 'means'>>;

/** The names alone, in the order above. */
export const CLOCK_NAMES = keysOf(CLOCKS);
export const CAUSE_NAMES = keysOf(CAUSES);
export const MEASURE_NAMES = keysOf(MEASURES);
export const TIER_NAMES = keysOf(TIERS);
/** The tiers that somebody or a score can tell, the simplest first. */
const { unknown: _, ...toldTiers } = TIERS;
export const TOLD_TIER_NAMES = keysOf(toldTiers);
export const SLICE_NAMES = keysOf(SLICES);
export const UNIT_NAMES = keysOf(UNITS);
export const DIMENSION_NAMES = keysOf(DIMENSIONS);

/** Waits: all causes but our own work, which no clock leaves out. */
export const WAIT_NAMES = CAUSE_NAMES.filter((name) => name !== 'team_working');
/** What the net clock leaves out where the settings do not say otherwise. */
export const LEFT_OUT_NAMES = WAIT_NAMES.filter((name) => 'leftOut' in CAUSES[name]);

/** The clocks in which the age of what is still open is told: who waits is not helped by how little was worked on it. */
const { business, ...ageClocks } = CLOCKS;
export const AGE_CLOCKS = ageClocks;
/** The measures of which every ticket has at most one. */
export const TICKET_MEASURES = Object.fromEntries(
  keysOf(MEASURES).flatMap((name) => (MEASURES[name].of === 'ticket' ? [[name, MEASURES[name]]] : [])),
) as Pick<typeof MEASURES, TicketMeasure>;

/** The key of tickets without a value of a dimension. */
export const NO_VALUE = 'none';

export type Clock = keyof typeof CLOCKS;
export type Cause = keyof typeof CAUSES;
export type Slice = keyof typeof SLICES;
export type Unit = keyof typeof UNITS;
export type Measure = keyof typeof MEASURES;
export type Tier = keyof typeof TIERS;
export type ToldTier = Exclude<Tier, 'unknown'>;
export type DimensionName = keyof typeof DIMENSIONS;
export type TicketMeasure = { [M in Measure]: (typeof MEASURES)[M]['of'] extends 'ticket' ? M : never }[Measure];
export type AgeClock = Exclude<Clock, 'business'>;
export const Cause = z.enum(CAUSE_NAMES);
export const Tier = z.enum(TIER_NAMES);
/** One duration under every clock; time by cause: the values sum to the elapsed time exactly. In ms inside, in seconds in JSON. */
export type ByClock<T> = { readonly [clock in Clock]: T };
export type ByCause<T> = { readonly [cause in Cause]: T };

// --- what a measurement's row has of these: `team_working_ms`, `first_response_net_ms`, each with its comment ---
export type CauseColumn = `${Cause}_ms`;
export type DurationColumn = `${Snake<TicketMeasure>}_${Clock}_ms`;
/** `json`: a list as text; `?`: there may be none. */
export interface Column {
  readonly kind: 'int' | 'int?' | 'text' | 'text?' | 'json' | 'json?';
  readonly comment: string;
}
export const durationColumn = (measure: TicketMeasure, clock: Clock) =>
  `${snake(measure)}_${clock}_ms` as DurationColumn;
export const CAUSE_COLUMNS = Object.fromEntries(
  keysOf(CAUSES).map((cause) => [`${cause}_ms`, { kind: 'int', comment: `ms: ${CAUSES[cause].means}` }]),
) as Record<CauseColumn, Column & { readonly kind: 'int' }>;
export const DURATION_COLUMNS = Object.fromEntries(
  keysOf(TICKET_MEASURES).flatMap((measure) =>
    keysOf(CLOCKS).map((clock) => [
      durationColumn(measure, clock),
      { kind: 'int?', comment: `ms, ${CLOCKS[clock].label}: ${MEASURES[measure].means}` },
    ]),
  ),
) as Record<DurationColumn, Column & { readonly kind: 'int?' }>;
