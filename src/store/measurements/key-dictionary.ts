import type { KeyColumn } from '../../model/measurement.ts';

/** Names by small numbers, each name once. */
export interface KeyDictionary {
  /** The names by their codes; null is "no value". */
  readonly keys: readonly (string | null)[];
  readonly codeOf: (name: string | null) => number;
  /** From here on, names are those of another source: unique within it only, and stored as `source/name`. */
  readonly startSource: (source: string) => void;
}

/** An empty dictionary; without `startSource` names are stored as `decode` gives them. */
export function keyDictionary(decode: (name: string) => string | null = (name) => name): KeyDictionary {
  const keys: (string | null)[] = [];
  let prefix = '';
  let known = new Map<string | null, number>();
  let codeOfNull: number | undefined;

  const learn = (spelling: string | null): number => {
    const name = spelling === null ? null : decode(spelling);
    let code = name === null ? codeOfNull : undefined;
    if (code === undefined) {
      code = keys.length;
      keys.push(name === null ? null : `${prefix}${name}`);
      if (name === null) codeOfNull = code;
    }
    known.set(spelling, code);
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
  readonly add: (name: string | null) => void;
  readonly startSource: KeyDictionary['startSource'];
  /** The column so far. */
  readonly column: () => KeyColumn;
}

/** A column of at most `capacity` names, which come as `decode` reads them. */
export function keyColumn(capacity: number, decode?: (name: string) => string | null): KeyColumnBuilder {
  const { keys, codeOf, startSource } = keyDictionary(decode);
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
