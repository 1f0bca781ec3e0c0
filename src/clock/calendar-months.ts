import { MS_PER_DAY } from '../model/time.ts';
import { createZones, instantOfWallClock, wallClockOf } from './zone.ts';

/** Months as a wall calendar of a zone has them. */
export interface CalendarMonths {
  /** The instant `count` months later (earlier below 0) at the same time of day; on the last day of a shorter month. */
  readonly add: (at: number, count: number) => number;
  /** How many months lie between two instants: whole ones, and of the last one the share that has passed. */
  readonly between: (fromAt: number, toAt: number) => number;
  /** The first instants of the months that begin after `fromAt` and before `toAt`. */
  readonly startsWithin: (fromAt: number, toAt: number) => readonly number[];
  /** The local day of an instant, counted from 1970-01-01. */
  readonly dayOf: (at: number) => number;
}

/** Makes the months of an IANA zone; RangeError for a name that is none. */
export function calendarMonths(timeZone: string): CalendarMonths {
  const zone = createZones()(timeZone);
  if (zone === undefined) throw new RangeError(`${timeZone}: not a time zone`);
  const add = (at: number, count: number): number => {
    const local = wallClockOf(zone, at);
    const date = new Date(local);
    const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + count];
    const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
    const day = Date.UTC(year, month, Math.min(date.getUTCDate(), lastDay));
    return instantOfWallClock(zone, day + (local - Math.floor(local / MS_PER_DAY) * MS_PER_DAY));
  };
  return {
    add,
    between(fromAt, toAt) {
      let whole = Math.max(0, Math.floor((toAt - fromAt) / (31 * MS_PER_DAY)) - 1);
      while (add(fromAt, whole + 1) <= toAt) whole += 1;
      const begun = add(fromAt, whole);
      return whole + (toAt - begun) / (add(fromAt, whole + 1) - begun);
    },
    startsWithin(fromAt, toAt) {
      const date = new Date(wallClockOf(zone, fromAt));
      const starts: number[] = [];
      for (let month = date.getUTCMonth(); ; month++) {
        const at = instantOfWallClock(zone, Date.UTC(date.getUTCFullYear(), month, 1));
        if (at >= toAt) return starts;
        if (at > fromAt) starts.push(at);
      }
    },
    dayOf: (at) => Math.floor(wallClockOf(zone, at) / MS_PER_DAY),
  };
}
