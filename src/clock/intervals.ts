/**
 * Sorted, disjoint, half-open intervals, flat: [open, close, open, close, …] in epoch ms. Touching intervals are
 * joined, so that equal sets are equal lists.
 */
export type Intervals = readonly number[];

/** Appends an interval that begins no earlier than the last one of the list; joins the two where they meet. */
export function append(list: number[], open: number, close: number): void {
  if (close <= open) return;
  const last = list.length - 1;
  if (last > 0 && open <= list[last]!) {
    if (close > list[last]!) list[last] = close;
  } else {
    list.push(open, close);
  }
}

/** Everything that lies in at least one of the lists. */
export function unionOf(lists: readonly Intervals[]): Intervals {
  if (lists.length === 1) return lists[0]!;
  let union: Intervals = [];
  for (const list of lists) union = unionOfTwo(union, list);
  return union;
}

function unionOfTwo(left: Intervals, right: Intervals): Intervals {
  if (left.length === 0) return right;
  if (right.length === 0) return left;
  const union: number[] = [];
  let i = 0;
  let j = 0;
  while (i < left.length || j < right.length) {
    if (j >= right.length || (i < left.length && left[i]! <= right[j]!)) {
      append(union, left[i]!, left[i + 1]!);
      i += 2;
    } else {
      append(union, right[j]!, right[j + 1]!);
      j += 2;
    }
  }
  return union;
}

/** What lies in `list` and in `within`, but not in `without`. */
export function meet(list: Intervals, within: Intervals, without: Intervals): Intervals {
  const result: number[] = [];
  let w = 0;
  let x = 0;
  for (let i = 0; i < list.length; i += 2) {
    const end = list[i + 1]!;
    while (w < within.length && within[w + 1]! <= list[i]!) w += 2;
    for (let k = w; k < within.length && within[k]! < end; k += 2) {
      let at = Math.max(list[i]!, within[k]!);
      const until = Math.min(end, within[k + 1]!);
      while (x < without.length && without[x + 1]! <= at) x += 2;
      for (let y = x; y < without.length && without[y]! < until; y += 2) {
        append(result, at, without[y]!);
        at = Math.max(at, without[y + 1]!);
      }
      append(result, at, until);
    }
  }
  return result;
}

/** Memory a list takes, about. */
export function bytesOfIntervals(list: Intervals): number {
  return list.length * 8 + 50;
}

/** 18.6 hours in ms, a power of two: a slot holds the starts of an interval or two. */
const SLOT_MS = 2 ** 26;

/**
 * A set of instants within [from, to), such as somebody's working time, laid out so that "how much of it lies before
 * an instant" is a few neighbouring array reads, without a search. It counts in whole seconds, which is exact: hours
 * are minutes and the offsets of zones are seconds. A span may last 136 years.
 */
export interface TimeSet {
  readonly from: number;
  readonly to: number;
  /**
   * First the slots, then a pair for each interval and one to end with: its start in seconds after `from`, and the
   * seconds of the set before it. A slot holds the position of the last pair that starts at or before its beginning;
   * a pair in front of all intervals stands for the time before them.
   */
  readonly data: Uint32Array;
}

/** Lays out intervals that are cut to [from, to); all bounds in epoch ms and whole seconds. */
export function createTimeSet(intervals: Intervals, from: number, to: number): TimeSet {
  const slots = Math.floor((to - from) / SLOT_MS) + 1;
  const data = new Uint32Array(slots + 4 + intervals.length);
  let position = slots + 2;
  let total = 0;
  for (let i = 0; i < intervals.length; i += 2) {
    data[position++] = (intervals[i]! - from) / 1_000;
    data[position++] = total;
    total += (intervals[i + 1]! - intervals[i]!) / 1_000;
  }
  data[position] = 0xffff_ffff;
  data[position + 1] = total;
  let pair = slots;
  for (let slot = 0; slot < slots; slot++) {
    const seconds = (slot * SLOT_MS) / 1_000;
    while (data[pair + 2]! <= seconds) pair += 2;
    data[slot] = pair;
  }
  return { from, to, data };
}

/** The intervals that a set was laid out from, in epoch ms. */
export function intervalsOf({ from, to, data }: TimeSet): Intervals {
  const list: number[] = [];
  const slots = Math.floor((to - from) / SLOT_MS) + 1;
  for (let pair = slots + 2; data[pair] !== 0xffff_ffff; pair += 2) {
    const open = from + data[pair]! * 1_000;
    list.push(open, open + (data[pair + 3]! - data[pair + 1]!) * 1_000);
  }
  return list;
}

/** The set of no instants, whatever the span. */
export const NEVER: TimeSet = createTimeSet([], 0, 0);

/** How much of the set lies in [start, end), in ms; both must lie in [from, to]. */
export function durationWithin(set: TimeSet, start: number, end: number): number {
  if (set === NEVER) return 0;
  const { data } = set;
  const startMs = start - set.from;
  const endMs = end - set.from;
  let pair = data[Math.floor(startMs / SLOT_MS)]!;
  while (data[pair + 2]! * 1_000 <= startMs) pair += 2;
  const beforeStart = totalMs(data, pair, startMs);
  // What lies near is reached by going on from here, what lies far by its own slot.
  if (endMs - startMs > SLOT_MS) pair = data[Math.floor(endMs / SLOT_MS)]!;
  while (data[pair + 2]! * 1_000 <= endMs) pair += 2;
  return totalMs(data, pair, endMs) - beforeStart;
}

/** How much of the set lies before an instant, `sinceMs` after the set's beginning, whose interval is at `pair`. */
function totalMs(data: Uint32Array, pair: number, sinceMs: number): number {
  const beforeMs = data[pair + 1]! * 1_000;
  const ranMs = sinceMs - data[pair]! * 1_000;
  const lengthMs = data[pair + 3]! * 1_000 - beforeMs;
  return beforeMs + Math.min(ranMs, lengthMs);
}

/** Memory it takes, about. */
export function bytesOf(set: TimeSet): number {
  return set.data.byteLength + 200;
}
