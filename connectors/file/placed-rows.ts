import { DataError } from '../../src/model/errors.ts';
import type { Cells } from './cells.ts';
import type { Tallies } from './tallies.ts';

/** A row with its place; `text` is equal for rows that say the same. */
export interface PlacedRow {
  readonly cells: Cells;
  readonly place: string;
  readonly text: string;
}

/** Sets a row aside: where it stands, and why. */
export type Reject = (place: string, reason: string) => void;

/** Rows without the ones that say exactly what an earlier one said: those are one row. */
export function withoutDoubles(rows: readonly PlacedRow[], tallies: Tallies): PlacedRow[] {
  if (rows.length < 2) return [...rows];
  const seen = new Set<string>();
  return rows.filter(({ text }) => {
    const isNew = !seen.has(text);
    if (isNew) seen.add(text);
    else tallies.add('sameRow');
    return isNew;
  });
}

/** Why an earlier state of a row is set aside. */
export const LATER_COUNTS = 'comes later and counts instead';

/** The last row that can be read, since a later row is a later state; every other row is set aside with the reason. */
export function lastReadable<T>(
  rows: readonly PlacedRow[],
  reject: Reject,
  tallies: Tallies,
  read: (row: PlacedRow) => T,
): T | undefined {
  let kept: { readonly value: T; readonly place: string } | undefined;
  for (const row of withoutDoubles(rows, tallies).reverse()) {
    if (kept) {
      reject(row.place, `${kept.place} has the same id, ${LATER_COUNTS}`);
      continue;
    }
    const value = tryRow(row, reject, () => read(row));
    if (value !== undefined) kept = { value, place: row.place };
  }
  return kept?.value;
}

/** Runs a reader over one row; what it cannot read is set aside with the row's place. */
export function tryRow<T>(row: PlacedRow, reject: Reject, read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    reject(row.place, error.message);
    return undefined;
  }
}
