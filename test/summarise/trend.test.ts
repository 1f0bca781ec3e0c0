import { describe, expect, it } from 'vitest';
import { findChangePoint, judgeChangePoints } from '../../src/summarise/trend.ts';
import { normals, uniform } from './random-columns.ts';

const HOUR = 3_600_000;
const hours = (...each: (number | null)[]) => each.map((value) => (value === null ? null : value * HOUR));

describe('a change point', () => {
  it('is the first week of the new level, with both levels', () => {
    const found = findChangePoint(hours(10, 11, 9, 10, 10.5, 9.5, 10, 10, 21, 19, 20, 20.5, 19.5), 'time')!;

    expect(found.index).toBe(8);
    expect(found.before / HOUR).toBeCloseTo(10, 0);
    expect(found.after / HOUR).toBeCloseTo(20, 0);
    expect(found.p).toBeLessThan(1e-6);
  });

  // R: x <- log(c(10, 12, 9, 11, 10, 14, 13, 15) + 1 / 60); the least p is of the split after five:
  // 5 * t.test(x[1:5], x[6:8], var.equal = TRUE)$p.value, since eight weeks have five splits with two on each side
  it('has the p of the best t test times the number of splits', () => {
    const found = findChangePoint(hours(10, 12, 9, 11, 10, 14, 13, 15), 'time')!;

    expect(found.index).toBe(5);
    expect(found.p).toBeCloseTo(5 * 0.005732396, 7);
  });

  it('keeps the dates of weeks without a figure', () => {
    expect(findChangePoint(hours(10, null, 10, 11, 10, null, 10, 21, 20, 20, 21), 'time')!.index).toBe(7);
  });

  it('is not looked for below eight weeks with a figure, or where nothing moves', () => {
    expect(findChangePoint(hours(1, 2, 1, 2, 9, 9, 9, null), 'time')).toBeNull();
    expect(findChangePoint(hours(5, 5, 5, 5, 5, 5, 5, 5, 5), 'time')).toBeNull();
  });

  it('is found of shares and of medians of 0 too', () => {
    expect(findChangePoint([0.9, 0.92, 0.88, 0.91, 0.9, 0.7, 0.72, 0.69, 0.71], 'share')!.index).toBe(5);
    expect(findChangePoint(hours(0, 0, 0.01, 0, 0, 3, 3, 3.1, 3), 'time')!.index).toBe(5);
  });

  it('of steady series is shown at most once in 52 readings of two measures', () => {
    const normal = normals(uniform(3));
    const steady = () => Array.from({ length: 13 }, () => 10 * HOUR * Math.exp(0.1 * normal()));
    let shown = 0;
    for (let reading = 0; reading < 5200; reading++) {
      const found = judgeChangePoints([findChangePoint(steady(), 'time'), findChangePoint(steady(), 'time')]);
      if (found.some((each) => each !== null)) shown++;
    }
    expect(shown).toBeLessThanOrEqual(100 + 3 * Math.sqrt(100));
    expect(shown).toBeGreaterThan(40);
  });
});
