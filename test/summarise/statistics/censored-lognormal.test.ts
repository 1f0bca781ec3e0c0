import { describe, expect, it } from 'vitest';
import { type CensoredRows, censoredEffects } from '../../../src/summarise/statistics/censored-lognormal.ts';

type Row = readonly [logTime: number, ended: number, group: number, stratum: number, cluster?: number];
const rowsOf = (rows: readonly Row[], groups = 3, strata = 2): CensoredRows => ({
  logTime: Float64Array.from(rows, ([logTime]) => logTime),
  ended: Uint8Array.from(rows, ([, ended]) => ended),
  group: Uint32Array.from(rows, ([, , group]) => group),
  stratum: Uint32Array.from(rows, ([, , , stratum]) => stratum),
  clusters: [Uint32Array.from(rows, ([, , , , cluster], index) => cluster ?? index)],
  groups,
  strata,
});

// R: survival::survreg(Surv(time, ended) ~ group + stratum, dist = "lognormal"), effects centred over rows; scale 0.3133501, which is
// widened by sqrt(18 ÷ 14) here, as 4 parameters are fitted to 18 rows.
const ROWS: readonly Row[] = [
  [1.2, 1, 0, 0],
  [0.7, 1, 0, 0],
  [2.1, 1, 0, 1],
  [1.9, 0, 0, 1],
  [0.4, 1, 0, 0],
  [2.6, 1, 0, 1],
  [1.9, 1, 1, 0],
  [1.1, 1, 1, 0],
  [2.4, 0, 1, 1],
  [3.2, 1, 1, 1],
  [1.6, 1, 1, 0],
  [2.9, 1, 1, 1],
  [0.9, 1, 2, 0],
  [0.3, 0, 2, 0],
  [1.5, 1, 2, 1],
  [1.8, 1, 2, 1],
  [0.2, 1, 2, 0],
  [2.2, 0, 2, 1],
];

describe('effects of groups on the logarithm of censored times', () => {
  it('are those of maximum likelihood', () => {
    const { effect, sigma, standardError } = censoredEffects(rowsOf(ROWS));

    expect([...effect].map((value) => Number(value.toFixed(5)))).toEqual([-0.13604, 0.59486, -0.45882]);
    expect(sigma).toBeCloseTo(0.3133501 * Math.sqrt(18 / 14), 5);
    // Never below those of the information (0.1117, 0.1128, 0.1125 with the likelihood's own sigma), but for how it is taken.
    for (const [group, model] of [0.11169, 0.11282, 0.11246].entries()) {
      expect(standardError[group]).toBeGreaterThan(0.99 * model * Math.sqrt(18 / 14));
      expect(standardError[group]).toBeLessThan(model * 2);
    }
  });

  it('are not moved by what one stratum takes longer than another', () => {
    const slower = ROWS.map(([logTime, ended, group, stratum]): Row => [logTime + 5 * stratum, ended, group, stratum]);

    const [one, other] = [censoredEffects(rowsOf(ROWS)), censoredEffects(rowsOf(slower))];
    for (const group of [0, 1, 2]) expect(other.effect[group]).toBeCloseTo(one.effect[group]!, 5);
  });

  it('read a censored time as one that lasted longer', () => {
    const known = ROWS.map(([logTime, , group, stratum]): Row => [logTime, 1, group, stratum]);

    expect(censoredEffects(rowsOf(ROWS)).effect[1]! - censoredEffects(rowsOf(ROWS)).effect[2]!).not.toBeCloseTo(
      censoredEffects(rowsOf(known)).effect[1]! - censoredEffects(rowsOf(known)).effect[2]!,
      2,
    );
  });

  it('are wider where rows of one cluster come together', () => {
    const shift = [0.6, -0.6, 0.3, -0.3];
    const shared = Array.from({ length: 80 }, (_, i): Row => {
      const day = Math.floor(i / 20);
      return [shift[day]! + (i % 7) / 50, 1, i % 2, 0, day];
    });
    const alone = shared.map(([logTime, ended, group, stratum], i): Row => [logTime, ended, group, stratum, i]);

    expect(censoredEffects(rowsOf(shared, 2, 1)).standardError[0]).toBeGreaterThan(
      2 * censoredEffects(rowsOf(alone, 2, 1)).standardError[0]!,
    );
  });

  it('are told within those who share strata, where others share none with them', () => {
    const pairs = ROWS.flatMap(([logTime, ended, group, stratum, cluster]): Row[] =>
      group === 2
        ? []
        : [
            [logTime, ended, group, stratum, cluster],
            [logTime + 3, ended, group + 2, stratum + 2, cluster],
          ],
    );
    const { effect, standardError } = censoredEffects(rowsOf(pairs, 4, 4));

    expect(effect[1]).toBeGreaterThan(0.2);
    for (const group of [0, 1]) {
      expect(effect[group + 2]).toBeCloseTo(effect[group]!, 6);
      expect(standardError[group + 2]).toBeCloseTo(standardError[group]!, 6);
      expect(standardError[group]).toBeLessThan(1);
    }
    expect(effect[0]! + effect[1]!).toBeCloseTo(0, 6);
  });

  it('are told of nobody who has one customer alone', () => {
    const own = ROWS.map(([logTime, ended, group, stratum]): Row => [logTime, ended, group, stratum, group]);

    expect([...censoredEffects(rowsOf(own)).standardError]).toEqual([Infinity, Infinity, Infinity]);
  });

  it('are told of nobody who shares no stratum with anybody', () => {
    const apart = ROWS.map(([logTime, ended, group]): Row => [logTime, ended, group, group]);

    for (const error of censoredEffects(rowsOf(apart, 3, 3)).standardError) expect(error).toBeGreaterThan(100);
  });
});
