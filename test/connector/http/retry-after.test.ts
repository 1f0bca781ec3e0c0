import { describe, expect, it } from 'vitest';
import { backoffMs, readRetryAfter } from '../../../src/connector/http/headers.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');

describe('Retry-After', () => {
  it.each([
    ['37', 37_000],
    ['0', 0],
    ['1.5', 1500],
    ['Sun, 01 Mar 2026 12:00:30 GMT', 30_000],
    ['Sun, 01 Mar 2026 11:59:00 GMT', 0],
    ['soon', undefined],
    ['-5', undefined],
    ['', undefined],
  ])('"%s" asks for %s ms', (text, ms) => {
    expect(readRetryAfter(new Headers({ 'retry-after': text }), NOW)).toBe(ms);
  });

  it('asks for nothing when it is missing', () => {
    expect(readRetryAfter(new Headers(), NOW)).toBeUndefined();
  });
});

describe('the pause before another try', () => {
  it.each([
    [1, 0, 1000],
    [1, 1, 2000],
    [2, 0, 2000],
    [4, 0, 8000],
    [20, 1, 60_000],
  ])('after try %i, chance %f: %i ms', (attempt, chance, ms) => {
    expect(backoffMs(attempt, undefined, () => chance)).toBe(ms);
  });

  it('is never shorter than what was asked for', () => {
    expect(backoffMs(1, 37_000, () => 0)).toBe(37_000);
    expect(backoffMs(1, 37_000, () => 0.999)).toBe(37_999);
  });
});
