import { sampleRankCorrelation } from 'simple-statistics';
import { describe, expect, it } from 'vitest';
import {
  meanRanks,
  reliabilityOf,
  spearman,
  withoutAttenuation,
} from '../../../src/summarise/statistics/association.ts';

describe('rank correlation', () => {
  // The intelligence and television example of the textbooks; R: cor(x, y, method = "spearman") is -29/165
  const iq = [106, 100, 86, 101, 99, 103, 97, 113, 112, 110];
  const hours = [7, 27, 2, 50, 28, 29, 20, 12, 6, 17];

  it('gives the textbook value with its interval by Bonett and Wright', () => {
    const found = spearman(iq, hours)!;

    expect(found.rho).toBeCloseTo(-29 / 165, 12);
    // numpy: tanh(arctanh(r) ± 1.959964 * sqrt((1 + r²/2) / (n - 3)))
    expect(found.interval[0]).toBeCloseTo(-0.7278300282394071, 10);
    expect(found.interval[1]).toBeCloseTo(0.5145466616329561, 10);
    expect(found.n).toBe(10);
  });

  it('shares ranks between ties, also in typed arrays', () => {
    const x = Float64Array.of(1, 2, 2, 3, 4, 4, 4, 5);
    const y = Float64Array.of(2, 1, 3, 3, 5, 4, 6, 6);

    // scipy.stats.rankdata(x), scipy.stats.spearmanr(x, y)
    expect([...meanRanks(x)]).toEqual([1, 2.5, 2.5, 4, 6, 6, 6, 8]);
    expect(spearman(x, y)!.rho).toBeCloseTo(0.9007775105401477, 12);
  });

  it('agrees with simple-statistics without ties', () => {
    expect(spearman(iq, hours)!.rho).toBeCloseTo(sampleRankCorrelation(iq, hours), 12);
  });

  it('of a perfect order is 1 and its interval stays a number', () => {
    const found = spearman([1, 2, 3, 4, 5], [10, 20, 30, 40, 50])!;

    expect(found.rho).toBe(1);
    expect(found.interval[1]).toBeLessThanOrEqual(1);
    expect(found.p).toBeLessThan(0.05);
  });

  it('is not told of less than four pairs or without spread', () => {
    expect(spearman([1, 2, 3], [3, 2, 1])).toBeNull();
    expect(spearman([1, 1, 1, 1], [1, 2, 3, 4])).toBeNull();
  });
});

describe('what errors on both sides do to a correlation', () => {
  it('is told by the share of the spread that is no error', () => {
    expect(reliabilityOf([1, 2, 3, 4], [0, 0, 0, 0])).toBe(1);
    // The variance of 1, 2, 3, 4 is 5/3.
    expect(reliabilityOf([1, 2, 3, 4], [0.5, 0.5, 0.5, 0.5])).toBeCloseTo(1 - 0.25 / (5 / 3), 12);
    expect(reliabilityOf([1, 2, 3, 4], [2, 2, 2, 2])).toBe(0);
    expect(reliabilityOf([3, 3, 3], [0, 0, 0])).toBe(0);
  });

  it.each([
    [[-0.2, 0.6], 0.5, [-0.4, 1]],
    [[0.2, 0.6], 0.8, [0.2, 0.75]],
    [[-0.6, -0.2], 0.8, [-0.75, -0.2]],
    [[-0.2, 0.6], 0, [-1, 1]],
  ] as const)('moves the ends of %s at %s outwards, to %s', (interval, attenuation, moved) => {
    const [low, high] = withoutAttenuation(interval, attenuation);
    expect(low).toBeCloseTo(moved[0], 12);
    expect(high).toBeCloseTo(moved[1], 12);
  });
});
