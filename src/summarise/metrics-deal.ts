import type { PackedGroups } from './packed-groups.ts';
import type { SortedMeasure } from './sort.ts';

/** The values of a measure laid out group by group, ascending within each: group g is [starts[g], starts[g + 1]). */
export interface GroupedMeasure {
  readonly values: Float64Array;
  readonly starts: Uint32Array;
}

/** Deals sorted measures out to groups, keeping the order. What it returned is overwritten by the next call. */
export interface MeasureDealer {
  /** Takes the next measure and the groups of its rows. */
  readonly take: (sorted: SortedMeasure, groups: PackedGroups) => void;
  /** The measure that was taken, dealt out by the split of this number. */
  readonly deal: (split: number) => GroupedMeasure;
}

/** A dealer for measures of at most `capacity` rows; its memory is taken once. */
export function measureDealer(capacity: number): MeasureDealer {
  const dealt = new Float64Array(capacity);
  const inOrder: Uint32Array[] = [];
  let values: Float64Array = dealt.subarray(0, 0);
  let places: PackedGroups['places'] = [];

  return {
    take(sorted, groups) {
      const { rows } = sorted;
      ({ values } = sorted);
      ({ places } = groups);
      for (const [index, word] of groups.words.entries()) {
        inOrder[index] ??= new Uint32Array(capacity);
        const ordered = inOrder[index];
        for (let i = 0; i < rows.length; i++) ordered[i] = word[rows[i]!]!;
      }
    },
    deal(split) {
      const { groups, word, shift, mask } = places[split]!;
      const n = values.length;
      if (groups === 1) return { values, starts: Uint32Array.of(0, n) };
      const words = inOrder[word]!;
      const starts = new Uint32Array(groups + 1);
      for (let i = 0; i < n; i++) starts[((words[i]! >>> shift) & mask) + 1]! += 1;
      for (let g = 0; g < groups; g++) starts[g + 1]! += starts[g]!;
      const next = starts.slice();
      for (let i = 0; i < n; i++) {
        const group = (words[i]! >>> shift) & mask;
        const place = next[group]!;
        next[group] = place + 1;
        dealt[place] = values[i]!;
      }
      return { values: dealt, starts };
    },
  };
}
