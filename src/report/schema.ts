import { z } from 'zod';
import { CAUSE_NAMES } from '../model/catalogue.ts';
import { Ratio } from '../summarise/expected.ts';
import { Outcomes as OutcomesSchema } from '../summarise/outcomes/build.ts';
import { Kpis as KpisSchema } from '../summarise/success/build.ts';
import { INFERENCE } from './schema-inference.ts';

const Seconds = z.number();
const Iso = z.iso.datetime({ offset: true });
const Interval = z.tuple([z.number(), z.number()]).nullable();

/** A measure's distribution; figures are null (withheld) when n is below the minimum sample. */
export const Stat = z
  .object({
    n: z.int().positive(),
    meanSeconds: Seconds.nullable(),
    medianSeconds: Seconds.nullable(),
    p90Seconds: Seconds.nullable(),
    medianInterval: Interval,
    meanInterval: Interval,
  })
  .nullable();
export type Stat = z.infer<typeof Stat>;

/** One measure under the three clocks. */
export const ClockStats = z.object({ calendar: Stat, net: Stat, business: Stat });
export type ClockStats = z.infer<typeof ClockStats>;

/** A share with its Wilson interval; `value` in percent, null (withheld) when n is below the minimum. */
export const Rate = z.object({
  /** Fractional where an account or an answer is shared out over several agents. */
  n: z.number().min(0),
  positive: z.number().min(0),
  value: z.number().nullable(),
  interval: Interval,
  /** Answers ÷ surveys offered, in percent; null where the offers are not known. */
  responseRate: z.number().nullable().optional(),
});
export type Rate = z.infer<typeof Rate>;

/** The figures of one group of tickets. */
export const Group = z.object({
  key: z.string(),
  label: z.string(),
  tickets: z.int().min(0),
  timeSpentSeconds: z.record(z.enum(CAUSE_NAMES), Seconds),
  firstResponse: ClockStats,
  laterResponse: ClockStats,
  firstResolution: ClockStats,
  finalResolution: ClockStats,
  /** Share of tickets that were reopened at least once, 0 to 1; null without tickets. */
  reopenRate: z.number().nullable(),
  csat: Rate.optional(),
  churn: Rate.optional(),
  observedToExpected: Ratio.optional(),
});
export type Group = z.infer<typeof Group>;

/** A figure of this window less the one of the window before, with a 95% interval of the difference. */
export const Change = z.object({
  /** A path into the report: `overall.finalResolution.net.medianSeconds`. */
  figure: z.string(),
  current: z.number().nullable(),
  previous: z.number().nullable(),
  difference: z.number().nullable(),
  interval: Interval,
  /** After the correction for many comparisons (Benjamini-Hochberg). */
  pAdjusted: z.number().nullable(),
  significant: z.boolean(),
});
export type Change = z.infer<typeof Change>;

/** An unsolved ticket as the report lists it. */
export const OpenTicket = z.object({
  source: z.string(),
  id: z.string(),
  url: z.string().nullable(),
  subject: z.string().nullable(),
  tier: z.string(),
  agentId: z.string().nullable(),
  teamId: z.string().nullable(),
  holder: z.string(),
  openedAt: Iso,
  ageSeconds: z.object({ calendar: Seconds, net: Seconds }),
  /** Older (net) than nine in ten of its tier's solved tickets took; null where that is not known. */
  pastTierP90: z.boolean().nullable(),
});
export type OpenTicket = z.infer<typeof OpenTicket>;

/** A fact that cannot be, named with its ticket. */
export const ImpossibleFact = z.object({ source: z.string(), id: z.string(), kind: z.string(), detail: z.string() });

/** What a report says in JSON: the contract with everything that shows it. */
export const Report = z.object({
  schemaVersion: z.literal(2),
  generatedAt: Iso,
  /** True when the data come from the simulated company. */
  simulated: z.boolean(),
  window: z.object({ from: Iso, to: Iso, timeZone: z.string(), cohort: z.enum(['solved', 'opened', 'rated']) }),
  definitions: z.object({
    netExcludes: z.array(z.string()),
    tierRule: z.string(),
    creditPolicy: z.string(),
    turns: z.record(z.string(), z.string()),
    autoClose: z.string(),
    calendars: z.string(),
    teamHours: z.string().nullable(),
    teamTimeZone: z.string(),
    customerHours: z.string(),
    minSample: z.int(),
  }),
  ...INFERENCE,
  overall: Group,
  byTier: z.array(Group),
  byAgent: z.array(Group),
  byTeam: z.array(Group),
  bySource: z.array(Group),
  byPriority: z.array(Group),
  byChannel: z.array(Group),
  byCategory: z.array(Group),
  byAccount: z.array(Group),
  open: z.object({
    n: z.int().min(0),
    heldByTeam: z.int().min(0),
    oldest: z.array(OpenTicket),
    pastTierP90: z.int().min(0),
    medianAgeSeconds: Seconds.nullable(),
    kaplanMeierMedianSeconds: z.object({ calendar: Seconds.nullable(), net: Seconds.nullable() }),
  }),
  previous: z
    .object({ from: Iso, to: Iso, overall: Group, byTier: z.array(Group), changes: z.array(Change) })
    .nullable(),
  /** Satisfaction, churn and their link to resolution time; empty where nothing is known of them. */
  outcomes: OutcomesSchema.partial(),
  /** The other figures of customer success; null where nothing is known of what accounts pay, use and say. */
  kpis: KpisSchema.nullable().optional(),
  masking: z.array(
    z.object({
      kind: z.string(),
      tiers: z.array(z.string()),
      /** False where the tiers' changes are within chance: then it is noted here and not put before readers. */
      beyondChance: z.boolean(),
      sentence: z.string(),
    }),
  ),
  quality: z.object({
    excluded: z.record(z.string(), z.int()),
    unknownStatuses: z.record(z.string(), z.int()),
    /** Share of the cohort's tickets whose customer's zone is known, 0 to 1; null without tickets. */
    customerZoneKnownShare: z.number().nullable(),
    impossible: z.array(ImpossibleFact),
    clippedEvents: z.int(),
    truncatedTimelines: z.int(),
    rejected: z.record(z.string(), z.int()),
    watermarks: z.record(z.string(), Iso.nullable()),
    /** The helpdesks' own figures beside ours, under their definition; durations in ms. */
    reconciliation: z.array(
      z.object({
        source: z.string(),
        figure: z.string(),
        compared: z.int(),
        equal: z.int(),
        byClass: z.record(z.string(), z.int()),
        examples: z.array(
          z.object({ id: z.string(), ours: z.number().nullable(), theirs: z.number(), class: z.string() }),
        ),
      }),
    ),
    /** Sentences a reader should know before trusting the figures. */
    notes: z.array(z.string()),
  }),
});
export type Report = z.infer<typeof Report>;

/** The parts of a report that have names of their own where it is shown. */
export type Outcomes = Required<Report['outcomes']>;
export type Csat = Outcomes['csat'];
export type Kpis = NonNullable<Report['kpis']>;
export type Kpi = Kpis['figures'][number];

/** The outcomes where all are known. */
export function wholeOutcomes({ csat, churn, link, quality, ...rest }: Report['outcomes']): Outcomes | undefined {
  if (csat === undefined || churn === undefined || link === undefined || quality === undefined) return undefined;
  return { csat, churn, link, quality, ...rest };
}

export type { Ratio };
