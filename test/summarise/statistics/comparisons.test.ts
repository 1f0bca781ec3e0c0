import { describe, expect, it } from 'vitest';
import { benjaminiHochberg } from '../../../src/summarise/statistics/comparisons.ts';

describe('the correction for many comparisons', () => {
  // R: p.adjust(c(0.01, 0.04, 0.03, 0.005, 0.2), "BH")
  it('keeps the order of the input', () => {
    const adjusted = benjaminiHochberg([0.01, 0.04, 0.03, 0.005, 0.2]);

    for (const [i, expected] of [0.025, 0.05, 0.05, 0.025, 0.2].entries())
      expect(adjusted[i]).toBeCloseTo(expected, 12);
  });

  // The fifteen p-values of Benjamini and Hochberg 1995; R: p.adjust(p, "BH"), scipy.stats.false_discovery_control(p)
  it('gives the values of the original paper, of which four are significant', () => {
    const adjusted = benjaminiHochberg([
      0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1,
    ]);
    const expected = [
      0.0015, 0.003, 0.0095, 0.035625, 0.0603, 0.06385714285714286, 0.06385714285714286, 0.0645, 0.0765, 0.486,
      0.5811818181818181, 0.714875, 0.7532307692307693, 0.8132142857142857, 1,
    ];

    for (const [i, value] of expected.entries()) expect(adjusted[i]).toBeCloseTo(value, 12);
    expect(adjusted.filter((p) => p! <= 0.05)).toHaveLength(4);
  });

  it('does not count what was not tested', () => {
    expect(benjaminiHochberg([null, 0.02, null, 0.04])).toEqual([null, 0.04, null, 0.04]);
    expect(benjaminiHochberg([])).toEqual([]);
  });
});
