import { createReadStream, type ReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { ConfigError } from '../../src/model/errors.ts';

/** Whether the name of an encoding is known: that of any decoder there is. */
export function isEncoding(name: string): boolean {
  try {
    return new TextDecoder(name).encoding !== '';
  } catch {
    return false;
  }
}

/** A file as messages name it and where it lies. */
export interface InputFile {
  readonly name: string;
  readonly path: string;
}

const CHUNK_BYTES = 256 * 1024;
const SNIFFED_BYTES = 4096;

/**
 * The text of a plain or gzipped file (told by its first bytes, not by its name) in pieces, with every line end as
 * `\n` and without a byte order mark. ConfigError when it cannot be read: gone, empty, cut short, UTF-16, a
 * workbook, or not in the encoding.
 */
export async function* readText(
  file: InputFile,
  encoding: string | undefined,
  reading: { readonly signal: AbortSignal | undefined; readonly onBytes: (bytes: number) => void },
): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding ?? 'utf-8', { fatal: true });
  let first = true;
  let carry = '';
  for await (const bytes of readBytes(file, reading)) {
    if (first) refuseForeign(file, bytes);
    first = false;
    const text = carry + decode(file, decoder, bytes);
    // A carriage return at the end may be the first half of a line end.
    carry = text.endsWith('\r') ? '\r' : '';
    const ready = carry ? text.slice(0, -1) : text;
    if (ready !== '') yield ready.includes('\r') ? ready.replace(/\r\n?/g, '\n') : ready;
  }
  if (first) throw new ConfigError(`${file.name} is empty: nothing to read in ${file.path}`);
  const rest = decode(file, decoder, undefined);
  if (carry || rest) yield (carry ? '\n' : '') + rest;
}

async function* readBytes(
  file: InputFile,
  { signal, onBytes }: { readonly signal: AbortSignal | undefined; readonly onBytes: (bytes: number) => void },
): AsyncGenerator<Uint8Array> {
  const raw = createReadStream(file.path, { highWaterMark: CHUNK_BYTES, ...(signal ? { signal } : {}) });
  const chunks = counted(raw, onBytes);
  try {
    const head = await chunks.next();
    if (head.done) return;
    if (head.value[0] !== 0x1f || head.value[1] !== 0x8b) {
      yield head.value;
      yield* chunks;
      return;
    }
    const packed = async function* (): AsyncGenerator<Uint8Array> {
      yield head.value;
      yield* chunks;
    };
    // A failure of the source destroys the unpacker with the same error, which the loop below throws.
    const unpacked = pipeline(packed, createGunzip({ chunkSize: CHUNK_BYTES }), () => undefined);
    for await (const bytes of unpacked) yield bytes as Uint8Array;
  } catch (error) {
    throw readable(file, error);
  } finally {
    raw.destroy();
  }
}

async function* counted(raw: ReadStream, onBytes: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  for await (const bytes of raw) {
    onBytes((bytes as Uint8Array).length);
    yield bytes as Uint8Array;
  }
}

function decode(file: InputFile, decoder: InstanceType<typeof TextDecoder>, bytes: Uint8Array | undefined): string {
  try {
    return bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode();
  } catch (error) {
    throw new ConfigError(
      `${file.name} is not ${decoder.encoding.toUpperCase()}: save it as "CSV UTF-8", or name its encoding in a mapping ("encoding": "windows-1252")`,
      { cause: error },
    );
  }
}

/** Refuses what is surely no table in an 8-bit encoding. */
function refuseForeign(file: InputFile, bytes: Uint8Array): void {
  const [a, b] = bytes;
  const isUtf16 = (a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff);
  if (isUtf16 || bytes.subarray(0, SNIFFED_BYTES).includes(0)) {
    throw new ConfigError(
      `${file.name} is UTF-16 or not text at all: save it as "CSV UTF-8" (in Excel: Save as, CSV UTF-8; not "Unicode text")`,
    );
  }
  if (a === 0x50 && b === 0x4b) {
    throw new ConfigError(`${file.name} is a workbook or a zip archive: save its sheet as "CSV UTF-8"`);
  }
}

const ZLIB_ERROR = /^(Z_|ERR_ZLIB)/;

/** Names what happened to the file in words that say what to do. */
function readable(file: InputFile, error: unknown): unknown {
  if (error instanceof ConfigError) return error;
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  if (code === 'ENOENT') return new ConfigError(`no such file: ${file.path}`, { cause: error });
  if (code === 'EACCES')
    return new ConfigError(`${file.path} may not be read: check its permissions`, { cause: error });
  if (code === 'EISDIR') return new ConfigError(`${file.path} is a folder where a file was expected`, { cause: error });
  if (code === 'Z_BUF_ERROR') {
    return new ConfigError(`${file.name} is a gzip file that is cut short: copy or export it again`, { cause: error });
  }
  if (code !== undefined && ZLIB_ERROR.test(code)) {
    return new ConfigError(`${file.name} is a damaged gzip file (${code}): copy or export it again`, { cause: error });
  }
  return error;
}
