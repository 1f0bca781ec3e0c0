import { describe, expect, it } from 'vitest';
import { readRateLimit } from '../../../src/connector/http/headers.ts';

describe('the usual headers of a limit', () => {
  it.each([
    [
      { limit: '5000', remaining: '0', reset: '1790000000' },
      { limit: 5000, remaining: 0, resetAt: 1790000000000 },
    ],
    [{ limit: '5000' }, { limit: 5000, remaining: undefined, resetAt: undefined }],
    // A number that is none would hold every request back for ever.
    [
      { limit: '', remaining: 'many', reset: 'soon' },
      { limit: undefined, remaining: undefined, resetAt: undefined },
    ],
    [{ remaining: '-1' }, { limit: undefined, remaining: undefined, resetAt: undefined }],
  ])('%j', (said, news) => {
    const headers = new Headers(Object.entries(said).map(([name, value]) => [`x-ratelimit-${name}`, value]));

    expect(readRateLimit(headers)).toEqual(news);
  });
});
