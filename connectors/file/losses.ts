import { DataError } from '../../src/model/errors.ts';

/** The cells of a file that could not be read and count as empty, by column. */
export interface Losses {
  /** Runs a reader of a cell; what it cannot read is counted once for its row and column. */
  readonly attempt: <T>(row: RowLosses, column: string, read: () => T) => T | undefined;
  /** What was lost, a sentence a column. */
  readonly sentences: () => readonly string[];
}

/** The columns lost of one row, so that reading a cell twice counts it once. */
export interface RowLosses {
  readonly line: number;
  readonly columns: Set<string>;
}

/** Makes the losses of a file. `nameOf` says what the file calls a column, `place` where a row stands. */
export function createLosses(
  file: string,
  nameOf: (column: string) => string,
  place: (line: number) => string,
): Losses {
  const lost = new Map<string, { count: number; readonly line: number; readonly reason: string }>();
  return {
    attempt(row, column, read) {
      try {
        return read();
      } catch (error) {
        if (!(error instanceof DataError)) throw error;
        if (row.columns.has(column)) return undefined;
        row.columns.add(column);
        const known = lost.get(column);
        if (known) known.count += 1;
        else lost.set(column, { count: 1, line: row.line, reason: error.message });
        return undefined;
      }
    },
    sentences: () =>
      [...lost].map(([column, { count, line, reason }]) => {
        const cells = count === 1 ? '1 cell' : `${count} cells`;
        const first = count === 1 ? place(line) : `the first in ${place(line)}`;
        return `${file}, ${nameOf(column)}: ${cells} could not be read and count${count === 1 ? 's' : ''} as empty (${first}: ${reason})`;
      }),
  };
}
