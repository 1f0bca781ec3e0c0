import type { CalendarText } from '../../src/model/people.ts';
import type { Schedule, ScheduleException } from './answers.ts';

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;
const DAY_MINUTES = 1440;

/** Days off that come back every year are written down for so many years before and after this one. */
const YEARS_BACK = 3;
const YEARS_AHEAD = 1;

/**
 * A schedule as the calendar that people would write down. Intercom counts minutes from Monday midnight. Days with
 * other hours than usual (`custom_hours`) keep the usual ones: only whole days off can be told.
 */
export function toCalendar(
  schedule: Schedule,
  exceptions: readonly ScheduleException[],
  workspaceZone: string | undefined,
  thisYear: number,
): CalendarText {
  const timeZone = schedule.time_zone_name ?? workspaceZone;
  const holidays = exceptions.filter((day) => day.exception_type === 'closed').flatMap((day) => datesOf(day, thisYear));
  return {
    hours: schedule.twenty_four_seven ? '24/7' : hoursOf(schedule),
    holidays: [...new Set(holidays)].toSorted(),
    ...(timeZone ? { timeZone } : {}),
  };
}

function hoursOf(schedule: Schedule): string {
  const days: string[] = [];
  for (const [index, day] of DAYS.entries()) {
    const midnight = index * DAY_MINUTES;
    const spans: string[] = [];
    for (const { start_minute, end_minute } of schedule.time_intervals ?? []) {
      const start = Math.max(start_minute - midnight, 0);
      // The whole week is told as 0 to 10,079: its last minute belongs to it.
      const end = Math.min((end_minute === 10_079 ? 10_080 : end_minute) - midnight, DAY_MINUTES);
      if (start < end) spans.push(`${clockTime(start)}-${clockTime(end)}`);
    }
    if (spans.length > 0) days.push(`${day} ${spans.toSorted().join(',')}`);
  }
  return days.length > 0 ? days.join('; ') : 'closed';
}

function clockTime(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

function datesOf({ exception_date, recurring_annually }: ScheduleException, thisYear: number): string[] {
  if (!recurring_annually) return [exception_date];
  const day = exception_date.slice(4);
  const years = Array.from({ length: YEARS_BACK + 1 + YEARS_AHEAD }, (_, n) => thisYear - YEARS_BACK + n);
  return years.map((year) => `${year}${day}`).filter(isDate);
}

/** The 29th of February comes every fourth year. */
function isDate(text: string): boolean {
  return new Date(`${text}T00:00:00Z`).toISOString().startsWith(text);
}
