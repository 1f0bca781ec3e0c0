import { closeSync, openSync, readSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { ConfigError } from '../../src/model/errors.ts';

/** A file of lines that nobody else sees: written to its end, then read once from its start. */
export interface TempFile {
  readonly writeLine: (text: string) => void;
  readonly flush: () => void;
  readonly lines: () => Iterator<string>;
  readonly close: () => void;
}

const BUFFER_CHARS = 64 * 1024;
const READ_BYTES = 64 * 1024;

/**
 * Opens a temporary file and takes its name away at once: the system frees its room when it is closed or the
 * process ends, however it ends. (Windows keeps the name; whoever owns the folder removes it.)
 */
export function createTempFile(folder: string, name: string): TempFile {
  const path = join(folder, name);
  const file = guardFolder(folder, () => openSync(path, 'wx+', 0o600));
  try {
    unlinkSync(path);
  } catch {
    // An open file cannot be unlinked there; it goes with its folder.
  }
  let pending: string[] = [];
  let pendingChars = 0;
  let closed = false;

  function flush(): void {
    if (pending.length === 0) return;
    const bytes = Buffer.from(`${pending.join('\n')}\n`);
    pending = [];
    pendingChars = 0;
    guardFolder(folder, () => {
      for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
    });
  }

  return {
    writeLine(text) {
      pending.push(text);
      pendingChars += text.length;
      if (pendingChars > BUFFER_CHARS) flush();
    },
    flush,
    *lines() {
      const decoder = new StringDecoder('utf8');
      const buffer = Buffer.allocUnsafe(READ_BYTES);
      let position = 0;
      let parts: string[] = [];
      for (;;) {
        const size = readSync(file, buffer, 0, READ_BYTES, position);
        if (size === 0) return;
        position += size;
        const lines = decoder.write(buffer.subarray(0, size)).split('\n');
        for (let index = 0; index < lines.length - 1; index += 1) {
          if (parts.length === 0) yield lines[index]!;
          else yield parts.join('') + lines[index]!;
          parts = [];
        }
        parts.push(lines[lines.length - 1]!);
      }
    },
    close() {
      if (closed) return;
      closed = true;
      closeSync(file);
    },
  };
}

/** Runs what touches temporary files in a folder; ConfigError saying what to do when the machine refuses. */
export function guardFolder<T>(folder: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOSPC' || code === 'EDQUOT') {
      throw new ConfigError(
        `no room left for temporary files in ${folder}: free some, or set TMPDIR to a folder with at least the size of the unpacked input twice over`,
        { cause: error },
      );
    }
    if (code === 'EACCES' || code === 'EROFS' || code === 'ENOENT') {
      throw new ConfigError(
        `cannot write temporary files in ${folder} (${code}): set TMPDIR to a folder that may be written`,
        {
          cause: error,
        },
      );
    }
    throw error;
  }
}
