import type { Bucket } from '../model/bucket.ts';
import { formatDuration } from '../model/duration.ts';
import { instantOfLocal, localOf } from '../report/local-time.ts';
import type { Rate, Ratio, Report, Stat } from '../report/schema.ts';

/** What each cause of time is called for people. */
export const BUCKET_WORDS: Readonly<Record<Bucket, string>> = {
  team_working: 'with us, at work',
  team_time_zone_wait: 'with us, time zones apart',
  team_off_hours: 'with us, closed hours',
  customer_wait: 'with the customer, at work',
  customer_time_zone_wait: 'with the customer, time zones apart',
  customer_off_hours: 'with the customer, closed hours',
  third_party_wait: 'with a third party',
  bot: 'with a bot',
  solved_gap: 'solved, before a reopening',
};

/** A duration of a figure in words; `too few (n=3)` where it is withheld, a dash where there is none. */
export function timeWords(stat: Stat, field: 'meanSeconds' | 'medianSeconds' | 'p90Seconds'): string {
  if (stat === null) return '–';
  const value = stat[field];
  return value === null ? `too few (n=${stat.n})` : formatDuration(value);
}

/** An interval of durations in words; a dash where there is none. */
export function intervalWords(interval: readonly [number, number] | null | undefined): string {
  return interval ? `${formatDuration(interval[0])} – ${formatDuration(interval[1])}` : '–';
}

/** A whole number with its thousands apart: `1,204`. */
export function countWords(n: number): string {
  return Math.round(n).toLocaleString('en-US');
}

/** A share from 0 to 1 in percent; small ones with a decimal. */
export function shareWords(share: number | null): string {
  if (share === null) return '–';
  const percent = share * 100;
  if (percent > 0 && percent < 0.05) return '<0.1%';
  return `${percent > 0 && percent < 9.95 ? percent.toFixed(1) : percent.toFixed(0)}%`;
}

/** A rate in percent with its interval and n: `92% (88–95%), n=120`. */
export function rateWords(rate: Rate | undefined): string {
  if (rate === undefined || rate.n === 0) return '–';
  if (rate.value === null) return `too few (n=${rate.n})`;
  const interval = rate.interval === null ? '' : ` (${rate.interval[0].toFixed(0)}–${rate.interval[1].toFixed(0)}%)`;
  return `${rate.value.toFixed(0)}%${interval}, n=${countWords(rate.n)}`;
}

/** Observed ÷ expected with its interval: `1.12 (0.94–1.33)`. */
export function ratioWords(ratio: Ratio | undefined): string {
  if (ratio === undefined || ratio.n === 0) return '–';
  if (ratio.value === null) return `too few (n=${ratio.n})`;
  const interval = ratio.interval === null ? '' : ` (${ratio.interval[0].toFixed(2)}–${ratio.interval[1].toFixed(2)})`;
  return `${ratio.value.toFixed(2)}${interval}`;
}

/** The days of a window: `1 Nov 2026 – 14 Nov 2026`, both belonging to it; with times where it does not begin or end at midnight. */
export function windowWords(window: Pick<Report['window'], 'from' | 'to' | 'timeZone'>): string {
  const from = Date.parse(window.from);
  const to = Date.parse(window.to);
  const whole = isDayStart(from, window.timeZone) && isDayStart(to, window.timeZone);
  if (!whole) return `${moment(from, window.timeZone)} – ${moment(to, window.timeZone)}`;
  const first = day(from, window.timeZone);
  const last = day(to - 1, window.timeZone);
  return first === last ? first : `${first} – ${last}`;
}

function isDayStart(at: number, timeZone: string): boolean {
  const local = localOf(at, timeZone);
  return instantOfLocal(local - (local % 86_400_000), timeZone) === at;
}

function day(at: number, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone, day: 'numeric', month: 'short', year: 'numeric' }).format(at);
}

function moment(at: number, timeZone: string): string {
  const time = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' }).format(at);
  return `${day(at, timeZone)} ${time}`;
}
