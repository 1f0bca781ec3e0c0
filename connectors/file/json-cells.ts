/** Values deeper inside a row than this have no heading, and cannot be asked for. */
const DEEPEST = 16;

/** Whole numbers that a double cannot hold stand in a text with so many digits. */
const LONG_NUMBER = /\d{16}/;

/** Reads one JSON value; whole numbers that a double cannot hold become their digits as text. Throws where it is none. */
export function parseExactly(text: string): unknown {
  if (!LONG_NUMBER.test(text)) return JSON.parse(text);
  return (JSON.parse as ParseWithSource)(text, (_, value, context) => {
    if (typeof value !== 'number' || !Number.isInteger(value) || Number.isSafeInteger(value)) return value;
    const source = context?.source;
    return source !== undefined && /^-?\d+$/.test(source) ? source : value;
  });
}

/** As ECMAScript's JSON.parse source text access has it; the types do not know it yet. */
type ParseWithSource = (
  text: string,
  reviver: (key: string, value: unknown, context: { readonly source?: string } | undefined) => unknown,
) => unknown;

/** Turns objects into rows under a header that grows as new keys appear. */
export interface ObjectRows {
  readonly header: string[];
  readonly cellsOf: (value: object) => unknown[];
}

/**
 * Rows of objects: each value of an object inside an object stands under its path (`assignee.name`); lists stay what
 * they are.
 */
export function createObjectRows(): ObjectRows {
  const header: string[] = [];
  const positions = new Map<string, number>();
  function positionOf(heading: string): number {
    const known = positions.get(heading);
    if (known !== undefined) return known;
    const position = header.push(heading) - 1;
    positions.set(heading, position);
    return position;
  }
  function fill(cells: unknown[], value: object, before: string, depth: number): void {
    for (const [key, cell] of Object.entries(value)) {
      const heading = before + key;
      if (typeof cell === 'object' && cell !== null && !Array.isArray(cell)) {
        if (depth < DEEPEST) fill(cells, cell, `${heading}.`, depth + 1);
      } else {
        cells[positionOf(heading)] = Array.isArray(cell) ? shallow(cell, depth + 1) : cell;
      }
    }
  }
  return {
    header,
    cellsOf(value) {
      const cells: unknown[] = new Array(header.length).fill(undefined);
      fill(cells, value, '', 0);
      return cells;
    },
  };
}

/** A list without what lies too deep in it. */
function shallow(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth > DEEPEST) return undefined;
  if (Array.isArray(value)) return value.map((item) => shallow(item, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, shallow(item, depth + 1)]));
}
