import type { Row } from './rows.ts';

/** A line longer than this is no record. */
const LARGEST_LINE_CHARS = 16 * 1024 * 1024;

/**
 * The lines of a JSON Lines text as cells in the order of `header`, which grows as new keys appear. Blank lines
 * are left out; a line that is no JSON object has a reason instead of cells.
 */
export async function* readJsonLines(text: AsyncIterable<string>, header: string[]): AsyncGenerator<Row> {
  const positions = new Map(header.map((key, position) => [key, position]));
  let rest = '';
  let line = 0;

  const read = (content: string): Row | undefined => {
    line += 1;
    if (content.trim() === '') return undefined;
    let value: unknown;
    try {
      value = JSON.parse(content);
    } catch {
      return { line, reason: 'is not JSON' };
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return { line, reason: 'is not a JSON object' };
    }
    return { line, cells: cellsOf(value, header, positions) };
  };

  for await (const piece of text) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop()!;
    for (const content of lines) {
      const row = read(content);
      if (row) yield row;
    }
    if (rest.length > LARGEST_LINE_CHARS) {
      yield { line: line + 1, reason: 'is longer than 16 MB; the rest of the file is not read' };
      return;
    }
  }
  const row = read(rest);
  if (row) yield row;
}

function cellsOf(value: object, header: string[], positions: Map<string, number>): unknown[] {
  const cells: unknown[] = new Array(header.length).fill(undefined);
  for (const [key, cell] of Object.entries(value)) {
    let position = positions.get(key);
    if (position === undefined) {
      position = header.push(key) - 1;
      positions.set(key, position);
    }
    cells[position] = cell;
  }
  return cells;
}

/** Whether a file is read as JSON Lines; anything else is CSV. */
export function isJsonLines(name: string): boolean {
  return /\.jsonl(\.gz)?$/i.test(name);
}
