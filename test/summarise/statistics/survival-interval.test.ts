import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { robustVariance } from '../../../src/summarise/statistics/clustered-variance.ts';
import { ageAtShare, survivalCurve } from '../../../src/summarise/statistics/survival.ts';
import { ageInterval, influencesAt } from '../../../src/summarise/statistics/survival-interval.ts';
import { anyRows, atRisk, clustersOf, TWENTY, TWENTY_CLUSTERS } from './at-risk-rows.ts';

describe('the influence of each row on the curve', () => {
  // R: survfit(Surv(entry - 0.5, exit, ended) ~ 1, influence = TRUE)$influence.surv at 12
  it('is R’s', () => {
    const influences = influencesAt(survivalCurve(TWENTY), TWENTY, 12);

    for (const [row, expected] of [
      -0.033136363636, -0.019392303719, 0.026170196281, -0.019392303719, -0.028711905992, 0.022028150826,
      0.041702866736, 0.019674715909, -0.037278409091, -0.024569860537, -0.03388946281, 0.041702866736, 0.015532670455,
      -0.015250258264, 0.030029829545, -0.031065340909, 0.004142045455, 0, 0.041702866736, 0,
    ].entries())
      expect(influences[row]).toBeCloseTo(expected, 11);
  });

  // R: survfit(…, robust = TRUE, id = 1:20)$std.err at 7, 12 and 18; with late entries it is not Greenwood's
  it('squared and summed is R’s robust variance', () => {
    for (const [age, expected] of [
      [7, 0.139612234],
      [12, 0.1222653087],
      [18, 0.1012409656],
    ] as const) {
      const influences = influencesAt(survivalCurve(TWENTY), TWENTY, age);
      expect(Math.hypot(...influences)).toBeCloseTo(expected, 9);
    }
  });

  it('sums to 0, and a row that enters later has none', () => {
    fc.assert(
      fc.property(anyRows, fc.nat(25), ({ rows }, age) => {
        const influences = influencesAt(survivalCurve(rows), rows, age);
        expect(influences.reduce((sum, each) => sum + each, 0)).toBeCloseTo(0, 10);
        for (const [row, entry] of rows.entryMs.entries()) if (entry > age) expect(influences[row]).toBe(0);
      }),
    );
  });

  it('is the derivative of the curve by the weight of a row: a copied row moves the curve so', () => {
    const many = 2000;
    const rows = Array.from({ length: many }, (_, i): [number, number, 0 | 1] => [i % 5, 10 + (i % 97), i % 4 ? 1 : 0]);
    const share = (copies: number) => {
      const curve = survivalCurve(atRisk([...rows, ...Array.from({ length: copies }, () => rows[7]!)]));
      return curve.survival[curve.agesMs.indexOf(50)]!;
    };

    const influence = influencesAt(survivalCurve(atRisk(rows)), atRisk(rows), 50)[7]!;
    expect(share(1) - share(0)).toBeCloseTo(influence, 6);
    expect(influence).not.toBeCloseTo(0, 5);
  });
});

describe('the variance where rows come together', () => {
  const influences = influencesAt(survivalCurve(TWENTY), TWENTY, 12);
  const alone = clustersOf(
    Array.from({ length: 20 }, (_, i) => i),
    Array.from({ length: 20 }, (_, i) => i),
  );

  // R: sum(u^2) = 0.01494880572 × 18 ÷ 17: eighteen rows have influence
  it('of rows alone is the independent one, with n ÷ (n − 1)', () => {
    const robust = robustVariance(influences, alone)!;

    expect(robust.variance).toBeCloseTo((0.01494880572 * 18) / 17, 10);
    expect(robust.degreesOfFreedom).toBeCloseTo(17, 10);
  });

  // R: rowsum(u, customer)^2 summed = 0.01498106285, G = 18^2 / sum(table^2) = 12.46153846, factor G / (G - 1)
  it('takes the largest: here by customer', () => {
    const robust = robustVariance(influences, TWENTY_CLUSTERS)!;

    expect(robust.variance).toBeCloseTo(0.01628813545, 10);
    expect(robust.degreesOfFreedom).toBeCloseTo(11.46153846, 7);
  });

  // Days and customers that each carry a shared part: V = V_day + V_customer − V_independent, by hand for u = ±1
  it('adds both where both carry something, with Satterthwaite’s degrees of freedom', () => {
    // Eight rows: days {0,1} {2,3} {4,5} {6,7} sum to 2, 2, -2, -2; customers {0,2} {1,3} {4,6} {5,7} likewise.
    const u = Float64Array.from([1, 1, 1, 1, -1, -1, -1, -1]);
    const both = clustersOf([0, 0, 1, 1, 2, 2, 3, 3], [0, 1, 0, 1, 2, 3, 2, 3]);
    const robust = robustVariance(u, both)!;

    // Each part: 4 × 2² × 4 ÷ 3 = 64 ÷ 3; less the independent 8 × 8 ÷ 7.
    const sum = 128 / 3 - 64 / 7;
    expect(robust.variance).toBeCloseTo(sum, 10);
    expect(robust.degreesOfFreedom).toBeCloseTo(sum ** 2 / ((2 * (64 / 3) ** 2) / 3), 10);
  });

  it('loses a second degree for the difference of two windows', () => {
    const u = Float64Array.from([1, 1, 1, 1, -1, -1, -1, -1]);
    const days = clustersOf([0, 0, 1, 1, 2, 2, 3, 3], [0, 1, 2, 3, 4, 5, 6, 7]);

    expect(robustVariance(u, days, 1)!.variance).toBeCloseTo((16 * 4) / 3, 10);
    expect(robustVariance(u, days, 2)!.variance).toBeCloseTo((16 * 4) / 2, 10);
  });

  it('is not told where all rows are of one day, of one customer, or one row', () => {
    const u = Float64Array.from([1, 2, -3]);

    expect(robustVariance(u, clustersOf([0, 0, 0], [0, 1, 2]))).toBeNull();
    expect(robustVariance(u, clustersOf([0, 1, 2], [0, 0, 0]))).toBeNull();
    expect(robustVariance(Float64Array.from([0, 0]), clustersOf([0, 1], [0, 1]))).toBeNull();
  });

  it('is never below the independent one', () => {
    fc.assert(
      fc.property(anyRows, fc.nat(25), ({ rows, clusters }, age) => {
        const u = influencesAt(survivalCurve(rows), rows, age);
        const robust = robustVariance(u, clusters);
        if (robust === null) return;
        expect(robust.variance).toBeGreaterThanOrEqual(u.reduce((sum, each) => sum + each ** 2, 0) - 1e-15);
        expect(robust.degreesOfFreedom).toBeGreaterThanOrEqual(1);
      }),
    );
  });
});

describe('Woodruff’s interval of a quantile', () => {
  const n = 200;
  const rows = atRisk(Array.from({ length: n }, (_, i): [number, number, 1] => [0, i + 1, 1]));
  const alone = Array.from({ length: n }, (_, i) => i);

  it('stands where the curve is at the share plus and minus t standard errors', () => {
    const curve = survivalCurve(rows);

    // S(100) = 0.5; its standard error sqrt(0.25 / 200 × 200 / 199) = 0.035444; t(199) = 1.971957: 0.5 ± 0.069893,
    // that is 0.569893 (first at or below it: 0.565, age 87) and 0.430107 (0.43, age 114).
    expect(ageAtShare(curve, 0.5)).toBe(100.5);
    expect(ageInterval(curve, rows, clustersOf(alone, alone), 0.5)).toEqual([87, 114]);
  });

  it('is wider where days come together, and has no upper end where the curve does not come down to it', () => {
    const curve = survivalCurve(rows);
    const byTens = alone.map((i) => Math.floor(i / 20));
    const [lower, upper] = ageInterval(curve, rows, clustersOf(byTens, alone), 0.5)!;

    expect(lower).toBeLessThan(87);
    expect(upper).toBeGreaterThan(114);
    expect(ageInterval(curve, rows, clustersOf(byTens, alone), 0.1)![1]).toBeNull();
  });

  it('is none where the curve does not get there', () => {
    const open = atRisk(Array.from({ length: 10 }, (): [number, number, 0] => [0, 5, 0]));

    expect(ageInterval(survivalCurve(open), open, clustersOf(alone.slice(0, 10), alone.slice(0, 10)), 0.5)).toBeNull();
  });
});
