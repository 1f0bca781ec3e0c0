import { createReadStream, type ReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { ConfigError } from '../../src/model/errors.ts';
import { openEntry } from './archive.ts';
import type { Reading } from './rows.ts';

/** A file as messages name it and where it lies; what lies in an archive has the archive's path. */
export interface InputFile {
  readonly name: string;
  readonly path: string;
  /** Its full name inside the archive at `path`, and how many bytes it takes there. */
  readonly entry?: string | undefined;
  readonly bytes?: number | undefined;
}

/** Whether these first bytes are those of a ZIP archive, which every workbook is. */
export function beginsAsArchive([a, b, c, d]: Uint8Array): boolean {
  return a === 0x50 && b === 0x4b && c === 0x03 && d === 0x04;
}

const CHUNK_BYTES = 256 * 1024;

/** What reading bytes needs of the one who reads. */
export type ByteReading = Pick<Reading, 'signal' | 'onBytes'>;

/**
 * The bytes of a file, unpacked where it is gzipped (told by its first bytes, not by its name), from disk or out of an
 * archive. ConfigError when it is gone, may not be read, or is a damaged or cut gzip file.
 */
export async function* readBytes(file: InputFile, { signal, onBytes }: ByteReading): AsyncGenerator<Uint8Array> {
  const chunks =
    file.entry === undefined
      ? fromDisk(file.path, signal, onBytes)
      : openEntry(file.name, file.path, file.entry, onBytes);
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
    await chunks.return(undefined);
  }
}

async function* fromDisk(
  path: string,
  signal: AbortSignal | undefined,
  onBytes: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  const raw: ReadStream = createReadStream(path, { highWaterMark: CHUNK_BYTES, ...(signal ? { signal } : {}) });
  try {
    for await (const bytes of raw) {
      onBytes((bytes as Uint8Array).length);
      yield bytes as Uint8Array;
    }
  } finally {
    raw.destroy();
  }
}

const ZLIB_ERROR = /^(Z_|ERR_ZLIB)/;

/** Names what happened to the file in words that say what to do. */
function readable(file: InputFile, error: unknown): unknown {
  if (error instanceof ConfigError) return error;
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  const cause = { cause: error };
  if (code === 'ENOENT') return new ConfigError(`no such file: ${file.path}`, cause);
  if (code === 'EACCES') return new ConfigError(`${file.path} may not be read: check its permissions`, cause);
  if (code === 'EISDIR') return new ConfigError(`${file.path} is a folder where a file was expected`, cause);
  if (code === 'Z_BUF_ERROR') {
    return new ConfigError(`${file.name} is a gzip file that is cut short: copy or export it again`, cause);
  }
  if (code !== undefined && ZLIB_ERROR.test(code)) {
    return new ConfigError(`${file.name} is a damaged gzip file (${code}): copy or export it again`, cause);
  }
  return error;
}
