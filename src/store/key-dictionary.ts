import type { KeyColumn } from '../metrics/columns.ts';
import type { Value } from './engine.ts';

/** Names by small numbers, each name once. */
export interface KeyDictionary {
  /** The names by their codes; null is "no value". */
  readonly keys: readonly (string | null)[];
  readonly codeOf: (name: Value) => number;
  /** From here on, names are those of another source: unique within it only, and stored as `source/name`. */
  readonly startSource: (source: string) => void;
}

/** An empty dictionary; without `startSource` names are stored as they are. */
export function keyDictionary(): KeyDictionary {
  const keys: (string | null)[] = [];
  let prefix = '';
  let known = new Map<Value, number>();
  let codeOfNull: number | undefined;

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
    keys,
    codeOf: (name) => known.get(name) ?? learn(name),
    startSource(source) {
      prefix = `${source}/`;
      known = new Map();
    },
  };
}

/** Fills one column of names row by row. */
export interface KeyColumnBuilder {
  /** Sets the next row's name. */
  readonly add: (name: Value) => void;
  readonly startSource: KeyDictionary['startSource'];
  /** The column so far. */
  readonly column: () => KeyColumn;
}

/** A column of at most `capacity` names. */
export function keyColumn(capacity: number): KeyColumnBuilder {
  const { keys, codeOf, startSource } = keyDictionary();
  const codes = new Uint32Array(capacity);
  let row = 0;
  return {
    column: () => ({ keys, codes: codes.subarray(0, row) }),
    startSource,
    add(name) {
      codes[row++] = codeOf(name);
    },
  };
}
