import type { z } from 'zod';
import { DataError } from '../../src/model/errors.ts';
import { isoInstant } from './instants.ts';

/**
 * One row under the column names of the model, whatever its file calls them. A missing column and an empty cell are
 * both "no value" (undefined); a cell that cannot be read is a DataError that names column and reason.
 */
export interface Cells {
  /** The row's line in its file. */
  readonly line: number;
  /** Whether the file has the column at all. */
  readonly has: (column: string) => boolean;
  readonly text: (column: string) => string | undefined;
  /** The file's own word, before any translation of values. */
  readonly original: (column: string) => string | undefined;
  /** Whether the cell says "nobody" in so many words: `-` or `null`. */
  readonly nobody: (column: string) => boolean;
  readonly instant: (column: string) => number | undefined;
  readonly number: (column: string) => number | undefined;
  readonly flag: (column: string) => boolean | undefined;
  readonly list: (column: string) => string[];
  /** Of several rows of one ticket, the one whose value of the column is the ticket's. */
  readonly rowFor: (column: string) => RowChoice;
  /** True when a solved status alone does not say when the ticket was solved. */
  readonly onlyStatedSolutions: boolean;
  /** True when the order of the file, not of its times, is the order in which things happened. */
  readonly inFileOrder: boolean;
  /** Columns that carry further fields of a ticket: name of the field and its column. */
  readonly fields: readonly { readonly name: string; readonly column: string }[];
}

export type RowChoice = 'first' | 'last' | 'first_given' | 'last_given';

const NOBODY = new Set(['-', 'null']);

const TRUE = new Set(['true', 'yes', 'y', '1', 't']);

const FALSE = new Set(['false', 'no', 'n', '0', 'f']);

/** What a cell holds as trimmed text; undefined for an empty one. DataError for a JSON object. */
export function cellText(cell: unknown, column: string): string | undefined {
  if (cell === undefined || cell === null) return undefined;
  if (typeof cell === 'string') return cell.trim() === '' ? undefined : cell.trim();
  if (typeof cell === 'number' || typeof cell === 'boolean') return String(cell);
  if (Array.isArray(cell)) return cell.length === 0 ? undefined : cell.map((item) => cellText(item, column)).join('|');
  throw new DataError(`${column} is an object where a value was expected`);
}

/** A cell's number; DataError if it is none. A decimal comma is read where no point stands. */
export function cellNumber(text: string, column: string): number {
  const value = Number(/^-?\d+,\d+$/.test(text) ? text.replace(',', '.') : text);
  if (!Number.isFinite(value)) throw new DataError(`${column} is not a number: ${shown(text)}`);
  return value;
}

/** A cell's truth; DataError if it is none. */
export function cellFlag(text: string, column: string): boolean {
  const word = text.toLowerCase();
  if (TRUE.has(word)) return true;
  if (FALSE.has(word)) return false;
  throw new DataError(`${column} is neither true nor false: ${shown(text)}`);
}

/** The parts of a list, without empty ones. */
export function cellList(text: string | undefined, separator: string): string[] {
  return (text ?? '')
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** A cell as a message shows it: short, so that no long text lands in a log. */
export function shown(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}

/** Cells of a table whose columns have the model's names; `positions` says where each stands. */
export function tableCells(
  line: number,
  cells: readonly unknown[],
  positions: ReadonlyMap<string, number>,
  fields: Cells['fields'],
): Cells {
  const cell = (column: string): unknown => {
    const position = positions.get(column);
    return position === undefined ? undefined : cells[position];
  };
  const text = (column: string): string | undefined => {
    const value = cellText(cell(column), column);
    return value !== undefined && NOBODY.has(value.toLowerCase()) ? undefined : value;
  };
  return {
    line,
    fields,
    rowFor: () => 'last',
    onlyStatedSolutions: false,
    inFileOrder: false,
    has: (column) => positions.has(column),
    text,
    original: text,
    nobody(column) {
      const value = cell(column);
      return typeof value === 'string' && NOBODY.has(value.trim().toLowerCase());
    },
    instant(column) {
      const value = text(column);
      return value === undefined ? undefined : isoInstant(value, column);
    },
    number(column) {
      const value = text(column);
      return value === undefined ? undefined : cellNumber(value, column);
    },
    flag(column) {
      const value = text(column);
      return value === undefined ? undefined : cellFlag(value, column);
    },
    list: (column) => cellList(text(column), '|'),
  };
}

/** A record as its schema sees it, without the keys that have no value; DataError naming what does not fit. */
export function record<S extends z.ZodType>(schema: S, value: Readonly<Record<string, unknown>>): z.output<S> {
  const given = Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined));
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new DataError(
    parsed.error.issues.map((issue) => `${snakeCase(issue.path.join('.'))}: ${issue.message}`).join('; '),
  );
}

/** The text of a cell that must not be empty. */
export function required(cells: Cells, column: string): string {
  const value = cells.text(column);
  if (value === undefined) throw new DataError(`${column} is empty`);
  return value;
}

/** The instant of a cell that must not be empty. */
export function requiredInstant(cells: Cells, column: string): number {
  const value = cells.instant(column);
  if (value === undefined) throw new DataError(`${column} is empty`);
  return value;
}

/** A cell that holds one of a few words, in any case, with spaces or hyphens for `_`; DataError for another word. */
export function oneOf<Word extends string>(
  schema: { readonly options: readonly Word[] },
  cells: Cells,
  column: string,
): Word | undefined {
  const text = cells.text(column);
  if (text === undefined) return undefined;
  const found = wordIn(schema.options, text);
  if (found === undefined) throw new DataError(`${column} is ${shown(text)}, not one of ${schema.options.join(', ')}`);
  return found;
}

/** The word among `words` that is meant, in any case, with spaces or hyphens for `_`. */
export function wordIn<Word extends string>(words: readonly Word[], text: string): Word | undefined {
  const name = text
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_');
  return words.find((word) => word === name);
}

function snakeCase(path: string): string {
  return path.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Gives the value a word stands for: null for "no value", undefined for a word that is not in the map. */
export type ValueMap = (word: string) => string | null | undefined;

/**
 * Compiles a map of values. A key is an exact word, a beginning (`Awaiting*`; `*` alone is everything) or a pattern
 * between slashes (`/wait.*vendor/`); letter case never counts. Exact words win, then beginnings and patterns in the
 * order in which they stand. Throws a SyntaxError for a pattern that is no regular expression.
 */
export function compileValueMap(values: Readonly<Record<string, string | null>>): ValueMap {
  const exact = new Map<string, string | null>();
  const tests: { readonly fits: (word: string) => boolean; readonly value: string | null }[] = [];
  for (const [key, value] of Object.entries(values)) {
    if (key.length > 2 && key.startsWith('/') && key.endsWith('/')) {
      const pattern = new RegExp(key.slice(1, -1), 'iu');
      tests.push({ fits: (word) => pattern.test(word), value });
    } else if (key.endsWith('*')) {
      const start = key.slice(0, -1).toLowerCase();
      tests.push({ fits: (word) => word.toLowerCase().startsWith(start), value });
    } else {
      exact.set(key.trim().toLowerCase(), value);
    }
  }
  return (word) => {
    const found = exact.get(word.toLowerCase());
    if (found !== undefined) return found;
    return tests.find(({ fits }) => fits(word))?.value;
  };
}
