/** The values of a measure in ascending order, and the row each came from. Rows without a value are not in it. */
export interface SortedMeasure {
  readonly values: Float64Array;
  readonly rows: Uint32Array;
}

const DIGIT_BITS = 11;
const RADIX = 2 ** DIGIT_BITS;

/**
 * Sorts a measure once, so that every group of every dimension can be read off in order. Whole, non-negative
 * milliseconds (all that the clock makes) take a radix sort, a pass per 11 bits; anything else a comparing one. NaN is
 * "no value".
 */
export function sortMeasure(measure: Float64Array): SortedMeasure {
  const present = presentRows(measure);
  if (!present.radix) {
    const rows = present.rows.sort((a, b) => measure[a]! - measure[b]!);
    return { rows, values: Float64Array.from(rows, (row) => measure[row]!) };
  }
  let rows: Uint32Array = present.rows;
  let values: Float64Array = present.values;
  let rowsTo: Uint32Array = new Uint32Array(rows.length);
  let valuesTo: Float64Array = new Float64Array(values.length);
  const starts = new Uint32Array(RADIX);
  for (let unit = 1; unit <= present.max; unit *= RADIX) {
    starts.fill(0);
    for (let i = 0; i < values.length; i++) starts[digit(values[i]!, unit)]! += 1;
    let start = 0;
    for (let d = 0; d < RADIX; d++) {
      const count = starts[d]!;
      starts[d] = start;
      start += count;
    }
    for (let i = 0; i < values.length; i++) {
      const value = values[i]!;
      const d = digit(value, unit);
      const to = starts[d]!;
      starts[d] = to + 1;
      valuesTo[to] = value;
      rowsTo[to] = rows[i]!;
    }
    [rows, rowsTo] = [rowsTo, rows];
    [values, valuesTo] = [valuesTo, values];
  }
  return { values, rows };
}

/** The values of a sorted measure laid out group by group, ascending within each: group g is [starts[g], starts[g + 1]). */
export interface GroupedMeasure {
  readonly values: Float64Array;
  readonly starts: Uint32Array;
}

/** Deals a sorted measure out to its groups, keeping the order; `codes` has the group of every row. */
export function groupMeasure(sorted: SortedMeasure, codes: Uint32Array, groups: number): GroupedMeasure {
  const { rows } = sorted;
  const starts = new Uint32Array(groups + 1);
  const codeOf = new Uint32Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    const code = codes[rows[i]!]!;
    codeOf[i] = code;
    starts[code + 1]! += 1;
  }
  for (let g = 0; g < groups; g++) starts[g + 1]! += starts[g]!;
  const next = starts.slice();
  const values = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    const code = codeOf[i]!;
    const to = next[code]!;
    next[code] = to + 1;
    values[to] = sorted.values[i]!;
  }
  return { values, starts };
}

function presentRows(measure: Float64Array): { rows: Uint32Array; values: Float64Array; radix: boolean; max: number } {
  const rows = new Uint32Array(measure.length);
  const values = new Float64Array(measure.length);
  let count = 0;
  let max = 0;
  let radix = true;
  for (let row = 0; row < measure.length; row++) {
    const value = measure[row]!;
    if (Number.isNaN(value)) continue;
    rows[count] = row;
    values[count++] = value;
    if (value > max) max = value;
    if (value < 0 || value !== Math.floor(value)) radix = false;
  }
  return { rows: rows.subarray(0, count), values: values.subarray(0, count), radix: radix && max <= 2 ** 53, max };
}

function digit(value: number, unit: number): number {
  return Math.floor(value / unit) % RADIX;
}
