import type { InHand } from '../../src/summarise/at-risk.ts';
import { normals, uniform } from './random-columns.ts';

/** Two weeks of a desk whose times have a known median. */
export interface PlantedWeeks {
  readonly seed: number;
  readonly perWeek: number;
  /** Medians of the two weeks, in ms. */
  readonly medians: readonly [earlier: number, later: number];
  /** Spread of the logarithm of times, and of what all tickets of a day share. */
  readonly spread?: number;
  readonly dayShare?: number;
  readonly customers?: number;
  readonly days?: number;
  /** Share of tickets that never end. */
  readonly abandoned?: readonly [earlier: number, later: number];
}

/** Both weeks as what was in hand, seen for a week (in ms) from the opening on; everything enters at 0. */
export function plantedWeeks(planted: PlantedWeeks): [earlier: InHand, later: InHand] {
  const { perWeek, medians, spread = 0.9, dayShare = 0, customers = 2000, days = 7, abandoned = [0, 0] } = planted;
  const random = uniform(planted.seed);
  const normal = normals(random);
  const week = (index: 0 | 1): InHand => {
    const shared = Array.from({ length: days }, () => dayShare * normal());
    const drawn = Array.from({ length: perWeek }, () => {
      const day = Math.floor(random() * days);
      const takes = Math.round(medians[index] * Math.exp(shared[day]! + spread * normal()));
      const ends = random() >= abandoned[index] && takes < WEEK;
      return { day: day + days * index, customer: Math.floor(random() * customers), exit: ends ? takes : WEEK, ends };
    });
    return {
      rows: {
        entryMs: new Float64Array(perWeek),
        exitMs: Float64Array.from(drawn, ({ exit }) => exit),
        ended: Uint8Array.from(drawn, ({ ends }) => (ends ? 1 : 0)),
      },
      clusters: {
        day: { codes: Uint32Array.from(drawn, ({ day }) => day), count: 2 * days },
        customer: { codes: Uint32Array.from(drawn, ({ customer }) => customer), count: customers },
      },
    };
  };
  return [week(0), week(1)];
}

const WEEK = 7 * 86_400_000;
