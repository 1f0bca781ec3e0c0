import { describe, expect, it } from 'vitest';
import { toCalendar } from '../../../connectors/zendesk/directory.ts';
import { zendesk } from '../../../connectors/zendesk/index.ts';
import { ianaZoneOf } from '../../../connectors/zendesk/time-zones.ts';
import { parseHours } from '../../../src/model/hours.ts';

const required = { SUBDOMAIN: 'acme', EMAIL: 'admin@acme.example', TOKEN: 'token' };

describe('the settings of Zendesk', () => {
  it.each(['acme.zendesk.com', 'https://acme', '', 'acme/x'])('refuse %j as a subdomain', (SUBDOMAIN) => {
    expect(() => zendesk.open('zendesk', { ...required, SUBDOMAIN }, undefined)).toThrow();
  });

  it('identify the account by its host', () => {
    expect(zendesk.open('zendesk', required, undefined).identity).toBe('acme.zendesk.com');
    const behind = { ...required, BASE_URL: 'https://proxy.example/' };
    expect(zendesk.open('zendesk', behind, undefined).identity).toBe('proxy.example');
  });
});

describe('time zones of Zendesk', () => {
  it.each([
    ['Eastern Time (US & Canada)', 'America/New_York'],
    ['Copenhagen', 'Europe/Copenhagen'],
    ['Chennai', 'Asia/Kolkata'],
    ['Europe/Berlin', 'Europe/Berlin'],
    ['UTC', 'Etc/UTC'],
    ['Middle-earth', undefined],
    // An offset tells where nobody lives all year round.
    ['+02:00', undefined],
    ['', undefined],
    [null, undefined],
  ])('%j is %s', (name, zone) => {
    expect(ianaZoneOf(name)).toBe(zone);
  });
});

describe('schedules of Zendesk', () => {
  const schedule = (intervals: { start_time: number; end_time: number }[]) => ({
    id: '1',
    name: 'x',
    time_zone: 'London',
    intervals,
  });

  it.each([
    ['minutes from Sunday', [{ start_time: 0, end_time: 90 }], 'Sun 00:00-01:30'],
    [
      'two spans a day',
      [
        { start_time: 1980, end_time: 2160 },
        { start_time: 2220, end_time: 2460 },
      ],
      'Mon 09:00-12:00,13:00-17:00',
    ],
    ['past midnight', [{ start_time: 10_020, end_time: 10_080 }], 'Sat 23:00-24:00'],
    [
      'day and night',
      [{ start_time: 0, end_time: 10_080 }],
      'Sun 00:00-24:00; Mon 00:00-24:00; Tue 00:00-24:00; Wed 00:00-24:00; Thu 00:00-24:00; Fri 00:00-24:00; Sat 00:00-24:00',
    ],
    ['nothing', [], 'closed'],
  ])('read %s', (_, intervals, hours) => {
    expect(toCalendar(schedule(intervals), [])).toEqual({ hours, holidays: [], timeZone: 'Europe/London' });
    expect(() => parseHours(hours)).not.toThrow();
  });
});
