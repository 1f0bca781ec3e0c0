import { z } from 'zod';
import type { Tools } from '../../src/connector/connector.ts';
import type { HttpClient } from '../../src/connector/http/http.ts';
import { idOf, readRecords } from '../../src/connector/records.ts';
import type { Agent, CalendarText, Team } from '../../src/model/people.ts';
import type { Rejection } from '../../src/model/source.ts';
import { MINUTES_PER_DAY, MS_PER_DAY } from '../../src/model/time.ts';
import { CustomStatus, Id, ZendeskGroup, ZendeskUser } from './answers.ts';
import { askWholeList } from './api.ts';
import { type CustomStatuses, toAgent, zoneOf } from './records.ts';
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

/** A schedule as the calendar that people would write down. */
export function toCalendar(schedule: Schedule, holidays: readonly ScheduleHoliday[]): CalendarText {
  const days: string[] = [];
  for (const [index, day] of DAYS.entries()) {
    const midnight = index * MINUTES_PER_DAY;
    const spans: string[] = [];
    for (const { start_time, end_time } of schedule.intervals ?? []) {
      const start = Math.max(start_time - midnight, 0);
      const end = Math.min(end_time - midnight, MINUTES_PER_DAY);
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
  for (let at = Date.parse(start_date); at <= last; at += MS_PER_DAY)
    dates.push(new Date(at).toISOString().slice(0, 10));
  return dates;
}

/** What a run knows of the account before it reads tickets. */
export interface Directory {
  readonly agents: readonly Agent[];
  readonly teams: readonly Team[];
  readonly custom: CustomStatuses;
  /** The account's own zone, which new end users inherit. */
  readonly accountZone: string | undefined;
  readonly rejected: readonly Rejection[];
}

/** Plans without schedules or custom statuses answer so. */
const NOT_IN_PLAN = [403, 404];

/** Reads agents, groups, schedules, custom statuses and the account's zone: six requests and one a schedule. */
export async function readDirectory(
  client: HttpClient,
  tools: Tools,
  options: { readonly bots: ReadonlySet<string>; readonly schedules: ReadonlyMap<string, string> },
): Promise<Directory> {
  const { source } = tools;
  const rejected: Rejection[] = [];
  const read = <T>(schema: z.ZodType<T>, items: readonly unknown[], list: string): readonly T[] => {
    const result = readRecords(schema, items, (item) => `${list}/${idOf(item)}`);
    rejected.push(...result.rejected);
    return result.read;
  };

  const staff = await askWholeList(client, '/users.json', 'users', { query: { 'role[]': ['agent', 'admin'] } });
  const users = read(ZendeskUser, staff, 'users');
  const groups = read(ZendeskGroup, await askWholeList(client, '/groups.json', 'groups'), 'groups');
  const memberships = read(
    z.object({ user_id: Id, group_id: Id }),
    await askWholeList(client, '/group_memberships.json', 'group_memberships'),
    'group_memberships',
  );
  const custom = await client.jsonOr(NOT_IN_PLAN, {
    path: '/custom_statuses.json',
    schema: z.object({ custom_statuses: z.array(z.unknown()) }),
  });
  const statuses = read(CustomStatus, custom.ok ? custom.body.custom_statuses : [], 'custom_statuses');
  const account = await client.jsonOr(NOT_IN_PLAN, { path: '/account/settings.json', schema: AccountSettings });
  const calendarOf = await readCalendars(client, tools, options.schedules);

  const teamNames = new Map(groups.map(({ id, name }) => [id, name]));
  const teamsOf = new Map<string, string[]>();
  for (const { user_id: userId, group_id: groupId } of memberships) {
    teamsOf.set(userId, [...(teamsOf.get(userId) ?? []), groupId]);
  }
  const agents = users.map((user): Agent => {
    const teamIds = teamsOf.get(user.id) ?? [];
    const home = user.default_group_id ?? teamIds[0];
    const calendar = home === undefined ? undefined : calendarOf(teamNames.get(home) ?? '');
    const bot = options.bots.has(user.id) || options.bots.has(user.email?.toLowerCase() ?? '');
    return { ...toAgent(source, user, { teamIds: [...teamIds].sort(), bot }), ...(calendar ? { calendar } : {}) };
  });
  const teams = groups.map(({ id, name }): Team => {
    const calendar = calendarOf(name);
    return { source, id, name, ...(calendar ? { calendar } : {}) };
  });
  const { iana_time_zone: iana, time_zone: rails } = (account.ok ? account.body.settings.localization : null) ?? {};
  const accountZone = ianaZoneOf(iana) ?? ianaZoneOf(rails) ?? mostCommon(users.map(zoneOf));
  return { agents, teams, custom: new Map(statuses.map((one) => [one.id, one])), accountZone, rejected };
}

/** https://developer.zendesk.com/api-reference/ticketing/account-configuration/account_settings/ */
const AccountSettings = z.object({
  settings: z.object({
    localization: z.object({ time_zone: z.string().nullish(), iana_time_zone: z.string().nullish() }).nullish(),
  }),
});

/**
 * Which calendar a group keeps. With one schedule it is everybody's; with several the API does not say which group
 * keeps which (triggers do), so SCHEDULES must.
 */
async function readCalendars(
  client: HttpClient,
  tools: Tools,
  wanted: ReadonlyMap<string, string>,
): Promise<(teamName: string) => CalendarText | undefined> {
  const answer = await client.jsonOr(NOT_IN_PLAN, {
    path: '/business_hours/schedules.json',
    schema: z.object({ schedules: z.array(Schedule) }),
  });
  const schedules = answer.ok ? answer.body.schedules : [];
  const byName = new Map<string, CalendarText>();
  for (const schedule of schedules) {
    const holidays = await client.jsonOr(NOT_IN_PLAN, {
      path: `/business_hours/schedules/${schedule.id}/holidays.json`,
      schema: z.object({ holidays: z.array(ScheduleHoliday) }),
    });
    byName.set(schedule.name.toLowerCase(), toCalendar(schedule, holidays.ok ? holidays.body.holidays : []));
  }
  if (byName.size > 1 && wanted.size === 0) {
    tools.warn(
      `${tools.source}: ${byName.size} schedules, and Zendesk does not say which group keeps which: set ` +
        `${tools.variable('SCHEDULES')} (group=schedule, …), else TEAM_HOURS counts`,
    );
  }
  const only = byName.size === 1 ? [...byName.values()][0] : undefined;
  return (teamName) => {
    const name = wanted.get(teamName.toLowerCase());
    return name === undefined ? only : byName.get(name.toLowerCase());
  };
}

/** Names people who once were agents; those the vendor no longer knows stay agents without a name. */
export async function readFormerAgents(
  client: HttpClient,
  source: string,
  ids: readonly string[],
): Promise<readonly Agent[]> {
  const agents: Agent[] = [];
  for (let from = 0; from < ids.length; from += 100) {
    const some = ids.slice(from, from + 100);
    const { body } = await client.json({
      path: '/users/show_many.json',
      query: { ids: some.join(',') },
      schema: z.object({ users: z.array(z.unknown()) }),
    });
    const found = new Map(readRecords(ZendeskUser, body.users, idOf).read.map((user) => [user.id, user]));
    for (const id of some) {
      const user = found.get(id) ?? ZendeskUser.parse({ id, name: `former agent ${id}`, role: 'agent' });
      agents.push(toAgent(source, user, { teamIds: [], bot: false, former: true }));
    }
  }
  return agents;
}

function mostCommon(zones: readonly (string | undefined)[]): string | undefined {
  const counts = new Map<string, number>();
  for (const zone of zones) if (zone !== undefined) counts.set(zone, (counts.get(zone) ?? 0) + 1);
  let best: string | undefined;
  for (const [zone, count] of counts) if (count > (counts.get(best ?? '') ?? 0)) best = zone;
  return best;
}
