import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDuration } from '../../src/model/time.ts';

describe('a duration in words', () => {
  it.each([
    [0, '0 s'],
    [0.4, '< 1 s'],
    [1, '1 s'],
    [59.6, '1 min'],
    [80, '1 min 20 s'],
    [599.6, '10 min'],
    [2100, '35 min'],
    [3599, '1 h'],
    [3600, '1 h'],
    [8100, '2 h 15 min'],
    [86_399, '1 d'],
    [86_400, '1 d'],
    [187_200, '2 d 4 h'],
    [8_640_000, '100 d'],
    [-5400, '-1 h 30 min'],
  ])('%d s is "%s"', (seconds, words) => {
    expect(formatDuration(seconds)).toBe(words);
  });

  it('is never off by more than half of its smaller unit', () => {
    const units = { d: 86_400, h: 3600, min: 60, s: 1 } as const;
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40_000_000 }), (seconds) => {
        let read = 0;
        let smallest: number = 86_400;
        for (const [, amount, unit] of formatDuration(seconds).matchAll(/(\d+) (d|h|min|s)/g)) {
          smallest = units[unit as keyof typeof units];
          read += Number(amount) * smallest;
        }
        const shown = seconds >= 8_640_000 ? 86_400 : seconds >= 86_400 ? 3600 : seconds >= 600 ? 60 : 1;
        expect(Math.abs(read - seconds)).toBeLessThanOrEqual(shown / 2);
      }),
    );
  });
});
