/** How many texts are remembered, a power of two. */
const PLACES = 4096;
/** Longer texts (bytes) are seldom the same. */
const LONGEST = 32;

/** Makes texts of UTF-8 bytes from `start` to `end`. */
export type TextDecoding = (bytes: Buffer, start: number, end: number) => string;

/**
 * A decoding that remembers short texts by their bytes: ids, names and kinds come again in row after row, and to find
 * one costs a third of making it, and nothing to clear it away.
 */
export function shortTexts(): TextDecoding {
  const texts = new Array<string>(PLACES).fill('');
  const lengths = new Uint8Array(PLACES);
  const kept = new Uint8Array(PLACES * LONGEST);

  const isKept = (bytes: Buffer, start: number, length: number, place: number): boolean => {
    if (lengths[place] !== length) return false;
    const offset = place * LONGEST;
    for (let index = 0; index < length; index++) if (kept[offset + index] !== bytes[start + index]) return false;
    return true;
  };
  return (bytes, start, end) => {
    const length = end - start;
    if (length > LONGEST) return bytes.toString('utf8', start, end);
    // FNV-1a.
    let hash = 0x811c9dc5;
    for (let at = start; at < end; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
    const place = (hash ^ (hash >>> 16)) & (PLACES - 1);
    if (isKept(bytes, start, length, place)) return texts[place]!;
    const text = bytes.toString('utf8', start, end);
    texts[place] = text;
    lengths[place] = length;
    kept.set(bytes.subarray(start, end), place * LONGEST);
    return text;
  };
}
