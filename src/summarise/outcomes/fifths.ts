import { meanRanks } from '../statistics/spearman.ts';

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
