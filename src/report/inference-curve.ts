import type { InHand } from '../summarise/at-risk.ts';
import { curveFigure } from '../summarise/survival.ts';
import type { Curve } from './schema-inference.ts';

/** A curve as the JSON has it, in seconds; null where nothing was in hand. */
export function curveJson(hand: InHand): Curve | null {
  const { atRisk, ended, lowestAtRisk, medianMs, medianInterval, p90Ms, p90Interval, longerThanMs } = curveFigure(hand);
  if (atRisk === 0) return null;
  const interval = (ends: readonly [number, number | null] | null): [number, number] | null =>
    ends === null || ends[1] === null ? null : [ends[0] / 1000, ends[1] / 1000];
  const seconds = (ms: number | null): number | null => (ms === null ? null : ms / 1000);
  return {
    atRisk,
    ended,
    lowestAtRisk,
    medianSeconds: seconds(medianMs),
    medianInterval: interval(medianInterval),
    p90Seconds: seconds(p90Ms),
    p90Interval: interval(p90Interval),
    longerThanSeconds: seconds(longerThanMs),
  };
}
