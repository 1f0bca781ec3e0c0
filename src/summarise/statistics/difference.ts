import { normalCdf, normalQuantile } from './distributions.ts';
import { CONFIDENCE, type Interval } from './interval.ts';

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
