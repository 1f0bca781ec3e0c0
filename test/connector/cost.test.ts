import { describe, expect, it } from 'vitest';
import { aboutTime, timeNeededMs } from '../../src/connector/cost.ts';

const limit = { requests: 10, windowMs: 60_000 };

describe('what a sync takes', () => {
  it.each([
    ['nothing', { requests: 0, limit, answerMs: 500 }, 0],
    ['a full window at once', { requests: 10, limit, answerMs: 0 }, 0],
    ['one more waits for the next window', { requests: 11, limit, answerMs: 0 }, 60_000],
    ['windows', { requests: 35, limit, answerMs: 0 }, 180_000],
    ['the answers where the limit is no matter', { requests: 10, limit, answerMs: 500 }, 5000],
    ['answers side by side', { requests: 10, limit, answerMs: 500, atOnce: 4 }, 1500],
    ['a window begins anew when its first answer is there', { requests: 25, limit, answerMs: 1000 }, 127_000],
    ['answers slower than the limit', { requests: 20, limit, answerMs: 10_000 }, 200_000],
  ])('%s', (_, work, ms) => {
    expect(timeNeededMs(work)).toBe(ms);
  });

  it.each([
    [59_000, 'less than a minute'],
    [60_000, 'about 1 minute'],
    [200_000, 'about 3.3 minutes'],
    [599_000, 'about 10 minutes'],
    [35 * 60_000, 'about 35 minutes'],
    [120 * 60_000, 'about 2 hours'],
    [210 * 60_000, 'about 3.5 hours'],
  ])('%i ms in words', (ms, words) => {
    expect(aboutTime(ms)).toBe(words);
  });
});
