import { describe, expect, it } from 'vitest';
import {
  meanInterval,
  medianEstimate,
  medianInterval,
  medianRanks,
  momentsOf,
} from '../../../src/summarise/statistics/averages.ts';
import { differenceOf, wilsonInterval } from '../../../src/summarise/statistics/comparisons.ts';

describe('the interval of a median', () => {
  // scipy.stats.binom: the largest r with binom.cdf(r - 1, n, 0.5) <= 0.025; as in the tables of Conover and of Hahn and Meeker
  it.each([
    [6, 1, 6],
    [8, 1, 8],
    [9, 2, 8],
    [10, 2, 9],
    [11, 2, 10],
    [20, 6, 15],
    [50, 18, 33],
    [100, 40, 61],
    [1000, 469, 532],
    [100_000, 49_690, 50_311],
  ])('of %d values lies between ranks %d and %d', (n, lower, upper) => {
    expect(medianRanks(n)).toEqual({ lower, upper });
  });

  it.each([0, 1, 2, 5])('does not exist for %d values', (n) => {
    expect(medianRanks(n)).toBeUndefined();
    expect(medianInterval(Array.from({ length: n }, (_, i) => i))).toBeNull();
  });

  it('is drawn in from what whole ranks cover to 95% for a difference', () => {
    // n = 40: ranks 14 and 27 cover 1 - 2 pbinom(13, 40, 0.5) = 0.96152; qnorm(0.975) / qnorm(0.98076) = 0.946964
    const { value, interval } = medianEstimate(10, [8, 13], 40);

    expect(value).toBe(10);
    expect(interval[0]).toBeCloseTo(10 - 2 * 0.946964, 5);
    expect(interval[1]).toBeCloseTo(10 + 3 * 0.946964, 5);
  });

  it('is read off the values in order', () => {
    expect(medianInterval([2, 3, 5, 7, 11, 13, 17, 19, 23, 60])).toEqual([3, 23]);
  });
});

describe('the interval of a mean', () => {
  // scipy.stats.skew(d, bias=False), numpy.var(d, ddof=1)
  it('knows mean, variance and the corrected skewness', () => {
    const moments = momentsOf([2, 3, 5, 7, 11, 13, 17, 19, 23, 60]);

    expect(moments.mean).toBe(16);
    expect(moments.variance).toBeCloseTo(288.44444444444446, 10);
    expect(moments.skewness).toBeCloseTo(2.2228050614100976, 10);
  });

  // R: t.test(1:7)$conf.int
  it('is the t interval where nothing is skewed', () => {
    const interval = meanInterval(momentsOf([1, 2, 3, 4, 5, 6, 7]))!;

    expect(interval[0]).toBeCloseTo(2.002104839708592, 9);
    expect(interval[1]).toBeCloseTo(5.997895160291408, 9);
  });

  // Hall's formula written again with numpy and scipy.stats.t, apart from this project
  it('reaches further up than down for skewed times', () => {
    const interval = meanInterval(momentsOf([2, 3, 5, 7, 11, 13, 17, 19, 23, 60]))!;

    expect(interval[0]).toBeCloseTo(8.64785649918808, 8);
    expect(interval[1]).toBeCloseTo(32, 8);
  });

  it('doubles a moderate skewness, which a small sample shows too little of', () => {
    const interval = meanInterval(momentsOf([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 18, 19, 22, 26]))!;

    expect(interval[0]).toBeCloseTo(7.1104054856374255, 8);
    expect(interval[1]).toBeCloseTo(17.89790015847035, 8);
  });

  it('of mirrored data is mirrored where the skewness is used as it is', () => {
    const left = meanInterval({ n: 30, mean: 0, variance: 4, skewness: -1.5 })!;
    const right = meanInterval({ n: 30, mean: 0, variance: 4, skewness: 1.5 })!;

    expect(left[0]).toBeCloseTo(-right[1], 10);
    expect(left[1]).toBeCloseTo(-right[0], 10);
  });

  it('has no width without spread, and does not exist for one value', () => {
    expect(meanInterval(momentsOf([5, 5, 5]))).toEqual([5, 5]);
    expect(meanInterval(momentsOf([5]))).toBeNull();
  });
});

describe('the interval of a share', () => {
  // scipy.stats.binomtest(k, n).proportion_ci(method='wilson'); 81 of 263 is Newcombe's (1998) example
  it.each([
    [7, 20, 0.1811918241010821, 0.5671457233147637],
    [0, 10, 0, 0.27753279986288926],
    [10, 10, 0.7224672001371109, 1],
    [81, 263, 0.2552885198782742, 0.36620957698280004],
  ])('of %d in %d is that of Wilson', (positive, n, lower, upper) => {
    const interval = wilsonInterval(positive, n)!;

    expect(interval[0]).toBeCloseTo(lower, 12);
    expect(interval[1]).toBeCloseTo(upper, 12);
  });

  it('does not exist without observations', () => {
    expect(wilsonInterval(0, 0)).toBeNull();
  });
});

describe('the difference of two windows', () => {
  // Newcombe 1998 (Statistics in Medicine 17, 873-890), table II, method 10: 56/70 less 48/80 is 0.0524 to 0.3339
  it('of two shares is that of Newcombe', () => {
    const { difference, interval } = differenceOf(
      { value: 56 / 70, interval: wilsonInterval(56, 70)! },
      { value: 48 / 80, interval: wilsonInterval(48, 80)! },
    );

    expect(difference).toBeCloseTo(0.2, 12);
    expect(interval[0]).toBeCloseTo(0.0524, 4);
    expect(interval[1]).toBeCloseTo(0.3339, 4);
  });

  it('is this window less the one before, with the sides of each interval where they belong', () => {
    const { difference, interval } = differenceOf({ value: 10, interval: [7, 20] }, { value: 4, interval: [0, 5] });

    expect(difference).toBe(6);
    expect(interval[0]).toBeCloseTo(6 - Math.hypot(3, 1), 12);
    expect(interval[1]).toBeCloseTo(6 + Math.hypot(10, 4), 12);
  });

  it('has p of 5% exactly when its interval touches zero', () => {
    const touching = differenceOf({ value: 5, interval: [2, 8] }, { value: 0, interval: [-4, 4] });

    expect(touching.interval[0]).toBeCloseTo(0, 12);
    expect(touching.p).toBeCloseTo(0.05, 10);
    // Of a fall, it is the upper side that faces zero.
    expect(differenceOf({ value: 0, interval: [-1, 4] }, { value: 5, interval: [2, 6] }).p).toBeCloseTo(0.05, 10);
  });

  it('of equal figures is zero with p 1, also where they have no spread', () => {
    const same = { value: 3, interval: [3, 3] } as const;

    expect(differenceOf(same, same)).toEqual({ difference: 0, interval: [0, 0], p: 1 });
  });
});
