/*
 * Whole numbers as text of a fixed width: eight digits to the base of 64, from `0` on in the order of ASCII, the highest
 * first; `--------` for one that is missing. A report reads some thirty of them for each of its tickets: in decimal, or
 * in a column each, that is most of its time.
 */

const WIDTH = 8;
const DIGIT_BITS = 6;
const FIRST_DIGIT = 48;
const MINUS = 45;
const HALF = 2 ** 24;
const LIMIT = HALF * HALF;
const ROOM_AT_FIRST = 128 * WIDTH;

/** Writes numbers into one text. */
export interface NumberWriter {
  /** Adds a whole number from 0 to 2^48 - 1 (8,900 years in ms) or a missing one; throws a RangeError for any other. */
  readonly add: (value: number | null | undefined) => void;
  /** The text so far; the next one begins empty. */
  readonly take: () => string;
}

/** Makes a writer, which keeps its memory from text to text. */
export function createNumberWriter(): NumberWriter {
  let bytes = Buffer.allocUnsafe(ROOM_AT_FIRST);
  let length = 0;

  const writeHalf = (half: number, at: number): void => {
    bytes[at] = FIRST_DIGIT + ((half >>> (3 * DIGIT_BITS)) & 63);
    bytes[at + 1] = FIRST_DIGIT + ((half >>> (2 * DIGIT_BITS)) & 63);
    bytes[at + 2] = FIRST_DIGIT + ((half >>> DIGIT_BITS) & 63);
    bytes[at + 3] = FIRST_DIGIT + (half & 63);
  };
  return {
    add(value) {
      if (length + WIDTH > bytes.length) {
        const larger = Buffer.allocUnsafe(bytes.length * 2);
        bytes.copy(larger);
        bytes = larger;
      }
      if (value === null || value === undefined) {
        bytes.fill(MINUS, length, length + WIDTH);
      } else {
        const high = Math.floor(value / HALF);
        if (!(value >= 0 && value < LIMIT) || !Number.isInteger(value)) {
          throw new RangeError(`${value} is no whole number that can be kept`);
        }
        writeHalf(high, length);
        writeHalf(value - high * HALF, length + WIDTH / 2);
      }
      length += WIDTH;
    },
    take() {
      const text = bytes.toString('latin1', 0, length);
      length = 0;
      return text;
    },
  };
}

/**
 * Reads the numbers of `bytes` from `start` to `end` into `into`, NaN for a missing one, and tells how many they are; -1
 * where something else stands there or there is no room.
 */
export function readNumbers(bytes: Uint8Array, start: number, end: number, into: Float64Array): number {
  const count = (end - start) / WIDTH;
  if (!Number.isInteger(count) || count < 0 || count > into.length || end > bytes.length) return -1;
  let at = start;
  for (let index = 0; index < count; index++) {
    const a = bytes[at]! - FIRST_DIGIT;
    const b = bytes[at + 1]! - FIRST_DIGIT;
    const c = bytes[at + 2]! - FIRST_DIGIT;
    const d = bytes[at + 3]! - FIRST_DIGIT;
    const e = bytes[at + 4]! - FIRST_DIGIT;
    const f = bytes[at + 5]! - FIRST_DIGIT;
    const g = bytes[at + 6]! - FIRST_DIGIT;
    const h = bytes[at + 7]! - FIRST_DIGIT;
    if (((a | b | c | d | e | f | g | h) & ~63) === 0) {
      into[index] = ((((((a << 6) | b) << 6) | c) << 6) | d) * HALF + ((((((e << 6) | f) << 6) | g) << 6) | h);
    } else if (isMissing(bytes, at)) {
      into[index] = Number.NaN;
    } else {
      return -1;
    }
    at += WIDTH;
  }
  return count;
}

function isMissing(bytes: Uint8Array, at: number): boolean {
  for (let index = at; index < at + WIDTH; index++) if (bytes[index] !== MINUS) return false;
  return true;
}
