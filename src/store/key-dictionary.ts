import type { KeyColumn } from '../metrics/columns.ts';
import type { Value } from './engine.ts';

/** Fills one column of names row by row, storing each name once. */
export interface KeyColumnBuilder {
  /** Sets the next row's name. */
  readonly add: (name: Value) => void;
  /** From here on, names are those of another source: unique within it only, and stored as `source/name`. */
  readonly startSource: (source: string) => void;
  /** The column so far. */
  readonly column: () => KeyColumn;
}

/** A column of at most `capacity` names; without `startSource` they are stored as they are. */
export function keyColumn(capacity: number): KeyColumnBuilder {
  const keys: (string | null)[] = [];
  const codes = new Uint32Array(capacity);
  let prefix = '';
  let known = new Map<Value, number>();
  let codeOfNull: number | undefined;
  let row = 0;

  const learn = (name: Value): number => {
    let code = name === null ? codeOfNull : undefined;
    if (code === undefined) {
      code = keys.length;
      keys.push(name === null ? null : `${prefix}${name}`);
      if (name === null) codeOfNull = code;
    }
    known.set(name, code);
    return code;
  };
  return {
    column: () => ({ keys, codes: codes.subarray(0, row) }),
    startSource(source) {
      prefix = `${source}/`;
      known = new Map();
    },
    add(name) {
      codes[row++] = known.get(name) ?? learn(name);
    },
  };
}
