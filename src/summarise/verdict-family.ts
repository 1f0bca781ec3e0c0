/** What a comparison gives to the family it is judged in. */
export interface Comparison {
  /** Two-sided: the level at which the interval of the difference just touches "no change". */
  readonly p: number;
}

/** The share of reports in which a family may say something false; together 5%. */
export const FAMILY_LEVELS = {
  /** Overall time to solution and time to first answer, on the headline clock. */
  headline: 0.03,
  /** The three measures of churn and waiting. */
  churn: 0.005,
  /** Satisfaction by waiting, and agents' times beside satisfaction and churn. */
  link: 0.005,
  /** Teams, tiers, people, satisfaction, trend. */
  rest: 0.01,
} as const;
export type Family = keyof typeof FAMILY_LEVELS;

/** Which comparisons of a family go beyond chance, and how wide their intervals are to be shown. */
export interface FamilyVerdicts {
  /** In the order given; false where there was nothing to judge. */
  readonly beyondChance: readonly boolean[];
  /** 1 − α × max(R, 1) ÷ m: at this confidence an interval excludes "no change" exactly where `beyondChance` is true. */
  readonly confidence: number;
}

/**
 * Judges the comparisons of a family together, so that a report says something false in at most a share `alpha`
 * (Benjamini and Hochberg 1995; the intervals: Benjamini and Yekutieli 2005). Null takes no part.
 */
export function judgeFamily(comparisons: readonly (Comparison | null)[], alpha: number): FamilyVerdicts {
  const ascending = comparisons.flatMap((each) => (each === null ? [] : [each.p])).sort((a, b) => a - b);
  const m = ascending.length;
  const rejected = ascending.findLastIndex((p, index) => p <= (alpha * (index + 1)) / m) + 1;
  const level = m === 0 ? alpha : (alpha * Math.max(rejected, 1)) / m;
  return { beyondChance: comparisons.map((each) => each !== null && each.p <= level), confidence: 1 - level };
}
