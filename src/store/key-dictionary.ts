import type { KeyColumn } from '../metrics/columns.ts';
import type { Value } from './engine.ts';

/** Fills one column of names row by row, storing each name once. */
export interface KeyColumnBuilder {
  /** Sets the next row's name. */
  readonly add: (name: Value) => void;
  readonly column: KeyColumn;
}

/** A column of `length` names. */
export function keyColumn(length: number): KeyColumnBuilder {
  const keys: (string | null)[] = [];
  const known = new Map<Value, number>();
  const codes = new Uint32Array(length);
  let row = 0;
  return {
    column: { keys, codes },
    add(name) {
      let code = known.get(name);
      if (code === undefined) {
        code = keys.length;
        keys.push(name as string | null);
        known.set(name, code);
      }
      codes[row++] = code;
    },
  };
}

/** A column of `length` names that are unique within their source only; they are stored as `source/name`. */
export function sourcedKeyColumn(length: number): {
  readonly add: (source: string, name: Value) => void;
  readonly column: KeyColumn;
} {
  const keys: (string | null)[] = [];
  const bySource = new Map<string, Map<Value, number>>();
  const codes = new Uint32Array(length);
  let noName: number | undefined;
  let source: string | undefined;
  let known = new Map<Value, number>();
  let row = 0;
  const codeOfNull = (): number => {
    if (noName === undefined) {
      noName = keys.length;
      keys.push(null);
    }
    return noName;
  };
  return {
    column: { keys, codes },
    add(rowSource, name) {
      if (name === null) {
        codes[row++] = codeOfNull();
        return;
      }
      if (rowSource !== source) {
        source = rowSource;
        known = bySource.get(rowSource) ?? new Map();
        bySource.set(rowSource, known);
      }
      let code = known.get(name);
      if (code === undefined) {
        code = keys.length;
        keys.push(`${rowSource}/${name}`);
        known.set(name, code);
      }
      codes[row++] = code;
    },
  };
}
