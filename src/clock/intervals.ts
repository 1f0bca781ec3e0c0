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

/** The part of a list that lies in [from, to). */
export function clip(list: Intervals, from: number, to: number): Intervals {
  const clipped: number[] = [];
  for (let i = firstEndingAfter(list, from); i < list.length && list[i]! < to; i += 2) {
    append(clipped, Math.max(list[i]!, from), Math.min(list[i + 1]!, to));
  }
  return clipped;
}

/** The position of the first interval that ends after `at` (`list.length` where none does): a binary search. */
export function firstEndingAfter(list: Intervals, at: number): number {
  let low = 0;
  let high = list.length / 2;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (list[2 * middle + 1]! > at) high = middle;
    else low = middle + 1;
  }
  return 2 * low;
}
