import { MS_PER_DAY } from '../model/time.ts';
import type { Window } from '../model/window.ts';
import { TREND_LENGTH } from '../summarise/trend.ts';
import { previousWindow } from './window.ts';

/** The thirteen windows of a trend, oldest first, the report's own last. */
export function trendWindows(window: Window): Window[] {
  const windows = [window];
  while (windows.length < TREND_LENGTH) windows.unshift(previousWindow(windows[0]!));
  return windows;
}

/** So much history is looked at before the first window of a trend, to see whether it is covered. */
const RUN_IN_MS = 42 * MS_PER_DAY;

/** From when on the tickets of a window's report are read whole, epoch ms. */
export function livesFrom(window: Window): number {
  return trendWindows(window)[0]!.from - RUN_IN_MS;
}
