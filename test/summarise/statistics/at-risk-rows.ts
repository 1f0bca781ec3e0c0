import fc from 'fast-check';
import type { DayAndCustomer } from '../../../src/summarise/statistics/clustered-variance.ts';
import type { AtRiskRows } from '../../../src/summarise/statistics/survival.ts';

/** Rows from a list of [entry, exit, ended]. */
export function atRisk(rows: readonly (readonly [entry: number, exit: number, ended: 0 | 1])[]): AtRiskRows {
  return {
    entryMs: Float64Array.from(rows, ([entry]) => entry),
    exitMs: Float64Array.from(rows, ([, exit]) => exit),
    ended: Uint8Array.from(rows, ([, , ended]) => ended),
  };
}

/** Clusters from a code for each row. */
export function clustersOf(day: readonly number[], customer: readonly number[]): DayAndCustomer {
  const of = (codes: readonly number[]) => ({ codes: Uint32Array.from(codes), count: Math.max(0, ...codes) + 1 });
  return { day: of(day), customer: of(customer) };
}

/**
 * Twenty rows with late entries, ties, ends at the age of entry and losses at the age of an end; ages are whole numbers, so
 * that R sees them as `Surv(entry - 0.5, exit, ended)`.
 */
export const TWENTY = atRisk([
  [0, 4, 1],
  [0, 7, 1],
  [2, 9, 0],
  [0, 7, 1],
  [5, 12, 1],
  [3, 7, 0],
  [0, 15, 1],
  [8, 14, 1],
  [0, 3, 1],
  [4, 11, 1],
  [6, 6, 1],
  [0, 20, 0],
  [10, 18, 1],
  [2, 9, 1],
  [7, 16, 0],
  [7, 7, 1],
  [9, 9, 0],
  [0, 1, 0],
  [0, 25, 1],
  [13, 22, 0],
]);
export const TWENTY_CLUSTERS = clustersOf(
  [1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 1, 2, 3, 4, 5, 6, 1, 2],
  [1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 9, 10, 11, 12, 13, 14, 15, 16],
);

/** Any rows with small whole ages, so that ties and ends at the age of entry are common, with clusters. */
export const anyRows = fc
  .array(fc.tuple(fc.nat(12), fc.nat(12), fc.boolean(), fc.nat(6), fc.nat(9)), { minLength: 1, maxLength: 60 })
  .map((rows) => ({
    rows: atRisk(rows.map(([entry, lasted, ended]) => [entry, entry + lasted, ended ? 1 : 0])),
    clusters: clustersOf(
      rows.map(([, , , day]) => day),
      rows.map(([, , , , customer]) => customer),
    ),
  }));
