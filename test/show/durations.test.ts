import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { differenceWords, durationWords, spokenWords } from '../../src/show/durations.ts';

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;
const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

describe('a duration in words', () => {
  it.each([
    [0, 'under 1 min'],
    [59, 'under 1 min'],
    [60, '1 min'],
    [7 * MINUTE + 29, '7 min'],
    [9 * MINUTE + 40, '10 min'],
    [33 * MINUTE, '35 min'],
    [57 * MINUTE, '55 min'],
    [58 * MINUTE, '1 h'],
    [2 * HOUR + 43 * MINUTE, '2 h 45 min'],
    [3 * HOUR + 55 * MINUTE, '4 h'],
    [9 * HOUR + 20 * MINUTE, '9 h'],
    [23 * HOUR + 40 * MINUTE, '1 d'],
    [26 * HOUR, '1 d 2 h'],
    [DAY + 40 * MINUTE, '1 d 1 h'],
    [4 * DAY + 11 * HOUR, '4½ d'],
    [5 * DAY, '5 d'],
    [13 * DAY + 20 * HOUR, '14 d'],
    [30 * DAY + 13 * HOUR, '31 d'],
  ])('%d s is %s', (seconds, words) => {
    expect(plain(durationWords(seconds))).toBe(words);
  });

  it('never breaks within a line, and never shows a longer time as a shorter one', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 400 * DAY, noNaN: true }),
        fc.double({ min: 0, max: 400 * DAY, noNaN: true }),
        (a, b) => {
          const [low, high] = a < b ? [a, b] : [b, a];
          expect(durationWords(low)).not.toMatch(/ /);
          expect(secondsOf(durationWords(low))).toBeLessThanOrEqual(secondsOf(durationWords(high)));
        },
      ),
    );
  });
});

/** Reads the words back. */
function secondsOf(words: string): number {
  if (words.startsWith('under')) return 0;
  const units: Readonly<Record<string, number>> = { d: DAY, h: HOUR, min: MINUTE };
  return [...plain(words).matchAll(/(\d+)(½?) (d|h|min)/g)].reduce(
    (sum, [, n, half, unit]) => sum + (Number(n) + (half === '' ? 0 : 0.5)) * units[unit!]!,
    0,
  );
}

it.each([
  [15 * MINUTE, '15 min'],
  [-5 * HOUR - 6 * MINUTE, '5 h'],
  [30 * HOUR, '30 h'],
  [-3 * DAY, '3 d'],
])('a difference of %d s is %s', (seconds, words) => {
  expect(plain(differenceWords(seconds))).toBe(words);
});

it.each([
  [60, 'a minute'],
  [44 * MINUTE, '45 minutes'],
  [55 * MINUTE, 'an hour'],
  [-5.1 * HOUR, '5 hours'],
  [2 * DAY, '2 days'],
])('a size of %d s is spoken of as %s', (seconds, words) => {
  expect(spokenWords(seconds)).toBe(words);
});
