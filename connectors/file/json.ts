import { ConfigError } from '../../src/model/errors.ts';
import { createObjectRows, type ObjectRows, parseExactly } from './json-cells.ts';
import { cutItems, type Item } from './json-text.ts';
import type { Row } from './rows.ts';

/** A JSON text as rows of cells. */
export interface JsonTable {
  /** Grows as new keys appear. */
  readonly header: string[];
  readonly rows: AsyncIterable<Row>;
  /** How messages name the place of a row by its number. */
  readonly place: (row: number) => string;
}

/** A line longer than this is no record. */
const LARGEST_LINE_CHARS = 64 * 1024 * 1024;

/** Whether a file's name says that each line is an object of its own. */
export function isJsonLines(name: string): boolean {
  return /\.(jsonl|ndjson)(\.gz)?$/i.test(name);
}

/** Whether a text begins as JSON does, or its file's name says so. */
export function isJson(name: string, head: string): boolean {
  return /\.(json|jsonl|ndjson)(\.gz)?$/i.test(name) || /^\s*(\[\s*[{[\]]|\{\s*["}])/.test(head);
}

/** Whether the first line is an object and the next one begins with another. */
export function beginsWithLines(head: string): boolean {
  const end = head.search(/\n\s*\{/);
  if (end < 0) return false;
  try {
    JSON.parse(head.slice(0, end));
    return true;
  } catch {
    return false;
  }
}

/**
 * The rows of a JSON Lines text: each line an object. Blank lines are left out; a line that is no object has a reason
 * instead of cells.
 */
export function readJsonLines(text: AsyncIterable<string>): JsonTable {
  const objects = createObjectRows();
  async function* rows(): AsyncGenerator<Row> {
    for await (const item of linesOf(text)) {
      if ('reason' in item || item.text.trim() !== '') yield rowOf(item.line, item, objects);
    }
  }
  return { header: objects.header, rows: rows(), place: (line) => `line ${line}` };
}

async function* linesOf(text: AsyncIterable<string>): AsyncGenerator<Item> {
  let rest = '';
  let line = 0;
  let isTooLong = false;
  for await (const piece of text) {
    const parts = piece.split('\n');
    for (const [index, part] of parts.entries()) {
      const content = index === 0 ? rest + part : part;
      if (index === parts.length - 1) {
        rest = content;
        break;
      }
      line += 1;
      yield isTooLong ? { line, reason: 'is longer than 64 MB' } : { line, text: content };
      isTooLong = false;
    }
    if (rest.length <= LARGEST_LINE_CHARS) continue;
    isTooLong = true;
    rest = '';
  }
  yield isTooLong ? { line: line + 1, reason: 'is longer than 64 MB' } : { line: line + 1, text: rest };
}

/**
 * The rows of a JSON document: the objects of its list, or of the list at `records` (a path of keys). ConfigError when
 * there is no list, or there are several and none was named.
 */
export function readJsonDocument(name: string, text: AsyncIterable<string>, records: string | undefined): JsonTable {
  const objects = createObjectRows();
  const { items, lists, documents } = cutItems(text, records);
  /** The line of each object: on one line there may be all of them. */
  const lines: number[] = [];
  async function* rows(): AsyncGenerator<Row> {
    for await (const item of items) yield rowOf(lines.push(item.line), item, objects);
    if (documents() > 1) {
      throw new ConfigError(`${name} holds several JSON values one after the other: name it .jsonl, one on each line`);
    }
    const found = lists();
    const named = found.map((list) => (list === '' ? 'the document itself' : `"${list}"`)).join(', ');
    if (records === undefined && found.length > 1) {
      throw new ConfigError(
        `${name} holds several lists of objects (${named}): say in the mapping which one is meant ("records": "${found[0]}")`,
      );
    }
    if (lines.length === 0) {
      const hint = found.length === 0 ? '' : `; it holds the lists ${named}`;
      throw new ConfigError(
        records === undefined
          ? `${name} holds no list of objects: export it as a JSON list, as JSON Lines (.jsonl) or as CSV`
          : `${name} holds no objects at "${records}"${hint}`,
      );
    }
  }
  return { header: objects.header, rows: rows(), place: (row) => `object ${row} (line ${lines[row - 1]})` };
}

function rowOf(line: number, item: Item, objects: ObjectRows): Row {
  if ('reason' in item) return { line, reason: item.reason };
  try {
    const value = parseExactly(item.text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return { line, reason: 'is not a JSON object' };
    }
    return { line, cells: objects.cellsOf(value) };
  } catch (error) {
    return { line, reason: error instanceof RangeError ? 'is nested too deep' : 'is not JSON' };
  }
}
