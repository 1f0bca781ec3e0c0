import { CONFIDENCE, type Interval, normalCdf, normalQuantile } from './distributions.ts';

/**
 * p-values corrected for their number so that, of what is called significant at 5%, about one in twenty is chance
 * (false discovery rate; Benjamini and Hochberg 1995; R: `p.adjust(p, "BH")`). Null stays null and does not count.
 */
export function benjaminiHochberg(values: readonly (number | null)[]): (number | null)[] {
  const tested = values.flatMap((p, index) => (p === null ? [] : [{ p, index }])).sort((a, b) => b.p - a.p);
  const adjusted: (number | null)[] = values.map(() => null);
  let smallest = 1;
  for (const [passed, { p, index }] of tested.entries()) {
    smallest = Math.min(smallest, (p * tested.length) / (tested.length - passed));
    adjusted[index] = smallest;
  }
  return adjusted;
}

/** A figure with its 95% interval. */
export interface Estimate {
  readonly value: number;
  readonly interval: Interval;
}

/** `current - previous`, its 95% interval and the two-sided p that there is no difference. */
export interface Difference {
  readonly difference: number;
  readonly interval: Interval;
  readonly p: number;
}

/**
 * The difference of two independent figures from the interval of each, square and add (MOVER: Zou and Donner 2008,
 * Statistics in Medicine 27, 1693-1702; for shares with Wilson intervals it is Newcombe 1998, method 10). It keeps the
 * lopsidedness of skewed times, and serves means, medians and shares alike. p is the level at which the side of the
 * interval that faces zero would touch it, so p < 0.05 exactly when the interval leaves zero out.
 */
export function differenceOf(current: Estimate, previous: Estimate): Difference {
  const difference = current.value - previous.value;
  const below = Math.hypot(current.value - current.interval[0], previous.interval[1] - previous.value);
  const above = Math.hypot(current.interval[1] - current.value, previous.value - previous.interval[0]);
  const facingZero = difference > 0 ? below : above;
  const z = difference === 0 ? 0 : (Math.abs(difference) / facingZero) * normalQuantile((1 + CONFIDENCE) / 2);
  return {
    difference,
    interval: [difference - below, difference + above],
    p: 2 * normalCdf(-z),
  };
}

/**
 * Score interval of a share, `positive` of `n`, as shares from 0 to 1 (Wilson 1927; R:
 * `prop.test(positive, n, conf.level = confidence, correct = FALSE)`). Null without observations. `positive` may be
 * fractional.
 */
export function wilsonInterval(positive: number, n: number, confidence = CONFIDENCE): Interval | null {
  if (n <= 0) return null;
  const z = normalQuantile((1 + confidence) / 2);
  const share = positive / n;
  const scale = 1 + (z * z) / n;
  const centre = (share + (z * z) / (2 * n)) / scale;
  const half = (z * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n))) / scale;
  return [positive <= 0 ? 0 : Math.max(0, centre - half), positive >= n ? 1 : Math.min(1, centre + half)];
}

/**
 * 95% interval of a number of rare, independent events (Poisson; Byar's approximation in Rothman and Greenland 1998;
 * within 0.5% of R's `poisson.test(count)` from 5 on, its upper end from 1 on).
 */
export function countInterval(count: number): Interval {
  const z = normalQuantile((1 + CONFIDENCE) / 2);
  const limit = (n: number, sign: number): number => n * (1 - 1 / (9 * n) + (sign * z) / (3 * Math.sqrt(n))) ** 3;
  return [count <= 0 ? 0 : Math.max(0, limit(count, -1)), limit(count + 1, 1)];
}

/** The sum of two independent figures and its 95% interval, square and add (MOVER, as {@link differenceOf}). */
export function sumOf(one: Estimate, other: Estimate): Estimate {
  const value = one.value + other.value;
  const below = Math.hypot(one.value - one.interval[0], other.value - other.interval[0]);
  const above = Math.hypot(one.interval[1] - one.value, other.interval[1] - other.value);
  return { value, interval: [value - below, value + above] };
}
