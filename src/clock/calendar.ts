import { type HolidayRules, parseHolidays } from '../model/holidays.ts';
import { hoursOn, parseHours, type WorkingHours } from '../model/hours.ts';
import { MS_PER_DAY, MS_PER_MINUTE, weekdayOf } from '../model/time.ts';
import { append, type Intervals } from './intervals.ts';
import type { Zone, ZoneLookup } from './zone.ts';

/** Somebody's working time: weekly hours with their versions, in a zone, less holidays. */
export interface Calendar {
  /** One spelling for equal calendars: JSON of `[zone, hours, holidays]`, from which the calendar can be made again. */
  readonly key: string;
  /** One spelling for equal hours and holidays, whatever the zone. */
  readonly rules: string;
  readonly zone: Zone;
  readonly hours: WorkingHours;
  readonly holidays: HolidayRules;
}

/** A calendar as people write it. */
export interface CalendarSpec {
  readonly hours: string;
  readonly timeZone: string;
  readonly holidays: readonly string[];
}

/** Makes calendars of their spellings; remembers what it has read, so that equal calendars are read once. */
export type CalendarReader = (spec: CalendarSpec) => Calendar;

/** Makes a reader. It throws an Error that names the zone, the hours or the holiday it cannot read. */
export function createCalendarReader(zones: ZoneLookup): CalendarReader {
  const hoursOf = remembering(parseHours);
  const holidaysOf = remembering((text: string) => parseHolidays(text.split('\n')));
  return ({ hours, timeZone, holidays }) => {
    const zone = zones(timeZone);
    if (!zone) throw new Error(`time zone: "${timeZone}" is not known; write an IANA name like Europe/Berlin`);
    return calendarOf(zone, hoursOf(hours), holidaysOf(holidays.join('\n')));
  };
}

/** The same wall-clock hours and the same dates off, kept by somebody who lives in another zone. */
export function keptIn(calendar: Calendar, zone: Zone): Calendar {
  return calendarOf(zone, calendar.hours, calendar.holidays);
}

/**
 * When the calendar is at work within [from, to), in UTC. An instant is worked when its local wall-clock time lies in
 * the hours of its local date and that date is no holiday. Each span of constant offset is laid out by itself, so that
 * the hour a clock change repeats is worked twice and the one it skips not at all.
 */
export function workedIntervals(calendar: Calendar, from: number, to: number): Intervals {
  const worked: number[] = [];
  for (const regime of calendar.zone.regimes(from, to)) {
    const start = Math.max(regime.from, from);
    const end = Math.min(regime.to, to);
    const lastDay = Math.floor((end - 1 + regime.offsetMs) / MS_PER_DAY);
    for (let day = Math.floor((start + regime.offsetMs) / MS_PER_DAY); day <= lastDay; day++) {
      const hours = hoursOn(calendar.hours, day, weekdayOf(day));
      if (hours.length === 0 || calendar.holidays.has(day)) continue;
      const midnight = day * MS_PER_DAY - regime.offsetMs;
      for (const [open, close] of hours) {
        append(
          worked,
          Math.max(midnight + open * MS_PER_MINUTE, start),
          Math.min(midnight + close * MS_PER_MINUTE, end),
        );
      }
    }
  }
  return worked;
}

function calendarOf(zone: Zone, hours: WorkingHours, holidays: HolidayRules): Calendar {
  return {
    key: JSON.stringify([zone.name, hours.text, holidays.names]),
    rules: JSON.stringify([hours.text, holidays.names]),
    zone,
    hours,
    holidays,
  };
}

function remembering<T>(read: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    let value = known.get(text);
    if (value === undefined) {
      value = read(text);
      known.set(text, value);
    }
    return value;
  };
}
