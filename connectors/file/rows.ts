/**
 * One row of a table, whatever its file's format: its cells under the header, or why it has none. `line` numbers the
 * rows of a table in ascending order; what it counts (lines, objects, rows of a sheet) says the table's `place`. A
 * cell is text, a number or a boolean where the format tells them apart, null, undefined, or a list of a JSON document.
 */
export type Row =
  | { readonly line: number; readonly cells: readonly unknown[] }
  | { readonly line: number; readonly reason: string };

/** What is known of a file before it is opened; all of it may be left to the file itself. */
export interface TableOptions {
  readonly encoding?: string | undefined;
  readonly delimiter?: string | undefined;
  /** False: there is none, and columns are told by position; a number: the line on which it stands. */
  readonly header?: boolean | number | undefined;
  readonly sheet?: string | number | undefined;
  /** Sheets that have the very same headings are read as one table, and this is said; else it is asked which is meant. */
  readonly together?: boolean | undefined;
  readonly records?: string | undefined;
  /** How many of the headings that are looked for a row has: it tells the heading below rows of titles. */
  readonly headingsIn?: ((cells: readonly string[]) => number) | undefined;
}

/** What an open file may call and must heed. */
export interface Reading {
  readonly warn: (message: string) => void;
  readonly signal: AbortSignal | undefined;
  /** Called with the number of bytes read from disk since the last call. */
  readonly onBytes: (bytes: number) => void;
}
