import { z } from 'zod';
import { Interval, OutcomeKind, P, PAdjusted, Sentence } from '../schema.ts';
import { cochranArmitage, mantelTrend, meanRanks, type Trend } from '../statistics/association.ts';
import { type DayAndCustomer, robustVariance } from '../statistics/clustered-variance.ts';
import { differenceOf, wilsonInterval } from '../statistics/comparisons.ts';
import { studentCdf } from '../statistics/distributions.ts';
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
    const fifth = fifthAt(ranks[index]!, values.length);
    counts.n[fifth]! += 1;
    if (positive[index]) counts.positive[fifth]! += 1;
    if (!(counts.from[fifth]! <= value)) counts.from[fifth] = value;
    if (!(counts.to[fifth]! >= value)) counts.to[fifth] = value;
  }
  return counts;
}

/** Which fifth a mean rank of so many lies in, from 0 on. */
function fifthAt(rank: number, of: number): number {
  return Math.min(FIFTHS - 1, Math.floor((FIFTHS * (rank - 0.5)) / of));
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
    tier: z
      .string()
      .describe(
        'a tier, or `all`; tickets are compared with those of the same tier, category and priority, as far as there are enough',
      ),
    n: z.int().describe('answers, or accounts'),
    fifths: z
      .array(
        Rate.extend({
          fromSeconds: z
            .number()
            .nullable()
            .describe(
              'the fastest net resolution time of the fifth; null where kinds are laid together, or the fifth is empty',
            ),
          toSeconds: z.number().nullable().describe('the slowest of the fifth; null where fromSeconds is'),
        }),
      )
      .describe('from the fastest to the slowest'),
    slowestLessFastest: z
      .object({
        points: z.number().describe('difference in percent points'),
        interval: Interval.unwrap().describe('interval of the difference at the level of its family, lower end first'),
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

/** One answer: its net wait in ms, whether it was positive, and what it came with: a local day, a customer. */
export interface LinkRow {
  readonly value: number;
  readonly positive: boolean;
  readonly day: number;
  /** Answers of nobody known are each of somebody else. */
  readonly customer: string | undefined;
  /** What the ticket was before anybody worked on it, the most telling fact first. */
  readonly facts: readonly string[];
}

/** A kind of tickets is compared by itself from as many answers on: two a fifth. */
const LEAST_OF_A_KIND = 2 * FIFTHS;

/** Answers by the kind of their tickets: as many of its facts as leave enough answers; what is left over is one more kind. */
export function kindsOf(rows: readonly LinkRow[]): LinkRow[][] {
  const kinds: LinkRow[][] = [];
  let left: readonly LinkRow[] = rows;
  const most = rows.reduce((length, { facts }) => Math.max(length, facts.length), 0);
  for (let depth = most; depth > 0; depth--) {
    const groups = [...Map.groupBy(left, ({ facts }) => JSON.stringify(facts.slice(0, depth))).values()];
    kinds.push(...groups.filter(({ length }) => length >= LEAST_OF_A_KIND));
    left = groups.filter(({ length }) => length < LEAST_OF_A_KIND).flat();
  }
  return left.length === 0 ? kinds : [...kinds, [...left]];
}

/** A table before it is judged together with all others of its family. */
export interface LinkDraft {
  readonly outcome: LinkTable['outcome'];
  readonly tier: string;
  readonly fifths: Fifths;
  readonly trend: Trend | null;
  /** How many times the variance of independent answers that of these is, which come together by day and by customer. */
  readonly design: number;
  /** Of how many kinds of tickets it is, each compared by itself. */
  readonly kinds: number;
}

/** What a family says of one of its comparisons. */
export interface Judgement {
  readonly isBeyondChance: boolean;
  readonly pAdjusted: number | null;
  /** Of the intervals that are shown. */
  readonly confidence: number;
}

/**
 * The table of strata, each cut into fifths by itself, so that their mix is no trend: the Mantel test, of one stratum
 * Cochran and Armitage's. No test below five times the minimum, or below it of either outcome.
 */
export function draftOf(
  outcome: LinkTable['outcome'],
  tier: string,
  strata: readonly (readonly LinkRow[])[],
  minimum: number,
): LinkDraft {
  const cut = strata.map(fifthsOf);
  const [only] = cut;
  const fifths = cut.length === 1 ? only! : poolFifths(cut);
  const trend = !isEnough(fifths, minimum) ? null : cut.length === 1 ? cochranArmitage(fifths) : mantelTrend(cut);
  return { outcome, tier, fifths, kinds: strata.length, ...testOf(strata, trend) };
}

function fifthsOf(stratum: readonly LinkRow[]): Fifths {
  return cutIntoFifths(
    stratum.map(({ value }) => value),
    stratum.map(({ positive }) => positive),
  );
}

/** The same trend with the variance of answers that come together. */
function testOf(
  strata: readonly (readonly LinkRow[])[],
  trend: Trend | null,
): { readonly trend: Trend | null; readonly design: number } {
  if (trend === null) return { trend, design: 1 };
  const rows = strata.flat();
  const influences = Float64Array.from(strata.flatMap(influencesOf));
  const moving = influences.filter((each) => each !== 0).length;
  const independent = influences.reduce((sum, each) => sum + each * each, 0) * (moving / (moving - 1));
  const found = robustVariance(influences, clustersOf(rows));
  if (found === null || !(independent > 0)) return { trend: null, design: 1 };
  const design = Math.max(1, found.variance / independent);
  const z = trend.z / Math.sqrt(design);
  return { trend: { ...trend, z, p: 2 * studentCdf(-Math.abs(z), found.degreesOfFreedom) }, design };
}

/** How much each answer of a stratum moves the sum of scores. */
function influencesOf(stratum: readonly LinkRow[]): number[] {
  if (stratum.length === 0) return [];
  const ranks = meanRanks(stratum.map(({ value }) => value));
  const scores = stratum.map((_, index) => fifthAt(ranks[index]!, stratum.length));
  const meanScore = sumOf(scores) / scores.length;
  const share = stratum.filter(({ positive }) => positive).length / stratum.length;
  return stratum.map(({ positive }, index) => (scores[index]! - meanScore) * ((positive ? 1 : 0) - share));
}

function clustersOf(rows: readonly LinkRow[]): DayAndCustomer {
  const code = (keys: readonly (string | number)[]) => {
    const codes = new Map<string | number, number>();
    for (const key of keys) if (!codes.has(key)) codes.set(key, codes.size);
    return { codes: Uint32Array.from(keys, (key) => codes.get(key)!), count: codes.size };
  };
  return {
    day: code(rows.map(({ day }) => day)),
    customer: code(rows.map(({ customer }, index) => (customer === undefined ? index : `by ${customer}`))),
  };
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
 * Finishes a table with the judgement of its family. An association needs both: a trend over all fifths beyond chance, and
 * a difference between the outer fifths whose interval leaves zero out.
 */
export function finishTable(draft: LinkDraft, judgement: Judgement, minimum: number): LinkTable {
  const { outcome, tier, fifths, trend, design } = draft;
  const { pAdjusted, confidence } = judgement;
  const extremes = trend === null ? null : slowestLessFastest(fifths, design, confidence);
  const verdict = trend === null ? 'too_few' : verdictOf(judgement.isBeyondChance, extremes?.interval ?? null);
  const table = {
    outcome,
    tier,
    n: sumOf(fifths.n),
    fifths: fifths.n.map((n, index) => {
      const rate = rateOf(fifths.positive[index]!, n, minimum);
      const interval = rate.value === null ? null : wilsonInterval(fifths.positive[index]! / design, n / design);
      return {
        ...rate,
        interval: interval === null ? null : ([100 * interval[0], 100 * interval[1]] as [number, number]),
        fromSeconds: secondsOrNull(fifths.from[index]!),
        toSeconds: secondsOrNull(fifths.to[index]!),
      };
    }),
    slowestLessFastest: extremes,
    trend: trend === null || pAdjusted === null ? null : { pointsPerFifth: 100 * trend.slope, p: trend.p, pAdjusted },
    verdict,
  };
  return { ...table, sentence: sentenceOf(table, draft, minimum) };
}

function secondsOrNull(ms: number): number | null {
  return Number.isNaN(ms) ? null : ms / 1000;
}

/** Newcombe's interval of the difference of two shares (1998, method 10), of as many answers as are in effect; percent points. */
function slowestLessFastest(
  { n, positive }: Fifths,
  design: number,
  confidence: number,
): LinkTable['slowestLessFastest'] {
  const shareOf = (fifth: number) => {
    const interval = wilsonInterval(positive[fifth]! / design, n[fifth]! / design, confidence);
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

/** Why nothing is said: too few answers, too few that differ from the others, or too few days and customers behind them. */
function shortage(fifths: Fifths, things: string, minimum: number): string {
  const [n, positive] = [sumOf(fifths.n), sumOf(fifths.positive)];
  if (n < FIFTHS * minimum) return `too few ${things} to say (n = ${n})`;
  const other = Math.min(positive, n - positive);
  if (other < minimum) return `nearly all ${things} are alike (${other} of ${n} differ)`;
  return `the ${n} ${things} are of too few customers or days to say`;
}

function sentenceOf(table: Omit<LinkTable, 'sentence'>, draft: LinkDraft, minimum: number): string {
  const { outcome, tier, n, verdict, trend, slowestLessFastest: extremes, fifths } = table;
  const words = SUBJECT[outcome];
  const tickets = tier === 'all' ? 'All tickets' : `${tier[0]!.toUpperCase()}${tier.slice(1)} tickets`;
  const about = draft.kinds > 1 ? `${tickets}, each against its own kind` : tickets;
  if (verdict === 'too_few' || trend === null) return `${about}: ${shortage(draft.fifths, words.things, minimum)}.`;
  const [first, last] = [fifths[0]!, fifths.at(-1)!];
  const shares =
    first.value === null || last.value === null
      ? ''
      : `${inWords(first.value)}% ${words.share} in the fastest fifth, ${inWords(last.value)}% in the slowest`;
  const interval =
    extremes === null ? '' : ` (likely between ${intervalInWords(extremes.interval, true, 1, 'and')} points, n = ${n})`;
  if (verdict === 'no_evidence') {
    const found = nothingFound(extremes?.interval ?? null, POINTS_THAT_MATTER, `${POINTS_THAT_MATTER} points`);
    return `${about}: ${found}; ${shares}${interval}.`;
  }
  const direction = trend.pointsPerFifth > 0 ? words.more : words.fewer;
  return `${about}: slower goes with ${direction}, an association, not a cause; ${shares}${interval}.`;
}
