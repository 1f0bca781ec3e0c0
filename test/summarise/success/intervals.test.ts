import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calendarMonths } from '../../../src/clock/calendar-months.ts';
import { kaplanMeierMedian, survivalMedianInterval } from '../../../src/summarise/statistics/survival.ts';
import { netPromoter } from '../../../src/summarise/success/surveys.ts';

describe('the interval of a net promoter score', () => {
  /** How often the interval holds the truth, over every outcome of n answers. */
  function coverage(n: number, promoters: number, detractors: number): number {
    const logFactorial = [0];
    for (let k = 1; k <= n; k++) logFactorial.push(logFactorial[k - 1]! + Math.log(k));
    const truth = 100 * (promoters - detractors);
    let covered = 0;
    for (let up = 0; up <= n; up++) {
      for (let down = 0; down <= n - up; down++) {
        const rest = n - up - down;
        const ways = logFactorial[n]! - logFactorial[up]! - logFactorial[down]! - logFactorial[rest]!;
        const chance = Math.exp(ways) * promoters ** up * detractors ** down * (1 - promoters - detractors) ** rest;
        const [lower, upper] = netPromoter(up, down, n).interval;
        if (lower <= truth && truth <= upper) covered += chance;
      }
    }
    return covered;
  }

  it.each([
    [10, 0.5, 0.2],
    [20, 0.6, 0.1],
    [20, 0.3, 0.3],
    [50, 0.6, 0.1],
    [50, 0.8, 0.05],
    [100, 0.4, 0.4],
  ])('of %i answers holds the truth about as often as it says (%f promoters, %f detractors)', (n, up, down) => {
    expect(coverage(n, up, down)).toBeGreaterThan(0.93);
    expect(coverage(n, up, down)).toBeLessThan(0.985);
  });

  it('always holds the score itself, from -100 to 100', () => {
    fc.assert(
      fc.property(fc.nat(300), fc.nat(300), fc.nat(300), (up, passive, down) => {
        const n = up + passive + down + 5;
        const { score, interval } = netPromoter(up, down, n);
        expect(interval[0]).toBeGreaterThanOrEqual(-100);
        expect(interval[1]).toBeLessThanOrEqual(100);
        expect(interval[0]).toBeLessThanOrEqual(score + 1e-9);
        expect(interval[1]).toBeGreaterThanOrEqual(score - 1e-9);
      }),
      { numRuns: 200 },
    );
  });
});

describe('the interval of a Kaplan-Meier median', () => {
  // R: survfit(Surv(time, status) ~ x, data = aml), Miller's survival of patients with leukaemia.
  it('is the one of R for the maintained group: 31 (18 to not reached)', () => {
    const [ended, open] = [
      [9, 13, 18, 23, 31, 34, 48],
      [13, 28, 45, 161],
    ];

    expect(kaplanMeierMedian(ended, open)).toBe(31);
    expect(survivalMedianInterval(ended, open)).toEqual([18, null]);
  });

  it('is the one of R for the group without: 23 (8 to not reached)', () => {
    const [ended, open] = [[5, 5, 8, 8, 12, 23, 27, 30, 33, 43, 45], [16]];

    expect(kaplanMeierMedian(ended, open)).toBe(23);
    expect(survivalMedianInterval(ended, open)).toEqual([8, null]);
  });

  it('has no limits where nothing has ended', () => {
    expect(survivalMedianInterval([], [1, 2, 3])).toEqual([null, null]);
  });
});

describe('months of a wall calendar', () => {
  const berlin = calendarMonths('Europe/Berlin');
  const at = (text: string): number => Date.parse(text);

  it.each([
    ['2026-01-31T00:00:00+01:00', 1, '2026-02-28T00:00:00+01:00'],
    ['2026-02-28T00:00:00+01:00', 1, '2026-03-28T00:00:00+01:00'],
    ['2026-03-01T00:00:00+01:00', 1, '2026-04-01T00:00:00+02:00'],
    ['2026-11-01T00:00:00+01:00', -1, '2026-10-01T00:00:00+02:00'],
    ['2026-01-15T09:30:00+01:00', -12, '2025-01-15T09:30:00+01:00'],
  ])('%s and %i more are %s', (from, count, to) => {
    expect(berlin.add(at(from), count)).toBe(at(to));
  });

  it('are whole between first days whatever their length, and a share of the last one', () => {
    expect(berlin.between(at('2026-02-01T00:00:00+01:00'), at('2026-03-01T00:00:00+01:00'))).toBe(1);
    expect(berlin.between(at('2026-10-01T00:00:00+02:00'), at('2026-11-01T00:00:00+01:00'))).toBe(1);
    expect(berlin.between(at('2026-01-01T00:00:00+01:00'), at('2028-01-01T00:00:00+01:00'))).toBe(24);
    expect(berlin.between(at('2026-11-01T00:00:00+01:00'), at('2026-11-16T00:00:00+01:00'))).toBe(0.5);
  });

  it('begin within a window, its own ends left out', () => {
    const starts = berlin.startsWithin(at('2026-10-01T00:00:00+02:00'), at('2027-01-01T00:00:00+01:00'));

    expect(starts).toEqual([at('2026-11-01T00:00:00+01:00'), at('2026-12-01T00:00:00+01:00')]);
  });
});
