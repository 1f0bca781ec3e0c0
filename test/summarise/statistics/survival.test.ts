import fc from 'fast-check';
import { median } from 'simple-statistics';
import { describe, expect, it } from 'vitest';
import {
  ageAtShare,
  atRiskAt,
  kaplanMeierMedian,
  lastAgeWithAtRisk,
  lastEndUpTo,
  lowestAtRisk,
  survivalAt,
  survivalCurve,
} from '../../../src/summarise/statistics/survival.ts';
import { anyRows, atRisk, TWENTY } from './at-risk-rows.ts';

// R: survival::aml, Surv(9, 13, 13+, 18, 23, 28+, 31, 34, 45+, 48, 161+) and (5, 5, 8, 8, 12, 16+, 23, 27, 30, 33, 43, 45)
const MAINTAINED = { solved: [9, 13, 18, 23, 31, 34, 48], open: [13, 28, 45, 161] };
const NOT_MAINTAINED = { solved: [5, 5, 8, 8, 12, 23, 27, 30, 33, 43, 45], open: [16] };
// Freireich 1963 (Gehan's data), 6-MP: weeks of remission
const SIX_MP = { solved: [6, 6, 6, 7, 10, 13, 16, 22, 23], open: [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35] };

const fromBirth = ({ solved, open }: typeof SIX_MP) =>
  atRisk([
    ...solved.map((age): [number, number, 1] => [0, age, 1]),
    ...open.map((age): [number, number, 0] => [0, age, 0]),
  ]);

describe('the Kaplan-Meier curve', () => {
  // R: summary(survfit(Surv(time, status) ~ x, data = aml))
  it('of aml, maintained: what is censored at a time counts as at risk there', () => {
    const { agesMs, survival } = survivalCurve(fromBirth(MAINTAINED));

    expect([...agesMs]).toEqual([9, 13, 18, 23, 31, 34, 48]);
    for (const [i, expected] of [
      0.90909091, 0.81818182, 0.71590909, 0.61363636, 0.49090909, 0.36818182, 0.18409091,
    ].entries())
      expect(survival[i]).toBeCloseTo(expected, 7);
  });

  it('of aml, not maintained: ties fall together', () => {
    const { agesMs, survival } = survivalCurve(fromBirth(NOT_MAINTAINED));

    expect([...agesMs]).toEqual([5, 8, 12, 23, 27, 30, 33, 43, 45]);
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

describe('the curve of rows that come under observation late', () => {
  // R: summary(survfit(Surv(entry - 0.5, exit, ended) ~ 1)): a half earlier, since R has nobody at risk at the age of entry
  it('is R’s, with ties, ends at the age of entry and losses at the age of an end', () => {
    const curve = survivalCurve(TWENTY);

    expect([...curve.agesMs]).toEqual([3, 4, 6, 7, 9, 11, 12, 14, 15, 18, 25]);
    expect([...curve.atRisk]).toEqual([10, 10, 11, 12, 10, 8, 7, 7, 6, 4, 1]);
    expect([...curve.ends]).toEqual([1, 1, 1, 3, 1, 1, 1, 1, 1, 1, 1]);
    for (const [i, expected] of [
      0.9, 0.81, 0.7363636364, 0.5522727273, 0.4970454545, 0.4349147727, 0.3727840909, 0.3195292208, 0.2662743506,
      0.199705763, 0,
    ].entries())
      expect(curve.survival[i]).toBeCloseTo(expected, 9);
  });

  // R: quantile(survfit(…), c(.25, .5, .75, .9))
  it('has R’s quantiles', () => {
    const curve = survivalCurve(TWENTY);

    expect([0.75, 0.5, 0.25, 0.1].map((share) => ageAtShare(curve, share))).toEqual([6, 9, 18, 25]);
  });

  it('has Greenwood’s variance: R’s std.err at 7, 12 and 18', () => {
    const curve = survivalCurve(TWENTY);

    for (const [age, expected] of [
      [7, 0.1342498882],
      [12, 0.1246842623],
      [18, 0.1003200741],
    ] as const)
      expect(survivalAt(curve, age) * Math.sqrt(curve.hazardVariance[lastEndUpTo(curve, age)]!)).toBeCloseTo(
        expected,
        9,
      );
  });

  it('counts a row that ends where it entered: on a clock that stands still both ages are 0', () => {
    const curve = survivalCurve(
      atRisk([
        [0, 0, 1],
        [0, 0, 0],
        [0, 5, 1],
        [0, 5, 1],
      ]),
    );

    expect([...curve.atRisk]).toEqual([4, 2]);
    expect([...curve.survival]).toEqual([0.75, 0]);
    expect(ageAtShare(curve, 0.5)).toBe(5);
  });

  it('says how few were at risk on the way to a quantile', () => {
    // One alone at risk at age 1 takes the whole curve down: no figure of the many that come later.
    const late = atRisk([[0, 1, 1], ...Array.from({ length: 30 }, (): [number, number, 1] => [2, 9, 1])]);

    expect(lowestAtRisk(survivalCurve(late), 0.5)).toBe(1);
    expect(lowestAtRisk(survivalCurve(TWENTY), 0.5)).toBe(10);
    expect(lowestAtRisk(survivalCurve(TWENTY), 0.1)).toBe(1);
  });

  it('knows up to which age enough were at risk', () => {
    expect(lastAgeWithAtRisk(TWENTY, 5)).toBe(16);
    expect(lastAgeWithAtRisk(TWENTY, 1)).toBe(25);
    expect(lastAgeWithAtRisk(TWENTY, 12)).toBe(7);
    expect(lastAgeWithAtRisk(TWENTY, 13)).toBeNull();
    expect(atRiskAt(TWENTY, 16)).toBe(5);
  });

  it('stale tickets do not move the median of a short window, and abandoned ones are not forgotten', () => {
    const arrived: [number, number, 1][] = [2, 3, 4, 5, 6, 7, 8, 9, 10, 11].map((age) => [0, age, 1]);
    const stale: [number, number, 0][] = Array.from({ length: 50 }, () => [1000, 1168, 0]);
    const abandoned: [number, number, 0][] = Array.from({ length: 10 }, () => [0, 168, 0]);

    expect(ageAtShare(survivalCurve(atRisk([...arrived, ...stale])), 0.5)).toBe(6.5);
    expect(ageAtShare(survivalCurve(atRisk([...arrived, ...abandoned])), 0.5)).toBe(11);
  });

  it('is made from a million rows without an object a row', () => {
    const n = 200_000;
    const entryMs = Float64Array.from({ length: n }, (_, i) => (i % 3 === 0 ? i % 1000 : 0));
    const exitMs = entryMs.map((entry, i) => entry + ((i * 7919) % 100_000));
    const curve = survivalCurve({ entryMs, exitMs, ended: new Uint8Array(n).fill(1) });

    expect(curve.ended).toBe(n);
    expect(curve.survival.at(-1)).toBe(0);
  });

  it('never rises, and what is at risk is what the rows say', () => {
    fc.assert(
      fc.property(anyRows, ({ rows }) => {
        const curve = survivalCurve(rows);
        for (const [i, age] of curve.agesMs.entries()) {
          expect(curve.atRisk[i]).toBe(atRiskAt(rows, age));
          expect(curve.survival[i]).toBeLessThanOrEqual(curve.survival[i - 1] ?? 1);
        }
      }),
    );
  });
});
