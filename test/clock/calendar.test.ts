import { describe, expect, it } from 'vitest';
import { createCalendarReader, keptIn, workedIntervals } from '../../src/clock/calendar.ts';
import { createZones } from '../../src/clock/zone.ts';

const zones = createZones();
const read = createCalendarReader(zones);
const HOUR = 3_600_000;

/** Working time as ISO minutes in UTC. */
function worked(hours: string, timeZone: string, from: string, to: string, holidays: readonly string[] = []): string[] {
  const intervals = workedIntervals(read({ hours, timeZone, holidays }), Date.parse(from), Date.parse(to));
  const iso = (at: number) => new Date(at).toISOString().slice(0, 16);
  return Array.from(
    { length: intervals.length / 2 },
    (_, i) => `${iso(intervals[2 * i]!)}/${iso(intervals[2 * i + 1]!)}`,
  );
}

function hoursWorked(
  hours: string,
  timeZone: string,
  from: string,
  to: string,
  holidays: readonly string[] = [],
): number {
  const list = workedIntervals(read({ hours, timeZone, holidays }), Date.parse(from), Date.parse(to));
  let sum = 0;
  for (let i = 0; i < list.length; i += 2) sum += list[i + 1]! - list[i]!;
  return sum / HOUR;
}

describe('a calendar laid out in UTC', () => {
  it('keeps the wall clock over a change in the middle of a week', () => {
    // Cairo's summer time began on a Friday, at midnight.
    expect(worked('Thu-Fri 09:00-17:00', 'Africa/Cairo', '2025-04-24T00:00Z', '2025-04-26T00:00Z')).toEqual([
      '2025-04-24T07:00/2025-04-24T15:00',
      '2025-04-25T06:00/2025-04-25T14:00',
    ]);
  });

  it.each([
    ['an ordinary night', '2026-03-21T12:00Z', '2026-03-22T12:00Z', 8],
    ['the night the clock goes forward', '2026-03-28T12:00Z', '2026-03-29T12:00Z', 7],
    ['the night the clock goes back', '2026-10-24T12:00Z', '2026-10-25T12:00Z', 9],
  ])('works a night shift of Berlin on %s', (_, from, to, hours) => {
    expect(hoursWorked('Sat 22:00-06:00', 'Europe/Berlin', from, to)).toBe(hours);
  });

  it('works the repeated hour twice where hours end within it', () => {
    expect(worked('Sun 01:00-02:30', 'Europe/Berlin', '2026-10-25T00:00Z', '2026-10-26T00:00Z')).toEqual([
      '2026-10-25T00:00/2026-10-25T00:30',
      '2026-10-25T01:00/2026-10-25T01:30',
    ]);
  });

  it('has no hours on a date that a zone skips', () => {
    // Samoa went from Thursday 29 to Saturday 31 December 2011.
    expect(worked('Thu-Sat 09:00-17:00', 'Pacific/Apia', '2011-12-29T00:00Z', '2012-01-01T00:00Z')).toEqual([
      '2011-12-29T19:00/2011-12-30T03:00',
      '2011-12-30T19:00/2011-12-31T03:00',
    ]);
  });

  it('opens at 01:00 on a date without a midnight', () => {
    expect(worked('Sun 00:00-02:00', 'America/Santiago', '2025-09-07T00:00Z', '2025-09-08T00:00Z')).toEqual([
      '2025-09-07T04:00/2025-09-07T05:00',
    ]);
  });

  it('closes a holiday from midnight to midnight, and nothing else of the shifts that touch it', () => {
    const nights = worked('Mon-Sun 22:00-06:00', 'UTC', '2026-01-05T12:00Z', '2026-01-08T12:00Z', ['2026-01-07']);

    expect(nights).toEqual([
      '2026-01-05T22:00/2026-01-06T06:00',
      '2026-01-06T22:00/2026-01-07T00:00',
      '2026-01-08T00:00/2026-01-08T06:00',
    ]);
  });

  it('gives each date the hours of its version, also past midnight', () => {
    const text = 'Mon-Sun 22:00-06:00 | from 2026-01-07: Mon-Sun 09:00-10:00';

    expect(worked(text, 'UTC', '2026-01-06T12:00Z', '2026-01-08T00:00Z')).toEqual([
      '2026-01-06T22:00/2026-01-07T00:00',
      '2026-01-07T09:00/2026-01-07T10:00',
    ]);
  });

  it('joins what touches at midnight', () => {
    expect(worked('24/7', 'Asia/Kathmandu', '2026-01-06T00:00Z', '2026-01-09T00:00Z')).toEqual([
      '2026-01-06T00:00/2026-01-09T00:00',
    ]);
  });

  it('is cut to the span asked for', () => {
    expect(worked('Mon 09:00-17:00', 'UTC', '2026-01-05T10:30Z', '2026-01-05T11:00Z')).toEqual([
      '2026-01-05T10:30/2026-01-05T11:00',
    ]);
  });

  it('keeps wall-clock hours and dates off when it is kept in another zone', () => {
    const berlin = read({ hours: 'Mon-Fri 09:00-17:00', timeZone: 'Europe/Berlin', holidays: ['2026-01-06'] });

    const there = keptIn(berlin, zones('America/Los_Angeles')!);

    expect(workedIntervals(there, Date.parse('2026-01-05T00:00Z'), Date.parse('2026-01-08T00:00Z'))).toEqual(
      ['2026-01-05T17:00Z', '2026-01-06T01:00Z', '2026-01-07T17:00Z', '2026-01-08T00:00Z'].map(Date.parse),
    );
  });

  it('has one key for equal calendars', () => {
    const keys = [
      read({ hours: 'Mon-Fri 09:00-17:00', timeZone: 'europe/berlin', holidays: ['US', 'DE'] }),
      read({ hours: 'Fri 9:00-17:00; Mon-Thu 09:00-17:00', timeZone: 'Europe/Berlin', holidays: ['de', 'us', 'DE'] }),
    ].map(({ key }) => key);

    expect(keys[0]).toBe(keys[1]);
  });

  it('names a zone it does not know', () => {
    expect(() => read({ hours: '24/7', timeZone: 'Berlin', holidays: [] })).toThrow(
      'time zone: "Berlin" is not known; write an IANA name like Europe/Berlin',
    );
  });
});
