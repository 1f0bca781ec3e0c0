import { describe, expect, it } from 'vitest';
import { Schedule, ScheduleException } from '../../../connectors/intercom/answers.ts';
import { toCalendar } from '../../../connectors/intercom/directory.ts';
import { parseHours } from '../../../src/model/hours.ts';

const schedule = (more: object) =>
  Schedule.parse({ id: '1', name: 'Support', time_zone_name: 'Europe/Dublin', ...more });
const span = (start_minute: number, end_minute: number) => ({ start_minute, end_minute });

describe('Intercom’s office hours', () => {
  it.each([
    ['a morning and an afternoon', [span(540, 720), span(780, 1020)], 'Mon 09:00-12:00,13:00-17:00'],
    ['Sunday, the last day', [span(6 * 1440, 7 * 1440)], 'Sun 00:00-24:00'],
    ['a night over midnight', [span(1320, 1440 + 360)], 'Mon 22:00-24:00; Tue 00:00-06:00'],
    [
      'the whole week',
      [span(0, 10_079)],
      ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].map((day) => `${day} 00:00-24:00`).join('; '),
    ],
    ['no hours', [], 'closed'],
  ])('are written as people write them: %s', (_, time_intervals, hours) => {
    const calendar = toCalendar(schedule({ time_intervals }), [], undefined, 2026);

    expect(calendar).toEqual({ hours, holidays: [], timeZone: 'Europe/Dublin' });
    expect(parseHours(calendar.hours!).versions).toHaveLength(1);
  });

  it('are day and night, or in the workspace’s zone, where Intercom says so', () => {
    const always = schedule({ twenty_four_seven: true, time_zone_name: null });

    expect(toCalendar(always, [], 'America/New_York', 2026)).toEqual({
      hours: '24/7',
      holidays: [],
      timeZone: 'America/New_York',
    });
    expect(toCalendar(always, [], undefined, 2026)).toEqual({ hours: '24/7', holidays: [] });
  });

  it('close on days off, each year where they recur, and not on days with other hours', () => {
    const exceptions = [
      { exception_date: '2026-12-25', exception_type: 'closed', recurring_annually: true },
      { exception_date: '2026-05-04', exception_type: 'closed', recurring_annually: false },
      { exception_date: '2024-02-29', exception_type: 'closed', recurring_annually: true },
      { exception_date: '2026-12-24', exception_type: 'custom_hours', recurring_annually: true },
    ].map((each) => ScheduleException.parse(each));

    expect(toCalendar(schedule({}), exceptions, undefined, 2026).holidays).toEqual([
      '2023-12-25',
      '2024-02-29',
      '2024-12-25',
      '2025-12-25',
      '2026-05-04',
      '2026-12-25',
      '2027-12-25',
    ]);
  });
});
