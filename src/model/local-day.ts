export const MS_PER_DAY = 86_400_000;
export const MS_PER_MINUTE = 60_000;
export const MINUTES_PER_DAY = 1_440;

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
