import { describe, expect, it } from 'vitest';
import { hoursOn, parseHours, withAddedHours } from '../../src/model/hours.ts';
import { localDayOf, weekdayOf } from '../../src/model/time.ts';

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** Minutes of work by weekday, empty days left out. */
function weekOf(text: string, version = 0): Record<string, readonly (readonly [number, number])[]> {
  const { week } = parseHours(text).versions[version]!;
  return Object.fromEntries(DAYS.flatMap((day, index) => (week[index]!.length === 0 ? [] : [[day, week[index]!]])));
}

describe('working hours as people write them', () => {
  it.each<[string, Record<string, [number, number][]>]>([
    ['Mon 09:00-17:00', { Mon: [[540, 1020]] }],
    ['Mon-Wed 9:00-17:00', { Mon: [[540, 1020]], Tue: [[540, 1020]], Wed: [[540, 1020]] }],
    ['Fri-Mon 10:00-11:00', { Fri: [[600, 660]], Sat: [[600, 660]], Sun: [[600, 660]], Mon: [[600, 660]] }],
    ['Mon,Wed 10:00-11:00', { Mon: [[600, 660]], Wed: [[600, 660]] }],
    ['monday 10:00-11:00; SUN 10:00-11:00', { Mon: [[600, 660]], Sun: [[600, 660]] }],
    [
      'Mon 09:00-12:30,13:30-18:00',
      {
        Mon: [
          [540, 750],
          [810, 1080],
        ],
      },
    ],
    [
      'Mon 09:00-12:30, 13:30-18:00; Sat 10:00-14:00;',
      {
        Mon: [
          [540, 750],
          [810, 1080],
        ],
        Sat: [[600, 840]],
      },
    ],
    ['Sun 22:00-06:00', { Sun: [[1320, 1440]], Mon: [[0, 360]] }],
    ['Sat 22:00-24:00', { Sat: [[1320, 1440]] }],
    ['Sat 22:00-00:00', { Sat: [[1320, 1440]] }],
    ['Tue 09:00-12:00,11:00-13:00,13:00-14:00', { Tue: [[540, 840]] }],
    ['Mon 09:00–17:00', { Mon: [[540, 1020]] }],
    ['closed', {}],
  ])('%s', (text, week) => {
    expect(weekOf(text)).toEqual(week);
  });

  it.each(['24/7', '24 / 7', 'Mon-Sun 00:00-24:00'])('%s is day and night', (text) => {
    expect(Object.values(weekOf(text))).toEqual(DAYS.map(() => [[0, 1440]]));
    expect(parseHours(text).text).toBe('24/7');
  });

  it('keeps past hours for past dates', () => {
    const hours = parseHours('Mon-Fri 09:00-17:00 | from 2026-03-03: Mon-Fri 08:00-16:00 | from 2026-07-01: closed');
    const on = (date: string) => hoursOn(hours, localDayOf(date)!, weekdayOf(localDayOf(date)!));

    expect(on('2026-03-02')).toEqual([[540, 1020]]);
    expect(on('2026-03-03')).toEqual([[480, 960]]);
    expect(on('2026-06-30')).toEqual([[480, 960]]);
    expect(on('2026-07-01')).toEqual([]);
  });

  it('is closed before the first version, where that one begins on a date', () => {
    const hours = parseHours('from 2026-03-02: Mon 08:00-16:00');

    expect(hoursOn(hours, localDayOf('2026-02-23')!, 0)).toEqual([]);
    expect(hoursOn(hours, localDayOf('2026-03-02')!, 0)).toEqual([[480, 960]]);
  });

  it.each(['Mon-Fri 09:00-17:00', 'Sun 22:00-06:00 | from 2026-03-01: 24/7', 'from 2026-03-01: closed'])(
    'writes hours so that reading them again gives the same: %s',
    (text) => {
      const once = parseHours(text);

      expect(parseHours(once.text)).toEqual(once);
    },
  );

  it('has one spelling for equal hours', () => {
    expect(parseHours('fri 9:00-17:00; Mon-Thu 09:00-12:00,12:00-17:00').text).toBe(
      parseHours('Mon-Fri 09:00-17:00').text,
    );
  });

  it.each<[string, RegExp]>([
    ['', /cannot read "": there are no hours in it/],
    ['Mo 09:00-17:00', /cannot read "Mo": "Mo" is no day \(Mon, Tue/],
    ['Mon-Fry 09:00-17:00', /cannot read "Mon-Fry": "Fry" is no day/],
    ['Mon-Tue-Wed 09:00-17:00', /cannot read "Mon-Tue-Wed": a range of days has two ends/],
    ['Mon 9-17', /cannot read "9-17": expected times like 09:00-17:30/],
    ['Mon 09:00-25:00', /cannot read "09:00-25:00": there is no such time of day/],
    ['Mon 09:60-10:00', /cannot read "09:60-10:00": there is no such time of day/],
    ['Mon 24:00-06:00', /cannot read "24:00-06:00": 24:00 is an end/],
    ['Mon 09:00-09:00', /begins and ends at the same time/],
    ['Mon', /cannot read "Mon": expected days and then times/],
    ['09:00-17:00', /expected days and then times/],
    ['Mon 09:00-17:00 | Tue 09:00-17:00', /a later version begins with "from <date>:"/],
    ['Mon 09:00-17:00 | from 2026-02-30: 24/7', /cannot read "2026-02-30": it is no date/],
    ['24/7 | from 2026-03-02: closed | from 2026-03-01: 24/7', /versions must be in order/],
  ])('refuses %j, naming the part', (text, message) => {
    expect(() => parseHours(text)).toThrow(message);
    expect(() => parseHours(text)).toThrow(/write for example "Mon-Fri 09:00-12:30,13:30-18:00; Sat 10:00-14:00"/);
  });
});

describe('hours that are added', () => {
  it.each([
    ['Mon-Fri 09:00-17:00', 'Mon-Fri 05:00-09:00', 'Mon-Fri 05:00-17:00'],
    ['Mon-Fri 09:00-17:00', 'Sat 10:00-14:00', 'Mon-Fri 09:00-17:00; Sat 10:00-14:00'],
    ['Mon 09:00-17:00', 'Mon 16:00-02:00', 'Mon 09:00-24:00; Tue 00:00-02:00'],
    ['24/7', 'Sat 10:00-14:00', '24/7'],
    [
      'Mon 09:00-17:00 | from 2026-03-01: Mon 08:00-16:00',
      'Mon 17:00-18:00',
      'Mon 09:00-18:00 | from 2026-03-01: Mon 08:00-16:00,17:00-18:00',
    ],
  ])('%s and %s are %s', (own, added, both) => {
    expect(parseHours(withAddedHours(own, added)).versions).toEqual(parseHours(both).versions);
  });

  it('have one version', () => {
    expect(() => withAddedHours('24/7', 'Mon 09:00-17:00 | from 2026-03-01: Mon 08:00-16:00')).toThrow(/one version/);
  });
});
