/**
 * The value below which a share `p` of the data lies, between two neighbours by linear interpolation: R's
 * `quantile(x, p, type = 7)`, NumPy's default, PostgreSQL's `percentile_cont`. `sorted` ascends and has no NaN;
 * NaN when it is empty.
 */
export function quantileSorted(sorted: ArrayLike<number>, p: number): number {
  if (sorted.length === 0) return Number.NaN;
  const position = (sorted.length - 1) * p;
  const below = Math.floor(position);
  const lower = sorted[below]!;
  if (below === position) return lower;
  return lower + (position - below) * (sorted[below + 1]! - lower);
}

/** The middle value; of an even number, halfway between the two middle ones. NaN when `sorted` is empty. */
export function medianSorted(sorted: ArrayLike<number>): number {
  return quantileSorted(sorted, 0.5);
}
