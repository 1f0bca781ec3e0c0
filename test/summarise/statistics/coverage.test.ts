import { describe, expect, it } from 'vitest';
import { spearman } from '../../../src/summarise/statistics/association.ts';
import {
  meanInterval,
  medianEstimate,
  medianInterval,
  medianSorted,
  momentsOf,
} from '../../../src/summarise/statistics/averages.ts';
import { differenceOf, type Estimate, wilsonInterval } from '../../../src/summarise/statistics/comparisons.ts';
import type { Interval } from '../../../src/summarise/statistics/distributions.ts';
import { normals, uniform } from '../random-columns.ts';

const RUNS = 1000;

/** Share of 1,000 seeded runs in which the interval holds the truth. */
function coverage(seed: number, truth: number, run: (normal: () => number, random: () => number) => Interval): number {
  const random = uniform(seed);
  const normal = normals(random);
  let covered = 0;
  for (let i = 0; i < RUNS; i++) {
    const [lower, upper] = run(normal, random);
    if (lower <= truth && truth <= upper) covered++;
  }
  return covered / RUNS;
}

/** Ascending log-normal times with median 1 and the given spread. */
function times(n: number, sigma: number, normal: () => number): Float64Array {
  return Float64Array.from({ length: n }, () => Math.exp(sigma * normal())).sort();
}

function meanOf(values: Float64Array): Estimate {
  const moments = momentsOf(values);
  return { value: moments.mean, interval: meanInterval(moments)! };
}

function medianOf(values: Float64Array): Estimate {
  return { value: medianSorted(values), interval: medianInterval(values)! };
}

function medianFor(values: Float64Array): Estimate {
  const { value, interval } = medianOf(values);
  return medianEstimate(value, interval, values.length);
}

function expectNominal(share: number): void {
  expect(share).toBeGreaterThanOrEqual(0.93);
  expect(share).toBeLessThanOrEqual(0.97);
}

describe('95% intervals hold the truth in 93 to 97 of 100 simulated desks with skewed times', () => {
  it.each([40, 65, 120, 200])('the median of %d tickets', (n) => {
    expectNominal(coverage(1, 1, (normal) => medianOf(times(n, 1, normal)).interval));
  });

  it.each([
    [40, 0.8],
    [40, 1],
    [80, 1],
    [120, 1.2],
    [200, 1],
  ])('the mean of %d tickets with sigma %d', (n, sigma) => {
    expectNominal(coverage(2, Math.exp(sigma ** 2 / 2), (normal) => meanOf(times(n, sigma, normal)).interval));
  });

  it.each([
    [40, 0.9],
    [80, 0.3],
    [200, 0.07],
  ])('a rate of %d tickets', (n, truth) => {
    expectNominal(
      coverage(3, truth, (_normal, random) => {
        let positive = 0;
        for (let i = 0; i < n; i++) if (random() < truth) positive++;
        return wilsonInterval(positive, n)!;
      }),
    );
  });

  it('the difference of two medians', () => {
    const truth = 1 - 1.5;
    expectNominal(
      coverage(4, truth, (normal) => {
        const before = times(120, 1, normal).map((value) => 1.5 * value);
        return differenceOf(medianFor(times(90, 1, normal)), medianFor(before)).interval;
      }),
    );
  });

  it('the difference of two means', () => {
    const truth = Math.exp(0.5) * (1 - 1.5);
    expectNominal(
      coverage(5, truth, (normal) => {
        const before = times(120, 1, normal).map((value) => 1.5 * value);
        return differenceOf(meanOf(times(90, 1, normal)), meanOf(before)).interval;
      }),
    );
  });

  it('the difference of two rates', () => {
    const rate = (n: number, p: number, random: () => number): Estimate => {
      let positive = 0;
      for (let i = 0; i < n; i++) if (random() < p) positive++;
      return { value: positive / n, interval: wilsonInterval(positive, n)! };
    };
    expectNominal(
      coverage(6, 0.1, (_normal, random) => differenceOf(rate(100, 0.3, random), rate(140, 0.2, random)).interval),
    );
  });

  it('a rank correlation', () => {
    // Of two normals correlated by r, Spearman's rho is 6/pi asin(r/2).
    const r = 0.6;
    expectNominal(
      coverage(8, (6 / Math.PI) * Math.asin(r / 2), (normal) => {
        const x = Float64Array.from({ length: 60 }, normal);
        const y = x.map((value) => r * value + Math.sqrt(1 - r * r) * normal());
        return spearman(x, y)!.interval;
      }),
    );
  });
});
