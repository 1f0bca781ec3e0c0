import type { MeasuredColumns } from '../../model/columns.ts';
import { meanInterval, momentsOf } from '../statistics/mean-interval.ts';
import { medianInterval } from '../statistics/median-interval.ts';
import { medianSorted } from '../statistics/quantile.ts';
import { isWithin, type Period } from '../ticket-rows.ts';
import { type Figure, type FigureKind, known, tooFew, unavailable } from './figure.ts';

const CLOCKS = [
  ['net', 'net of waits that only time zones cause'],
  ['calendar', 'by the wall clock'],
] as const;

function kindOf(clock: string, words: string, of: 'mean' | 'median'): FigureKind {
  return {
    key: `resolution_${clock}_${of}`,
    label: `Resolution, ${clock === 'net' ? 'net' : 'wall clock'}, ${of}`,
    unit: 'seconds',
    formula: `${of} time from opening to final solution, ${words}, of tickets finally solved in the window`,
  };
}

/** The product's own resolution times beside the other figures: the same tickets and clocks as in the report. */
export function resolutionFigures(sets: readonly MeasuredColumns[], window: Period, minimum: number): Figure[] {
  return CLOCKS.flatMap(([clock, words]) => {
    const values: number[] = [];
    for (const columns of sets) {
      for (let row = 0; row < columns.n; row++) {
        const ms = columns.finalResolution[clock][row]!;
        if (isWithin(columns.finalSolvedAt[row], window) && !Number.isNaN(ms)) values.push(ms / 1000);
      }
    }
    const [mean, median] = [kindOf(clock, words, 'mean'), kindOf(clock, words, 'median')];
    const n = values.length;
    if (n < Math.max(1, minimum)) {
      const why = n === 0 ? 'needs tickets finally solved in this window' : tooFew(n, minimum, 'tickets');
      return [mean, median].map((kind) => unavailable(kind, why, { n }));
    }
    values.sort((a, b) => a - b);
    const moments = momentsOf(values);
    const middle = medianSorted(values);
    const interval = medianInterval(values);
    return [
      known(mean, {
        n,
        value: moments.mean,
        interval: meanInterval(moments),
        inputs: { 'sum of seconds': moments.mean * n, tickets: n },
      }),
      known(median, { n, value: middle, interval, inputs: { tickets: n } }),
    ];
  });
}
