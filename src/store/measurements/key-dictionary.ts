import type { KeyColumn } from '../../model/measurement.ts';

/** Fills one column of names row by row, each name once. */
export interface KeyColumnBuilder {
  /** Sets the next row's name; null is "no value". */
  readonly add: (name: string | null) => void;
  /** From here on, names are those of another source: unique within it only, and given as `source/name`. */
  readonly startSource: (source: string) => void;
  /** The column so far. */
  readonly column: () => KeyColumn;
}

/** A column of names that grows as rows come. */
export function keyColumn(): KeyColumnBuilder {
  const keys: (string | null)[] = [];
  let prefix = '';
  let known = new Map<string, number>();
  let codeOfNull: number | undefined;
  let codes = new Uint32Array(1024);
  let length = 0;

  const learn = (name: string | null): number => {
    const code = keys.length;
    keys.push(name === null ? null : `${prefix}${name}`);
    if (name === null) codeOfNull = code;
    else known.set(name, code);
    return code;
  };
  return {
    add(name) {
      if (length === codes.length) {
        const larger = new Uint32Array(Math.ceil(length * 1.5));
        larger.set(codes);
        codes = larger;
      }
      codes[length++] = (name === null ? codeOfNull : known.get(name)) ?? learn(name);
    },
    startSource(source) {
      prefix = `${source}/`;
      known = new Map();
    },
    column: () => ({ keys, codes: codes.subarray(0, length) }),
  };
}
