import { z } from 'zod';
import { AGE_CLOCKS, CAUSES, CLOCKS, DIMENSIONS, each, MEASURES, PART_DIMENSIONS } from '../model/catalogue.ts';
import { COHORT_NAMES, COHORTS } from '../model/window.ts';
import { Outcomes as OutcomesSchema } from '../summarise/outcomes/build.ts';
import { Rate } from '../summarise/outcomes/rate.ts';
import {
  Interval,
  Iso,
  Key,
  Label,
  Sentence,
  SourceName,
  TicketId,
  TicketTier,
  TicketUrl,
} from '../summarise/schema.ts';
import { Kpis as KpisSchema } from '../summarise/success/build.ts';
import { INFERENCE } from './schema-inference.ts';
import { Why } from './schema-why.ts';

const Seconds = z.number().describe('in seconds');

/** A measure's distribution; figures are null (withheld) when n is below the minimum sample. */
export const Stat = z
  .object({
    n: z.int().positive().describe('how many there are'),
    meanSeconds: Seconds.nullable().describe('mean; null (withheld) when n is below the minimum'),
    medianSeconds: Seconds.nullable().describe('half took no longer; null when withheld'),
    p90Seconds: Seconds.nullable().describe('nine in ten took no longer; null of fewer than 20'),
    medianInterval: Interval.describe('95% interval of the median in seconds; null where none can be told'),
    meanInterval: Interval.describe('95% interval of the mean in seconds; null of fewer than 40, whose mean is rough'),
  })
  .nullable()
  .meta({ id: 'Stat' });
export type Stat = z.infer<typeof Stat>;

/** One measure under every clock. */
export const ClockStats = z.object(each(CLOCKS, ({ means }) => Stat.describe(means))).meta({ id: 'ClockStats' });
export type ClockStats = z.infer<typeof ClockStats>;

/** A person's own time on tickets beside that of all who had tickets like theirs. */
const Ratio = z
  .object({
    n: z.int().min(0).describe('tickets that the person got in the window'),
    value: z
      .number()
      .nullable()
      .describe('their time ÷ that of all (above 1 is longer); null (withheld) of fewer than ten tickets'),
    interval: Interval.describe('of the shrunk one'),
    shrunk: z.number().nullable().describe('the ratio drawn towards 1, the more the less is known of the person'),
  })
  .meta({ id: 'Ratio' });

/** The figures of one group of tickets. */
export const Group = z
  .object({
    key: Key,
    label: Label,
    tickets: z.int().min(0).describe('tickets of the cohort in this group'),
    timeSpentSeconds: z
      .object(each(CAUSES, ({ means }) => Seconds.describe(means)))
      .describe('where the time of all its tickets went, by cause'),
    ...each(MEASURES, ({ means }, name) =>
      ClockStats.describe(
        name.endsWith('Response') ? `${means}; of those given in the window, whoever solved the ticket` : means,
      ),
    ),
    reopensKnown: z.int().min(0).describe('tickets of which it is known whether they were reopened'),
    reopenRate: z
      .number()
      .nullable()
      .describe(
        'share of tickets that were reopened at least once, 0 to 1, of those of which it is known; null without any',
      ),
    csat: Rate.optional().describe('satisfied answers; left out where nobody was asked'),
    churn: Rate.optional().describe('accounts lost; left out where it is not told of such a group'),
    observedToExpected: Ratio.optional().describe(
      'own time in open hours on tickets got in the window, beside that of all on tickets like theirs',
    ),
  })
  .meta({ id: 'Group' });
export type Group = z.infer<typeof Group>;

/** A figure of this window less the one of the window before, with a 95% interval of the difference. */
export const Change = z.object({
  figure: z.string().describe('a path into the report: `overall.finalResolution.net.medianSeconds`'),
  current: z.number().nullable().describe('in this window; null where withheld'),
  previous: z.number().nullable().describe('in the window before; null where withheld'),
  difference: z.number().nullable().describe('current less previous; null where either is withheld'),
  interval: Interval.describe('95% interval of the difference; null where it cannot be tested'),
  pAdjusted: z.number().nullable().describe('after the correction for many comparisons (Benjamini-Hochberg)'),
  significant: z.boolean().describe('whether the change is beyond chance after that correction'),
});
export type Change = z.infer<typeof Change>;

/** An unsolved ticket as the report lists it. */
export const OpenTicket = z.object({
  source: SourceName,
  id: TicketId,
  url: TicketUrl,
  subject: z.string().nullable().describe('only with STORE_SUBJECTS=true'),
  tier: TicketTier,
  agentId: z.string().nullable().describe('who has it; null for nobody'),
  teamId: z.string().nullable().describe('which team has it; null for none'),
  holder: z.string().describe('whom it waits for'),
  openedAt: Iso.describe('when it was opened'),
  ageSeconds: z
    .object(each(AGE_CLOCKS, ({ means }) => Seconds.describe(means)))
    .describe('from the opening to the end of the report'),
  pastTierP90: z
    .boolean()
    .nullable()
    .describe("older (net) than nine in ten of its tier's solved tickets took; null where that is not known"),
});
export type OpenTicket = z.infer<typeof OpenTicket>;

/** A fact that cannot be, named with its ticket. */
export const ImpossibleFact = z.object({
  source: SourceName,
  id: TicketId,
  kind: z.string().describe('which fact, as a word that stays the same'),
  detail: z.string().describe('what is wrong with it'),
});

/** What a report says in JSON: the contract with everything that shows it. */
export const Report = z.object({
  schemaVersion: z.literal(2).describe('version of this schema'),
  generatedAt: Iso.describe('when the report was made'),
  simulated: z.boolean().describe('true when the data come from the simulated company'),
  window: z
    .object({
      from: Iso.describe('when it begins'),
      to: Iso.describe('when it ends'),
      timeZone: z.string().describe('where its days begin'),
      cohort: z.enum(COHORT_NAMES).describe(
        Object.entries(COHORTS)
          .map(([name, { means }]) => `${name}: ${means}`)
          .join('; '),
      ),
    })
    .describe('what the report is of: [from, to)'),
  where: z
    .record(z.string(), z.array(z.string()))
    .optional()
    .describe('by what its tickets were chosen: of each field the wanted values; left out where it is of all tickets'),
  definitions: z
    .object({
      netExcludes: z.array(z.string()).describe('causes that the net clock leaves out'),
      tierRule: z.string().describe('how tiers are told, with its version'),
      creditPolicy: z.string().describe('who is credited with a solution and a rating'),
      turns: z
        .record(z.string(), z.string())
        .describe('by source: whether whose turn it is follows the status or the messages'),
      autoClose: z.string().describe('when a ticket counts as solved that a timer closed'),
      calendars: z.string().describe('version of all working hours; equal versions mean equal hours'),
      teamHours: z.string().nullable().describe("the team's working hours; null: always at work"),
      teamTimeZone: z.string().describe('time zone of these hours'),
      customerHours: z.string().describe('when customers are taken to be at work, each in their own zone'),
      minSample: z.int().describe('figures of fewer values are withheld'),
      population: z
        .enum(['people', 'all'])
        .describe('whose work the times in hand are of: what people have in hand, or all tickets, bots’ too'),
    })
    .describe('everything that decides what a figure means; reports with equal definitions can be compared'),
  ...INFERENCE,
  why: Why.nullable().describe('why the average changed; null where nothing can be compared, or too little is solved'),
  overall: Group.describe('all tickets of the cohort'),
  ...each(DIMENSIONS, ({ label }) => z.array(Group).describe(`the cohort by ${label.toLowerCase()}`)),
  ...each(PART_DIMENSIONS, ({ means }) => z.array(Group).describe(means)),
  open: z
    .object({
      n: z.int().min(0).describe('open tickets'),
      heldByTeam: z.int().min(0).describe('of these, the ones that wait for the team'),
      oldest: z.array(OpenTicket).describe('the oldest ten'),
      pastTierP90: z
        .int()
        .min(0)
        .describe("of all open: older (net) than nine in ten of their tier's solved tickets took"),
      medianAgeSeconds: Seconds.nullable().describe('half of them are older; null without any'),
      kaplanMeierMedianSeconds: z
        .object(each(AGE_CLOCKS, ({ means }) => Seconds.nullable().describe(means)))
        .describe(
          'by when half are solved, the open ones counted with the age they have reached (Kaplan-Meier); null where that is not known',
        ),
    })
    .describe('what was not solved at the end of the report'),
  previous: z
    .object({
      from: Iso.describe('when it begins'),
      to: Iso.describe('when it ends'),
      overall: Group.describe('all tickets of that window'),
      byTier: z.array(Group).describe('its tickets by tier'),
      changes: z.array(Change).describe('each compared figure, overall and by tier'),
    })
    .nullable()
    .describe('the window before; null where the report is not compared with one'),
  outcomes: OutcomesSchema.partial().describe(
    'satisfaction, churn and their link to resolution time; empty where nothing is known of them',
  ),
  kpis: KpisSchema.nullable()
    .optional()
    .describe('the other figures of customer success; null where nothing is known of what accounts pay, use and say'),
  masking: z
    .array(
      z.object({
        kind: z.string().describe('which way, as a word that stays the same'),
        tiers: z.array(z.string()).describe('keys of the tiers that went the other way'),
        beyondChance: z
          .boolean()
          .describe(
            "false where the tiers' changes are within chance: then it is noted here and not put before readers",
          ),
        sentence: Sentence,
      }),
    )
    .describe('where the total moved one way and its tiers the other'),
  quality: z
    .object({
      excluded: z.record(z.string(), z.int()).describe('tickets in no figure, by why'),
      unknownStatuses: z.record(z.string(), z.int()).describe('statuses that nobody mapped, and on how many tickets'),
      customerZoneKnownShare: z
        .number()
        .nullable()
        .describe("share of the cohort's tickets whose customer's zone is known, 0 to 1; null without tickets"),
      impossible: z.array(ImpossibleFact).describe('facts that cannot be: left out of the figures they would spoil'),
      clippedEvents: z.int().describe('events dated before their ticket was opened'),
      truncatedTimelines: z.int().describe('tickets that came without their whole history'),
      solvedWithoutDate: z.int().describe('tickets solved at an instant that nobody told: in no figure of time'),
      undoneReopenings: z
        .int()
        .describe(
          'reopenings that machines, or somebody within a minute, undid without a message: not counted as such',
        ),
      statedWhileOpen: z.int().describe('tickets with a solution date and a status that says open: they count as open'),
      rejected: z.record(z.string(), z.int()).describe('rows that could not be read, by source'),
      watermarks: z
        .record(z.string(), Iso.nullable())
        .describe('how far each source was read; null: not to its end yet'),
      reconciliation: z
        .array(
          z.object({
            source: SourceName,
            figure: z.string().describe('which figure of theirs'),
            compared: z.int().describe('tickets that have it'),
            equal: z.int().describe('of these, equal to ours'),
            byClass: z.record(z.string(), z.int()).describe('the others, by why they differ'),
            examples: z
              .array(
                z.object({
                  id: TicketId,
                  ours: z.number().nullable().describe('our figure; null where we have none'),
                  theirs: z.number().describe('their figure'),
                  class: z.string().describe('why they differ'),
                }),
              )
              .describe('the first few that differ'),
          }),
        )
        .describe("the helpdesks' own figures beside ours, under their definition; durations in ms"),
      notes: z.array(z.string()).describe('sentences a reader should know before trusting the figures'),
    })
    .describe('what to know before trusting the figures'),
});
export { CHURN_MEASURES } from '../summarise/outcomes/churn-association.ts';
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

export type { Rate, Ratio };
