import { describe, expect, it } from 'vitest';
import type { InHand } from '../../src/summarise/at-risk.ts';
import { curveFigure } from '../../src/summarise/survival.ts';
import { atRisk, clustersOf } from './statistics/at-risk-rows.ts';

type Row = [entry: number, exit: number, ended: 0 | 1];
const endAt = (...ages: number[]): Row[] => ages.map((age) => [0, age, 1]);

function inHand(rows: readonly Row[]): InHand {
  const alone = rows.map((_, i) => i);
  return { rows: atRisk(rows), clusters: clustersOf(alone, alone) };
}

describe('the curve of a window', () => {
  it('has a median from five at risk on, and a p90 from twenty ends on', () => {
    expect(curveFigure(inHand(endAt(1, 2, 3, 4)))).toMatchObject({ medianMs: null, lowestAtRisk: 1, ended: 4 });
    const nineteen = curveFigure(inHand(endAt(...Array.from({ length: 19 }, (_, i) => i + 1))));
    expect(nineteen).toMatchObject({ medianMs: 10, p90Ms: null, lowestAtRisk: 10 });
  });

  it('says what is withheld for too few at risk on the way: one alone at the beginning', () => {
    const late = Array.from({ length: 40 }, (_, i): Row => [5, 10 + i, 1]);

    expect(curveFigure(inHand([[0, 1, 1], ...late]))).toMatchObject({ medianMs: null, lowestAtRisk: 1, atRisk: 41 });
    expect(curveFigure(inHand(late)).medianMs).toBe(29.5);
  });

  // 50 ended at 1..50 and 50 never did: half of 100 at 50; five at risk still at 5 of the ages of loss
  it('where fewer than half ended says how long half have waited at least', () => {
    const open = Array.from({ length: 60 }, (_, i): Row => [0, 100 + i, 0]);

    expect(curveFigure(inHand([...endAt(1, 2, 3), ...open]))).toMatchObject({
      medianMs: null,
      medianInterval: null,
      longerThanMs: 155,
    });
  });

  it.each([
    ['nothing', [] as Row[], { atRisk: 0, ended: 0, medianMs: null, longerThanMs: null }],
    ['one', endAt(7), { atRisk: 1, ended: 1, medianMs: null, longerThanMs: null }],
    ['nothing ended', Array.from({ length: 9 }, (): Row => [0, 8, 0]), { medianMs: null, longerThanMs: 8 }],
    ['all at one instant', Array.from({ length: 9 }, (): Row => [0, 0, 1]), { medianMs: 0, longerThanMs: null }],
  ])('of %s', (_what, rows, expected) => {
    expect(curveFigure(inHand(rows))).toMatchObject(expected);
  });
});
