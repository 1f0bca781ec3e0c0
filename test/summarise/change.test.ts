import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Comparability, compareMedians, judgeChanges } from '../../src/summarise/change.ts';
import { FAMILY_LEVELS, judgeFamily } from '../../src/summarise/verdict-family.ts';
import { plantedWeeks } from './planted-windows.ts';

const HOUR = 3_600_000;
const COMPARABLE: Comparability = { isOver: true, isSingleDay: false, isCovered: true, moreReopened: false };
const steady = { seed: 1, perWeek: 200, medians: [10 * HOUR, 10 * HOUR] } as const;
const slower = { seed: 2, perWeek: 200, medians: [10 * HOUR, 20 * HOUR] } as const;

/** Judges one change alone at the headline's level. */
function judged(planted: Parameters<typeof plantedWeeks>[0], known: Partial<Comparability> = {}) {
  const [earlier, later] = plantedWeeks(planted);
  return judgeChanges([compareMedians(earlier, later, { ...COMPARABLE, ...known })], FAMILY_LEVELS.headline)[0]!;
}

describe('a change of the median', () => {
  it('of a desk that takes twice as long is "slower", of one that takes half as long "faster"', () => {
    const worse = judged(slower);
    expect(worse).toMatchObject({ verdict: 'slower', reason: null });
    expect(worse.differenceMs! / HOUR).toBeCloseTo(10, -1);
    expect(worse.interval![0]!).toBeGreaterThan(0);

    const better = judged({ ...slower, medians: [20 * HOUR, 10 * HOUR] });
    expect(better.verdict).toBe('faster');
    expect(better.interval![1]!).toBeLessThan(0);
  });

  it('of a steady desk is no evidence, and its interval holds 0', () => {
    const { verdict, interval } = judged(steady);

    expect(verdict).toBe('no_evidence');
    expect(interval![0]!).toBeLessThan(0);
    expect(interval![1]!).toBeGreaterThan(0);
  });

  it.each([
    ['the window has not ended', { isOver: false }, 'not_comparable', 'not_ended'],
    ['a single day', { isSingleDay: true }, 'not_comparable', 'single_day'],
    ['the window before is not covered', { isCovered: false }, 'not_comparable', 'not_covered'],
  ] as const)('is not told where %s', (_what, known, verdict, reason) => {
    expect(judged(slower, known)).toMatchObject({ verdict, reason, interval: null });
  });

  it('needs 20 ends in the earlier window', () => {
    expect(judged({ ...slower, perWeek: 19 })).toMatchObject({ verdict: 'too_few', reason: 'few_ended' });
  });

  it('needs 20 at risk in the later window at the earlier median', () => {
    const [earlier] = plantedWeeks(slower);
    const [, later] = plantedWeeks({ ...slower, perWeek: 22, medians: [1, HOUR] });

    expect(compareMedians(earlier, later, COMPARABLE)).toMatchObject({ comparison: null, reason: 'few_at_risk' });
  });

  it.each([
    ['days', { days: 4 }, 'few_days'],
    ['customers', { customers: 4 }, 'few_customers'],
  ] as const)('needs five %s', (_what, few, reason) => {
    expect(judged({ ...slower, ...few })).toMatchObject({ verdict: 'too_few', reason });
  });

  it('is never "faster" where more was reopened, but may be "slower"', () => {
    const better = judged({ ...slower, medians: [20 * HOUR, 10 * HOUR] }, { moreReopened: true });

    expect(better).toMatchObject({ verdict: 'no_evidence', reason: 'more_reopened', interval: null });
    expect(judged(slower, { moreReopened: true }).verdict).toBe('slower');
  });

  it('is told by both curves at the earlier median where the later one does not come down to half', () => {
    const neglected = judged({ ...steady, abandoned: [0, 0.6] });

    expect(neglected).toMatchObject({ verdict: 'slower', laterMs: null, differenceMs: null, interval: null });
    expect(neglected.earlierMs).not.toBeNull();
  });

  it('is told at the later median where the earlier curve did not come down to half', () => {
    expect(judged({ ...steady, abandoned: [0.6, 0] })).toMatchObject({ verdict: 'faster', earlierMs: null });
  });

  it('is not told where neither does', () => {
    const both = judged({ ...steady, abandoned: [0.7, 0.6] });

    expect(both).toMatchObject({ verdict: 'no_evidence', reason: 'neither_reaches_half', differenceMs: null });
  });

  it('excludes 0 exactly where there is a verdict, at the level of the family', () => {
    const anyMedian = fc.integer({ min: 8 * HOUR, max: 16 * HOUR });
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(1e6), anyMedian), { minLength: 1, maxLength: 5 }), (each) => {
        const changes = each.map(([seed, later]) => {
          const [before, after] = plantedWeeks({ seed, perWeek: 120, medians: [11 * HOUR, later], dayShare: 0.1 });
          return compareMedians(before, after, COMPARABLE);
        });
        for (const { verdict, interval } of judgeChanges(changes, 0.1)) {
          const excludes = interval![0]! > 0 || (interval![1] ?? Number.POSITIVE_INFINITY) < 0;
          expect(excludes).toBe(verdict === 'slower' || verdict === 'faster');
        }
      }),
      { numRuns: 40 },
    );
  });

  it('does not depend on which window comes first but for its sign', () => {
    const [earlier, later] = plantedWeeks({ ...slower, dayShare: 0.3 });
    const there = compareMedians(earlier, later, COMPARABLE);
    const back = compareMedians(later, earlier, COMPARABLE);

    expect(back.differenceMs).toBe(-there.differenceMs!);
    expect(back.comparison!.p).toBeCloseTo(there.comparison!.p, 10);
  });
});

describe('a family of verdicts', () => {
  const ps = (...values: (number | null)[]) => values.map((p) => (p === null ? null : { p }));

  it('at most 5% in all', () => {
    expect(Object.values(FAMILY_LEVELS).reduce((sum, each) => sum + each, 0)).toBeCloseTo(0.05, 12);
  });

  // Benjamini-Hochberg at 3% of four: limits 0.0075, 0.015, 0.0225, 0.03
  it('is judged together, and what has no comparison takes no part', () => {
    const { beyondChance, confidence } = judgeFamily(ps(0.014, 0.2, null, 0.004, 0.02), 0.03);

    expect(beyondChance).toEqual([true, false, false, true, true]);
    expect(confidence).toBeCloseTo(1 - (0.03 * 3) / 4, 12);
  });

  it('without a verdict shows intervals at 1 − α ÷ m', () => {
    expect(judgeFamily(ps(0.02, 0.5), 0.03)).toEqual({ beyondChance: [false, false], confidence: 0.985 });
    expect(judgeFamily([], 0.03)).toEqual({ beyondChance: [], confidence: 0.97 });
  });
});
