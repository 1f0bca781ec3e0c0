import { z } from 'zod';
import type { Tools } from '../../src/connector/connector.ts';
import type { HttpClient } from '../../src/connector/http/http.ts';
import { idOf, readRecords } from '../../src/connector/records.ts';
import type { Agent, CalendarText, Team } from '../../src/model/people.ts';
import type { Rejection } from '../../src/model/source.ts';
import { MINUTES_PER_DAY } from '../../src/model/time.ts';
import { Admin, IntercomTeam, Me, Schedule, ScheduleException } from './answers.ts';
import type { Settings } from './env.ts';
import { toAgent, toTeam } from './records.ts';

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;

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
    const midnight = index * MINUTES_PER_DAY;
    const spans: string[] = [];
    for (const { start_minute, end_minute } of schedule.time_intervals ?? []) {
      const start = Math.max(start_minute - midnight, 0);
      // The whole week is told as 0 to 10,079: its last minute belongs to it.
      const end = Math.min((end_minute === 10_079 ? 10_080 : end_minute) - midnight, MINUTES_PER_DAY);
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

/** What a run knows of the workspace before it reads conversations. */
export interface Directory {
  /** The workspace's code, part of its links. */
  readonly workspace: string;
  readonly agents: readonly Agent[];
  readonly teams: readonly Team[];
  readonly rejected: readonly Rejection[];
}

const Admins = z.object({ admins: z.array(z.unknown()) });

const Teams = z.object({ teams: z.array(z.unknown()) });

const Listed = z.object({ data: z.array(z.unknown()) });

/** Plans without office hours, and tokens that may not see them, answer so. */
const WITHOUT = [400, 403, 404];

/** Reads the workspace, its teammates, teams and office hours: four requests, and one for the days off. */
export async function readDirectory(client: HttpClient, settings: Settings, tools: Tools): Promise<Directory> {
  const { source } = tools;
  const me = await client.json({ path: '/me', schema: Me });
  const { body: admins } = await client.json({ path: '/admins', schema: Admins });
  const { body: teams } = await client.json({ path: '/teams', schema: Teams });
  const calendar = await readOfficeHours(client, settings, me.body.app.timezone ?? undefined, tools);

  const readTeams = readRecords(IntercomTeam, teams.teams, (item) => `/teams: ${idOf(item)}`);
  const readAdmins = readRecords(Admin, admins.admins, (item) => `/admins: ${idOf(item)}`);
  const agents = readAdmins.read.map((admin) => {
    const memberOf = readTeams.read.filter((team) => team.admin_ids?.includes(admin.id)).map((team) => team.id);
    return toAgent(admin, [...new Set([...(admin.team_ids ?? []), ...memberOf])], source, calendar);
  });
  return {
    workspace: me.body.app.id_code,
    agents,
    teams: readTeams.read.map((team) => toTeam(team, source, calendar)),
    rejected: [...readTeams.rejected, ...readAdmins.rejected],
  };
}

/** The office hours that count for everybody; Intercom does not tell which team keeps which. */
async function readOfficeHours(
  client: HttpClient,
  settings: Settings,
  workspaceZone: string | undefined,
  tools: Tools,
): Promise<CalendarText | undefined> {
  const wanted = settings.OFFICE_HOURS;
  if (wanted?.toLowerCase() === 'none') return undefined;
  const variable = tools.variable('OFFICE_HOURS');
  const path = '/office_hours_schedules';
  const answer = await client.jsonOr(WITHOUT, { path, schema: Listed });
  const schedules = answer.ok ? readRecords(Schedule, answer.body.data, (item) => `${path}: ${idOf(item)}`).read : [];
  const chosen = wanted === undefined ? schedules : schedules.filter(({ name }) => name === wanted);
  if (chosen.length !== 1) {
    const names = schedules.map(({ name }) => `"${name}"`).join(', ');
    if (wanted !== undefined)
      tools.warn(`${variable}: there are no office hours called "${wanted}", only ${names || 'none'}`);
    else if (names !== '') tools.warn(`${variable}: name one of the office hours ${names}; none of them is used`);
    return undefined;
  }
  const schedule = chosen[0]!;
  const days = `${path}/${encodeURIComponent(schedule.id)}/office_hours_exceptions`;
  const exceptions = await client.jsonOr(WITHOUT, { path: days, schema: Listed });
  const read = exceptions.ok ? readRecords(ScheduleException, exceptions.body.data, () => days).read : [];
  return toCalendar(schedule, read, workspaceZone, new Date(tools.now()).getUTCFullYear());
}
