import { describe, expect, it } from 'vitest';
import { durationWithin } from '../../src/clock/intervals.ts';
import { createSides, type Sides } from '../../src/clock/sides.ts';

const HOUR = 3_600_000;
const ZONES = ['America/New_York', 'Europe/London', 'Asia/Kolkata', 'Australia/Sydney', 'Pacific/Chatham'];

function office(sides: Sides, timeZone: string): number {
  return sides.sideOf([sides.calendar({ hours: 'Mon-Fri 09:00-17:00', timeZone, holidays: ['US'] })]);
}

/** Hours of the four sets in a week of January of a year. */
function week(sides: Sides, team: string, customer: string, year: number): number[] {
  const from = Date.UTC(year, 0, 10);
  const presence = sides.presenceAt(office(sides, team), office(sides, customer), from);
  const sets = [presence.team, presence.customer, presence.teamZoneWait, presence.customerZoneWait];
  return sets.map((set) => durationWithin(set, from, from + 7 * 24 * HOUR) / HOUR);
}

describe('the two sides of a ticket', () => {
  it('are one side for equal calendars, in any order and number', () => {
    const sides = createSides();
    const [a, b] = ZONES.slice(0, 2).map((timeZone) => sides.calendar({ hours: '24/7', timeZone, holidays: [] }));

    expect(sides.sideOf([a!, b!, a!])).toBe(sides.sideOf([b!, a!]));
    expect(sides.sideOf([a!])).not.toBe(sides.sideOf([a!, b!]));
  });

  it('can be made again of their key by a process that knows nothing of them', () => {
    const here = createSides();
    const calendars = ZONES.map((timeZone, i) =>
      here.calendar({
        hours: `Mon-Fri 0${i}:00-17:00 | from 2026-03-01: closed`,
        timeZone,
        holidays: ['DE-BY', '2026-01-02'],
      }),
    );
    const key = here.keyOf(here.sideOf(calendars));
    const there = createSides();

    expect(there.keyOf(there.sideOfKey(key))).toBe(key);
  });

  it.each(['', 'null', '{}', '[1]', '[["Europe/Berlin"]]'])('refuse %j as a key', (key) => {
    expect(() => createSides().sideOfKey(key)).toThrow();
  });

  it('are the same whatever was asked for before, in the past and in the future', () => {
    const used = createSides();
    for (const year of [2026, 1999, 2035, 1975]) for (const zone of ZONES) week(used, zone, 'Europe/London', year);

    for (const year of [1975, 2012, 2035]) {
      expect(week(used, 'Asia/Kolkata', 'America/New_York', year)).toEqual(
        week(createSides(), 'Asia/Kolkata', 'America/New_York', year),
      );
    }
  });

  it('are the same when memory is short and everything is made again and again', () => {
    const [roomy, short] = [createSides(), createSides({ keptBytes: 20_000 })];

    for (const year of [2020, 2021, 2020]) {
      for (const team of ZONES) {
        for (const customer of ZONES)
          expect(week(short, team, customer, year)).toEqual(week(roomy, team, customer, year));
      }
    }
  });
});
