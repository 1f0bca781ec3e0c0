import { describe, expect, it } from 'vitest';
import type { InHand } from '../../src/summarise/at-risk.ts';
import { isLate, targetMet } from '../../src/summarise/targets.ts';
import { atRisk, clustersOf, TWENTY, TWENTY_CLUSTERS } from './statistics/at-risk-rows.ts';

type Row = readonly [entry: number, exit: number, ended: 0 | 1];
function inHand(rows: readonly Row[]): InHand {
  const alone = rows.map((_, i) => i);
  return { rows: atRisk(rows), clusters: clustersOf(alone, alone) };
}
const endAt = (...ages: number[]) => ages.map((age): Row => [0, age, 1]);

describe('the share of a target met', () => {
  it('is what the curve says, open ones counted', () => {
    // R: 1 - summary(survfit(Surv(entry - 0.5, exit, ended) ~ 1), times = 12)$surv
    const { shareMet, interval, atRisk: n } = targetMet({ rows: TWENTY, clusters: TWENTY_CLUSTERS }, 12);

    expect(shareMet).toBeCloseTo(1 - 0.3727840909, 9);
    expect(interval![0]).toBeGreaterThan(0.2);
    expect(interval![1]).toBeLessThan(0.95);
    expect(n).toBe(20);
  });

  it('40% that nobody ever answered are not met: 58%, not 97%', () => {
    const answered = endAt(...Array.from({ length: 58 }, (_, i) => i + 1), 300, 300);
    const never = Array.from({ length: 40 }, (): Row => [0, 500, 0]);

    expect(targetMet(inHand([...answered, ...never]), 100).shareMet).toBeCloseTo(0.58, 9);
  });

  it('is all of them, but not for certain, where all ended in time', () => {
    const { shareMet, interval } = targetMet(inHand(endAt(...Array.from({ length: 20 }, () => 5))), 100);

    expect(shareMet).toBe(1);
    expect(interval![0]).toBeLessThan(0.9);
    expect(interval![1]).toBe(1);
  });

  it('is not known where nothing was seen so long: a new desk, and a target of thirty days', () => {
    const open = Array.from({ length: 60 }, (): Row => [0, 70, 0]);

    expect(targetMet(inHand([...endAt(1, 2, 3, 4, 5), ...open]), 300)).toEqual({
      shareMet: null,
      interval: null,
      atRisk: 65,
    });
  });

  it('is at least so much where the last few were not seen so long', () => {
    const few = Array.from({ length: 3 }, (): Row => [0, 70, 0]);
    const { shareMet, interval } = targetMet(inHand([...endAt(...Array.from({ length: 57 }, () => 9)), ...few]), 300);

    expect(shareMet).toBeCloseTo(0.95, 9);
    expect(interval![1]).toBe(1);
  });

  it('is withheld on too few at risk', () => {
    expect(targetMet(inHand(endAt(1, 2, 3, 4)), 100).shareMet).toBeNull();
    expect(targetMet(inHand([]), 100)).toEqual({ shareMet: null, interval: null, atRisk: 0 });
  });
});

describe('an open ticket', () => {
  it.each([
    ['past its target', { isWithUs: true, ageMs: 11, targetMs: 10, usualMostMs: 99 }, true],
    ['within its target', { isWithUs: true, ageMs: 10, targetMs: 10, usualMostMs: 1 }, false],
    ['past it, but with the customer', { isWithUs: false, ageMs: 11, targetMs: 10, usualMostMs: 1 }, false],
    ['without a target, past the usual', { isWithUs: true, ageMs: 11, targetMs: null, usualMostMs: 10 }, true],
    ['without either', { isWithUs: true, ageMs: 1e9, targetMs: null, usualMostMs: null }, false],
  ])('%s', (_what, open, late) => {
    expect(isLate(open)).toBe(late);
  });
});
