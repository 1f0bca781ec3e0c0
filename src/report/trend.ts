import type { Window } from '../model/window.ts';
import { TREND_LENGTH } from '../summarise/trend.ts';
import { previousWindow } from './window.ts';

/** The thirteen windows of a trend, oldest first, the report's own last. */
export function trendWindows(window: Window): Window[] {
  const windows = [window];
  while (windows.length < TREND_LENGTH) windows.unshift(previousWindow(windows[0]!));
  return windows;
}
