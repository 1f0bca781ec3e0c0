import { normalQuantile } from './distributions.ts';
import { CONFIDENCE, type Interval } from './interval.ts';

/**
 * 95% score interval of a share, `positive` of `n`, as shares from 0 to 1 (Wilson 1927; R:
 * `prop.test(positive, n, correct = FALSE)`). Null without observations. `positive` may be fractional.
 */
export function wilsonInterval(positive: number, n: number): Interval | null {
  if (n <= 0) return null;
  const z = normalQuantile((1 + CONFIDENCE) / 2);
  const share = positive / n;
  const scale = 1 + (z * z) / n;
  const centre = (share + (z * z) / (2 * n)) / scale;
  const half = (z * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n))) / scale;
  return [positive <= 0 ? 0 : Math.max(0, centre - half), positive >= n ? 1 : Math.min(1, centre + half)];
}
