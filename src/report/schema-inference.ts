import { z } from 'zod';
import { CLOCKS, each } from '../model/catalogue.ts';
import { OWN_CLOCKS } from '../summarise/own-clock.ts';

const Iso = z.iso.datetime({ offset: true });
const Seconds = z.number();
const Count = z.int().min(0);
/** A 95% interval unless the family of verdicts asks for a wider one. */
const Interval = z.tuple([z.number(), z.number()]);

/** The quantiles of the survival curve of everything that was in hand in a window. */
export const Curve = z.object({
  atRisk: Count.describe('tickets (turns) that were in hand at any time of the window'),
  ended: Count.describe('of these, solved for the first time (answered) in it'),
  lowestAtRisk: Count.describe('the fewest at risk at any event up to the last quantile given'),
  medianSeconds: Seconds.nullable().describe('half have ended by this age; null where the curve does not get there'),
  medianInterval: Interval.nullable().describe('where the true median is likely to lie, by day and customer'),
  p90Seconds: Seconds.nullable().describe('nine in ten have ended by this age'),
  p90Interval: Interval.nullable().describe('where the true nine-in-ten is likely to lie'),
  longerThanSeconds: Seconds.nullable().describe('where the median is not reached: half have waited longer than this'),
});
export type Curve = z.infer<typeof Curve>;

/** A curve on each clock. */
export const CurvesByClock = z.object(each(CLOCKS, ({ means }) => Curve.nullable().describe(means)));
export type CurvesByClock = z.infer<typeof CurvesByClock>;

const FLOW = {
  arrived: Count.describe('tickets opened in the window, outbound ones apart'),
  solved: Count.describe('solutions given in the window, as known at its end'),
  reopened: Count.describe('reopenings in the window'),
  recontacts: Count.describe('customers who wrote again within seven days of their latest solution'),
  undeleted: Count.describe('tickets that came back after deletion or merge'),
  leftOut: Count.describe('open tickets that were merged, deleted or marked as spam in the window'),
  outbound: Count.describe('tickets an agent opened that nobody had asked for'),
  openAtStart: Count.describe('open when the window began'),
  openAtEnd: Count.describe('open when the window ended'),
  openNow: Count.describe('open when the report was made'),
  withUsAtEnd: Count.describe('open at the end and held by the team'),
  unansweredAtEnd: Count.nullable().describe(
    'open at the end without any answer by a person; null where no source tells who answered',
  ),
  solvedWithoutDate: Count.describe('solved tickets whose source gives no date'),
};

/** Counts of a window: facts, never verdicts. openAtStart + arrived + outbound + reopened + undeleted − solved − leftOut − solvedWithoutDate = openAtEnd. */
export const FlowCounts = z.object(FLOW);
export type FlowCounts = z.infer<typeof FlowCounts>;
export const Flow = z.object({ ...FLOW, previous: FlowCounts.nullable().describe('the same of the window before') });
export type Flow = z.infer<typeof Flow>;

/** Whether the window before can be compared with, and since when windows can. */
export const Coverage = z.object({
  comparable: z.boolean().describe('the window before is covered by every source'),
  comparableFrom: Iso.nullable().describe('the earliest beginning of an earlier window that is covered'),
  reasons: z.array(z.string()).describe('one sentence a source that does not cover it'),
  stale: z
    .array(
      z.object({
        source: z.string().describe('the name of the source'),
        title: z.string().describe('its name for people'),
        readUpToAt: Iso.nullable().describe('up to when it was read; null: never to its end'),
        problem: z.string().nullable().describe('what stopped it, in words; null where nothing is known'),
      }),
    )
    .describe('sources that were not read to the end of the window, and what stopped them'),
});
export type Coverage = z.infer<typeof Coverage>;

export const VERDICTS = ['faster', 'slower', 'no_evidence', 'not_comparable', 'too_few'] as const;
/** What can be said of a change. `higher` and `lower` are of shares (satisfaction). */
export const Verdict = z.enum([...VERDICTS, 'higher', 'lower']);
export type Verdict = z.infer<typeof Verdict>;

/** A change of an inferential figure against the window before. */
export const WindowChange = z.object({
  measure: z.enum(['timeToSolution', 'timeToFirstAnswer', 'csat']).describe('the figure that changed or did not'),
  clock: z.string().nullable().describe('the clock of a time; null for a share'),
  group: z.string().describe('overall, or a group such as byTeam=berlin'),
  verdict: Verdict.describe('what can be said of the change'),
  currentSeconds: Seconds.nullable().describe('the median now (a share in percent for csat)'),
  previousSeconds: Seconds.nullable().describe('the median before'),
  differenceSeconds: Seconds.nullable().describe('now less before; null where a curve does not reach half'),
  interval: Interval.nullable().describe('of the difference, at the level of its family'),
  reason: z.string().nullable().describe('why there is no verdict, in a sentence'),
  sentence: z.string().describe('the verdict in words'),
});
export type WindowChange = z.infer<typeof WindowChange>;

/** One whole week (or month) of the trend, as known at its end. */
export const TrendPoint = z.object({
  from: Iso.describe('the beginning of the week or month'),
  to: Iso.describe('its end'),
  covered: z.boolean().describe('every source was read through it'),
  arrived: Count.describe('tickets opened in it, outbound ones apart'),
  solved: Count.describe('solutions given in it'),
  openAtEnd: Count.describe('open when it ended'),
  withUsAtEnd: Count.describe('open at its end and held by the team'),
  unansweredAtEnd: Count.nullable().describe(
    'open at its end without any answer by a person; null where no source tells who answered',
  ),
  timeToSolution: Curve.nullable().describe('the curve of solutions, net; null where nothing was in hand'),
  timeToFirstAnswer: Curve.nullable().describe('the curve of first answers, net; null where nothing was in hand'),
  csat: z
    .object({
      n: Count.describe('answers'),
      positive: z.number().describe('of these the happy ones'),
      value: z.number().nullable().describe('the happy share in percent; null of too few'),
      interval: Interval.nullable().describe('where the true share is likely to lie'),
    })
    .nullable()
    .describe('satisfaction in it; null without an answer'),
});
export type TrendPoint = z.infer<typeof TrendPoint>;

/** A week from which on a figure was another one, beyond chance. */
export const ChangePoint = z.object({
  measure: z.enum(['timeToSolution', 'timeToFirstAnswer', 'csat']).describe('the figure that changed'),
  week: Iso.describe('the beginning of the first week of the new level'),
  before: z.number().describe('its level in the weeks before, in seconds or percent'),
  after: z.number().describe('its level since then'),
});
export type ChangePoint = z.infer<typeof ChangePoint>;

/** A promise and how far it was kept. */
export const TargetFigure = z.object({
  measure: z.enum(['timeToSolution', 'timeToFirstAnswer']).describe('the time that was promised'),
  clock: z.string().describe('the clock of the promise'),
  seconds: Seconds.describe('the promised time'),
  group: z.string().describe('overall, or a group such as byPriority=high'),
  shareMet: z.number().min(0).max(1).nullable().describe('by the curve: open ones count'),
  interval: Interval.nullable().describe('where the true share is likely to lie'),
  atRisk: Count.describe('tickets (turns) that the share is told from'),
  pastNow: Count.describe('open or unanswered and past it at the end of the window'),
});
export type TargetFigure = z.infer<typeof TargetFigure>;

/** Why an open ticket needs somebody; the first that holds. */
export const NEED_KINDS = [
  'unanswered_nobody',
  'unanswered_past_target',
  'unanswered',
  'past_target',
  'wrote_again',
  'handed_over',
  'reopened',
  'older_than_p90',
] as const;

/** An open ticket that waits for us, in the order in which somebody should look. */
export const WaitingTicket = z.object({
  source: z.string().describe('the source it is of'),
  id: z.string().describe('its id there'),
  url: z.string().nullable().describe('where it can be opened'),
  subject: z.string().nullable().describe('only with STORE_SUBJECTS=true'),
  category: z.string().nullable().describe('its category in the source'),
  priority: z.string().nullable().describe('its priority in the source'),
  channel: z.string().describe('how it came in'),
  tier: z.string().describe('how complex the work was so far'),
  agentId: z.string().nullable().describe('the agent who has it, in the source’s own ids'),
  agentName: z.string().nullable().describe('their name'),
  teamId: z.string().nullable().describe('the team that has it, in the source’s own ids'),
  teamName: z.string().nullable().describe('its name'),
  need: z
    .object({
      kind: z.enum(NEED_KINDS).describe('the first reason that holds'),
      times: Count.nullable().describe('how often the customer wrote again, or it was handed over'),
      at: Iso.nullable().describe('when it was reopened, or last touched'),
      targetSeconds: Seconds.nullable().describe('the promise that it is past'),
    })
    .nullable()
    .describe('null: it waits, and nothing is wrong yet'),
  openedAt: Iso.describe('when it was opened'),
  waitingSeconds: Seconds.describe('by the calendar, since it is our turn'),
  ageSeconds: z.object(each(CLOCKS, ({ means }) => Seconds.describe(means))).describe('its age on each clock'),
});
export type WaitingTicket = z.infer<typeof WaitingTicket>;

/** What is open at the end of the window and waits for us; every ticket, none cut. */
export const Waiting = z.object({
  asOf: Iso.describe('the end of the window, or when the report was made if that was earlier'),
  byNeed: z.partialRecord(z.enum(NEED_KINDS), Count).describe('how many need somebody, by why'),
  tickets: z.array(WaitingTicket).describe('in the order in which somebody should look'),
});
export type Waiting = z.infer<typeof Waiting>;

/** A rating that somebody should call back about. */
export const LowRating = z.object({
  source: z.string().describe('the source of the ticket'),
  id: z.string().describe('the ticket'),
  url: z.string().nullable().describe('where the ticket can be opened'),
  category: z.string().nullable().describe('its category in the source'),
  priority: z.string().nullable().describe('its priority in the source'),
  tier: z.string().describe('how complex the work was'),
  customerId: z.string().nullable().describe('who gave it, in the source’s own ids; null where nobody knows'),
  value: z.number().describe('what the customer gave'),
  scaleMax: z.number().describe('the top of the scale'),
  ratedAt: Iso.describe('when it was given'),
  agentId: z.string().nullable().describe('the agent who has it, in the source’s own ids'),
  agentName: z.string().nullable().describe('their name'),
  teamId: z.string().nullable().describe('the team that has it, in the source’s own ids'),
  teamName: z.string().nullable().describe('its name'),
});
export type LowRating = z.infer<typeof LowRating>;

/** A team (or another group) in the window: flow, its curve and its verdict. */
export const TeamRow = z.object({
  key: z.string().describe('the team as groups name it'),
  label: z.string().describe('its name'),
  arrived: Count.describe('tickets opened in the window'),
  solved: Count.describe('solutions given in the window'),
  withUsAtEnd: Count.describe('open at the end and held by the team'),
  unansweredAtEnd: Count.nullable().describe(
    'open at the end without any answer by a person; null where no source tells who answered',
  ),
  timeToFirstAnswer: Curve.nullable().describe('how long its first answers take, on the net clock'),
  timeToSolution: Curve.nullable().describe('how long its solutions take, on the net clock'),
  heldMedianSeconds: Seconds.nullable().describe(
    'half of the tickets it held were in its hands for less, by the calendar',
  ),
  csat: z
    .object({
      n: z.number().describe('answers'),
      value: z.number().nullable().describe('the happy share in percent; null of too few'),
    })
    .nullable()
    .describe('satisfaction; null without an answer'),
  verdict: Verdict.describe('what can be said of its time in hand against the window before'),
});
export type TeamRow = z.infer<typeof TeamRow>;

/** A person's own time on tickets like theirs, beside that of all. */
export const PersonFigure = z.object({
  agent: z.string().describe('source/id'),
  name: z.string().describe('the name of the person'),
  team: z.string().nullable().describe('the name of their team'),
  n: Count.describe('tickets the person got in the window'),
  compared: Count.describe(
    'of these, those that are compared: of a kind that somebody else had too, and not got and done outside the hours of whoever had them',
  ),
  clock: z
    .enum(OWN_CLOCKS)
    .describe(
      'whether their hours as known can tell their time; where they often answer outside these, or count as always at work and never answer in a large part of the day or week, or get tickets only as they solve them, nothing is compared',
    ),
  solved: Count.describe('of these, those they solved by its end'),
  observedToExpected: z.number().nullable().describe('shrunk; 1 is as all take for such tickets'),
  interval: Interval.nullable().describe('where the true ratio is likely to lie'),
  raw: z.number().nullable().describe('the same before shrinking'),
  logError: z.number().nullable().describe('standard error of the logarithm of raw'),
  kept: z
    .object({
      observedToExpected: z.number().nullable().describe('shrunk'),
      raw: z.number().nullable().describe('before shrinking'),
      logError: z.number().nullable().describe('standard error of the logarithm of raw'),
    })
    .nullable()
    .describe(
      'the same if tickets that were passed on had been kept until they were solved; null where none was. The interval spans both, and the verdict holds in both',
    ),
  verdict: Verdict.describe('what can be said beyond chance'),
  firstAnswerMedianSeconds: Seconds.nullable().describe('half of their first answers took less'),
  csat: z
    .object({
      n: z.number().describe('answers'),
      value: z.number().nullable().describe('the happy share in percent; null of too few'),
    })
    .nullable()
    .describe('satisfaction; null without an answer'),
  strata: z.string().describe('what made tickets alike'),
});
export type PersonFigure = z.infer<typeof PersonFigure>;

/** Something that happened in either window and may explain a figure; told verdict or not. */
export const WindowFact = z.object({
  kind: z.enum(['holiday', 'closed_day', 'backlog_cleared', 'solutions_collapsed']).describe('what happened'),
  window: z.enum(['this', 'before']).describe('in which window'),
  day: Iso.nullable().describe('the local day, where it was one'),
  team: z.string().nullable().describe('the team it was in; null: all'),
  tickets: Count.nullable().describe('how many tickets it touched'),
  seconds: Seconds.nullable().describe('of a cleared backlog: older than this'),
  sentence: z.string().describe('the fact in words'),
});
export type WindowFact = z.infer<typeof WindowFact>;

/** One local day of the window. */
export const DayCounts = z.object({
  day: Iso.describe('the beginning of the day'),
  arrived: Count.describe('tickets opened on it'),
  firstAnswers: Count.describe('tickets that a person answered for the first time on it'),
  solved: Count.describe('solutions given on it'),
});
export type DayCounts = z.infer<typeof DayCounts>;

/** What version 2 of the report adds: what may carry a word of change, and what needs somebody. */
export const INFERENCE = {
  coverage: Coverage.describe('whether the window before can be compared with'),
  flow: Flow.describe('what came, moved and is open'),
  timeToSolution: CurvesByClock.describe('how long a solution takes, by every ticket that was in hand'),
  timeToFirstAnswer: CurvesByClock.describe('how long a first answer takes, by every ticket that waited for one'),
  previousTimes: z
    .object({
      timeToSolution: CurvesByClock.describe('how long a solution took'),
      timeToFirstAnswer: CurvesByClock.describe('how long a first answer took'),
    })
    .nullable()
    .describe('the curves of the window before; null where it is not covered'),
  changes: z.array(WindowChange).describe('every verdict and why there is none, overall first'),
  facts: z.array(WindowFact).describe('what else happened and may explain a figure'),
  byDay: z.array(DayCounts).describe('the days of the window, each with its counts'),
  lastAnswerAt: Iso.nullable().describe('the last answer by a person that is known'),
  usualSolvedPerDay: z.number().nullable().describe('solutions a working day in the twelve weeks before'),
  usualUnanswered: z
    .number()
    .nullable()
    .describe('open without an answer at the end of the twelve weeks before, on average'),
  trend: z.array(TrendPoint).describe('the whole weeks (or months) up to the window'),
  changePoints: z.array(ChangePoint).describe('since when a figure is another one'),
  targets: z.array(TargetFigure).describe('the promises and how far they were kept'),
  waiting: Waiting.describe('what waits for us at the end of the window'),
  lowRatings: z.array(LowRating).describe('the bad ratings of the window, worst first'),
  teams: z.array(TeamRow).describe('by name'),
  people: z
    .array(PersonFigure)
    .describe('each person who got a ticket in the window, by name; never an order by a figure'),
};
