import type { z } from 'zod';
import { DataError } from '../../src/model/errors.ts';
import { type Cells, shown } from './cells.ts';

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
