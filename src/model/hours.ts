import { dateOf, localDayOf, MINUTES_PER_DAY } from './time.ts';

/** Working time of one kind of day as [start, end) in minutes after midnight, sorted, disjoint: 0 to 1440. */
export type DayHours = readonly (readonly [start: number, end: number])[];

/** Weekly hours that hold from a local date on. */
export interface HoursVersion {
  /** Local day number of the first date they hold on; -Infinity for the first version. */
  readonly fromDay: number;
  /** By weekday, Monday first; what runs past midnight stands on the next day. */
  readonly week: readonly DayHours[];
}

/** Working hours as people write them, read; a date's hours are those of the version in force on it. */
export interface WorkingHours {
  /** One spelling for equal hours. */
  readonly text: string;
  /** Sorted by date; the first one begins at -Infinity. */
  readonly versions: readonly HoursVersion[];
}

const ACCEPTED =
  'write for example "Mon-Fri 09:00-12:30,13:30-18:00; Sat 10:00-14:00", "Sun 22:00-06:00" (past midnight), "24/7", ' +
  'or with a later change "Mon-Fri 09:00-17:00 | from 2026-03-01: Mon-Fri 08:00-16:00"';

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

const WEEKDAY_NAMES = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

const TITLES = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/**
 * Reads working hours: days and times (`Mon-Fri 09:00-12:30,13:30-18:00; Sat 10:00-14:00`), shifts past midnight
 * (`Sun 22:00-06:00` ends on Monday), `24/7`, `closed`, and versions (`… | from 2026-03-01: …`: past dates keep past
 * hours). Times are wall-clock times to the minute; 24:00 is accepted as an end. Throws an Error that names the part
 * that cannot be read and says what is accepted.
 */
export function parseHours(text: string): WorkingHours {
  const parts = text.replaceAll(/[‐-―−]/g, '-').split('|');
  const versions: HoursVersion[] = [];
  const spellings: string[] = [];
  for (const [index, part] of parts.entries()) {
    const dated = /^\s*from\s+(\S+?)\s*:(?!\d)\s*(.*)$/is.exec(part);
    if (index > 0 && !dated) throw problem(part, 'a later version begins with "from <date>:"');
    const fromDay = dated ? localDayOf(dated[1]!) : Number.NEGATIVE_INFINITY;
    if (fromDay === undefined) throw problem(dated![1]!, 'it is no date like 2026-03-01');
    if (index === 0 && dated) versions.push({ fromDay: Number.NEGATIVE_INFINITY, week: emptyWeek() });
    if (index > 0 && fromDay <= versions.at(-1)!.fromDay)
      throw problem(part, 'versions must be in order of their dates');
    const week = parseWeek(dated ? dated[2]! : part);
    versions.push({ fromDay, week });
    spellings.push((dated ? `from ${dated[1]}: ` : '') + spell(week));
  }
  return { text: spellings.join(' | '), versions };
}

/** The hours in force on a local date: local day number in, working minutes of that date out. */
export function hoursOn(hours: WorkingHours, localDay: number, weekday: number): DayHours {
  const { versions } = hours;
  let i = versions.length - 1;
  while (i > 0 && versions[i]!.fromDay > localDay) i--;
  return versions[i]!.week[weekday]!;
}

/** The hours of one spelling together with those of another, in each version of the first; throws an Error as parseHours does. */
export function withAddedHours(hours: string, added: string): string {
  const own = parseHours(hours);
  const more = parseHours(added);
  if (more.versions.length > 1) throw problem(added, 'hours that are added have one version');
  const week = more.versions[0]!.week;
  return own.versions
    .flatMap(({ fromDay, week: days }, index) => {
      const both = spell(days.map((day, weekday) => joined([...day, ...week[weekday]!].map(([a, b]) => [a, b]))));
      // What comes before the first dated version stands without a date.
      return [index === 0 ? both : `from ${dateOf(fromDay)}: ${both}`];
    })
    .join(' | ');
}

function parseWeek(text: string): DayHours[] {
  const trimmed = text.trim();
  if (trimmed === '') throw problem(text, 'there are no hours in it');
  if (/^closed$/i.test(trimmed)) return emptyWeek();
  if (/^24\s*\/\s*7$/.test(trimmed)) return WEEKDAYS.map(() => [[0, MINUTES_PER_DAY]]);
  const minutes: [number, number][][] = WEEKDAYS.map(() => []);
  const rules = trimmed.split(';').filter((rule) => rule.trim() !== '');
  for (const rule of rules) {
    const match = /^\s*([a-z][a-z,\s-]*?)\s+(\d.*?)\s*$/i.exec(rule);
    if (!match) throw problem(rule, 'expected days and then times');
    const times = match[2]!.split(',').map(parseTimes);
    for (const weekday of parseDays(match[1]!)) {
      for (const [start, end] of times) {
        if (end > start) {
          minutes[weekday]!.push([start, end]);
        } else {
          minutes[weekday]!.push([start, MINUTES_PER_DAY]);
          minutes[(weekday + 1) % 7]!.push([0, end]);
        }
      }
    }
  }
  return minutes.map(joined);
}

function parseDays(text: string): number[] {
  return text.split(',').flatMap((part) => {
    const ends = part.split('-').map((name) => parseDay(name, part));
    if (ends.length > 2) throw problem(part, 'a range of days has two ends');
    const [first, last] = [ends[0]!, ends.at(-1)!];
    const days = [first];
    for (let day = first; day !== last; ) {
      day = (day + 1) % 7;
      days.push(day);
    }
    return days;
  });
}

function parseDay(name: string, part: string): number {
  const wanted = name.trim().toLowerCase();
  const short = WEEKDAYS.indexOf(wanted);
  const day = short >= 0 ? short : WEEKDAY_NAMES.indexOf(wanted);
  if (day < 0) throw problem(part, `"${name.trim()}" is no day (Mon, Tue, Wed, Thu, Fri, Sat, Sun)`);
  return day;
}

function parseTimes(text: string): [number, number] {
  const match = /^\s*(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})\s*$/.exec(text);
  if (!match) throw problem(text, 'expected times like 09:00-17:30');
  const start = minuteOf(match[1]!, match[2]!, text);
  const end = minuteOf(match[3]!, match[4]!, text);
  if (start === MINUTES_PER_DAY) throw problem(text, '24:00 is an end, not a start (write 00:00)');
  if (start === end) throw problem(text, 'it begins and ends at the same time (a whole day is 00:00-24:00)');
  return [start, end];
}

function minuteOf(hour: string, minute: string, text: string): number {
  const value = Number(hour) * 60 + Number(minute);
  if (Number(minute) > 59 || value > MINUTES_PER_DAY) throw problem(text, 'there is no such time of day');
  return value;
}

function joined(intervals: [number, number][]): DayHours {
  const sorted = intervals.filter(([start, end]) => end > start).sort((a, b) => a[0] - b[0]);
  const result: [number, number][] = [];
  for (const [start, end] of sorted) {
    const last = result.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else result.push([start, end]);
  }
  return result;
}

function emptyWeek(): DayHours[] {
  return WEEKDAYS.map(() => []);
}

function spell(week: readonly DayHours[]): string {
  const days = week.flatMap((day, weekday) =>
    day.length === 0 ? [] : [`${TITLES[weekday]} ${day.map(([a, b]) => `${clock(a)}-${clock(b)}`).join(',')}`],
  );
  if (days.length === 0) return 'closed';
  const whole = week.every((day) => day.length === 1 && day[0]![0] === 0 && day[0]![1] === MINUTES_PER_DAY);
  return whole ? '24/7' : days.join('; ');
}

function clock(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

function problem(part: string, why: string): Error {
  return new Error(`hours: cannot read "${part.trim()}": ${why}; ${ACCEPTED}`);
}
