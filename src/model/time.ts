import { z } from 'zod';

/** How long a minute, an hour and a day of 24 hours last, on any clock that has no changes of its zone. */
export const MS_PER_MINUTE = 60_000;
export const MS_PER_HOUR = 60 * MS_PER_MINUTE;
export const MS_PER_DAY = 24 * MS_PER_HOUR;
export const SECONDS_PER_HOUR = 3600;
export const SECONDS_PER_DAY = 24 * SECONDS_PER_HOUR;
export const MINUTES_PER_DAY = 24 * 60;

/**
 * The number of a calendar date, counted from 1970-01-01, for a date written `2026-12-25`; undefined for text that is
 * no such date (also `2026-02-30`). A date has no zone: it is what a wall calendar shows.
 */
export function localDayOf(date: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return undefined;
  const at = Date.parse(`${date}T00:00:00Z`);
  if (Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== date) return undefined;
  return at / MS_PER_DAY;
}

/** The date of a local day number as `2026-12-25`. */
export function dateOf(localDay: number): string {
  return new Date(localDay * MS_PER_DAY).toISOString().slice(0, 10);
}

/** The year a local day number lies in. */
export function yearOf(localDay: number): number {
  return new Date(localDay * MS_PER_DAY).getUTCFullYear();
}

/** The weekday of a local day number: 0 is Monday, 6 is Sunday. */
export function weekdayOf(localDay: number): number {
  return (((localDay + 3) % 7) + 7) % 7;
}

/** Whether the time zone database knows the name (`Europe/Berlin`). */
export function isTimeZone(name: string): boolean {
  return formatFor(name) !== undefined;
}

export function formatFor(timeZone: string): Intl.DateTimeFormat | undefined {
  if (timeZone === '' || /^[+-]/.test(timeZone)) return undefined;
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    return undefined;
  }
}

/** A moment as whole milliseconds since 1970-01-01T00:00:00Z; the year lies between 1970 and 2199. */
export const Instant = z
  .int()
  .min(0)
  .lt(Date.UTC(2200, 0, 1));
export type Instant = z.infer<typeof Instant>;

/** ISO 8601 in UTC with milliseconds, as every JSON of the product writes moments; null stays null. */
export function toIso(at: Instant): string;
export function toIso(at: Instant | null | undefined): string | null;
export function toIso(at: Instant | null | undefined): string | null {
  return at === null || at === undefined ? null : new Date(at).toISOString();
}

const UNITS = [
  { name: 'd', seconds: SECONDS_PER_DAY },
  { name: 'h', seconds: SECONDS_PER_HOUR },
  { name: 'min', seconds: 60 },
  { name: 's', seconds: 1 },
] as const;

/**
 * A duration in words, its two largest units: `2 d 4 h`, `35 min`, `1 min 20 s`. A day is 24 hours on every clock. Minutes
 * say no seconds from ten on, hours no minutes from a day on; below a second it is `0 s` or `< 1 s`.
 */
export function formatDuration(seconds: number): string {
  const sign = seconds < 0 ? '-' : '';
  const length = Math.abs(seconds);
  if (length > 0 && length < 1) return `${sign}< 1 s`;
  const [first, second] = unitsFor(length);
  const rounded = Math.round(length / second.seconds) * second.seconds;
  // 59 min 40 s rounds into the next unit.
  const [larger, smaller] = unitsFor(rounded);
  const whole = Math.floor(rounded / larger.seconds);
  const rest = Math.round((rounded - whole * larger.seconds) / smaller.seconds);
  if (first === second || larger === smaller || rest === 0) return `${sign}${whole} ${larger.name}`;
  return `${sign}${whole} ${larger.name} ${rest} ${smaller.name}`;
}

type Unit = (typeof UNITS)[number];

function unitsFor(length: number): readonly [Unit, Unit] {
  const [day, hour, minute, second] = UNITS;
  if (length >= 100 * day.seconds) return [day, day];
  if (length >= day.seconds) return [day, hour];
  if (length >= hour.seconds) return [hour, minute];
  if (length >= 10 * minute.seconds) return [minute, minute];
  if (length >= minute.seconds) return [minute, second];
  return [second, second];
}
