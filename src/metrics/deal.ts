import type { SortedMeasure } from './sort.ts';

/** The values of a measure laid out group by group, ascending within each: group g is [starts[g], starts[g + 1]). */
export interface GroupedMeasure {
  readonly values: Float64Array;
  readonly starts: Uint32Array;
}

/** Deals a sorted measure out to groups, keeping the order; `codes` has the group of every row. */
export type MeasureDealer = (sorted: SortedMeasure, codes: Uint32Array, groups: number) => GroupedMeasure;

/**
 * A dealer for measures of at most `capacity` rows. Its memory is taken once and used again: what it returned is
 * overwritten by the next call.
 */
export function measureDealer(capacity: number): MeasureDealer {
  const values = new Float64Array(capacity);
  const codeOf = new Uint32Array(capacity);
  return (sorted, codes, groups) => {
    const { rows } = sorted;
    if (groups === 1) return { values: sorted.values, starts: Uint32Array.of(0, rows.length) };
    const starts = new Uint32Array(groups + 1);
    for (let i = 0; i < rows.length; i++) {
      const code = codes[rows[i]!]!;
      codeOf[i] = code;
      starts[code + 1]! += 1;
    }
    for (let g = 0; g < groups; g++) starts[g + 1]! += starts[g]!;
    const next = starts.slice();
    for (let i = 0; i < rows.length; i++) {
      const code = codeOf[i]!;
      const place = next[code]!;
      next[code] = place + 1;
      values[place] = sorted.values[i]!;
    }
    return { values, starts };
  };
}
