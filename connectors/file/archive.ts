import { promisify } from 'node:util';
import { type Entry, type Options, open, type ZipFile } from 'yauzl';
import { ConfigError } from '../../src/model/errors.ts';

/** An open ZIP archive. */
export interface Archive {
  /** The names of the files in it, folders left out, and how many bytes each takes in it. */
  readonly names: readonly string[];
  readonly entries: readonly { readonly name: string; readonly bytes: number }[];
  /** The unpacked bytes of one of them; `onBytes` hears of the packed ones. */
  readonly read: (name: string, onBytes?: (bytes: number) => void) => AsyncGenerator<Uint8Array>;
  readonly close: () => void;
}

/** More names than any export has. */
const MOST_ENTRIES = 100_000;

const OPTIONS: Options = { lazyEntries: true, autoClose: false };

/** Opens an archive by its path. ConfigError, under its `name`, when it is damaged. */
export async function openArchive(name: string, path: string): Promise<Archive> {
  try {
    const zip = await promisify<string, Options, ZipFile>(open)(path, OPTIONS);
    const entries = await entriesOf(zip);
    return {
      names: [...entries.keys()],
      entries: [...entries.values()].map(({ fileName, compressedSize }) => ({ name: fileName, bytes: compressedSize })),
      read: (entry, onBytes = () => undefined) => readEntry(name, zip, entries.get(entry), entry, onBytes),
      close: () => zip.close(),
    };
  } catch (error) {
    throw damaged(name, error);
  }
}

/** The unpacked bytes of a file in an archive, which is closed after them. */
export async function* openEntry(
  name: string,
  path: string,
  entry: string,
  onBytes: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  const archive = await openArchive(name, path);
  try {
    yield* archive.read(entry, onBytes);
  } finally {
    archive.close();
  }
}

function entriesOf(zip: ZipFile): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>();
  return new Promise((resolve, reject) => {
    zip.on('entry', (entry: Entry) => {
      if (!entry.fileName.endsWith('/')) entries.set(entry.fileName, entry);
      if (entries.size > MOST_ENTRIES) reject(new Error(`more than ${MOST_ENTRIES} files`));
      else zip.readEntry();
    });
    zip.once('end', () => resolve(entries));
    zip.once('error', reject);
    zip.readEntry();
  });
}

async function* readEntry(
  name: string,
  zip: ZipFile,
  entry: Entry | undefined,
  entryName: string,
  onBytes: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  if (entry === undefined) throw new ConfigError(`${name} holds no ${entryName}: export it again`);
  if (entry.isEncrypted()) {
    throw new ConfigError(`${name} is protected by a password: save it without one`);
  }
  try {
    const stream = await promisify(zip.openReadStream.bind(zip) as OpenStream)(entry, {});
    const share = entry.compressedSize / Math.max(1, entry.uncompressedSize);
    try {
      for await (const bytes of stream) {
        onBytes(Math.round((bytes as Uint8Array).length * share));
        yield bytes as Uint8Array;
      }
    } finally {
      stream.destroy();
    }
  } catch (error) {
    throw damaged(name, error);
  }
}

type OpenStream = (
  entry: Entry,
  options: object,
  callback: (error: Error | null, stream: NodeJS.ReadableStream & { destroy: () => void }) => void,
) => void;

function damaged(name: string, error: unknown): unknown {
  if (error instanceof ConfigError) return error;
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  if (code === 'ENOENT' || code === 'EACCES') {
    return new ConfigError(`${name} cannot be read (${code}): check that it is there and its permissions`, {
      cause: error,
    });
  }
  return new ConfigError(`${name} is a damaged archive: copy or export it again`, { cause: error });
}
