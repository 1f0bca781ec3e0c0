import { z } from 'zod';
import { Interval, P, Sentence } from '../schema.ts';
import type { HazardRatio, RiskSet } from '../statistics/conditional-logistic.ts';

/** What of an account's waiting is compared on the day on which somebody decided to leave. */
export const CHURN_MEASURES = {
  longestOpenWait: {
    label: 'the longest wait with us that was open then',
    more: 'had been waiting longer for us when they decided',
    less: 'had been waiting less long for us when they decided',
  },
  medianSolved: {
    label: 'the time within which half of their tickets were solved',
    more: 'had waited longer for solutions',
    less: 'had waited less long for solutions',
  },
  tickets: {
    label: 'how many tickets they had opened',
    more: 'had opened more tickets',
    less: 'had opened fewer tickets',
  },
} as const;
export type ChurnMeasure = keyof typeof CHURN_MEASURES;
export const MEASURE_NAMES = Object.keys(CHURN_MEASURES) as [ChurnMeasure, ...ChurnMeasure[]];

export const ChurnVerdict = z.enum(['association', 'none_that_matters', 'too_few', 'withheld']);

/** Whether accounts that decided to leave differed that day, in one measure, from those that stayed undecided. */
export const ChurnAssociation = z.object({
  measure: z.enum(MEASURE_NAMES).describe('what is compared'),
  decisions: z.int().min(0).describe('accounts that decided to leave and could be compared'),
  left: z.int().min(0).describe('of these, those that have left by the end of the window'),
  compared: z.int().min(0).describe('accounts that they were compared with, each as often as it was'),
  hazardRatio: z
    .number()
    .nullable()
    .describe('of a standard deviation more; above 1: left more often; null of too few'),
  interval: Interval.describe('of the hazard ratio, at the level of its family'),
  p: P.nullable(),
  verdict: ChurnVerdict.describe(
    'an association beyond chance; that one which would matter can be ruled out; too little to say; or withheld, for those who had decided went on to wait longer as well',
  ),
  sentence: Sentence,
});
export type ChurnAssociation = z.infer<typeof ChurnAssociation>;

/** The measures of churn and waiting, and the control that shows whether the comparison is fair. */
export const ChurnAndWaits = z.object({
  measures: z.array(ChurnAssociation).describe('one family: judged together'),
  byTicket: z
    .int()
    .min(0)
    .describe(
      'of the decisions, those dated at the opening of the ticket that was solved when the books say that they were made',
    ),
  requestShare: z
    .number()
    .nullable()
    .describe('share of the decisions that are known by a request; the others by the end itself'),
  control: z
    .object({
      decisions: z.int().min(0).describe('accounts with a wait begun after their decision'),
      hazardRatio: z.number().nullable().describe('of a standard deviation more of that wait; null of fewer than ten'),
      interval: Interval.describe('95% interval'),
      fails: z.boolean().describe('the interval excludes 1: who had decided also waited otherwise afterwards'),
    })
    .describe('negative control: a wait after the decision, less the one before it, cannot have caused it'),
});
export type ChurnAndWaits = z.infer<typeof ChurnAndWaits>;

/** Fewer decisions tell nothing. */
export const LEAST_DECISIONS = 10;
/** A hazard ratio of a standard deviation that would matter. */
const WOULD_MATTER = 1.5;

/** The interval of a hazard ratio at a confidence. */
export function intervalOf({ intervalAt }: HazardRatio, confidence: number): [number, number] {
  const [low, high] = intervalAt(confidence);
  return [Math.exp(low), Math.exp(high)];
}

/** How a measure was judged beside the others, and what the control says. */
export interface Judged {
  readonly isBeyond: boolean;
  readonly confidence: number;
  readonly control: ChurnAndWaits['control'];
  readonly byTicket: number;
  /** Of those compared, who have left by the end of the window. */
  readonly left: number;
}

/** A measure as the report has it, with its sentence. */
export function describe(
  measure: ChurnMeasure,
  told: readonly RiskSet[],
  fit: HazardRatio | null,
  { isBeyond, confidence, control, byTicket, left }: Judged,
): ChurnAssociation {
  const { label, more, less } = CHURN_MEASURES[measure];
  const decisions = told.length;
  const compared = told.reduce((sum, { values }) => sum + values.length - 1, 0);
  const base = { measure, decisions, left, compared };
  if (fit === null) {
    return {
      ...base,
      hazardRatio: null,
      interval: null,
      p: null,
      verdict: 'too_few',
      sentence:
        decisions < LEAST_DECISIONS
          ? `Leaving and ${label}: too little to say with ${decisions} ${decisions === 1 ? 'decision' : 'decisions'} that could be compared (${LEAST_DECISIONS} needed).`
          : `Leaving and ${label}: nothing can be told, for too few of those ${decisions} who decided, or of whom they are compared with, had any.`,
    };
  }
  const interval = intervalOf(fit, confidence);
  const [low, high] = interval;
  const isTold = isBeyond && (low > 1 || high < 1);
  const isSmall = low > 1 / WOULD_MATTER && high < WOULD_MATTER;
  // What went the same way after the decision cannot have made them decide.
  const fails = control.fails && control.hazardRatio! > 1 === fit.logRatio > 0;
  const verdict = isTold ? (fails ? 'withheld' : 'association') : isSmall ? 'none_that_matters' : 'too_few';
  const gone = left === decisions ? '' : `, ${left} of whom have left by the end of the window`;
  const dated = byTicket === 0 ? '' : `, ${byTicket} dated by the ticket in which they were asked for`;
  const figures = `hazard ratio of a standard deviation ${Math.exp(fit.logRatio).toFixed(2)}, likely between ${low.toFixed(2)} and ${high.toFixed(2)}, ${decisions} decisions${gone}${dated}`;
  const sentences: Readonly<Record<typeof verdict, string>> = {
    association: `Accounts that decided to leave ${fit.logRatio > 0 ? more : less}: an association, not a cause (${figures}).`,
    none_that_matters: `Leaving and ${label}: no link; one that would matter (${WOULD_MATTER} and more) can be ruled out (${figures}).`,
    too_few: `Leaving and ${label}: too little to say (${figures}).`,
    withheld: `Leaving and ${label}: nothing is said, for those who had decided also waited otherwise afterwards, which cannot have made them leave.`,
  };
  return {
    ...base,
    hazardRatio: Math.exp(fit.logRatio),
    interval,
    p: fit.p,
    verdict,
    sentence: sentences[verdict],
  };
}
