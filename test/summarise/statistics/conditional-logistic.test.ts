import { describe, expect, it } from 'vitest';
import { conditionalLogistic, normalScores } from '../../../src/summarise/statistics/conditional-logistic.ts';

const setsOf = (...sets: number[][]) => sets.map((values) => ({ values: Float64Array.from(values) }));

describe('the conditional logistic model of matched sets', () => {
  // R: survival::clogit(y ~ x + strata(set)) and summary()$sctest, $logtest; SciPy's maximum of the likelihood is the same
  it('has the estimate, error and tests of R', () => {
    const found = conditionalLogistic(
      setsOf(
        [1.2, 0.3, -0.5, 0.8],
        [0.4, 0.9, -1.1],
        [2.0, 1.5, 0.1, -0.2, 0.7],
        [-0.3, 0.2, 0.6],
        [1.1, -0.9, 0.0, 0.5],
        [0.7, 0.7, 0.7],
      ),
    )!;

    expect(found.logRatio).toBeCloseTo(1.57965024, 6);
    expect(found.standardError).toBeCloseTo(1.03943869, 5);
    // Score test 0.084113, likelihood ratio 0.057820: the more cautious one.
    expect(found.p).toBeCloseTo(0.0841135, 5);
    expect(found.sets).toBe(5);
  });

  it('turns its sign with the values, and does not hang on what all of a set have in common', () => {
    const sets = setsOf([1, 0, 2], [3, 1, 0], [0, 2, 1]);
    const moved = setsOf([11, 10, 12], [-2, -4, -5], [0, 2, 1]);
    const turned = setsOf([-1, 0, -2], [-3, -1, 0], [0, -2, -1]);

    expect(conditionalLogistic(moved)!.logRatio).toBeCloseTo(conditionalLogistic(sets)!.logRatio, 8);
    expect(conditionalLogistic(turned)!.logRatio).toBeCloseTo(-conditionalLogistic(sets)!.logRatio, 8);
  });

  it('ends where one value always decides, with an interval that has no end', () => {
    const found = conditionalLogistic(setsOf([5, 0, 1], [4, 1, 0], [9, 0, 0]))!;

    expect(found.logRatio).toBeGreaterThan(1);
    expect(found.intervalAt(0.95)[0]).toBeGreaterThan(0);
    expect(found.intervalAt(0.95)[1]).toBe(8);
  });

  it('says nothing of sets whose members are all alike', () => {
    expect(conditionalLogistic(setsOf([1, 1], [0, 0, 0]))).toBeNull();
    expect(conditionalLogistic([])).toBeNull();
  });
});

it('ranks as normal quantiles, ties by their mean rank', () => {
  expect([...normalScores([30, 10, 20])].map((value) => Number(value.toFixed(4)))).toEqual([0.9674, -0.9674, -0]);
  expect([...normalScores([5, 5, 5, 5])].map((value) => Math.abs(Number(value.toFixed(6))))).toEqual([0, 0, 0, 0]);
});
