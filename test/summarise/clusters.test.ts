import { describe, expect, it } from 'vitest';
import { customerClusters, dayClusters, openDayFor } from '../../src/summarise/clusters.ts';

/** 1970-01-01 was a Thursday: days 2 and 3 are a weekend. */
const isWeekday = (day: number) => ![2, 3].includes(((day % 7) + 7) % 7);

describe('clusters by day', () => {
  it('join what came on a weekend to Monday', () => {
    const { codes, count } = dayClusters([1, 2, 3, 4, 5], 0, isWeekday);

    expect([...codes]).toEqual([1, 4, 4, 4, 5]);
    expect(count).toBe(6);
  });

  it('count from the same day in every window', () => {
    expect([...dayClusters([8, 9], 7, isWeekday).codes]).toEqual([1, 4]);
  });

  it('leave a day alone where the desk never opens', () => {
    expect(openDayFor(5, () => false)).toBe(5);
  });
});

describe('clusters by customer', () => {
  it('give each row without one a cluster of its own, also across windows', () => {
    const earlier = customerClusters(Uint32Array.from([0, 1, 2, 1, 2]), 3, 2);
    const later = customerClusters(Uint32Array.from([1, 2]), 3, 2, earlier.count - 3);

    expect([...earlier.codes]).toEqual([0, 1, 3, 1, 4]);
    expect(earlier.count).toBe(5);
    expect([...later.codes]).toEqual([1, 5]);
  });

  it('keep all codes where everybody is known', () => {
    expect([...customerClusters(Uint32Array.from([0, 2, 1]), 3, null).codes]).toEqual([0, 2, 1]);
  });
});
