import fc from 'fast-check';
import { median } from 'simple-statistics';
import { describe, expect, it } from 'vitest';
import { kaplanMeierMedian, survivalCurve } from '../../../src/summarise/statistics/survival.ts';

// R: survival::aml, Surv(9, 13, 13+, 18, 23, 28+, 31, 34, 45+, 48, 161+) and (5, 5, 8, 8, 12, 16+, 23, 27, 30, 33, 43, 45)
const MAINTAINED = { solved: [9, 13, 18, 23, 31, 34, 48], open: [13, 28, 45, 161] };
const NOT_MAINTAINED = { solved: [5, 5, 8, 8, 12, 23, 27, 30, 33, 43, 45], open: [16] };
// Freireich 1963 (Gehan's data), 6-MP: weeks of remission
const SIX_MP = { solved: [6, 6, 6, 7, 10, 13, 16, 22, 23], open: [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35] };

describe('the Kaplan-Meier curve', () => {
  // R: summary(survfit(Surv(time, status) ~ x, data = aml))
  it('of aml, maintained: what is censored at a time counts as at risk there', () => {
    const { times, survival } = survivalCurve(MAINTAINED.solved, MAINTAINED.open);

    expect(times).toEqual([9, 13, 18, 23, 31, 34, 48]);
    for (const [i, expected] of [
      0.90909091, 0.81818182, 0.71590909, 0.61363636, 0.49090909, 0.36818182, 0.18409091,
    ].entries())
      expect(survival[i]).toBeCloseTo(expected, 7);
  });

  it('of aml, not maintained: ties fall together', () => {
    const { times, survival } = survivalCurve(NOT_MAINTAINED.solved, NOT_MAINTAINED.open);

    expect(times).toEqual([5, 8, 12, 23, 27, 30, 33, 43, 45]);
    for (const [i, expected] of [
      0.83333333, 0.66666667, 0.58333333, 0.48611111, 0.38888889, 0.29166667, 0.19444444, 0.09722222, 0,
    ].entries())
      expect(survival[i]).toBeCloseTo(expected, 7);
  });

  it.each([
    ['aml, maintained', MAINTAINED, 31],
    ['aml, not maintained', NOT_MAINTAINED, 23],
    ['6-MP', SIX_MP, 23],
  ])('has the median R prints: %s', (_name, { solved, open }, expected) => {
    expect(kaplanMeierMedian(solved, open)).toBe(expected);
  });

  it('counts a backlog that the plain median does not see: 12 days become 32', () => {
    const solved = [4, 8, 12, 12, 12, 32, 40];
    const open = [14, 16, 20, 22];

    expect(median(solved)).toBe(12);
    expect(kaplanMeierMedian(solved, open)).toBe(32);
  });

  it('has no median while less than half is solved', () => {
    expect(kaplanMeierMedian([1, 2], [50, 60, 70])).toBeNull();
    expect(kaplanMeierMedian([], [1])).toBeNull();
    expect(kaplanMeierMedian([], [])).toBeNull();
  });

  it('takes the last time where the curve stays at half', () => {
    expect(kaplanMeierMedian([1, 2], [5, 6])).toBe(2);
  });

  it('is the plain median when nothing is open', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 1e6 }), { minLength: 1, maxLength: 80 }), (values) => {
        const sorted = values.toSorted((a, b) => a - b);
        expect(kaplanMeierMedian(sorted, [])).toBeCloseTo(median(values), 6);
      }),
    );
  });
});
