import Holidays from 'date-holidays';
import { describe, expect, it } from 'vitest';
import { HOLIDAY_CORRECTIONS } from '../../src/model/holiday-corrections.ts';
import { listHolidays, parseHolidays } from '../../src/model/holidays.ts';
import { dateOf, localDayOf, MS_PER_DAY } from '../../src/model/time.ts';

const isOff = (entries: readonly string[], date: string): boolean => parseHolidays(entries).has(localDayOf(date)!);

describe('holidays', () => {
  it.each<[string[], string, boolean]>([
    [['2026-12-25'], '2026-12-25', true],
    [['2026-12-25'], '2025-12-25', false],
    [['DE'], '2026-10-03', true],
    [['DE'], '2011-10-03', true],
    [['de'], '2040-10-03', true],
    [['DE'], '2026-01-06', false],
    [['DE-BY'], '2026-01-06', true],
    [['DE-BY-A'], '2026-08-08', true],
    [['DE', '2026-01-06'], '2026-01-06', true],
    [['US'], '2026-07-04', true],
    [['AE'], '2026-03-22', true],
    [[], '2026-12-25', false],
  ])('%j: %s is off: %s', (entries, date, expected) => {
    expect(isOff(entries, date)).toBe(expected);
  });

  it('counts public holidays alone: no observances, no half days', () => {
    expect(isOff(['DE'], '2026-02-14')).toBe(false);
    expect(isOff(['IS'], '2026-12-24')).toBe(false);
    expect(isOff(['GT'], '2026-12-24')).toBe(false);
  });

  it('knows all days of a holiday that runs into the next year', () => {
    const rules = parseHolidays(['SZ']);

    expect(rules.has(localDayOf('2026-01-02')!)).toBe(true);
    expect(rules.has(localDayOf('2026-01-03')!)).toBe(false);
  });

  it('names equal rules equally', () => {
    expect(parseHolidays(['us', '2026-12-25', 'DE', ' DE ']).names).toEqual(['2026-12-25', 'DE', 'US']);
  });

  it.each(['Germany', 'XX', 'DE-XX', 'DE-BY-XX', 'DE-BY-A-B', '25.12.2026', '2026-13-01', '2026-02-30'])(
    'refuses %s and says what is accepted',
    (entry) => {
      expect(() => parseHolidays(['2026-12-25', entry])).toThrow(
        new RegExp(`holidays: cannot read "${entry.replaceAll('.', '\\.')}".*date like 2026-12-25 nor a code.*DE-BY`),
      );
    },
  );

  it.each([
    ['DE-BY', '01-01 01-06 04-03 04-06 05-01 05-14 05-25 06-04 08-15 10-03 11-01 12-25 12-26'],
    ['DE-BY-EVANG', '01-01 01-06 04-03 04-06 05-01 05-14 05-25 06-04 10-03 11-01 12-25 12-26'],
    ['DE-BE', '01-01 03-08 04-03 04-06 05-01 05-14 05-25 10-03 12-25 12-26'],
    ['DE-NW', '01-01 04-03 04-06 05-01 05-14 05-25 06-04 10-03 11-01 12-25 12-26'],
    ['DE-SN', '01-01 04-03 04-06 05-01 05-14 05-25 10-03 10-31 11-18 12-25 12-26'],
    ['AT', '01-01 01-06 04-06 05-01 05-14 05-25 06-04 08-15 10-26 11-01 12-08 12-25 12-26'],
    ['CH-BE', '01-01 01-02 04-03 04-05 04-06 05-14 05-24 05-25 08-01 09-20 12-25 12-26'],
    ['CH-ZH', '01-01 04-03 04-05 04-06 05-01 05-14 05-24 05-25 08-01 09-20 12-25 12-26'],
    ['GB', '01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-26 12-28'],
    ['GB-NIR', '01-01 03-17 04-03 04-06 05-04 05-25 07-12 07-13 08-31 12-25 12-26 12-28'],
    ['GB-SCT', '01-01 01-02 04-03 05-04 05-25 06-15 08-03 11-30 12-25 12-26 12-28'],
    ['IE', '01-01 02-02 03-17 04-06 05-04 06-01 08-03 10-26 12-25 12-26'],
    ['FR', '01-01 04-06 05-01 05-08 05-14 05-25 07-14 08-15 11-01 11-11 12-25'],
    ['NL', '01-01 04-05 04-06 04-27 05-14 05-24 05-25 12-25 12-26'],
    ['BE', '01-01 04-06 05-01 05-14 05-25 07-21 08-15 11-01 11-11 12-25'],
    ['IT', '01-01 01-06 04-05 04-06 04-25 05-01 06-02 08-15 10-04 11-01 12-08 12-25 12-26'],
    ['PL', '01-01 01-06 04-05 04-06 05-01 05-03 05-24 06-04 08-15 11-01 11-11 12-24 12-25 12-26'],
    ['CZ', '01-01 04-03 04-06 05-01 05-08 07-05 07-06 09-28 10-28 11-17 12-24 12-25 12-26'],
    ['ES', '01-01 01-06 04-03 05-01 08-15 10-12 11-01 12-06 12-08 12-25'],
    ['ES-MD', '01-01 01-06 04-02 04-03 05-01 05-02 08-15 10-12 11-01 11-02 12-06 12-07 12-08 12-25'],
    ['PT', '01-01 04-03 04-05 04-25 05-01 06-04 06-10 08-15 10-05 11-01 12-01 12-08 12-25'],
    ['SE', '01-01 01-06 04-03 04-05 04-06 05-01 05-14 05-24 06-06 06-20 10-31 12-25 12-26'],
    ['DK', '01-01 04-02 04-03 04-05 04-06 05-14 05-24 05-25 12-25 12-26'],
    ['NO', '01-01 04-02 04-03 04-05 04-06 05-01 05-14 05-17 05-24 05-25 12-25 12-26'],
    ['FI', '01-01 01-06 04-03 04-05 04-06 05-01 05-14 05-24 06-20 10-31 12-06 12-25 12-26'],
    ['US', '01-01 01-19 02-16 05-25 06-19 07-03 07-04 09-07 10-12 11-11 11-26 12-25'],
    ['CA-ON', '01-01 02-16 04-03 05-18 07-01 09-07 10-12 12-25 12-26'],
    ['CA-QC', '01-01 04-03 05-18 06-24 07-01 09-07 10-12 12-25'],
    ['CA-BC', '01-01 02-16 04-03 05-18 07-01 08-03 09-07 09-30 10-12 11-11 12-25'],
    ['AU-NSW', '01-01 01-26 04-03 04-04 04-05 04-06 04-25 04-27 06-08 10-05 12-25 12-26 12-28'],
    ['AU-VIC', '01-01 01-26 03-09 04-03 04-04 04-05 04-06 04-25 06-08 09-25 11-03 12-25 12-26 12-28'],
    ['NZ', '01-01 01-02 02-06 04-03 04-06 04-25 04-27 06-01 07-10 10-26 12-25 12-26 12-28'],
    [
      'JP',
      '01-01 01-12 02-11 02-23 03-20 04-29 05-03 05-04 05-05 05-06 07-20 08-11 09-21 09-22 09-23 10-12 11-03 11-23',
    ],
    ['SG', '01-01 02-17 02-18 03-21 04-03 05-01 05-27 05-31 06-01 08-09 08-10 11-08 11-09 12-25'],
    ['BR', '01-01 04-03 04-21 05-01 09-07 10-04 10-12 10-25 11-02 11-15 11-20 12-25'],
    ['BR-SP', '01-01 04-03 04-21 05-01 07-09 09-07 10-04 10-12 10-25 11-02 11-15 11-20 12-25'],
    ['MX', '01-01 02-02 03-16 05-01 09-16 11-16 12-25'],
    ['ZA', '01-01 03-21 04-03 04-06 04-27 05-01 06-16 08-09 08-10 09-24 11-04 12-16 12-25 12-26'],
    ['BG', '01-01 03-03 04-10 04-11 04-12 04-13 05-01 05-06 05-24 05-25 09-06 09-07 09-22 12-24 12-25 12-26 12-28'],
    ['CY', '01-01 01-06 02-23 03-25 04-01 04-10 04-12 04-13 05-01 05-31 06-01 08-15 10-01 10-28 12-25 12-26'],
    ['TR', '01-01 03-20 03-21 03-22 04-23 05-01 05-19 05-27 05-28 05-29 05-30 07-15 08-30 10-29'],
    ['AE', '01-01 03-20 03-21 03-22 05-26 05-27 05-28 05-29 06-16 08-25 12-02 12-03'],
  ])('%s closes in 2026 the dates of its official list', (code, dates) => {
    expect(listHolidays(code, 2026).days.map(({ date }) => date.slice(5))).toEqual(dates.split(' '));
  });

  it.each([
    ['UK', 'GB', true],
    ['uk', 'GB-ENG', false],
    ['el', 'GR', true],
    ['GB-SCT', 'GB-SCT', true],
  ])('reads %s; %s is another spelling of it: %s', (code, other, isSame) => {
    expect(parseHolidays([code]).names.join() === parseHolidays([other]).names.join()).toBe(isSame);
    const listed = [code, other].map((each) => listHolidays(each, 2026).days);
    if (code !== 'GB-SCT') expect(listed[0]).toEqual(listed[1]);
  });

  it('reads codes that the package writes in small letters', () => {
    expect(listHolidays('CK-AITUTAKI', 2026).place).toContain('Cook Islands');
  });

  it('closes no date for a last day that ends at noon', () => {
    expect(isOff(['TR'], '2026-03-22')).toBe(true);
    expect(isOff(['TR'], '2026-03-23')).toBe(false);
  });

  it.each(['DE', 'DE-BY', 'GB', 'US', 'AU', 'CA-NU', 'PH'])('lists for %s exactly the dates that it closes', (code) => {
    const rules = parseHolidays([code]);
    const listed = new Set([2025, 2026, 2027].flatMap((year) => listHolidays(code, year).days.map(({ date }) => date)));
    for (let day = localDayOf('2025-01-01')!; day <= localDayOf('2027-12-31')!; day++) {
      expect(rules.has(day), dateOf(day)).toBe(listed.has(dateOf(day)));
    }
  });

  it('tells what it does not count, what holds in parts alone, and what was corrected', () => {
    const { notCounted, inParts, parts } = listHolidays('DE', 2026);

    expect(notCounted).toContainEqual({ date: '2026-12-24', name: 'Christmas Eve', why: 'half day' });
    expect(inParts).toContainEqual({ date: '2026-08-15', name: 'Assumption', codes: ['DE-BY', 'DE-SL'] });
    expect(parts).toContainEqual({ code: 'DE-BY', name: 'Bayern' });
    expect(listHolidays('DE-BY', 2026).notes.join()).toContain('1,704 of 2,056 communities');
    expect(listHolidays('CN', 2026).notes.join()).toContain('compare with the official list');
    expect(listHolidays('AE', 2026).notes.join()).toContain('Islamic calendar');
  });

  // The table stays small: what the package has learnt itself must go.
  it.each([...HOLIDAY_CORRECTIONS])('still needs its correction of %s', (code, { add = {}, remove = [] }) => {
    const years = [2024, 2025, 2026, 2027, 2028, 2029];
    const [country = '', state, region] = code.split('-');
    const list = new Holidays();
    if (region !== undefined) list.init(country, state ?? '', region);
    else if (state !== undefined) list.init(country, state);
    else list.init(country);
    const theirs = new Set(
      years.flatMap((year) =>
        list.getHolidays(year).flatMap(({ type, date, start, end }) => {
          const count = type === 'public' ? Math.round((end.getTime() - start.getTime()) / MS_PER_DAY) : 0;
          return [...Array(count).keys()].map((i) => dateOf(localDayOf(date.slice(0, 10))! + i));
        }),
      ),
    );
    const ours = new Set(years.flatMap((year) => listHolidays(code, year).days.map(({ date }) => date)));

    expect(
      [...ours].some((date) => !theirs.has(date)),
      'adds',
    ).toBe(Object.keys(add).length > 0);
    const isAgainstOwnState = code === 'DE-BY-EVANG';
    expect([...theirs].some((date) => !ours.has(date)) || isAgainstOwnState, 'removes').toBe(remove.length > 0);
  });
});
