import type { Client } from 'pg';
import { stretchesOf } from './holding.ts';
import { benchAgents, benchTicket, CUSTOMER_WEEK, type PlainWeek } from './input.ts';

const CHUNK = 5000;
const FROM = '2024-12-25';
const DAYS = 800;

/**
 * Loads the desk's stretches of `tickets` bench tickets and every agent's openings into temporary tables, the form
 * in which warehouse packages count business time; not part of what is timed.
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
