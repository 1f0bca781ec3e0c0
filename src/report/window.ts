import { ConfigError } from '../model/errors.ts';
import { localDayOf, MS_PER_DAY } from '../model/local-day.ts';
import { toIso } from '../model/time.ts';
import type { MeasuredFilter } from '../store/store.ts';
import { instantOfLocal, isTimeZone, localOf } from './local-time.ts';

/** Which tickets a report is about. */
export const COHORTS = ['solved', 'opened', 'rated'] as const;
export type Cohort = (typeof COHORTS)[number];

/** The period a report covers, `[from, to)` in epoch ms; `timeZone` says where its days begin. */
export interface Window {
  readonly from: number;
  readonly to: number;
  readonly timeZone: string;
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
 * it is the fourteen days before, also when the clock changed in between.
 */
export function previousWindow(window: Window): Window {
  const from = wallClock(window.from, window.timeZone);
  const length = wallClock(window.to, window.timeZone) - from;
  // Across a clock change, a window of less than an hour can have no length by the wall clock.
  const start = length > 0 ? instantOfLocal(from - length, window.timeZone) : 2 * window.from - window.to;
  return { from: start, to: window.from, timeZone: window.timeZone };
}

/** The wall clock, where the first instant of a day counts as its midnight even if the clock jumped over that. */
function wallClock(at: number, timeZone: string): number {
  const local = localOf(at, timeZone);
  const midnight = Math.floor(local / MS_PER_DAY) * MS_PER_DAY;
  return instantOfLocal(midnight, timeZone) === at ? midnight : local;
}

/**
 * Which measured tickets to read for a cohort. `solved`: final solution in the window. `opened`: opening in it. `rated`
 * reads all that were opened before its end: the ratings say which of them stay (`selectRows`).
 */
export function cohortFilter(cohort: Cohort, window: Pick<Window, 'from' | 'to'>): MeasuredFilter {
  switch (cohort) {
    case 'solved':
      return { finalSolvedFrom: window.from, finalSolvedTo: window.to };
    case 'opened':
      return { openedFrom: window.from, openedTo: window.to };
    case 'rated':
      return { openedTo: window.to };
  }
}

/** The window as the report's JSON has it. */
export function windowJson(
  window: Window,
  cohort: Cohort,
): { from: string; to: string; timeZone: string; cohort: Cohort } {
  return { from: toIso(window.from), to: toIso(window.to), timeZone: window.timeZone, cohort };
}
