import { z } from 'zod';
import { Interval, OutcomeKind, P, PAdjusted, Sentence } from '../schema.ts';
import { cochranArmitage, mantelTrend, meanRanks, type Trend } from '../statistics/association.ts';
import { differenceOf, wilsonInterval } from '../statistics/comparisons.ts';
import {
  intervalInWords,
  inWords,
  nothingFound,
  POINTS_THAT_MATTER,
  Rate,
  rateOf,
  Verdict,
  verdictOf,
} from './rate.ts';

/** How many groups of equal size an order is cut into. */
export const FIFTHS = 5;

/** Things in the order of a value, cut into five groups of equal size; equal values stay together. */
export interface Fifths {
  readonly n: readonly number[];
  readonly positive: readonly number[];
  /** Smallest and largest value of each; NaN where a fifth is empty. */
  readonly from: readonly number[];
  readonly to: readonly number[];
}

/**
 * Cuts things into fifths (quintiles) by their mean rank, and counts how many of each are positive. Several fifths may
 * be empty when many values are equal.
 */
export function cutIntoFifths(values: readonly number[], positive: readonly boolean[]): Fifths {
  const counts = {
    n: Array<number>(FIFTHS).fill(0),
    positive: Array<number>(FIFTHS).fill(0),
    from: Array<number>(FIFTHS).fill(Number.NaN),
    to: Array<number>(FIFTHS).fill(Number.NaN),
  };
  const ranks = meanRanks(values);
  for (const [index, value] of values.entries()) {
    const fifth = Math.min(FIFTHS - 1, Math.floor((FIFTHS * (ranks[index]! - 0.5)) / values.length));
    counts.n[fifth]! += 1;
    if (positive[index]) counts.positive[fifth]! += 1;
    if (!(counts.from[fifth]! <= value)) counts.from[fifth] = value;
    if (!(counts.to[fifth]! >= value)) counts.to[fifth] = value;
  }
  return counts;
}

/** Fifths of several strata laid upon each other: fastest with fastest, slowest with slowest. */
export function poolFifths(strata: readonly Fifths[]): Fifths {
  const none = Array<number>(FIFTHS).fill(Number.NaN);
  const sum = (of: (fifths: Fifths) => readonly number[]): number[] =>
    Array.from({ length: FIFTHS }, (_, fifth) => {
      let total = 0;
      for (const stratum of strata) total += of(stratum)[fifth]!;
      return total;
    });
  return { n: sum((fifths) => fifths.n), positive: sum((fifths) => fifths.positive), from: none, to: none };
}

/** Where each value stands among its equals in kind, from 0 (smallest) to 1 (largest): ridits (Bross 1958). */
export function standings(values: readonly number[]): number[] {
  const ranks = meanRanks(values);
  return Array.from(ranks, (rank) => (rank - 0.5) / values.length);
}

/** An outcome by fifths of net resolution time, from the fastest to the slowest. Rates and points in percent. */
export const LinkTable = z
  .object({
    outcome: OutcomeKind,
    tier: z.string().describe('`all`: by how slow a ticket was for its tier, all tiers together'),
    n: z.int().describe('answers, or accounts'),
    fifths: z
      .array(
        Rate.extend({
          fromSeconds: z
            .number()
            .nullable()
            .describe(
              'the fastest net resolution time of the fifth; null where tiers are laid together, or the fifth is empty',
            ),
          toSeconds: z.number().nullable().describe('the slowest of the fifth; null where fromSeconds is'),
        }),
      )
      .describe('from the fastest to the slowest'),
    slowestLessFastest: z
      .object({
        points: z.number().describe('difference in percent points'),
        interval: Interval.unwrap().describe('95% interval of the difference, lower end first'),
      })
      .nullable()
      .describe('of the slowest fifth less the fastest, in percent points'),
    trend: z
      .object({ pointsPerFifth: z.number().describe('percent points a fifth'), p: P, pAdjusted: PAdjusted })
      .nullable()
      .describe('rise from fifth to fifth; null where there are too few'),
    verdict: Verdict,
    sentence: Sentence,
  })
  .meta({ id: 'LinkTable' });
export type LinkTable = z.infer<typeof LinkTable>;

/** A table before its p is corrected for all comparisons of a report. */
export interface LinkDraft {
  readonly outcome: LinkTable['outcome'];
  readonly tier: string;
  readonly fifths: Fifths;
  readonly trend: Trend | null;
}

/** One stratum: net times in ms, and whether the answer was positive, or the account lost. */
export interface Stratum {
  readonly values: readonly number[];
  readonly positive: readonly boolean[];
}

/** The table of one stratum, with the Cochran-Armitage test; null below five times the minimum, or below it of either outcome. */
export function draftOf(outcome: LinkTable['outcome'], tier: string, stratum: Stratum, minimum: number): LinkDraft {
  const fifths = cutIntoFifths(stratum.values, stratum.positive);
  return { outcome, tier, fifths, trend: isEnough(fifths, minimum) ? cochranArmitage(fifths) : null };
}

/** The table of all strata, each cut into fifths by itself, with the Mantel test, so that the mix of tiers is no trend. */
export function pooledDraft(outcome: LinkTable['outcome'], strata: readonly Stratum[], minimum: number): LinkDraft {
  const cut = strata.map((stratum) => cutIntoFifths(stratum.values, stratum.positive));
  const fifths = poolFifths(cut);
  return { outcome, tier: 'all', fifths, trend: isEnough(fifths, minimum) ? mantelTrend(cut) : null };
}

function sumOf(values: readonly number[]): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}

function isEnough({ n, positive }: Fifths, minimum: number): boolean {
  const [all, yes] = [sumOf(n), sumOf(positive)];
  return all >= FIFTHS * minimum && Math.min(yes, all - yes) >= minimum;
}

/**
 * Finishes a table with the corrected p. An association needs both: a trend over all fifths whose corrected p stands, and
 * a difference between the outer fifths whose interval leaves zero out.
 */
export function finishTable(draft: LinkDraft, pAdjusted: number | null, minimum: number): LinkTable {
  const { outcome, tier, fifths, trend } = draft;
  const extremes = trend === null ? null : slowestLessFastest(fifths);
  const verdict = verdictOf(pAdjusted, extremes?.interval ?? null);
  const table = {
    outcome,
    tier,
    n: sumOf(fifths.n),
    fifths: fifths.n.map((n, index) => ({
      ...rateOf(fifths.positive[index]!, n, minimum),
      fromSeconds: secondsOrNull(fifths.from[index]!),
      toSeconds: secondsOrNull(fifths.to[index]!),
    })),
    slowestLessFastest: extremes,
    trend: trend === null || pAdjusted === null ? null : { pointsPerFifth: 100 * trend.slope, p: trend.p, pAdjusted },
    verdict,
  };
  return { ...table, sentence: sentenceOf(table) };
}

function secondsOrNull(ms: number): number | null {
  return Number.isNaN(ms) ? null : ms / 1000;
}

/** Newcombe's interval of the difference of two shares (1998, method 10), in percent points. */
function slowestLessFastest({ n, positive }: Fifths): LinkTable['slowestLessFastest'] {
  const shareOf = (fifth: number) => {
    const interval = wilsonInterval(positive[fifth]!, n[fifth]!);
    return interval === null ? null : { value: positive[fifth]! / n[fifth]!, interval };
  };
  const [fastest, slowest] = [shareOf(0), shareOf(FIFTHS - 1)];
  if (fastest === null || slowest === null) return null;
  const { difference, interval } = differenceOf(slowest, fastest);
  return { points: 100 * difference, interval: [100 * interval[0], 100 * interval[1]] };
}

const SUBJECT = {
  csat: {
    things: 'answers',
    share: 'of answers were positive',
    more: 'more satisfied customers',
    fewer: 'fewer satisfied customers',
  },
  churn: { things: 'accounts', share: 'of accounts were lost', more: 'more churn', fewer: 'less churn' },
} as const;

function sentenceOf(table: Omit<LinkTable, 'sentence'>): string {
  const { outcome, tier, n, verdict, trend, slowestLessFastest: extremes, fifths } = table;
  const words = SUBJECT[outcome];
  const about =
    tier === 'all' ? 'All tiers, each against its own' : `${tier[0]!.toUpperCase()}${tier.slice(1)} tickets`;
  if (verdict === 'too_few' || trend === null) return `${about}: too few ${words.things} to say (n = ${n}).`;
  const [first, last] = [fifths[0]!, fifths.at(-1)!];
  const shares =
    first.value === null || last.value === null
      ? ''
      : `${inWords(first.value)}% ${words.share} in the fastest fifth, ${inWords(last.value)}% in the slowest`;
  const interval =
    extremes === null ? '' : ` (95% interval ${intervalInWords(extremes.interval, true)} points, n = ${n})`;
  if (verdict === 'no_evidence') {
    const found = nothingFound(extremes?.interval ?? null, POINTS_THAT_MATTER, `${POINTS_THAT_MATTER} points`);
    return `${about}: ${found}; ${shares}${interval}.`;
  }
  const direction = trend.pointsPerFifth > 0 ? words.more : words.fewer;
  return `${about}: slower goes with ${direction}, an association, not a cause; ${shares}${interval}.`;
}
