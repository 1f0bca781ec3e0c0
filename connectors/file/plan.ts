import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { ConfigError, nearest } from '../../src/model/errors.ts';
import { type InputFile, isReadable, stemOf } from './files.ts';
import type { Input } from './input.ts';
import { type FileMapping, Mapping } from './mapping.ts';
import { TABLE_NAMES, type TableName } from './tables.ts';

const SHIPPED = join(import.meta.dirname, 'mappings');

/** The names of the mappings that come along. */
export function shippedMappings(): string[] {
  return readdirSync(SHIPPED)
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -'.json'.length))
    .sort();
}

/** Where a mapping lies: a bare name is one that comes along, anything else the path of a file. */
export function mappingPath(name: string): string {
  const isBare = /^[\w-]+$/.test(name);
  return isBare ? join(SHIPPED, `${name}.json`) : resolve(name);
}

/** Reads a mapping by its name or path. ConfigError with every problem found in it. */
export function readMapping(name: string): Mapping {
  let text: string;
  try {
    text = readFileSync(mappingPath(name), 'utf8');
  } catch (error) {
    const shipped = shippedMappings();
    const meant = nearest(name, shipped);
    const hint = meant === undefined ? `these come along: ${shipped.join(', ')}` : `did you mean ${meant}?`;
    throw new ConfigError(`there is no mapping ${name} (looked at ${mappingPath(name)}); ${hint}`, { cause: error });
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new ConfigError(`the mapping ${name} is not JSON: ${detail}`, { cause: error });
  }
  const parsed = Mapping.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new ConfigError(
    parsed.error.issues.map(
      ({ path, message }) => `the mapping ${name}, ${path.join('.') || 'as a whole'}: ${message}`,
    ),
  );
}

/** Changes when a mapping means something else; not when it is only laid out anew. */
export function mappingHash(mapping: Mapping): string {
  return createHash('sha256').update(JSON.stringify(mapping)).digest('hex').slice(0, 16);
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
    if (!isReadable(file.name)) continue;
    const stem = stemOf(file.name).toLowerCase();
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
      `${path} holds no table: looked for ${TABLE_NAMES.join(', ')} as .csv, .jsonl, .json or .xlsx, plain, .gz or in a .zip; ` +
        `files with other names or columns are read by a mapping (FILE_MAPPING), which fairclock map ${files[0]?.name ?? 'FILE'} proposes`,
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
  return isOnly ? files : files.filter(({ name }) => isReadable(name));
}

/** Whether a file's name fits a pattern in which `*` stands for anything. */
function matches(pattern: string): (file: InputFile) => boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  const test = new RegExp(`^${parts.join('.*')}$`, 'i');
  return ({ name }) => test.test(name) || test.test(basename(name));
}

/** What will be read, and how. */
export interface Plan {
  readonly inputs: readonly Input[];
  /** What a person should know of how they are read. */
  readonly remarks: readonly string[];
  /** Changes when a file, the mapping or what is kept of them changes. */
  readonly fingerprint: (storeSubjects: boolean) => string;
  readonly bytesOf: (inputs: readonly Input[]) => number;
}

/** Changes when this connector reads the same files otherwise, so that they are read again. */
const READER_VERSION = 3;

/** What is read of a list of inputs, `mapping` being what they are read by; `remarks` is what a person should know of that, `zone` that of times without an offset. */
export function planFrom(
  inputs: readonly Input[],
  mapping: Mapping | undefined,
  remarks: readonly string[] = [],
  zone?: string,
): Plan {
  const sizes = new Map(inputs.map(({ file }) => [file.path, statSync(file.path)]));
  return {
    inputs,
    remarks,
    fingerprint(storeSubjects) {
      const files = inputs.map(({ file, role }) => {
        const { size, mtimeMs } = sizes.get(file.path)!;
        return [role, file.name, file.entry, size, mtimeMs];
      });
      const facts = JSON.stringify([
        READER_VERSION,
        storeSubjects,
        files,
        mapping && mappingHash(mapping),
        ...(zone === undefined ? [] : [zone]),
      ]);
      return createHash('sha256').update(facts).digest('hex').slice(0, 32);
    },
    bytesOf: (some) => some.reduce((sum, { file }) => sum + (file.bytes ?? sizes.get(file.path)!.size), 0),
  };
}

/** A mapping whose times without an offset and without a zone of their own are of this zone. */
export function inZone(mapping: Mapping, zone: string | undefined): Mapping {
  if (zone === undefined) return mapping;
  return {
    ...mapping,
    files: mapping.files.map((part) =>
      part.times.zone === undefined ? { ...part, times: { ...part.times, zone } } : part,
    ),
  };
}
