import { describe, expect, it } from 'vitest';
import { type Stratified, standardise } from '../../../src/summarise/statistics/standardisation.ts';

function stratified(
  rows: readonly (readonly [value: number, group: number, stratum: number])[],
  groups: number,
): Stratified {
  return {
    values: Float64Array.from(rows, ([value]) => value),
    group: Uint32Array.from(rows, ([, group]) => group),
    groups,
    stratum: Uint32Array.from(rows, ([, , stratum]) => stratum),
    strata: 2,
  };
}

describe('observed against expected', () => {
  it('clears an agent who only has the harder work', () => {
    // Stratum 0 takes 10 on average, stratum 1 takes 100, whoever does it.
    const rows = [
      [8, 0, 0],
      [12, 0, 0],
      [10, 0, 0],
      [100, 0, 1],
      [10, 1, 0],
      [90, 1, 1],
      [110, 1, 1],
      [100, 1, 1],
    ] as const;
    const [easy, hard] = standardise(stratified(rows, 2));

    expect(easy!.ratio).toBeCloseTo(130 / 130, 12);
    expect(hard!.ratio).toBeCloseTo(310 / 310, 12);
  });

  it('is the sum of the times over the sum of what the mix takes at everybody’s pace', () => {
    const rows = [
      [20, 0, 0],
      [200, 0, 1],
      [10, 1, 0],
      [100, 1, 1],
    ] as const;
    const [slow, fast] = standardise(stratified(rows, 2));

    // Expected of each: 15 + 150.
    expect(slow!.ratio).toBeCloseTo(220 / 165, 12);
    expect(fast!.ratio).toBeCloseTo(110 / 165, 12);
  });

  it('draws small groups to 1 and large ones hardly', () => {
    const rows: [number, number, number][] = [];
    for (let i = 0; i < 400; i++) rows.push([i % 2 === 0 ? 15 : 25, 0, 0]);
    for (let i = 0; i < 400; i++) rows.push([i % 2 === 0 ? 5 : 15, 1, 0]);
    rows.push([20, 2, 0], [30, 2, 0]);
    const [large, , small] = standardise(stratified(rows, 3));

    expect(large!.ratio).toBeCloseTo(1.33, 2);
    expect(large!.shrunk).toBeGreaterThan(1.32);
    expect(small!.ratio).toBeGreaterThan(1.6);
    expect(small!.shrunk).toBeGreaterThan(1);
    expect(small!.shrunk - 1).toBeLessThan(0.7 * (small!.ratio - 1));
  });

  it('draws all to 1 where the groups differ by no more than chance', () => {
    const rows: [number, number, number][] = [];
    for (let i = 0; i < 40; i++) rows.push([(i % 4) * 10, i < 20 ? 0 : 1, 0]);
    rows.push([30, 0, 0]);
    const [a, b] = standardise(stratified(rows, 2));

    expect(a!.ratio).not.toBe(1);
    expect(a!.shrunk).toBe(1);
    expect(b!.shrunk).toBe(1);
  });

  it('leaves tickets without a time out, and says nothing of a group that has none', () => {
    const rows = [
      [10, 0, 0],
      [Number.NaN, 1, 0],
      [30, 0, 0],
    ] as const;
    const [some, none] = standardise(stratified(rows, 2));

    expect(some).toMatchObject({ n: 2, ratio: 1 });
    expect(none).toBeUndefined();
  });

  it('has no interval for a single value', () => {
    expect(standardise(stratified([[10, 0, 0]], 1))[0]!.interval).toBeNull();
  });
});
