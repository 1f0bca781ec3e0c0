import { z } from 'zod';
import type { CalendarText } from '../../src/model/people.ts';
import { ianaZoneOf } from './time-zones.ts';

/** Business hours, in minutes from Sunday midnight. https://developer.zendesk.com/api-reference/ticketing/ticket-management/schedules/ */
export const Schedule = z.object({
  id: z.union([z.number(), z.string()]).transform(String),
  name: z.string(),
  time_zone: z.string(),
  intervals: z.array(z.object({ start_time: z.number().min(0), end_time: z.number().max(10_080) })).nullish(),
});
export type Schedule = z.infer<typeof Schedule>;

/** Days off of a schedule, both ends included. */
export const ScheduleHoliday = z.object({ start_date: z.iso.date(), end_date: z.iso.date() });
export type ScheduleHoliday = z.infer<typeof ScheduleHoliday>;

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;
const DAY_MINUTES = 1440;
const DAY_MS = 86_400_000;

/** A schedule as the calendar that people would write down. */
export function toCalendar(schedule: Schedule, holidays: readonly ScheduleHoliday[]): CalendarText {
  const days: string[] = [];
  for (const [index, day] of DAYS.entries()) {
    const midnight = index * DAY_MINUTES;
    const spans: string[] = [];
    for (const { start_time, end_time } of schedule.intervals ?? []) {
      const start = Math.max(start_time - midnight, 0);
      const end = Math.min(end_time - midnight, DAY_MINUTES);
      if (start < end) spans.push(`${clockTime(start)}-${clockTime(end)}`);
    }
    if (spans.length > 0) days.push(`${day} ${spans.join(',')}`);
  }
  const timeZone = ianaZoneOf(schedule.time_zone);
  return {
    hours: days.length > 0 ? days.join('; ') : 'closed',
    holidays: holidays.flatMap(datesOf),
    ...(timeZone === undefined ? {} : { timeZone }),
  };
}

function clockTime(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

function datesOf({ start_date, end_date }: ScheduleHoliday): string[] {
  const dates: string[] = [];
  const last = Date.parse(end_date);
  for (let at = Date.parse(start_date); at <= last; at += DAY_MS) dates.push(new Date(at).toISOString().slice(0, 10));
  return dates;
}
