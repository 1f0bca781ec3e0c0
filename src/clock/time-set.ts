import type { Intervals } from './intervals.ts';

/** 18.6 hours in ms, a power of two: a slot holds the starts of an interval or two. */
const SLOT_MS = 2 ** 26;
/** Seconds that an unsigned 32-bit number holds: 136 years. */
const UINT32_SECONDS = 2 ** 32;

/**
 * A set of instants within [from, to), such as somebody's working time, laid out so that "how much of it lies before
 * an instant" is two array reads and a step or two: starts and running totals of its intervals, and slots that lead to
 * the interval of an instant without a search. It counts in whole seconds, which is exact: hours are minutes and the
 * offsets of zones are seconds.
 */
export interface TimeSet {
  readonly from: number;
  readonly to: number;
  /** Starts of the intervals, in seconds after `from`. */
  readonly starts: Uint32Array | Float64Array;
  /** Seconds of the set before each interval, and at the end all of them. */
  readonly totals: Uint32Array | Float64Array;
  /** How many intervals start at or before the slot's beginning. */
  readonly slots: Uint32Array;
}

/** Lays out intervals that are cut to [from, to); all bounds in epoch ms and whole seconds. */
export function createTimeSet(intervals: Intervals, from: number, to: number): TimeSet {
  const count = intervals.length / 2;
  const wide = (to - from) / 1_000 >= UINT32_SECONDS;
  const starts = wide ? new Float64Array(count) : new Uint32Array(count);
  const totals = wide ? new Float64Array(count + 1) : new Uint32Array(count + 1);
  let total = 0;
  for (let i = 0; i < count; i++) {
    const open = intervals[2 * i]!;
    starts[i] = (open - from) / 1_000;
    totals[i] = total;
    total += (intervals[2 * i + 1]! - open) / 1_000;
  }
  totals[count] = total;
  const slots = new Uint32Array(Math.floor((to - from) / SLOT_MS) + 1);
  let started = 0;
  for (let slot = 0; slot < slots.length; slot++) {
    const seconds = (slot * SLOT_MS) / 1_000;
    while (started < count && starts[started]! <= seconds) started++;
    slots[slot] = started;
  }
  return { from, to, starts, totals, slots };
}

/** How much of the set lies before `at`, in ms; `at` must lie in [from, to]. */
export function totalBefore(set: TimeSet, at: number): number {
  const { starts, totals } = set;
  const sinceMs = at - set.from;
  const seconds = sinceMs / 1_000;
  let started = set.slots[Math.floor(sinceMs / SLOT_MS)]!;
  while (started < starts.length && starts[started]! <= seconds) started++;
  if (started === 0) return 0;
  const before = totals[started - 1]!;
  const ranMs = sinceMs - starts[started - 1]! * 1_000;
  const lengthMs = (totals[started]! - before) * 1_000;
  return before * 1_000 + Math.min(ranMs, lengthMs);
}

/** The set's intervals, in epoch ms. */
export function intervalsOf(set: TimeSet): Intervals {
  const intervals: number[] = [];
  for (let i = 0; i < set.starts.length; i++) {
    const open = set.from + set.starts[i]! * 1_000;
    intervals.push(open, open + (set.totals[i + 1]! - set.totals[i]!) * 1_000);
  }
  return intervals;
}

/** Memory it takes. */
export function bytesOf(set: TimeSet): number {
  return set.starts.byteLength + set.totals.byteLength + set.slots.byteLength;
}
