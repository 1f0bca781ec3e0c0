import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/model/errors.ts';
import { parseWindow, previousWindow } from '../../src/report/window.ts';

const iso = (at: number): string => new Date(at).toISOString();

describe('the window of a report', () => {
  it.each([
    ['2026-11-01', 'Europe/Berlin', '2026-10-31T23:00:00.000Z'],
    ['2026-07-01', 'Europe/Berlin', '2026-06-30T22:00:00.000Z'],
    ['2026-11-01', 'Asia/Kathmandu', '2026-10-31T18:15:00.000Z'],
    ['2026-11-01', 'UTC', '2026-11-01T00:00:00.000Z'],
    // Chile's clock jumps from 24:00 to 01:00: the day begins at 01:00, which is 04:00 UTC.
    ['2026-09-06', 'America/Santiago', '2026-09-06T04:00:00.000Z'],
    // Samoa left out 30 December 2011; the first instant after it is midnight of the 31st.
    ['2011-12-30', 'Pacific/Apia', '2011-12-30T10:00:00.000Z'],
    // Cuba shows 00:30 twice; midnight is the first of the two.
    ['2026-11-01', 'America/Havana', '2026-11-01T04:00:00.000Z'],
  ])('begins %s in %s at %s', (from, timeZone, expected) => {
    expect(iso(parseWindow({ from, to: '2030-01-01', timeZone }).from)).toBe(expected);
  });

  it('takes instants with their offset as they are', () => {
    const { from, to } = parseWindow({
      from: '2026-11-01T09:00:00+01:00',
      to: '2026-11-02T09:00Z',
      timeZone: 'Asia/Tokyo',
    });

    expect([iso(from), iso(to)]).toEqual(['2026-11-01T08:00:00.000Z', '2026-11-02T09:00:00.000Z']);
  });

  it.each([
    ['2026-11-01T09:00:00', '2026-11-02', /--from 2026-11-01T09:00:00: write a date/],
    ['2026-02-30', '2026-11-02', /--from 2026-02-30/],
    ['2026-01-01', '2026-02-30T10:00:00Z', /--to 2026-02-30T10:00:00Z: write a date/],
    ['01.11.2026', 'tomorrow', /--from 01.11.2026.*\n--to tomorrow/s],
    ['2026-11-02', '2026-11-02', /must lie after/],
  ])('refuses %s to %s in words', (from, to, message) => {
    const parse = () => parseWindow({ from, to, timeZone: 'UTC' });

    expect(parse).toThrow(ConfigError);
    expect(parse).toThrow(message);
  });

  it('refuses a zone that does not exist', () => {
    expect(() => parseWindow({ from: '2026-11-01', to: '2026-11-02', timeZone: 'Mars/Base' })).toThrow(/Mars\/Base/);
  });
});

describe('the window before', () => {
  it.each([
    ['2026-11-01', '2026-11-15', 'Europe/Berlin', '2026-10-18'],
    // The clock goes back on 25 October: the days count, not the hours.
    ['2026-10-20', '2026-10-30', 'Europe/Berlin', '2026-10-10'],
    ['2026-03-29', '2026-03-30', 'Europe/Berlin', '2026-03-28'],
    ['2026-09-06', '2026-09-07', 'America/Santiago', '2026-09-05'],
    // Whole months: as many months before, whatever their days.
    ['2026-11-01', '2026-12-01', 'America/New_York', '2026-10-01'],
    ['2026-03-01', '2026-04-01', 'Europe/Berlin', '2026-02-01'],
    ['2026-07-01', '2026-10-01', 'UTC', '2026-04-01'],
    ['2026-01-01', '2027-01-01', 'UTC', '2025-01-01'],
    ['2026-11-02', '2026-12-02', 'UTC', '2026-10-03'],
  ])('of %s to %s in %s begins on %s', (from, to, timeZone, expected) => {
    const window = parseWindow({ from, to, timeZone });
    const previous = previousWindow(window);

    expect(iso(previous.from)).toBe(iso(parseWindow({ from: expected, to, timeZone }).from));
    expect(previous.to).toBe(window.from);
  });

  it('ends where this one begins and begins before it, wherever and whenever', () => {
    const instants = fc.integer({ min: Date.UTC(2000), max: Date.UTC(2035) });
    const zones = fc.constantFrom('America/Santiago', 'Europe/Berlin', 'Australia/Lord_Howe', 'Africa/Cairo', 'UTC');
    fc.assert(
      fc.property(instants, fc.integer({ min: 1, max: 90 * 86_400_000 }), zones, (from, length, timeZone) => {
        const previous = previousWindow({ from, to: from + length, timeZone });
        expect(previous.to).toBe(from);
        expect(previous.from).toBeLessThan(from);
        expect(Math.abs(from - previous.from - length)).toBeLessThanOrEqual(2 * 3_600_000);
      }),
      { numRuns: 60 },
    );
  });
});
