import { asideOf } from '../asides.ts';
import type { OpenTable } from '../table.ts';
import { isTimeText } from './time-patterns.ts';

/** What the first rows of a file say of one of its columns. */
export interface Column {
  readonly heading: string;
  /** Where it stands, from 0. */
  readonly position: number;
  /** Filled cells as text, in file order. */
  readonly cells: readonly string[];
  /** Rows that were looked at. */
  readonly rows: number;
  /** Its different values, most frequent first; cut off at `MOST_WORDS`. */
  readonly words: readonly string[];
  /** Whether every row has one and all are different. */
  readonly isUnique: boolean;
  /** Filled cells that say that there is no value, in the file's spelling. */
  readonly blanks: readonly string[];
  /** Share of the filled cells that are written as times. */
  readonly times: number;
  /** Share of the filled cells that are plain numbers. */
  readonly numbers: number;
  /** Share of the filled cells that are lengths of time in words or with colons. */
  readonly lengths: number;
}

/** The first rows of a file, by columns. */
export interface Sample {
  readonly columns: readonly Column[];
  readonly rows: number;
  /** Rows that could not even be cut into cells. */
  readonly unreadable: number;
  /** Whether the file has no more rows than these. */
  readonly isWhole: boolean;
}

/** Rows that are looked at before a mapping is proposed. */
export const SAMPLE_ROWS = 20_000;

/** A column with more different values than this is none of a few words. */
export const MOST_WORDS = 200;

/** What is kept of a long text. */
const LONGEST_TEXT = 200;

/** Words by which exports say that there is no value. */
export const NO_VALUE: ReadonlySet<string> = new Set([
  '-',
  '--',
  '—',
  '–',
  'n/a',
  'na',
  '#n/a',
  '#value!',
  '#ref!',
  '#div/0!',
  '#name?',
  '#num!',
  '#null!',
  'null',
  'none',
  'nan',
  '(blank)',
  '(empty)',
  '?',
]);

const NUMBER =
  /^-?\d{1,3}(?:[ ,.'’\u00a0\u202f]\d{3})*(?:[.,]\d+)?$|^-?\d{1,2}(?:,\d{2})*,\d{3}(?:\.\d+)?$|^-?\d+(?:[.,]\d+)?$/;

const LENGTH = /^-?\d+:\d{2}(?::\d{2})?$|^P(?=.*\d)[\dYMWDTHS.]+$|^(?:\d+(?:[.,]\d+)?\s*[\p{L}µ]+\.?,?\s*)+$/iu;

/** Reads the first rows of an open table and says what its columns look like. */
export async function sampleOf(table: OpenTable, most: number = SAMPLE_ROWS): Promise<Sample> {
  const cells: string[][] = [];
  const blanks: Set<string>[] = [];
  let rows = 0;
  let unreadable = 0;
  let isWhole = true;
  for await (const row of table.rows) {
    if (rows + unreadable === most) {
      isWhole = false;
      break;
    }
    if (!('cells' in row)) {
      unreadable += 1;
      continue;
    }
    // Totals and notes below a table say nothing of its columns.
    if (table.format !== 'json' && asideOf(row.cells)) continue;
    rows += 1;
    for (const [position, cell] of row.cells.entries()) {
      const text = textOf(cell);
      if (text === undefined) continue;
      if (NO_VALUE.has(text.toLowerCase())) {
        blanks[position] ??= new Set();
        blanks[position].add(text);
        continue;
      }
      cells[position] ??= [];
      cells[position].push(text);
    }
  }
  const columns = table.header.map((heading, position) =>
    columnOf(heading, position, cells[position] ?? [], [...(blanks[position] ?? [])], rows),
  );
  return { columns, rows, unreadable, isWhole };
}

function columnOf(
  heading: string,
  position: number,
  cells: readonly string[],
  blanks: readonly string[],
  rows: number,
): Column {
  const counts = new Map<string, number>();
  for (const cell of cells) counts.set(cell, (counts.get(cell) ?? 0) + 1);
  const share = (fits: (text: string) => boolean): number =>
    cells.length === 0 ? 0 : cells.filter(fits).length / cells.length;
  return {
    heading,
    position,
    cells,
    rows,
    blanks,
    words: [...counts]
      .sort((a, b) => b[1] - a[1])
      .slice(0, MOST_WORDS)
      .map(([word]) => word),
    isUnique: counts.size === cells.length && cells.length === rows,
    times: share(isTimeText),
    numbers: share((text) => NUMBER.test(text)),
    lengths: share((text) => LENGTH.test(text) && !NUMBER.test(text)),
  };
}

function textOf(cell: unknown): string | undefined {
  if (cell === null || cell === undefined) return undefined;
  const text = (Array.isArray(cell) ? cell.map(String).join('|') : String(cell)).trim();
  return text === '' ? undefined : text.slice(0, LONGEST_TEXT);
}
