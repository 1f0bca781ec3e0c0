import type { LimitRule } from './http/limiter.ts';

/** Requests of one kind, and how they may be asked. */
export interface Work {
  readonly requests: number;
  /** The limit that holds them back most. */
  readonly limit: Pick<LimitRule, 'requests' | 'windowMs'>;
  /** How long an answer takes, in ms. */
  readonly answerMs: number;
  /** Requests under way at once; 1 by default. */
  readonly atOnce?: number;
}

/**
 * How long some work takes, in ms: as long as its limit makes it (a full window is let through at once, then the next
 * one waits for its end), and no less than its answers take.
 *
 * @example timeNeededMs({ requests: 35, limit: { requests: 10, windowMs: 60_000 }, answerMs: 0 }) // => 180000
 */
export function timeNeededMs({ requests, limit, answerMs, atOnce = 1 }: Work): number {
  if (requests <= 0) return 0;
  const windows = Math.floor((requests - 1) / limit.requests);
  const rest = requests - windows * limit.requests;
  const answers = (count: number) => Math.ceil(count / atOnce) * answerMs;
  return windows * Math.max(limit.windowMs + answerMs, answers(limit.requests)) + answers(rest);
}

/** A duration in words for an estimate: `less than a minute`, `about 3.5 minutes`, `about 35 minutes`, `about 2 hours`. */
export function aboutTime(ms: number): string {
  const minutes = ms / 60_000;
  if (minutes < 1) return 'less than a minute';
  if (minutes < 90) return `about ${short(minutes)} ${short(minutes) === '1' ? 'minute' : 'minutes'}`;
  return `about ${short(minutes / 60)} hours`;
}

/** One decimal where it says something. */
function short(number: number): string {
  return number < 10 ? number.toFixed(1).replace(/\.0$/, '') : String(Math.round(number));
}
