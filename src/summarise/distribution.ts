import type { Interval } from './statistics/interval.ts';
import { meanInterval, momentsOf, studentLimit } from './statistics/mean-interval.ts';
import { type MedianRanks, medianInterval, medianRanks } from './statistics/median-interval.ts';
import { medianSorted, quantileSorted } from './statistics/quantile.ts';

/** How the durations of one measure lie, in ms; null without any. */
export interface Distribution {
  readonly n: number;
  /** Undefined where n is below the minimum sample: then nothing but n is told. */
  readonly figures:
    | {
        readonly mean: number;
        readonly median: number;
        readonly p90: number;
        readonly medianInterval: Interval | null;
        readonly meanInterval: Interval | null;
      }
    | undefined;
}

/** The distribution of the ascending durations in [from, to) of `sorted` (all of it, if left out); null of none. */
export type Describe = (sorted: Float64Array, from?: number, to?: number) => Distribution | null;

/** A `Describe` that withholds figures below `minSample` and works out the limits that depend on n once per n. */
export function describer(minSample: number): Describe {
  const limits = new Map<number, { ranks: MedianRanks | undefined; student: number | undefined }>();
  const limitsAt = (n: number): { ranks: MedianRanks | undefined; student: number | undefined } => {
    let known = limits.get(n);
    if (known === undefined) {
      known = { ranks: medianRanks(n), student: studentLimit(n) };
      limits.set(n, known);
    }
    return known;
  };
  return (all, from = 0, to = all.length) => {
    const n = to - from;
    if (n === 0) return null;
    if (n < minSample) return { n, figures: undefined };
    const sorted = all.subarray(from, to);
    const { ranks, student } = limitsAt(n);
    const moments = momentsOf(sorted);
    const ofMean = meanInterval(moments, student);
    return {
      n,
      figures: {
        mean: moments.mean,
        median: medianSorted(sorted),
        p90: quantileSorted(sorted, 0.9),
        medianInterval: medianInterval(sorted, ranks),
        // A duration is never negative, so neither is its mean.
        meanInterval: ofMean === null ? null : [Math.max(0, ofMean[0]), ofMean[1]],
      },
    };
  };
}
