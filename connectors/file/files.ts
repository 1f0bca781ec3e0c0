import { closeSync, lstatSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ConfigError } from '../../src/model/errors.ts';
import { openArchive } from './archive.ts';
import { beginsAsArchive, type InputFile } from './bytes.ts';
import { isWorkbook } from './workbook/workbook.ts';

export type { InputFile } from './bytes.ts';

const EXTENSION = /\.(csv|tsv|txt|tab|jsonl|ndjson|json|xlsx|xlsm|xls)(\.gz)?$/i;

/** Whether a file's name is one of a format that is read. */
export function isReadable(name: string): boolean {
  return EXTENSION.test(name);
}

/** A file's name without folders and without what tells its format. */
export function stemOf(name: string): string {
  return basename(name).replace(EXTENSION, '');
}

/**
 * The files at `path`: its own if it is a file, else what the folder holds, by name; of an archive (.zip) what it
 * holds. ConfigError if nothing is there.
 */
export async function filesAt(path: string): Promise<readonly InputFile[]> {
  const found = guard(path, () => (statSync(path).isDirectory() ? filesIn(path) : [{ name: basename(path), path }]));
  const files: InputFile[] = [];
  for (const file of found) files.push(...(await unpacked(file)));
  return files;
}

/**
 * What `look` finds of a file that was listed; undefined if it is gone since. Others write into the folder meanwhile (a
 * store's journal, an upload's first name). A link that leads nowhere is not gone: it fails by its name.
 */
function unlessGone<T>(path: string, look: () => T): T | undefined {
  try {
    return look();
  } catch (error) {
    const isGone = (error as NodeJS.ErrnoException).code === 'ENOENT';
    if (isGone && !lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()) return undefined;
    return guard(path, () => {
      throw error;
    });
  }
}

function filesIn(folder: string): InputFile[] {
  return readdirSync(folder)
    .filter((name) => !name.startsWith('.'))
    .sort()
    .map((name) => ({ name, path: join(folder, name) }))
    .filter(({ path }) => unlessGone(path, () => statSync(path).isFile()));
}

function guard<T>(path: string, look: () => T): T {
  try {
    return look();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw new ConfigError(`no such file or folder: ${path}`, { cause: error });
    }
    if (code === 'EACCES') throw new ConfigError(`${path} may not be read: check its permissions`, { cause: error });
    throw error;
  }
}

/** What a file holds, if it is an archive; else itself. A workbook is an archive too, and one file. */
async function unpacked(file: InputFile): Promise<readonly InputFile[]> {
  if (/\.(xlsx|xlsm)$/i.test(file.name)) return [file];
  const head = unlessGone(file.path, () => readHead(file.path));
  if (head === undefined) return [];
  if (!beginsAsArchive(head)) return [file];
  const archive = await openArchive(file.name, file.path);
  try {
    if (isWorkbook(archive.names)) return [file];
    const entries = archive.entries.filter(({ name }) => !/(^|\/)(\.|__MACOSX\/)/.test(name));
    if (entries.length === 0)
      throw new ConfigError(`${file.name} is an empty archive: nothing to read in ${file.path}`);
    return entries.map(({ name, bytes }) => ({ name, path: file.path, entry: name, bytes }));
  } finally {
    archive.close();
  }
}

/** The first bytes of a file, before any unpacking. */
export function readHead(path: string): Uint8Array {
  const head = new Uint8Array(4);
  const file = openSync(path, 'r');
  try {
    readSync(file, head);
  } finally {
    closeSync(file);
  }
  return head;
}
