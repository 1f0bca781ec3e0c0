import { type ByClock, CLOCKS, type Clock, each } from '../model/catalogue.ts';
import { measureSorter, type SortedMeasure } from './sort.ts';
import {
  type MedianRanks,
  meanInterval,
  medianInterval,
  medianRanks,
  medianSorted,
  momentsOf,
  quantileSorted,
  studentLimit,
} from './statistics/averages.ts';
import type { Interval } from './statistics/distributions.ts';

/** One way to split rows into groups: the code of row i is `codes[i]`, or `codes[rowOf[i]]` where the rows are others'. */
export interface Split {
  readonly groups: number;
  readonly codes: Uint32Array;
  readonly rowOf?: Uint32Array | undefined;
}

/** Where a split's codes stand in the words of a row. */
interface Place {
  readonly groups: number;
  readonly word: number;
  readonly shift: number;
  readonly mask: number;
}

/**
 * The groups of every row under several splits, as bits of few 32-bit words: who looks a row up somewhere in memory, as
 * whoever goes through rows in the order of a measure does, finds all its groups at once.
 */
export interface PackedGroups {
  readonly words: readonly Uint32Array[];
  readonly places: readonly Place[];
}

const WORD_BITS = 32;

/** Packs the groups of `rows` rows. */
export function packGroups(rows: number, splits: readonly Split[]): PackedGroups {
  const words: Uint32Array[] = [];
  const places: Place[] = [];
  let used = WORD_BITS;
  for (const { groups, codes, rowOf } of splits) {
    const bits = groups > 1 ? WORD_BITS - Math.clz32(groups - 1) : 0;
    if (used + bits > WORD_BITS || words.length === 0) {
      words.push(new Uint32Array(rows));
      used = 0;
    }
    const word = words.length - 1;
    if (bits > 0) addCodes(words[word]!, codes, rowOf, used);
    places.push({ groups, word, shift: used % WORD_BITS, mask: 2 ** bits - 1 });
    used += bits;
  }
  return { words, places };
}

function addCodes(word: Uint32Array, codes: Uint32Array, rowOf: Uint32Array | undefined, shift: number): void {
  if (rowOf === undefined) {
    for (let row = 0; row < word.length; row++) word[row]! |= codes[row]! << shift;
  } else {
    for (let row = 0; row < word.length; row++) word[row]! |= codes[rowOf[row]!]! << shift;
  }
}

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

/** The distributions of one measure: by clock, then by split, then by group. */
export type MeasureFigures = ByClock<readonly (readonly (Distribution | null)[])[]>;

/**
 * Describes one measure after the other. `onSorted` is shown the ascending values of each clock, which hold until the
 * next one.
 */
export type DescribeMeasure = (
  clocks: ByClock<Float64Array>,
  groups: PackedGroups,
  onSorted?: (clock: Clock, values: Float64Array) => void,
) => MeasureFigures;

/**
 * A `DescribeMeasure` for measures of at most `capacity` rows. Each is sorted once and dealt out to the groups in that
 * order, so that a million tickets need no object each. Figures of fewer than `minSample` values are withheld.
 */
export function measureDescriber(capacity: number, minSample: number): DescribeMeasure {
  const describe = describer(minSample);
  const sort = measureSorter(capacity);
  const { take, deal } = measureDealer(capacity);
  return (clocks, groups, onSorted) => {
    const figuresOf = (clock: Clock): (Distribution | null)[][] => {
      const sorted = sort(clocks[clock]);
      onSorted?.(clock, sorted.values);
      take(sorted, groups);
      return groups.places.map((split, index) => {
        const { values, starts } = deal(index);
        return Array.from({ length: split.groups }, (_, g) => describe(values, starts[g]!, starts[g + 1]!));
      });
    };
    return each(CLOCKS, (_, clock) => figuresOf(clock));
  };
}
