import type { z } from 'zod';
import { isStorable } from '../../src/connector/storable.ts';
import { DataError } from '../../src/model/errors.ts';
import { shown } from './shown.ts';

/**
 * One row under the column names of the model, whatever its file calls them. A missing column and an empty cell are
 * both "no value" (undefined). A cell that cannot be read is a DataError that names column and reason where the row is
 * nothing without it; elsewhere it costs the cell: it has no value, and is counted by column.
 */
export interface Cells {
  /** The row's line in its file. */
  readonly line: number;
  /** Whether the file has the column at all. */
  readonly has: (column: string) => boolean;
  readonly text: (column: string) => string | undefined;
  /** The file's own word, before any translation of values. */
  readonly original: (column: string) => string | undefined;
  /** Whether the cell holds anything at all, readable or not. */
  readonly filled: (column: string) => boolean;
  /** Whether the cell says "nobody" in so many words: `-` or `null`. */
  readonly nobody: (column: string) => boolean;
  readonly instant: (column: string) => number | undefined;
  readonly number: (column: string) => number | undefined;
  readonly flag: (column: string) => boolean | undefined;
  readonly list: (column: string) => string[];
  /** A length of time, in ms. */
  readonly duration: (column: string) => number | undefined;
  /** How exact the column's instants are, in ms: a minute where none tells seconds. */
  readonly spanMs: (column: string) => number;
  /** Reads what cells say together; a DataError costs the cell of the column. */
  readonly attempt: <T>(column: string, read: () => T) => T | undefined;
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

const TRUE = new Set(['true', 'yes', 'y', '1', 't']);

const FALSE = new Set(['false', 'no', 'n', '0', 'f']);

/** What a cell holds as trimmed text, of a list its items; undefined for an empty one. DataError for a JSON object. */
export function cellText(cell: unknown, column: string, separator = '|'): string | undefined {
  if (cell === undefined || cell === null) return undefined;
  if (typeof cell === 'string') {
    if (!isStorable(cell)) throw new DataError(`${column} holds a sign that is none (NUL, or half of a pair)`);
    const text = cell.trim();
    return text === '' ? undefined : text;
  }
  if (typeof cell === 'number' || typeof cell === 'boolean') return String(cell);
  if (Array.isArray(cell))
    return cell.length === 0 ? undefined : cell.map((item) => cellText(item, column)).join(separator);
  throw new DataError(`${column} is an object where a value was expected`);
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

/** A cell that holds one of a few words, in any case, with spaces or hyphens for `_`; another word costs the cell. */
export function oneOf<Word extends string>(
  schema: { readonly options: readonly Word[] },
  cells: Cells,
  column: string,
): Word | undefined {
  return cells.attempt(column, () => requiredWord(schema, cells, column));
}

/** The same where the row is nothing without it: DataError for another word. */
export function requiredWord<Word extends string>(
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
