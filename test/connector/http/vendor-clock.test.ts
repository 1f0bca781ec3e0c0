import { describe, expect, it } from 'vitest';
import { createVendorClock } from '../../../src/connector/http/vendor-clock.ts';

const T = Date.UTC(2026, 2, 1, 12);
const dated = (at: number, more: Record<string, string> = {}) =>
  new Headers({ date: new Date(at).toUTCString(), ...more });

/** The skews told after answers, each asked for and answered by this machine's clock. */
function told(answers: readonly (readonly [headers: Headers, askedAt: number, answeredAt: number])[]) {
  const skews: number[] = [];
  const clock = createVendorClock((aheadMs) => skews.push(aheadMs));
  for (const [headers, askedAt, answeredAt] of answers) clock.note(headers, askedAt, answeredAt);
  return { skews, shown: clock.shown() };
}

describe('the vendor’s clock', () => {
  it('is what its answers have shown at the latest', () => {
    const { shown } = told([
      [dated(T), T, T + 200],
      [dated(T - 5000), T + 300, T + 400],
      [new Headers(), T + 500, T + 600],
      [new Headers({ date: 'yesterday' }), T + 500, T + 600],
    ]);

    expect(shown).toBe(T);
    expect(told([[new Headers(), T, T]]).shown).toBeUndefined();
  });

  it.each([
    ['in step', 0, 200, []],
    ['29 s ahead', 29_000, 200, []],
    ['32 s ahead', 32_000, 200, [32_000]],
    ['31 s behind', -31_000, 0, [-31_000]],
    ['a slow answer, which is no skew', -20_000, 60_000, []],
  ])('is compared with ours: %s', (_, ahead, tookMs, skews) => {
    expect(told([[dated(T), T + ahead, T + ahead + tookMs]]).skews).toEqual(skews);
  });

  it('is told apart from ours once a run', () => {
    const far = 200 * 86_400_000;

    expect(told([1, 2, 3].map((n) => [dated(T + n * 1000), T + far, T + far] as const)).skews).toEqual([far - 1000]);
  });

  it('is not taken for late because a cache kept the answer', () => {
    expect(told([[dated(T - 600_000, { age: '600' }), T, T + 100]])).toEqual({ skews: [], shown: T - 600_000 });
  });
});
