import { normalQuantile } from './distributions.ts';
import { CONFIDENCE } from './interval.ts';

/**
 * 95% interval of the Kaplan-Meier median: where the pointwise limits of the curve come down to half (Brookmeyer and
 * Crowley 1982), the limits by Greenwood's variance on the log scale (R: `survfit(Surv(time, event) ~ 1)`, its defaults).
 * `ended` and `open` ascend. Null for a limit that the curve never reaches.
 */
export function survivalMedianInterval(
  ended: ArrayLike<number>,
  open: ArrayLike<number>,
): readonly [lower: number | null, upper: number | null] {
  const z = normalQuantile((1 + CONFIDENCE) / 2);
  let [share, variance, censored] = [1, 0, 0];
  let lower: number | null = null;
  let upper: number | null = null;
  for (let i = 0; i < ended.length; ) {
    const time = ended[i]!;
    while (censored < open.length && open[censored]! < time) censored++;
    const atRisk = ended.length - i + open.length - censored;
    const first = i;
    while (i < ended.length && ended[i] === time) i++;
    const events = i - first;
    share *= 1 - events / atRisk;
    variance += atRisk === events ? 0 : events / (atRisk * (atRisk - events));
    const half = z * Math.sqrt(variance);
    if (lower === null && share * Math.exp(-half) <= 0.5) lower = time;
    // At the very end of the curve the limits are not defined: R gives none.
    if (upper === null && share > 0 && Math.min(1, share * Math.exp(half)) <= 0.5) upper = time;
  }
  return [lower, upper];
}
