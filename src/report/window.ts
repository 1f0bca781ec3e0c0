import { createZones, instantOfWallClock, wallClockOf, type Zone } from '../clock/zone.ts';
import { ConfigError } from '../model/errors.ts';
import { isTimeZone, localDayOf, MS_PER_DAY, MS_PER_MINUTE, toIso } from '../model/time.ts';
import type { Cohort, Schedule, Window } from '../model/window.ts';

/** The wall clock of a zone at an instant, in ms written as if it were UTC. For many instants, make a `localClock` once. */
export function localOf(at: number, timeZone: string): number {
  return localClock(timeZone)(at);
}

/** Tells the wall clock of a zone, as `localOf` does. */
export function localClock(timeZone: string): (at: number) => number {
  const zone = zoneOf(timeZone);
  return (at) => wallClockOf(zone, at);
}

/**
 * The instant at which the wall clock of a zone shows `local` (ms as if UTC). Shown twice, the earlier one; never
 * shown (the clock jumped over it, or a whole day was left out), the first instant after the jump.
 */
export function instantOfLocal(local: number, timeZone: string): number {
  return instantOfWallClock(zoneOf(timeZone), local);
}

function zoneOf(timeZone: string): Zone {
  const zone = createZones()(timeZone);
  if (zone === undefined) throw new RangeError(`${timeZone}: not a time zone`);
  return zone;
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;

/**
 * Reads the two ends of a window as people write them: a date is the first instant of that day in the zone
 * (`2026-11-01`), anything else must say its offset (`2026-11-01T09:00:00+01:00`). `to` does not belong to the window.
 * Throws a ConfigError with all that is wrong.
 */
export function parseWindow(text: { readonly from: string; readonly to: string; readonly timeZone: string }): Window {
  if (!isTimeZone(text.timeZone)) {
    throw new ConfigError(`--time-zone ${text.timeZone}: not a time zone; write an IANA name such as Europe/Berlin`);
  }
  const from = parseEnd(text.from, text.timeZone);
  const to = parseEnd(text.to, text.timeZone);
  const problems: string[] = [];
  const wanted = 'write a date (2026-11-01) or an instant with its offset (2026-11-01T09:00:00+01:00)';
  if (from === undefined) problems.push(`--from ${text.from}: ${wanted}`);
  if (to === undefined) problems.push(`--to ${text.to}: ${wanted}`);
  if (from === undefined || to === undefined) throw new ConfigError(problems);
  if (to <= from) {
    throw new ConfigError(`--to ${text.to} must lie after --from ${text.from}; the day of --to is not in the report`);
  }
  return { from, to, timeZone: text.timeZone };
}

function parseEnd(text: string, timeZone: string): number | undefined {
  const localDay = localDayOf(text);
  if (localDay !== undefined) return instantOfLocal(localDay * MS_PER_DAY, timeZone);
  // A date that does not exist (30 February) inside an instant would be read as the next one that does.
  if (!INSTANT.test(text) || localDayOf(text.slice(0, 10)) === undefined) return undefined;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : at;
}

/**
 * The window of the same length that ends where this one begins, by the wall clock of its zone: of fourteen local days
 * it is the fourteen days before, also when the clock changed in between; of whole calendar months as many months.
 */
export function previousWindow(window: Window): Window {
  const from = wallClock(window.from, window.timeZone);
  const to = wallClock(window.to, window.timeZone);
  const months = wholeMonths(from, to);
  if (months > 0) {
    const first = new Date(from);
    const start = Date.UTC(first.getUTCFullYear(), first.getUTCMonth() - months, 1);
    return { from: instantOfLocal(start, window.timeZone), to: window.from, timeZone: window.timeZone };
  }
  const length = to - from;
  // Across a clock change, a window of less than an hour can have no length by the wall clock.
  const start = length > 0 ? instantOfLocal(from - length, window.timeZone) : 2 * window.from - window.to;
  return { from: start, to: window.from, timeZone: window.timeZone };
}

/** How many whole calendar months lie between two wall clocks; 0 where either is no month's beginning. */
function wholeMonths(from: number, to: number): number {
  const [first, last] = [new Date(from), new Date(to)];
  const isBegin = (date: Date): boolean => date.getTime() % MS_PER_DAY === 0 && date.getUTCDate() === 1;
  if (!isBegin(first) || !isBegin(last)) return 0;
  return 12 * (last.getUTCFullYear() - first.getUTCFullYear()) + last.getUTCMonth() - first.getUTCMonth();
}

/** The wall clock, where the first instant of a day counts as its midnight even if the clock jumped over that. */
function wallClock(at: number, timeZone: string): number {
  const local = localOf(at, timeZone);
  const midnight = Math.floor(local / MS_PER_DAY) * MS_PER_DAY;
  return instantOfLocal(midnight, timeZone) === at ? midnight : local;
}

/** The window as the report's JSON has it. */
export function windowJson(
  window: Window,
  cohort: Cohort,
): { from: string; to: string; timeZone: string; cohort: Cohort } {
  return { from: toIso(window.from), to: toIso(window.to), timeZone: window.timeZone, cohort };
}

/** One time a digest is due, with the window it covers. */
export interface Due {
  readonly at: number;
  readonly window: Window;
}

/**
 * The times the digest is due in (after, until], oldest first. A wall-clock time that the zone skips falls on the first
 * instant after the gap, one that it repeats on its first turn: no day, week or month is ever lost or doubled.
 */
export function duesBetween(schedule: Schedule, after: number, until: number): readonly Due[] {
  const dues: Due[] = [];
  let localDay = Math.floor(localOf(after, schedule.timeZone) / MS_PER_DAY) * MS_PER_DAY - MS_PER_DAY;
  const lastDay = localOf(until, schedule.timeZone);
  for (; localDay <= lastDay; localDay += MS_PER_DAY) {
    if (!fallsOn(schedule, localDay)) continue;
    const at = instantOfLocal(localDay + schedule.minuteOfDay * MS_PER_MINUTE, schedule.timeZone);
    if (at > after && at <= until) dues.push({ at, window: windowBefore(schedule, localDay) });
  }
  return dues;
}

/** The next time the digest is due, strictly after an instant. */
export function nextDue(schedule: Schedule, after: number): Due {
  const [first] = duesBetween(schedule, after, after + 33 * MS_PER_DAY);
  if (!first) throw new Error('a schedule is due at least once in any 33 days');
  return first;
}

function fallsOn({ cadence, day }: Schedule, localDay: number): boolean {
  const date = new Date(localDay);
  if (cadence === 'weekly') return (date.getUTCDay() || 7) === day;
  return cadence === 'daily' || date.getUTCDate() === day;
}

/** The days before: yesterday, the last whole Monday-to-Sunday week, the last whole month. */
function windowBefore({ cadence, timeZone }: Schedule, localDay: number): Window {
  const date = new Date(localDay);
  let fromDay = localDay - MS_PER_DAY;
  let toDay = localDay;
  if (cadence === 'weekly') {
    toDay = localDay - ((date.getUTCDay() || 7) - 1) * MS_PER_DAY;
    fromDay = toDay - 7 * MS_PER_DAY;
  } else if (cadence === 'monthly') {
    toDay = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
    fromDay = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - 1, 1);
  }
  return { from: instantOfLocal(fromDay, timeZone), to: instantOfLocal(toDay, timeZone), timeZone };
}
