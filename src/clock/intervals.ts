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
