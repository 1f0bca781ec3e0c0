import { describe, expect, it } from 'vitest';
import { churnRate } from '../../../src/summarise/outcomes/churn.ts';
import { rateOf } from '../../../src/summarise/outcomes/rate.ts';

describe('a rate', () => {
  // Intervals from SciPy: binomtest(k, n).proportion_ci(method="wilson").
  it.each([
    { positive: 100, n: 2000, value: 5, lower: 4.12812, upper: 6.04441 },
    { positive: 15, n: 100, value: 15, lower: 9.30599, upper: 23.28356 },
    { positive: 8, n: 10, value: 80, lower: 49.01625, upper: 94.33178 },
    { positive: 0, n: 10, value: 0, lower: 0, upper: 27.75328 },
  ])('of $positive in $n is $value% with its Wilson interval', ({ positive, n, value, lower, upper }) => {
    const rate = rateOf(positive, n, 5);

    expect(rate.value).toBe(value);
    expect(rate.interval![0]).toBeCloseTo(lower, 4);
    expect(rate.interval![1]).toBeCloseTo(upper, 4);
  });

  it('is withheld below the minimum, with its n', () => {
    expect(rateOf(3, 4, 5)).toEqual({ n: 4, positive: 3, value: null, interval: null });
    expect(rateOf(3, 5, 5).value).toBe(60);
  });

  it('is not withheld because thirds that make up the minimum were added in floating point', () => {
    let n = 0;
    for (let third = 0; third < 15; third++) n += 1 / 3;

    expect(rateOf(n, n, 5)).toMatchObject({ n: 5, positive: 5, value: 100 });
  });

  it('of nothing is no value, not zero', () => {
    expect(rateOf(0, 0, 0).value).toBeNull();
  });
});

describe('churn and retention', () => {
  it('make 100 over the same accounts: 15% churn is 85% retention', () => {
    expect(churnRate({ atStart: 100, lost: 15, joinedAndLost: 0 }, 5)).toMatchObject({
      rate: { value: 15 },
      retention: 85,
    });
  });

  it('keep apart who joined and left in between: churn may pass 100%, retention never', () => {
    const { rate, retention } = churnRate({ atStart: 96, lost: 112, joinedAndLost: 95 }, 5);

    expect(rate.value).toBeCloseTo(116.667, 3);
    expect(retention).toBeCloseTo((100 * 79) / 96, 9);
    // 17 of 96 (Wilson: 11.37 to 26.54%) and 95 events (R: poisson.test(95): 76.86 to 116.13) over 96, square and add.
    expect(rate.interval![0]).toBeCloseTo(116.667 - Math.hypot(17.708 - 11.37, (100 * (95 - 76.86)) / 96), 0);
    expect(rate.interval![1]).toBeCloseTo(116.667 + Math.hypot(26.54 - 17.708, (100 * (116.13 - 95)) / 96), 0);
  });

  it('are withheld together', () => {
    expect(churnRate({ atStart: 3, lost: 1, joinedAndLost: 0 }, 5)).toMatchObject({
      rate: { n: 3, value: null },
      retention: null,
    });
  });
});
