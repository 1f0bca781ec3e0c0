import { describe, expect, it } from 'vitest';
import {
  clusteredShare,
  roseBeyondChance,
  type ShareRows,
  scoreLimits,
  shareDifference,
} from '../../../src/summarise/statistics/shares.ts';
import { normals, uniform } from '../random-columns.ts';
import { clustersOf } from './at-risk-rows.ts';

/** `positive` of `n`, spread over `customers` in turn, each with days in turn. */
const answers = (positive: number, n: number, customers = n): ShareRows => {
  const each = Array.from({ length: n }, (_, i) => i);
  return {
    positive: Uint8Array.from(each, (i) => (i < positive ? 1 : 0)),
    clusters: clustersOf(
      each.map((i) => i % 50),
      each.map((i) => i % customers),
    ),
  };
};

describe('a share with clusters', () => {
  // R: prop.test(15, 20, correct = FALSE)$conf.int = 0.5313, 0.8881 with z = 1.959964
  it('has Wilson’s limits', () => {
    const [lower, upper] = scoreLimits(0.75, 20, 1.959963985);

    expect(lower).toBeCloseTo(0.5313, 4);
    expect(upper).toBeCloseTo(0.8881, 4);
  });

  it('is wider where one customer answers many times', () => {
    const width = ({ interval }: ReturnType<typeof clusteredShare>) => interval![1] - interval![0];
    const oneEach = answers(80, 100);
    // Ten customers with ten answers each, and each of one mind.
    const alike = {
      positive: oneEach.positive,
      clusters: clustersOf(
        [...Array(100).keys()],
        [...Array(100).keys()].map((i) => Math.floor(i / 10)),
      ),
    };

    expect(width(clusteredShare(alike))).toBeGreaterThan(2 * width(clusteredShare(oneEach)));
  });

  it('is not certain where all answers are alike', () => {
    const { share, interval } = clusteredShare(answers(12, 12));

    expect(share).toBe(1);
    // R: prop.test(12, 12, correct = FALSE) has 0.7575 with z; with t(11) = 2.200985 it is 12 ÷ (12 + 2.200985²)
    expect(interval![0]).toBeCloseTo(12 / (12 + 2.200985 ** 2), 5);
    expect(interval![1]).toBe(1);
  });

  it.each([
    ['no answer', answers(0, 0), { n: 0, share: null, interval: null }],
    ['one answer', answers(1, 1), { n: 1, share: 1, interval: null }],
    ['one customer with all', answers(3, 9, 1), { n: 9, interval: null }],
  ])('has no interval with %s', (_what, rows, expected) => {
    expect(clusteredShare(rows)).toMatchObject(expected);
  });

  it('holds the truth in 93 to 97 of 100 desks whose customers are of one mind', () => {
    const random = uniform(11);
    const normal = normals(random);
    let covered = 0;
    for (let run = 0; run < 600; run++) {
      // 60 customers with 1 to 3 answers, happy or not by a threshold: half of all are happy.
      const rows = Array.from({ length: 60 }, (_, customer) => ({ customer, mood: normal() })).flatMap(
        ({ customer, mood }) =>
          Array.from({ length: 1 + Math.floor(3 * random()) }, () => ({ customer, yes: mood + 0.7 * normal() > 0 })),
      );
      const { interval } = clusteredShare({
        positive: Uint8Array.from(rows, ({ yes }) => (yes ? 1 : 0)),
        clusters: clustersOf(
          rows.map(({ customer }) => customer % 14),
          rows.map(({ customer }) => customer),
        ),
      });
      if (interval![0] <= 0.5 && 0.5 <= interval![1]) covered++;
    }
    expect(covered / 600).toBeGreaterThanOrEqual(0.93);
    expect(covered / 600).toBeLessThanOrEqual(0.98);
  });
});

describe('the difference of two shares', () => {
  // Newcombe's method 10 with 56 of 70 and 48 of 80: 0.2, 0.0524 to 0.3339 with z; here n − 1 and t widen it a little
  it('is close to Newcombe’s where everybody answers once', () => {
    const found = shareDifference(answers(48, 80), answers(56, 70))!;
    const [lower, upper] = found.intervalAt(0.95);

    expect(found.difference).toBeCloseTo(0.2, 12);
    expect(lower).toBeGreaterThan(0.03);
    expect(lower).toBeLessThan(0.0524);
    expect(upper).toBeGreaterThan(0.3339);
    expect(upper).toBeLessThan(0.35);
    expect(found.p).toBeLessThan(0.05);
  });

  it('is not told on too few', () => {
    expect(shareDifference(answers(0, 0), answers(5, 10))).toBeNull();
    expect(shareDifference(answers(4, 10, 1), answers(5, 10, 1))).toBeNull();
  });

  it('rose beyond chance or not', () => {
    expect(roseBeyondChance(answers(5, 100), answers(25, 100), 0.05)).toBe(true);
    expect(roseBeyondChance(answers(25, 100), answers(5, 100), 0.05)).toBe(false);
    expect(roseBeyondChance(answers(5, 100), answers(7, 100), 0.05)).toBe(false);
    expect(roseBeyondChance(answers(0, 100), answers(20, 100), 0.05)).toBe(true);
  });
});
