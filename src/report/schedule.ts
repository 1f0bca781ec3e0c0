import { instantOfLocal, isTimeZone, localOf } from './local-time.ts';
import type { Window } from './window.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** How often a digest is sent; each kind covers the whole local days, week or month before its day. */
export const CADENCES = ['daily', 'weekly', 'monthly'] as const;
export type Cadence = (typeof CADENCES)[number];

/** When a digest is due: a wall-clock time in a zone, every day, on a weekday (1 Monday to 7 Sunday), or on a day of the month. */
export interface Schedule {
  readonly cadence: Cadence;
  /** Weekday of a weekly, day of month of a monthly schedule; 1 for a daily one. */
  readonly day: number;
  readonly minuteOfDay: number;
  readonly timeZone: string;
}

/** One time a digest is due, with the window it covers. */
export interface Due {
  readonly at: number;
  readonly window: Window;
}

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

const FORMS: Readonly<Record<Cadence, string>> = {
  daily: '08:00 Europe/Berlin',
  weekly: 'Mon 08:00 Europe/Berlin',
  monthly: '1 08:00 Europe/Berlin',
};

/**
 * Reads `Mon 08:00 Europe/Berlin` (weekly), `1 08:00 Europe/Berlin` (monthly, days 1 to 28) or `08:00 Europe/Berlin`
 * (daily).
 *
 * @throws Error that says what is accepted
 */
export function parseSchedule(cadence: Cadence, text: string): Schedule {
  const match = /^(?:(\S+)\s+)?(\d{1,2}):(\d{2})\s+(\S+)$/.exec(text.trim());
  const [, dayText, hour, minute, timeZone = ''] = match ?? [];
  const minuteOfDay = Number(hour) * 60 + Number(minute);
  const day = dayOf(cadence, dayText?.toLowerCase());
  if (!match || day === undefined || Number(minute) > 59 || minuteOfDay >= 24 * 60) {
    throw new Error(`accepts a time like ${FORMS[cadence]}${cadence === 'monthly' ? ' (days 1 to 28)' : ''}`);
  }
  if (!isTimeZone(timeZone) || /^[+-]/.test(timeZone)) {
    throw new Error(`has no time zone ${timeZone}; write an IANA name such as Europe/Berlin, as in ${FORMS[cadence]}`);
  }
  return { cadence, day, minuteOfDay, timeZone };
}

function dayOf(cadence: Cadence, text: string | undefined): number | undefined {
  if (cadence === 'daily') return text === undefined ? 1 : undefined;
  if (cadence === 'weekly') {
    const index = WEEKDAYS.indexOf(text ?? '');
    return index < 0 ? undefined : index + 1;
  }
  const day = /^\d{1,2}$/.test(text ?? '') ? Number(text) : 0;
  return day >= 1 && day <= 28 ? day : undefined;
}

/**
 * The times the digest is due in (after, until], oldest first. A wall-clock time that the zone skips falls on the first
 * instant after the gap, one that it repeats on its first turn: no day, week or month is ever lost or doubled.
 */
export function duesBetween(schedule: Schedule, after: number, until: number): readonly Due[] {
  const dues: Due[] = [];
  let localDay = Math.floor(localOf(after, schedule.timeZone) / DAY) * DAY - DAY;
  const lastDay = localOf(until, schedule.timeZone);
  for (; localDay <= lastDay; localDay += DAY) {
    if (!fallsOn(schedule, localDay)) continue;
    const at = instantOfLocal(localDay + schedule.minuteOfDay * MINUTE, schedule.timeZone);
    if (at > after && at <= until) dues.push({ at, window: windowBefore(schedule, localDay) });
  }
  return dues;
}

/** The next time the digest is due, strictly after an instant. */
export function nextDue(schedule: Schedule, after: number): Due {
  const [first] = duesBetween(schedule, after, after + 33 * DAY);
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
  let fromDay = localDay - DAY;
  let toDay = localDay;
  if (cadence === 'weekly') {
    toDay = localDay - ((date.getUTCDay() || 7) - 1) * DAY;
    fromDay = toDay - 7 * DAY;
  } else if (cadence === 'monthly') {
    toDay = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
    fromDay = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - 1, 1);
  }
  return { from: instantOfLocal(fromDay, timeZone), to: instantOfLocal(toDay, timeZone), timeZone };
}
