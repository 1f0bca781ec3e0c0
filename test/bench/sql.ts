import type { Client } from 'pg';
import { stretchesOf } from './holding.ts';
import { benchAgents, benchTicket, CUSTOMER_WEEK, type PlainWeek } from './input.ts';

const CHUNK = 5000;
const FROM = '2024-12-25';
const DAYS = 800;
const WEEK_S = 7 * 86_400;

/**
 * Loads the desk's stretches of `tickets` bench tickets, everybody's weekly hours and every single opening into
 * temporary tables; not part of what is timed.
 */
export async function loadSchedules(client: Client, tickets: number): Promise<void> {
  await client.query(`
    create temporary table weekly (schedule text, zone text, day int, open_hour int, close_hour int);
    create temporary table stretch (ticket int, schedule text, from_at timestamptz, to_at timestamptz);
  `);
  const weekly = (schedule: string, zone: string, week: PlainWeek) =>
    week.days.map((day) => [schedule, zone, day, week.openHour, week.closeHour] as const);
  const rows = [
    ...weekly('default', 'UTC', CUSTOMER_WEEK),
    ...[...benchAgents].flatMap(([id, { week, timeZone }]) => weekly(id, timeZone, week)),
  ];
  await client.query(
    'insert into weekly select * from unnest($1::text[], $2::text[], $3::int[], $4::int[], $5::int[])',
    [...[0, 1, 2, 3, 4].map((column) => rows.map((row) => row[column as 0]))],
  );
  await client.query(`
    create temporary table schedule as
      select schedule, (date + make_interval(hours => open_hour)) at time zone zone as open_at,
                       (date + make_interval(hours => close_hour)) at time zone zone as close_at
      from weekly
      join generate_series(timestamp '${FROM}', timestamp '${FROM}' + interval '${DAYS} days', interval '1 day') as dates (date)
        on extract(isodow from date) = weekly.day;
    create index on schedule (schedule, open_at, close_at);
  `);
  for (let start = 0; start < tickets; start += CHUNK) {
    const columns: [number[], string[], string[], string[]] = [[], [], [], []];
    for (let index = start; index < Math.min(tickets, start + CHUNK); index++) {
      for (const { holder, agentId, fromAt, toAt } of stretchesOf(benchTicket(index))) {
        if (holder !== 'team') continue;
        columns[0].push(index);
        columns[1].push(agentId ?? 'default');
        columns[2].push(new Date(fromAt).toISOString());
        columns[3].push(new Date(toAt).toISOString());
      }
    }
    await client.query(
      'insert into stretch select * from unnest($1::int[], $2::text[], $3::timestamptz[], $4::timestamptz[])',
      columns,
    );
  }
  await client.query('analyze schedule; analyze stretch');
}

/**
 * Lays the same hours out as warehouse packages do: weekly hours in seconds after Sunday midnight UTC, one set for each
 * span of constant offset; hours that run over the end of the week are split. Not part of what is timed.
 */
export async function loadWeeklySpine(client: Client): Promise<void> {
  await client.query(`
    create temporary table regime as
      with hour as (
        select zone, at, extract(epoch from (at at time zone zone) - (at at time zone 'UTC'))::int as offset_s
        from (select distinct zone from weekly) as zones
        cross join generate_series(
          timestamptz '${FROM} 00:00Z', timestamptz '${FROM} 00:00Z' + interval '${DAYS} days', interval '1 hour') as hours (at)
      ), change as (
        select *, offset_s is distinct from lag(offset_s) over (partition by zone order by at) as changes from hour
      )
      select zone, offset_s, at as valid_from,
             lead(at, 1, timestamptz '${FROM} 00:00Z' + interval '${DAYS} days') over (partition by zone order by at) as valid_until
      from change where changes;
    create temporary table hours_utc as
      with shifted as (
        select schedule, valid_from, valid_until,
               mod((day % 7) * 86400 + open_hour * 3600 - offset_s + ${WEEK_S}, ${WEEK_S}) as start_s,
               (close_hour - open_hour) * 3600 as length_s
        from weekly join regime using (zone)
      )
      select schedule, valid_from, valid_until, start_s, least(start_s + length_s, ${WEEK_S}) as end_s from shifted
      union all
      select schedule, valid_from, valid_until, 0, start_s + length_s - ${WEEK_S} from shifted
      where start_s + length_s > ${WEEK_S};
  `);
  await client.query('analyze regime; analyze hours_utc');
}

/** What a package counts one business metric of every ticket by; milliseconds by ticket. */
export async function spineBusinessMs(client: Client): Promise<ReadonlyMap<number, number>> {
  const { rows } = await client.query<{ ticket: number; ms: string }>(`
    with held as (
      select ticket, schedule, valid_from, valid_until,
             greatest(from_at, valid_from) as starts_at, least(to_at, valid_until) as ends_at
      from stretch join (select distinct schedule, zone from weekly) as zoned using (schedule) join regime using (zone)
      where from_at < valid_until and to_at > valid_from
    ), measured as (
      select *, date_trunc('week', (starts_at at time zone 'UTC') + interval '1 day') - interval '1 day' as sunday,
             extract(epoch from ends_at - starts_at) as delta_s
      from held
    ), placed as (
      select *, extract(epoch from (starts_at at time zone 'UTC') - sunday) as start_s from measured
    ), weeks as (
      select generate_series(0, 208) as week
    ), weekly_period as (
      select placed.*, week,
             greatest(0, start_s - week * ${WEEK_S}) as week_start_s,
             least(start_s + delta_s - week * ${WEEK_S}, ${WEEK_S}) as week_end_s
      from placed cross join weeks
      where floor((start_s + delta_s) / ${WEEK_S}) >= week
    )
    select ticket, round(sum(least(week_end_s, hours_utc.end_s) - greatest(week_start_s, hours_utc.start_s)) * 1000)::text as ms
    from weekly_period join hours_utc using (schedule, valid_from, valid_until)
    where week_start_s < hours_utc.end_s and week_end_s > hours_utc.start_s
    group by ticket
  `);
  return new Map(rows.map(({ ticket, ms }) => [ticket, Number(ms)]));
}

/** Business milliseconds by ticket, in one query: the overlap of every stretch with every opening it meets. */
export async function sqlBusinessMs(client: Client): Promise<ReadonlyMap<number, number>> {
  const { rows } = await client.query<{ ticket: number; ms: string }>(`
    select ticket, round(sum(extract(epoch from least(to_at, close_at) - greatest(from_at, open_at))) * 1000)::text as ms
    from stretch join schedule using (schedule)
    where open_at < to_at and close_at > from_at
    group by ticket
  `);
  return new Map(rows.map(({ ticket, ms }) => [ticket, Number(ms)]));
}
