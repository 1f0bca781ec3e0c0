/** The values of a measure in ascending order, and the row each came from. Rows without a value are not in it. */
export interface SortedMeasure {
  readonly values: Float64Array;
  readonly rows: Uint32Array;
}

/** Sorts measures one after the other. What it returned is overwritten by the next call. */
export type MeasureSorter = (measure: Float64Array) => SortedMeasure;

const DIGIT_BITS = 11;
const RADIX = 2 ** DIGIT_BITS;
const HALF = RADIX * RADIX;
/** Four digits: 558 years in milliseconds. */
const LIMIT = HALF * HALF;

/**
 * A sorter for measures of at most `capacity` rows; its memory is taken once, since that, not sorting, is what a million
 * rows would cost. Whole, non-negative milliseconds (all that the clock makes) take a radix sort of up to four 11-bit
 * digits; anything else a comparing one. NaN is "no value".
 */
export function measureSorter(capacity: number): MeasureSorter {
  const uints = (): Uint32Array => new Uint32Array(capacity);
  let from = { rows: uints(), low: uints(), high: uints() };
  let to = { rows: uints(), low: uints(), high: uints() };
  const values = new Float64Array(capacity);
  const counts = new Uint32Array(4 * RADIX);

  return (measure) => {
    const { low, high, rows } = from;
    counts.fill(0);
    let n = 0;
    for (let row = 0; row < measure.length; row++) {
      const value = measure[row]!;
      if (Number.isNaN(value)) continue;
      const upper = Math.floor(value / HALF);
      const lower = value - upper * HALF;
      if (!(value >= 0 && value < LIMIT) || lower !== Math.floor(lower)) return sortByComparing(measure);
      rows[n] = row;
      low[n] = lower;
      high[n] = upper;
      counts[lower & (RADIX - 1)]! += 1;
      counts[RADIX + (lower >>> DIGIT_BITS)]! += 1;
      counts[2 * RADIX + (upper & (RADIX - 1))]! += 1;
      counts[3 * RADIX + (upper >>> DIGIT_BITS)]! += 1;
      n++;
    }
    for (let digit = 0; digit < 4; digit++) {
      const starts = counts.subarray(digit * RADIX, (digit + 1) * RADIX);
      if (!becomeStarts(starts, n)) continue;
      const keys = digit < 2 ? from.low : from.high;
      const shift = digit % 2 === 0 ? 0 : DIGIT_BITS;
      for (let i = 0; i < n; i++) {
        const bucket = (keys[i]! >>> shift) & (RADIX - 1);
        const place = starts[bucket]!;
        starts[bucket] = place + 1;
        to.rows[place] = from.rows[i]!;
        to.low[place] = from.low[i]!;
        to.high[place] = from.high[i]!;
      }
      [from, to] = [to, from];
    }
    for (let i = 0; i < n; i++) values[i] = from.high[i]! * HALF + from.low[i]!;
    return { values: values.subarray(0, n), rows: from.rows.subarray(0, n) };
  };
}

/** Turns counts into where each bucket starts; false when all is in one bucket and there is nothing to sort. */
function becomeStarts(counts: Uint32Array, n: number): boolean {
  let start = 0;
  for (let bucket = 0; bucket < counts.length; bucket++) {
    const count = counts[bucket]!;
    if (count === n) return false;
    counts[bucket] = start;
    start += count;
  }
  return true;
}

function sortByComparing(measure: Float64Array): SortedMeasure {
  const rows = Uint32Array.from(measure.keys())
    .filter((row) => !Number.isNaN(measure[row]!))
    .sort((a, b) => measure[a]! - measure[b]!);
  return { rows, values: Float64Array.from(rows, (row) => measure[row]!) };
}
