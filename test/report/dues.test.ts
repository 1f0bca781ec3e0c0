import { describe, expect, it } from 'vitest';
import { parseSchedule } from '../../src/model/window.ts';
import { duesBetween, nextDue } from '../../src/report/window.ts';

const iso = (at: number) => new Date(at).toISOString();
const at = (text: string) => Date.parse(text);

describe('a schedule as written', () => {
  it.each([
    ['daily', '07:30 UTC', { day: 1, minuteOfDay: 450, timeZone: 'UTC' }],
    ['weekly', 'Mon 08:00 Europe/Berlin', { day: 1, minuteOfDay: 480, timeZone: 'Europe/Berlin' }],
    ['weekly', 'sun 0:05 Asia/Kathmandu', { day: 7, minuteOfDay: 5, timeZone: 'Asia/Kathmandu' }],
    ['monthly', '28 23:59 America/Havana', { day: 28, minuteOfDay: 1439, timeZone: 'America/Havana' }],
  ] as const)('%s %s is understood', (cadence, text, expected) => {
    expect(parseSchedule(cadence, text)).toEqual({ cadence, ...expected });
  });

  it.each([
    ['daily', 'Mon 08:00 UTC'],
    ['weekly', '08:00 UTC'],
    ['weekly', 'Monday 08:00 UTC'],
    ['weekly', 'Mon 24:00 UTC'],
    ['weekly', 'Mon 08:60 UTC'],
    ['weekly', 'Mon 08:00'],
    ['monthly', '29 08:00 UTC'],
    ['monthly', '0 08:00 UTC'],
  ] as const)('%s %s is refused with the form that is accepted', (cadence, text) => {
    expect(() => parseSchedule(cadence, text)).toThrow(/accepts a time like/);
  });

  it.each(['Europe/Berlyn', '+02:00', 'CEST+1'])('the zone %s is refused by name', (zone) => {
    expect(() => parseSchedule('daily', `08:00 ${zone}`)).toThrow(`has no time zone ${zone}`);
  });
});

describe('when a digest is due', () => {
  it('covers the whole week before, Monday to Monday by the local clock, on whatever day it is sent', () => {
    const { at: due, window } = nextDue(parseSchedule('weekly', 'Wed 08:00 Europe/Berlin'), at('2026-03-30T12:00:00Z'));

    expect(iso(due)).toBe('2026-04-01T06:00:00.000Z');
    // The clock went forward on Sunday, 29 March: the week is an hour short.
    expect([iso(window.from), iso(window.to)]).toEqual(['2026-03-22T23:00:00.000Z', '2026-03-29T22:00:00.000Z']);
  });

  it('covers the month before, also over the turn of the year', () => {
    const { window } = nextDue(parseSchedule('monthly', '1 06:00 UTC'), at('2026-12-31T12:00:00Z'));

    expect([iso(window.from), iso(window.to)]).toEqual(['2026-12-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z']);
  });

  it('keeps to the wall clock across a change of the clock', () => {
    const dues = duesBetween(
      parseSchedule('daily', '08:00 America/New_York'),
      at('2026-10-31T00:00:00Z'),
      at('2026-11-02T23:00:00Z'),
    );

    expect(dues.map(({ at: due }) => iso(due))).toEqual([
      '2026-10-31T12:00:00.000Z',
      '2026-11-01T13:00:00.000Z',
      '2026-11-02T13:00:00.000Z',
    ]);
  });

  it.each([
    ['Africa/Cairo', '2026-04-23', '2026-04-25', 3],
    ['America/Santiago', '2026-09-05', '2026-09-07', 3],
    ['America/Havana', '2026-03-07', '2026-03-09', 3],
  ])('loses no day in %s, where the clock jumps at midnight', (zone, first, last, days) => {
    const schedule = parseSchedule('daily', `00:00 ${zone}`);
    const dues = duesBetween(schedule, at(`${first}T00:00:00Z`) - 12 * 3_600_000, at(`${last}T12:00:00Z`));

    expect(dues).toHaveLength(days);
    for (let index = 1; index < dues.length; index++) expect(dues[index]!.window.from).toBe(dues[index - 1]!.window.to);
  });

  it('is due once when the wall clock shows the time twice', () => {
    const dues = duesBetween(
      parseSchedule('daily', '02:30 Europe/Berlin'),
      at('2026-10-24T12:00:00Z'),
      at('2026-10-25T12:00:00Z'),
    );

    expect(dues.map(({ at: due }) => iso(due))).toEqual(['2026-10-25T00:30:00.000Z']);
  });

  it('is strictly after the instant asked for, so that a due is never handed out twice', () => {
    const schedule = parseSchedule('weekly', 'Mon 08:00 UTC');
    const first = nextDue(schedule, at('2026-11-16T07:59:59Z'));

    expect(iso(first.at)).toBe('2026-11-16T08:00:00.000Z');
    expect(iso(nextDue(schedule, first.at).at)).toBe('2026-11-23T08:00:00.000Z');
  });
});
