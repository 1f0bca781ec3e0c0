import { describe, expect, it } from 'vitest';
import { MAX_ATTEMPTS, nextAttempt } from '../../../jobs/tasks/run-here.ts';
import { ConfigError, DataError, RetryableError } from '../../../src/model/errors.ts';

describe('when to try again', () => {
  it.each([
    ['a wrong setting', new ConfigError('x')],
    ['an answer nobody can read', new DataError('x')],
    ['a bug', new TypeError('x')],
  ])('never after %s', (_what, error) => {
    expect(nextAttempt(error, 1, 0.5)).toBe('give up');
  });

  it('waits longer each time, with jitter between half and all of the ceiling', () => {
    const error = new RetryableError('x');

    expect(nextAttempt(error, 1, 0)).toBe(1000);
    expect(nextAttempt(error, 1, 1)).toBe(2000);
    expect(nextAttempt(error, 3, 0)).toBe(4000);
    expect(nextAttempt(error, 3, 1)).toBe(8000);
  });

  it('keeps to a wait that the other side asked for', () => {
    expect(nextAttempt(new RetryableError('x', { retryAfterMs: 90_000 }), 1, 0)).toBe(90_000);
  });

  it('gives up in the end', () => {
    expect(nextAttempt(new RetryableError('x'), MAX_ATTEMPTS, 0)).toBe('give up');
  });
});
