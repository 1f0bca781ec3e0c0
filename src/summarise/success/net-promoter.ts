import type { Rating } from '../../model/account.ts';
import { normalQuantile } from '../statistics/distributions.ts';
import { CONFIDENCE, type Interval } from '../statistics/interval.ts';

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
