import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cochranArmitage, mantelTrend } from '../../../src/summarise/statistics/association.ts';

/** Smokers among patients in four studies, the example of R's `prop.trend.test` (Fleiss 1981). */
const SMOKERS = { positive: [83, 90, 129, 70], n: [86, 93, 136, 82] };

describe('the Cochran-Armitage test for a trend', () => {
  it('gives what R gives for the smokers: X-squared = 8.2249, p-value = 0.004132', () => {
    const trend = cochranArmitage(SMOKERS)!;

    expect(trend.z ** 2).toBeCloseTo(8.224922285, 8);
    expect(trend.p).toBeCloseTo(0.0041318975, 9);
    expect(trend.slope).toBeCloseTo(-0.03341562641, 10);
  });

  it.each([
    ['all are positive', [3, 4], [3, 4]],
    ['none is positive', [0, 0], [3, 4]],
    ['all are in one group', [0, 2, 0], [0, 5, 0]],
    ['there is nothing', [0, 0], [0, 0]],
  ])('says nothing where %s', (_, positive, n) => {
    expect(cochranArmitage({ positive, n })).toBeNull();
  });

  it('turns its sign and nothing else when the order of the groups is turned round', () => {
    const turned = cochranArmitage({ positive: SMOKERS.positive.toReversed(), n: SMOKERS.n.toReversed() })!;

    expect(turned.z).toBeCloseTo(-cochranArmitage(SMOKERS)!.z, 10);
  });

  it('finds no trend where every group has the same share', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 2, maxLength: 6 }), (sizes) => {
        const trend = cochranArmitage({ positive: sizes, n: sizes.map((size) => 2 * size) })!;
        expect(trend.z).toBeCloseTo(0, 9);
        expect(trend.p).toBeCloseTo(1, 9);
      }),
    );
  });
});

describe('the Mantel test for a trend within strata', () => {
  it('is (N - 1) ÷ N of Cochran-Armitage for one stratum', () => {
    expect(mantelTrend([SMOKERS])!.z ** 2).toBeCloseTo(8.204204597, 8);
  });

  it('sums two strata as computed apart in exact fractions', () => {
    const trend = mantelTrend([
      { positive: [9, 10, 12], n: [10, 14, 20] },
      { positive: [5, 9, 8], n: [20, 15, 10] },
    ])!;

    expect(trend.z).toBeCloseTo(1.06578289056, 10);
    expect(trend.slope).toBeCloseTo(0.06924476798, 10);
    expect(trend.p).toBeCloseTo(0.28652179691, 7);
  });

  it('is not fooled by strata of different height, which the pooled test takes for a trend', () => {
    const easy = { positive: [90, 18], n: [100, 20] };
    const hard = { positive: [10, 50], n: [20, 100] };

    expect(Math.abs(mantelTrend([easy, hard])!.z)).toBeLessThan(0.1);
    expect(cochranArmitage({ positive: [100, 68], n: [120, 120] })!.p).toBeLessThan(0.001);
  });

  it('passes over a stratum without spread', () => {
    expect(mantelTrend([SMOKERS, { positive: [5], n: [5] }])).toEqual(mantelTrend([SMOKERS]));
    expect(mantelTrend([{ positive: [5], n: [5] }])).toBeNull();
  });
});
