/** The values of a measure in ascending order, and the row each came from. Rows without a value are not in it. */
export interface SortedMeasure {
  readonly values: Float64Array;
  readonly rows: Uint32Array;
}

/** Sorts measures one after the other. What it returned is overwritten by the next call. */
export type MeasureSorter = (measure: Float64Array) => SortedMeasure;

const DIGIT_BITS = 11;
const RADIX = 2 ** DIGIT_BITS;
const KEY_LIMIT = 2 ** 32;
/** The digits of a key: two of 11 bits and one of 10. */
const DIGITS = 3;

/**
 * A sorter for measures of at most `capacity` rows; its memory is taken once, since that, not sorting, is what a million
 * rows would cost. Whole, non-negative milliseconds (all that the clock makes) take a radix sort by 32 bits, which
 * hold 49 days, and those beyond them are ordered by their higher bits after that; anything else a comparing sort. NaN is
 * "no value".
 */
export function measureSorter(capacity: number): MeasureSorter {
  const uints = (): Uint32Array => new Uint32Array(capacity);
  let from = { rows: uints(), keys: uints() };
  let to = { rows: uints(), keys: uints() };
  const values = new Float64Array(capacity);
  const counts = new Uint32Array(DIGITS * RADIX);

  /** Orders what is in `from` by its keys; equal keys keep their order. */
  const sortByKeys = (n: number): void => {
    for (let digit = 0; digit < DIGITS; digit++) {
      const starts = counts.subarray(digit * RADIX, (digit + 1) * RADIX);
      if (!becomeStarts(starts, n)) continue;
      const shift = digit * DIGIT_BITS;
      const { rows, keys } = from;
      for (let i = 0; i < n; i++) {
        const key = keys[i]!;
        const bucket = (key >>> shift) & (RADIX - 1);
        const place = starts[bucket]!;
        starts[bucket] = place + 1;
        to.rows[place] = rows[i]!;
        to.keys[place] = key;
      }
      [from, to] = [to, from];
    }
  };
  const count = (key: number): void => {
    counts[key & (RADIX - 1)]! += 1;
    counts[RADIX + ((key >>> DIGIT_BITS) & (RADIX - 1))]! += 1;
    counts[2 * RADIX + (key >>> (2 * DIGIT_BITS))]! += 1;
  };

  return (measure) => {
    counts.fill(0);
    let n = 0;
    let highest = 0;
    for (let row = 0; row < measure.length; row++) {
      const value = measure[row]!;
      if (Number.isNaN(value)) continue;
      if (!(value >= 0 && value <= Number.MAX_SAFE_INTEGER) || !Number.isInteger(value))
        return sortByComparing(measure);
      if (value > highest) highest = value;
      const key = value >>> 0;
      from.rows[n] = row;
      from.keys[n] = key;
      count(key);
      n++;
    }
    sortByKeys(n);
    if (highest >= KEY_LIMIT) {
      counts.fill(0);
      for (let i = 0; i < n; i++) {
        const high = Math.floor(measure[from.rows[i]!]! / KEY_LIMIT);
        from.keys[i] = high;
        count(high);
      }
      sortByKeys(n);
      for (let i = 0; i < n; i++) values[i] = measure[from.rows[i]!]!;
    } else {
      values.set(from.keys.subarray(0, n));
    }
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
