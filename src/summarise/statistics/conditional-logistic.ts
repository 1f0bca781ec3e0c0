import { normalCdf, normalQuantile } from './distributions.ts';

/** One decision: who decided and with whom they are compared, each with a value. */
export interface RiskSet {
  /** The first is the one who decided. */
  readonly values: Float64Array;
}

/** The log hazard ratio of one unit of the value. */
export interface HazardRatio {
  readonly logRatio: number;
  readonly standardError: number;
  /**
   * Where the likelihood ratio does not reject, at a confidence; an end that the sets do not tell is ±8. Unlike one of the
   * standard error it holds where a value always decides.
   */
  readonly intervalAt: (confidence: number) => readonly [low: number, high: number];
  /** Two-sided, the more cautious one of the score test and the likelihood ratio. */
  readonly p: number;
  /** Sets in which the value differs between members: the others say nothing. */
  readonly sets: number;
}

const MOST_ROUNDS = 50;
/** No hazard ratio of a standard deviation is beyond e^8; a fit that goes there has no end. */
const LARGEST = 8;

/**
 * Fits the conditional logistic model of matched sets with one value, by Newton's method: the probability that the one who
 * decided is that one of its set is exp(βx) ÷ Σ exp(βx) (Breslow and Day 1980, chapter 7; R: `survival::clogit`). Null
 * where no set says anything.
 */
export function conditionalLogistic(sets: readonly RiskSet[]): HazardRatio | null {
  const told = sets.filter(({ values }) => values.some((value) => value !== values[0]));
  if (told.length === 0) return null;
  const atZero = derivativesAt(told, 0);
  if (atZero.information <= 0) return null;
  let beta = 0;
  let here = atZero;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const step = here.score / here.information;
    const next = Math.max(-LARGEST, Math.min(LARGEST, beta + Math.max(-1, Math.min(1, step))));
    if (Math.abs(next - beta) < 1e-10) break;
    beta = next;
    here = derivativesAt(told, beta);
    if (here.information < 1e-9) break;
  }
  const scoreZ = atZero.score / Math.sqrt(atZero.information);
  const likelihoodZ = Math.sqrt(Math.max(0, 2 * (here.logLikelihood - atZero.logLikelihood)));
  const z = Math.min(Math.abs(scoreZ), likelihoodZ);
  return {
    logRatio: beta,
    standardError: 1 / Math.sqrt(Math.max(1e-9, here.information)),
    intervalAt: (confidence) => {
      const least = here.logLikelihood - 0.5 * normalQuantile(0.5 + confidence / 2) ** 2;
      return [edgeOf(told, beta, -LARGEST, least), edgeOf(told, beta, LARGEST, least)];
    },
    p: Math.min(1, 2 * normalCdf(-z)),
    sets: told.length,
  };
}

/** How far from the estimate towards an end the likelihood stays above a least one, by bisection. */
function edgeOf(sets: readonly RiskSet[], estimate: number, end: number, least: number): number {
  if (derivativesAt(sets, end).logLikelihood >= least) return end;
  let [inside, outside] = [estimate, end];
  for (let round = 0; round < 60; round++) {
    const middle = (inside + outside) / 2;
    if (derivativesAt(sets, middle).logLikelihood >= least) inside = middle;
    else outside = middle;
  }
  return inside;
}

function derivativesAt(sets: readonly RiskSet[], beta: number) {
  let [score, information, logLikelihood] = [0, 0, 0];
  for (const { values } of sets) {
    const largest = values.reduce((most, value) => Math.max(most, beta * value), Number.NEGATIVE_INFINITY);
    let [sum, first, second] = [0, 0, 0];
    for (const value of values) {
      const weight = Math.exp(beta * value - largest);
      sum += weight;
      first += weight * value;
      second += weight * value * value;
    }
    const mean = first / sum;
    score += values[0]! - mean;
    information += second / sum - mean * mean;
    logLikelihood += beta * values[0]! - largest - Math.log(sum);
  }
  return { score, information, logLikelihood };
}

/** Ranks of values as quantiles of the standard normal, ties by their mean rank: what is told does not hang on the unit. */
export function normalScores(values: readonly number[]): Float64Array {
  const order = values.map((_, index) => index).sort((a, b) => values[a]! - values[b]!);
  const scores = new Float64Array(values.length);
  for (let from = 0; from < order.length; ) {
    let to = from + 1;
    while (to < order.length && values[order[to]!] === values[order[from]!]) to++;
    const score = normalQuantile((from + to) / 2 / order.length);
    for (let place = from; place < to; place++) scores[order[place]!] = score;
    from = to;
  }
  return scores;
}
