import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import {
  MetricSet,
  SatisfactionRating,
  ZendeskGroup,
  ZendeskTicket,
  ZendeskUser,
} from '../../../connectors/zendesk/answers.ts';
import { Schedule, ScheduleHoliday, toCalendar } from '../../../connectors/zendesk/directory.ts';
import { TicketUpdate, toEvents } from '../../../connectors/zendesk/history.ts';
import { toAgent, toCustomer, toRating, toTicket, toVendorMetrics } from '../../../connectors/zendesk/records.ts';
import { readRecords } from '../../../src/connector/records.ts';
import { Agent, Customer } from '../../../src/model/people.ts';
import { Rating } from '../../../src/model/rating.ts';
import { Event, Ticket } from '../../../src/model/ticket.ts';

const DATA = resolve(import.meta.dirname, '../../../../shared/data');
const FAROS = resolve(DATA, 'faros-airbyte-records/zendesk.all-streams.jsonl');
const FIVETRAN = resolve(DATA, 'fivetran-seeds/fivetran+dbt_zendesk');

const context = {
  source: 'zendesk',
  webOrigin: 'https://acme.zendesk.com',
  storeSubjects: false,
  custom: new Map(),
  isAgent: () => false,
  isSuspended: () => false,
  fields: new Map<string, string>(),
  historyFrom: 0,
  isLogged: () => false,
  hearsConversations: false,
};

/** Everything read; a record that is not is named with its reason. */
function readAll<T>(schema: z.ZodType<T>, items: readonly unknown[]): readonly T[] {
  const { read, rejected } = readRecords(schema, items, (_, index) => String(index));
  expect(rejected).toEqual([]);
  expect(read.length).toBeGreaterThan(0);
  return read;
}

describe.skipIf(!existsSync(FAROS))('records of a Zendesk account as an exporter wrote them (../shared/data)', () => {
  const records = () =>
    readFileSync(FAROS, 'utf8')
      .split('\n')
      .filter((line) => line.includes('"RECORD"'))
      .map((line) => JSON.parse(line) as { record: { stream: string; data: unknown } });
  const stream = (name: string) =>
    records().flatMap(({ record }) => (record.stream.endsWith(`__${name}`) ? [record.data] : []));

  it('are all read, and make tickets of the model', () => {
    const tickets = readAll(ZendeskTicket, stream('tickets')).map((ticket) => Ticket.parse(toTicket(ticket, context)));

    expect(tickets).toHaveLength(14);
    expect(tickets.filter(({ status }) => status === 'open')).toHaveLength(12);
    expect(tickets.find(({ id }) => id === '14')).toMatchObject({ status: 'waiting_customer', channel: 'web' });
    expect(tickets.every(({ statusKnown }) => statusKnown)).toBe(true);
  });

  it('hold users, of whom none is somewhere else than the account says', () => {
    const users = readAll(ZendeskUser, stream('users'));
    const customers = users.map((user) => Customer.parse(toCustomer('zendesk', user, 'America/New_York')));
    const agents = users.map((user) => Agent.parse(toAgent('zendesk', user, { teamIds: [], bot: false })));

    expect(users).toHaveLength(15);
    expect(new Set(customers.map(({ timeZoneOrigin }) => timeZoneOrigin))).toEqual(new Set(['none']));
    expect(new Set(agents.map(({ timeZone }) => timeZone))).toEqual(new Set(['America/New_York']));
  });

  it('hold groups, ratings and metrics; what is not known stays unknown', () => {
    const ratings = readAll(SatisfactionRating, stream('satisfaction_ratings')).map((one) =>
      Rating.parse(toRating('zendesk', one)),
    );
    const metrics = readAll(MetricSet, stream('ticket_metrics'));
    const unanswered = metrics.find((one) => one.ticket_id === '14')!;

    expect(readAll(ZendeskGroup, stream('groups'))).toHaveLength(2);
    expect(ratings.map(({ value, positive }) => [value, positive])).toEqual([
      [null, null],
      [1, true],
    ]);
    expect(toVendorMetrics(unanswered)).toEqual({ reopens: 0 });
  });
});

describe.skipIf(!existsSync(FIVETRAN))('tables of a Zendesk warehouse (../shared/data)', () => {
  /** Rows as the API would have them: no empty cells, numbers and booleans as such, times with their zone. */
  function rows(name: string): Record<string, unknown>[] {
    const table: Record<string, string>[] = parse(readFileSync(resolve(FIVETRAN, `${name}.csv`)), { columns: true });
    return table.map((row) => Object.fromEntries(Object.entries(row).map(([key, cell]) => [key, cellOf(cell)])));
  }

  function cellOf(cell: string): unknown {
    if (cell === '') return null;
    if (cell === 'TRUE' || cell === 'FALSE') return cell === 'TRUE';
    if (/^\d{4}-\d\d-\d\d \d\d:\d\d/.test(cell)) return `${cell.replace(' ', 'T')}Z`;
    return cell;
  }

  it('hold tickets and users that are all read', () => {
    const tickets = readAll(
      ZendeskTicket,
      rows('ticket_data').map((row) => ({ ...row, via: { channel: row.via_channel } })),
    ).map((ticket) => Ticket.parse(toTicket(ticket, context)));
    const users = readAll(ZendeskUser, rows('user_data'));

    expect(tickets.filter(({ deletedAt }) => deletedAt !== undefined).length).toBeGreaterThan(0);
    expect(tickets.find(({ id }) => id === '1595')).toMatchObject({ deletedAt: Date.parse('2020-02-19T01:55:11Z') });
    expect(new Set(users.map(({ role }) => role))).toEqual(new Set(['agent', 'end-user']));
    expect(toAgent('zendesk', users[0]!, { teamIds: [], bot: false }).timeZone).toBe('America/Los_Angeles');
  });

  it('hold a schedule from Monday to Friday', () => {
    const [first, ...rest] = rows('schedule_data');
    const intervals = [first!, ...rest]
      .map(({ start_time, end_time }) => ({ start_time: Number(start_time), end_time: Number(end_time) }))
      .sort((a, b) => a.start_time - b.start_time);
    const schedule = Schedule.parse({ ...first, intervals });
    const holidays = readAll(ScheduleHoliday, rows('schedule_holiday_data'));

    expect(toCalendar(schedule, holidays)).toEqual({
      hours: 'Mon 08:00-20:00; Tue 08:00-20:00; Wed 08:00-20:00; Thu 08:00-20:00; Fri 08:00-20:00',
      holidays: ['2022-12-26', '2022-12-27', '2022-12-29'],
      timeZone: 'America/Los_Angeles',
    });
  });

  it('hold a ticket’s changes, which tell its story', () => {
    const changes = rows('ticket_field_history_data').filter((row) => row.ticket_id === '11071');
    const updates = readAll(
      TicketUpdate,
      changes.map((row, n) => ({
        id: n + 1,
        ticket_id: row.ticket_id,
        timestamp: Date.parse(String(row.updated)) / 1000,
        updater_id: row.user_id ?? -1,
        via: 'Web form',
        child_events: [{ id: 100 + n, event_type: 'Change', via: 'Web form', [String(row.field_name)]: row.value }],
      })),
    );
    const { events } = toEvents(updates, { source: 'zendesk', custom: new Map(), sideOf: () => 'agent' });
    const statuses = events.flatMap((event) => (Event.parse(event).kind === 'status' ? [event] : []));

    expect(statuses.slice(0, 4)).toMatchObject([
      { to: 'open', original: 'open', at: Date.parse('2020-08-28T11:01:27Z') },
      { to: 'waiting_customer', original: 'pending', at: Date.parse('2020-08-29T11:01:27Z') },
      { to: 'waiting_third_party', original: 'on-hold', at: Date.parse('2020-09-02T11:01:27Z') },
      { to: 'waiting_customer', original: 'pending', at: Date.parse('2020-09-05T11:01:27Z') },
    ]);
    expect(events.find(({ kind }) => kind === 'assignment')).toMatchObject({ agentId: '1111' });
  });
});
