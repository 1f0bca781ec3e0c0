import { readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ConfigError } from '../../src/model/errors.ts';
import { nearest } from '../../src/model/nearest.ts';
import type { FileMapping, Mapping } from './mapping.ts';
import { TABLE_NAMES, type TableName } from './tables.ts';
import type { InputFile } from './text.ts';

const EXTENSION = /\.(csv|jsonl)(\.gz)?$/i;

/** Whether a file is read as JSON Lines; anything else is CSV. */
export function isJsonLines(name: string): boolean {
  return /\.jsonl(\.gz)?$/i.test(name);
}

/** The files at `path`: its own name if it is a file, else what the folder holds, by name. ConfigError if nothing is there. */
export function filesAt(path: string): readonly InputFile[] {
  try {
    if (!statSync(path).isDirectory()) return [{ name: basename(path), path }];
    const names = readdirSync(path).filter((name) => !name.startsWith('.'));
    return names
      .sort()
      .map((name) => ({ name, path: join(path, name) }))
      .filter((file) => statSync(file.path).isFile());
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw new ConfigError(`no such file or folder: ${path}`, { cause: error });
    }
    if (code === 'EACCES') throw new ConfigError(`${path} may not be read: check its permissions`, { cause: error });
    throw error;
  }
}

/** The tables among files, by their names. ConfigError when there are none, or one of them is there twice. */
export function findTables(
  path: string,
  files: readonly InputFile[],
  warn: (message: string) => void,
): ReadonlyMap<TableName, InputFile> {
  const tables = new Map<TableName, InputFile>();
  const problems: string[] = [];
  for (const file of files) {
    if (!EXTENSION.test(file.name)) continue;
    const stem = file.name.replace(EXTENSION, '').toLowerCase();
    const table = TABLE_NAMES.find((name) => name === stem);
    if (table === undefined) {
      const meant = nearest(stem, TABLE_NAMES);
      warn(`${file.name} is not a table's name and is not read${meant ? `; did you mean ${meant}?` : ''}`);
      continue;
    }
    const other = tables.get(table);
    if (other) problems.push(`${path} holds ${table} twice (${other.name} and ${file.name}); keep one`);
    tables.set(table, file);
  }
  if (tables.size === 0) {
    problems.push(
      `${path} holds no table: looked for ${TABLE_NAMES.join(', ')} as .csv or .jsonl, plain or .gz; ` +
        'for files with other names or columns set FILE_MAPPING',
    );
  }
  if (tables.has('events') && !tables.has('tickets')) {
    problems.push(
      `${path} holds events without tickets: add a table tickets with at least the columns id and opened_at`,
    );
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return tables;
}

/** The files each part of a mapping reads. ConfigError when a part has none, or not one alone where none is named. */
export function findMapped(
  path: string,
  files: readonly InputFile[],
  mapping: Mapping,
): readonly { readonly file: InputFile; readonly part: FileMapping }[] {
  const problems: string[] = [];
  const found: { file: InputFile; part: FileMapping }[] = [];
  const isSingleFile = files.length === 1 && files[0]!.path === path;
  for (const part of mapping.files) {
    // One file and one part belong together, whatever the file is called today.
    const isOnly = isSingleFile && mapping.files.length === 1;
    const fitting = isOnly || part.file === undefined ? tables(files, isOnly) : files.filter(matches(part.file));
    if (fitting.length === 0) {
      const meant = nearest(
        part.file ?? '',
        files.map(({ name }) => name),
      );
      problems.push(`${path} holds no file ${part.file ?? 'to read'}${meant ? `; did you mean ${meant}?` : ''}`);
    } else if (part.file === undefined && fitting.length > 1) {
      problems.push(
        `${path} holds several files (${fitting.map(({ name }) => name).join(', ')}): say in the mapping which one is meant ("file": "${fitting[0]!.name}")`,
      );
    }
    for (const file of fitting) found.push({ file, part });
  }
  // A single file of a larger export is read by its own part alone.
  if (problems.length > 0 && !(isSingleFile && found.length > 0)) throw new ConfigError(problems);
  return found;
}

function tables(files: readonly InputFile[], isOnly: boolean): readonly InputFile[] {
  return isOnly ? files : files.filter(({ name }) => EXTENSION.test(name));
}

/** Whether a file's name fits a pattern in which `*` stands for anything. */
function matches(pattern: string): (file: InputFile) => boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  const test = new RegExp(`^${parts.join('.*')}$`, 'i');
  return ({ name }) => test.test(name);
}
