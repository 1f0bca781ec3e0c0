import { describe, expect, it } from 'vitest';
import { parseHolidays } from '../../src/model/hours.ts';
import { localDayOf } from '../../src/model/time.ts';

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
});
