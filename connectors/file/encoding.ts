/** Whether the name of an encoding is known: that of any decoder there is. */
export function isEncoding(name: string): boolean {
  try {
    return new TextDecoder(name).encoding !== '';
  } catch {
    return false;
  }
}

/** Turns the bytes of a file into text, chunk by chunk. */
export interface Decoder {
  readonly decode: (bytes: Uint8Array) => string;
  readonly end: () => string;
  /** What a person should know of how the bytes were understood; to be asked at the end. */
  readonly notices: (name: string) => readonly string[];
}

const SNIFFED_BYTES = 4096;

/**
 * A decoder for a file that begins with `head`: in the encoding that is named; else in the one that its byte order mark
 * or its NULs tell (UTF-16); else as UTF-8, or as windows-1252 where the first sign beyond ASCII is none of UTF-8.
 * Undefined where the bytes are surely no text.
 */
export function createDecoder(head: Uint8Array, encoding: string | undefined): Decoder | undefined {
  const marked = encoding ?? byMark(head) ?? byNuls(head.subarray(0, SNIFFED_BYTES));
  if (marked === 'binary') return undefined;
  return marked === undefined ? createUtf8Decoder() : createNamedDecoder(marked);
}

function byMark([a, b, c]: Uint8Array): string | undefined {
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  return a === 0xef && b === 0xbb && c === 0xbf ? 'utf-8' : undefined;
}

/** Text of two bytes a sign has NULs in every other place; other text has next to none. */
function byNuls(head: Uint8Array): 'utf-16le' | 'utf-16be' | 'binary' | undefined {
  const nuls = [0, 0];
  for (const [index, byte] of head.entries()) if (byte === 0) nuls[index % 2]! += 1;
  const half = head.length / 2;
  const [even, odd] = nuls as [number, number];
  if (odd > half * 0.3 && even < half * 0.05) return 'utf-16le';
  if (even > half * 0.3 && odd < half * 0.05) return 'utf-16be';
  return even + odd > head.length * 0.05 ? 'binary' : undefined;
}

const REPLACED = '\ufffd';

function createNamedDecoder(encoding: string): Decoder {
  const decoder = new TextDecoder(encoding);
  let replaced = 0;
  const counted = (text: string): string => {
    replaced += countOf(text, REPLACED);
    return text;
  };
  return {
    decode: (bytes) => counted(decoder.decode(bytes, { stream: true })),
    end: () => counted(decoder.decode()),
    notices: (name) => replacedNotice(name, decoder.encoding, replaced),
  };
}

/** UTF-8 until it turns out to be something else. */
function createUtf8Decoder(): Decoder {
  const strict = new TextDecoder('utf-8', { fatal: true });
  const lenient = new TextDecoder('utf-8');
  let other: InstanceType<typeof TextDecoder> | undefined;
  let rest: Uint8Array = new Uint8Array();
  let signs = 0;
  let replaced = 0;

  function decodeWhole(bytes: Uint8Array): string {
    if (other) return other.decode(bytes, { stream: true });
    try {
      const text = strict.decode(bytes);
      if (text.length < bytes.length) signs += 1;
      return text;
    } catch {
      const text = lenient.decode(bytes);
      const bad = countOf(text, REPLACED);
      const good = text.replace(/[\0-\x7f\ufffd]+/g, '').length;
      if (signs === 0 && bad > good) {
        other = new TextDecoder('windows-1252');
        return other.decode(bytes, { stream: true });
      }
      replaced += bad;
      return text;
    }
  }

  return {
    decode(bytes) {
      const all = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
      const cut = all.length - unfinished(all);
      rest = all.subarray(cut).slice();
      return decodeWhole(all.subarray(0, cut));
    },
    end() {
      const last = rest;
      rest = new Uint8Array();
      return last.length === 0 ? '' : decodeWhole(last);
    },
    notices: (name) =>
      other
        ? [`${name} is not UTF-8 and was read as windows-1252; if that is wrong, name its "encoding" in the mapping`]
        : replacedNotice(name, 'utf-8', replaced),
  };
}

function replacedNotice(name: string, encoding: string, replaced: number): string[] {
  if (replaced === 0) return [];
  return [
    `${name}: ${replaced} places are not ${encoding.toUpperCase()} and stand as ${REPLACED}; if names look wrong, name its "encoding" in the mapping`,
  ];
}

/** How many bytes at the end begin a sign of UTF-8 without ending it. */
function unfinished(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back]!;
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? back : 0;
    if (byte < 0x80) return 0;
  }
  return 0;
}

function countOf(text: string, sign: string): number {
  let count = 0;
  for (let at = text.indexOf(sign); at >= 0; at = text.indexOf(sign, at + 1)) count += 1;
  return count;
}
