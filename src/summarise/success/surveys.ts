import { z } from 'zod';
import { countWords } from '../../model/by-word.ts';
import { isPositive, type Rating } from '../../model/rating.ts';
import type { Period } from '../../model/window.ts';
import { answersOf } from '../outcomes/answers.ts';
import { isWithin } from '../rows.ts';
import { scaleEnds } from '../schema.ts';
import { meanInterval, momentsOf } from '../statistics/averages.ts';
import { type DayAndCustomer, robustVariance } from '../statistics/clustered-variance.ts';
import { CONFIDENCE, type Interval, normalQuantile, studentQuantile } from '../statistics/distributions.ts';
import { clusteredShare } from '../statistics/shares.ts';
import { type Figure, type FigureKind, known, share, tooFew, unavailable } from './figure.ts';

/** Where an answer stands: 9 and 10 promote, 7 and 8 are passive, the rest detract. */
export type Standing = 'promoter' | 'passive' | 'detractor';

/**
 * Where an answer to "how likely would you recommend us" stands (Reichheld, "The one number you need to grow", Harvard
 * Business Review 2003). Undefined off the scales of 0 to 10 and 1 to 10.
 */
export function standingOf({ value, scaleMin, scaleMax }: Rating): Standing | undefined {
  if (value === null || scaleMax !== 10 || (scaleMin !== 0 && scaleMin !== 1)) return undefined;
  if (value >= 9) return 'promoter';
  return value >= 7 ? 'passive' : 'detractor';
}

/**
 * Net promoter score = % promoters − % detractors, from -100 to 100 (Reichheld 2003), with its 95% interval: Wald's after
 * three answers are added, 3/4 at either end and 3/2 in the middle (Rocks, "Interval estimation for the Net Promoter
 * Score", The American Statistician 70, 2016), which covers what it says for small n where Wald's own does not.
 *
 * @example netPromoter(60, 10, 100).score // => 50
 */
export function netPromoter(promoters: number, detractors: number, n: number): { score: number; interval: Interval } {
  const total = n + 3;
  const [up, down] = [(promoters + 0.75) / total, (detractors + 0.75) / total];
  const centre = up - down;
  const half = normalQuantile((1 + CONFIDENCE) / 2) * Math.sqrt((up + down - centre * centre) / total);
  return {
    score: (100 * (promoters - detractors)) / n,
    interval: [Math.max(-100, 100 * (centre - half)), Math.min(100, 100 * (centre + half))],
  };
}

/** How often each answer was given on one scale. */
export const AnswerScale = z.object({
  kind: z.enum(['nps', 'ces']).describe('`nps`: would recommend; `ces`: effort'),
  scaleMin: scaleEnds.scaleMin,
  scaleMax: scaleEnds.scaleMax,
  lowerIsBetter: z.boolean().describe('whether a low answer is the good one'),
  n: z.int().describe('answers'),
  values: z.record(z.string(), z.int()).describe('answer → how often'),
  commented: z
    .int()
    .nullable()
    .describe('how many said why; the words are not kept. Null where the source does not say who did.'),
});
export type AnswerScale = z.infer<typeof AnswerScale>;

const NPS: FigureKind = {
  key: 'nps',
  label: 'Net promoter score',
  unit: 'points',
  formula: 'share of promoters (9 and 10) less share of detractors (0 to 6), in points from -100 to 100',
};

const CES_MEAN: FigureKind = {
  key: 'ces_mean',
  label: 'Effort (CES), mean',
  unit: 'score',
  formula: 'sum of the answers ÷ answers, on the survey’s own scale',
};

const CES_LOW: FigureKind = {
  key: 'ces_low_effort',
  label: 'Effort (CES), easy for',
  unit: 'percent',
  formula: 'answers on the easy end (7 points: 5 to 7; 5: 4 and 5; 10: 7 to 10; mirrored where low is easy) ÷ answers',
};

const CSAT: FigureKind = {
  key: 'csat',
  label: 'Satisfied (CSAT)',
  unit: 'percent',
  formula: 'positive answers ÷ answers × 100; neutral ones stay in the base',
};

/** What customers answered in a window: figures, and how often each answer was given. */
export interface SurveyFigures {
  readonly figures: readonly Figure[];
  readonly scales: readonly AnswerScale[];
}

/** Satisfaction, effort and recommendation of one window. Ratings of other windows are passed over. */
export function surveyFigures(
  ratings: readonly Rating[],
  window: Period,
  minimum: number,
  dayOf: (at: number) => number,
): SurveyFigures {
  const answered = ratings.filter(({ value, ratedAt }) => value !== null && isWithin(ratedAt, window));
  const nps = answered.filter(({ kind }) => kind === 'nps');
  const ces = [
    ...Map.groupBy(
      answered.filter(({ kind }) => kind === 'ces'),
      scaleName,
    ),
  ].sort();
  return {
    figures: [
      csatFigure(ratings, window, minimum, dayOf),
      npsFigure(nps, minimum),
      ...(ces.length === 0 ? noEffort() : ces.flatMap(([name, answers]) => cesFigures(name, answers, minimum))),
    ],
    scales: [...Map.groupBy(nps, scaleName).values(), ...ces.map(([, answers]) => answers)].map(answerScale),
  };
}

function csatFigure(
  ratings: readonly Rating[],
  window: Period,
  minimum: number,
  dayOf: (at: number) => number,
): Figure {
  const { csat } = answersOf(ratings, window, { find: () => undefined }, new Map());
  const counted = csat.filter(({ counts }) => counts);
  if (counted.length === 0)
    return unavailable(CSAT, 'needs answers of kind csat in this window (helpdesk, ratings.csv)');
  const positive = counted.filter((answer) => answer.positive).length;
  const offered = csat.filter((answer) => answer.offered).length;
  return clustered(
    share(CSAT, {
      positive,
      n: counted.length,
      minimum,
      things: 'answers',
      inputs: {
        'positive answers': positive,
        answers: counted.length,
        'surveys offered': offered === 0 ? null : offered,
      },
    }),
    counted.map((answer) => answer.positive === true),
    clustersOf(
      counted.map(({ rating }) => rating),
      dayOf,
    ),
  );
}

/** A share with the interval that takes answers of one customer, and of one day, together; without one where these are too few. */
function clustered(figure: Figure, positive: readonly boolean[], clusters: DayAndCustomer): Figure {
  if (figure.value === null) return figure;
  const { interval } = clusteredShare({ positive: Uint8Array.from(positive, (each) => (each ? 1 : 0)), clusters });
  return { ...figure, interval: interval === null ? null : [100 * interval[0], 100 * interval[1]] };
}

/**
 * What makes answers alike: who gave them, of nobody known the account, else each is somebody else's; and the day, where
 * it is told.
 */
function clustersOf(ratings: readonly Rating[], dayOf?: (at: number) => number): DayAndCustomer {
  const codes = (keys: readonly (string | number)[]) => {
    const known = new Map<string | number, number>();
    for (const key of keys) if (!known.has(key)) known.set(key, known.size);
    return { codes: Uint32Array.from(keys, (key) => known.get(key)!), count: known.size };
  };
  const who = ({ source, customerId, accountKey }: Rating, index: number): string =>
    customerId !== undefined
      ? `by ${source}/${customerId}`
      : accountKey !== undefined
        ? `of ${accountKey}`
        : `${index}`;
  return {
    day: codes(ratings.map(({ ratedAt }, index) => dayOf?.(ratedAt!) ?? index)),
    customer: codes(ratings.map(who)),
  };
}

/** An interval of answers that were taken for independent, as wide as of these that come together; null where they are of too few. */
function widened(
  [low, high]: readonly [number, number],
  value: number,
  values: readonly number[],
  clusters: DayAndCustomer,
): [number, number] | null {
  const mean = values.reduce((sum, each) => sum + each, 0) / values.length;
  const influences = Float64Array.from(values, (each) => (each - mean) / values.length);
  if (influences.every((each) => each === 0)) return [low, high];
  const robust = robustVariance(influences, clusters);
  if (robust === null) return null;
  const independent = influences.reduce((sum, each) => sum + each * each, 0);
  const t = studentQuantile((1 + CONFIDENCE) / 2, robust.degreesOfFreedom) / normalQuantile((1 + CONFIDENCE) / 2);
  const factor = Math.max(1, Math.sqrt(robust.variance / independent) * t);
  return [value - factor * (value - low), value + factor * (high - value)];
}

function npsFigure(answers: readonly Rating[], minimum: number): Figure {
  if (answers.length === 0)
    return unavailable(NPS, 'needs answers of kind nps in this window (ratings.csv with kind nps)');
  const counts = { promoter: 0, passive: 0, detractor: 0, unknown: 0 };
  for (const answer of answers) counts[standingOf(answer) ?? 'unknown'] += 1;
  const n = answers.length - counts.unknown;
  const commented = answers.filter((answer) => answer.commented === true).length;
  const isTold = answers.some((answer) => answer.commented !== undefined);
  const inputs = {
    promoters: counts.promoter,
    passives: counts.passive,
    detractors: counts.detractor,
    'answers that say why': isTold ? commented : null,
  };
  const notes = counts.unknown === 0 ? [] : [`${counts.unknown} answers left out: not on a scale of 0 or 1 to 10.`];
  if (n < minimum) return unavailable(NPS, tooFew(n, minimum, 'answers'), { n, inputs, notes });
  const { score, interval } = netPromoter(counts.promoter, counts.detractor, n);
  const told = answers.filter((answer) => standingOf(answer) !== undefined);
  const points = told.map((answer) => ({ promoter: 100, passive: 0, detractor: -100 })[standingOf(answer)!]);
  const wide = widened(interval, score, points, clustersOf(told));
  const within = wide && ([Math.max(-100, wide[0]), Math.min(100, wide[1])] as const);
  return known(NPS, { n, value: score, interval: within, inputs, notes });
}

function noEffort(): Figure[] {
  const why = 'needs answers of kind ces in this window (ratings.csv with kind ces)';
  return [unavailable(CES_MEAN, why), unavailable(CES_LOW, why)];
}

/**
 * Customer effort (Dixon, Freeman and Toman, "Stop trying to delight your customers", Harvard Business Review 2010): the
 * mean with its interval (Hall 1992) and the share on the easy end, on each scale by itself, since scales do not mix.
 */
function cesFigures(group: string, answers: readonly Rating[], minimum: number): Figure[] {
  const n = answers.length;
  if (n < minimum) {
    const why = tooFew(n, minimum, 'answers');
    return [CES_MEAN, CES_LOW].map((kind) => unavailable(kind, why, { group, n }));
  }
  const values = answers.map(({ value }) => value!);
  const clusters = clustersOf(answers);
  const moments = momentsOf(values);
  const independent = meanInterval(moments);
  const easy = answers.map(isEasy);
  const mean = known(CES_MEAN, {
    group,
    n,
    value: moments.mean,
    interval: independent === null ? null : widened(independent, moments.mean, values, clusters),
    inputs: { answers: n, 'sum of answers': moments.mean * n },
  });
  if (easy.includes(null)) {
    return [mean, unavailable(CES_LOW, 'needs a scale of 5, 7 or 10 points, or a column positive', { group, n })];
  }
  const positive = easy.filter((each) => each === true).length;
  const inputs = { 'easy answers': positive, answers: n };
  const low = share(CES_LOW, { group, positive, n, minimum, things: 'answers', inputs });
  return [
    mean,
    clustered(
      low,
      easy.map((each) => each === true),
      clusters,
    ),
  ];
}

/** Whether an answer says that it was easy; null where nothing says which answers do. */
export function isEasy({ kind, value, scaleMin, scaleMax, positive, lowerIsBetter }: Rating): boolean | null {
  if (value === null) return null;
  return positive ?? isPositive(kind, lowerIsBetter ? scaleMin + scaleMax - value : value, scaleMin, scaleMax);
}

function scaleName({ scaleMin, scaleMax, kind, lowerIsBetter }: Rating): string {
  if (kind === 'nps') return `${scaleMin} to ${scaleMax}`;
  return `${scaleMin} to ${scaleMax}, ${lowerIsBetter ? 'low' : 'high'} is easy`;
}

function answerScale(answers: readonly Rating[]): AnswerScale {
  const { kind, scaleMin, scaleMax, lowerIsBetter = false } = answers[0]!;
  const told = answers.filter(({ commented }) => commented !== undefined);
  return {
    kind: kind === 'nps' ? 'nps' : 'ces',
    scaleMin,
    scaleMax,
    lowerIsBetter,
    n: answers.length,
    values: countWords(answers.map(({ value }) => String(value))),
    commented: told.length === 0 ? null : told.filter(({ commented }) => commented).length,
  };
}
