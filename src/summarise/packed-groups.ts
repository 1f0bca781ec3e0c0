/** One way to split rows into groups: the code of row i is `codes[i]`, or `codes[rowOf[i]]` where the rows are others'. */
export interface Split {
  readonly groups: number;
  readonly codes: Uint32Array;
  readonly rowOf?: Uint32Array | undefined;
}

/** Where a split's codes stand in the words of a row. */
interface Place {
  readonly groups: number;
  readonly word: number;
  readonly shift: number;
  readonly mask: number;
}

/**
 * The groups of every row under several splits, as bits of few 32-bit words: who looks a row up somewhere in memory, as
 * whoever goes through rows in the order of a measure does, finds all its groups at once.
 */
export interface PackedGroups {
  readonly words: readonly Uint32Array[];
  readonly places: readonly Place[];
}

const WORD_BITS = 32;

/** Packs the groups of `rows` rows. */
export function packGroups(rows: number, splits: readonly Split[]): PackedGroups {
  const words: Uint32Array[] = [];
  const places: Place[] = [];
  let used = WORD_BITS;
  for (const { groups, codes, rowOf } of splits) {
    const bits = groups > 1 ? WORD_BITS - Math.clz32(groups - 1) : 0;
    if (used + bits > WORD_BITS || words.length === 0) {
      // Shared memory, so that another thread reads it without a copy.
      words.push(new Uint32Array(new SharedArrayBuffer(rows * Uint32Array.BYTES_PER_ELEMENT)));
      used = 0;
    }
    const word = words.length - 1;
    if (bits > 0) addCodes(words[word]!, codes, rowOf, used);
    places.push({ groups, word, shift: used % WORD_BITS, mask: 2 ** bits - 1 });
    used += bits;
  }
  return { words, places };
}

function addCodes(word: Uint32Array, codes: Uint32Array, rowOf: Uint32Array | undefined, shift: number): void {
  if (rowOf === undefined) {
    for (let row = 0; row < word.length; row++) word[row]! |= codes[row]! << shift;
  } else {
    for (let row = 0; row < word.length; row++) word[row]! |= codes[rowOf[row]!]! << shift;
  }
}
