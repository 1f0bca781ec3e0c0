import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { type Input, tableInput } from './input.ts';
import { mappedInput } from './mapped-input.ts';
import type { Mapping } from './mapping.ts';
import { mappingHash, readMapping } from './mapping-file.ts';
import { filesAt, findMapped, findTables } from './source-files.ts';

/** What will be read, and how. */
export interface Plan {
  readonly inputs: readonly Input[];
  /** Changes when a file, the mapping or what is kept of them changes. */
  readonly fingerprint: (storeSubjects: boolean) => string;
  readonly bytesOf: (inputs: readonly Input[]) => number;
}

/** Changes when this connector reads the same files otherwise, so that they are read again. */
const READER_VERSION = 2;

/** Finds the files to read at `path`. ConfigError, with all problems at once, when they cannot be read. */
export function planOf(path: string, mappingName: string | undefined, warn: (message: string) => void): Plan {
  const mapping = mappingName === undefined ? undefined : readMapping(mappingName);
  const inputs = inputsOf(path, mapping, warn);
  const sizes = new Map(inputs.map(({ file }) => [file.path, statSync(file.path)]));
  return {
    inputs,
    fingerprint(storeSubjects) {
      const files = inputs.map(({ file, role }) => {
        const { size, mtimeMs } = sizes.get(file.path)!;
        return [role, file.name, size, mtimeMs];
      });
      const facts = JSON.stringify([READER_VERSION, storeSubjects, files, mapping && mappingHash(mapping)]);
      return createHash('sha256').update(facts).digest('hex').slice(0, 32);
    },
    bytesOf: (some) => some.reduce((sum, { file }) => sum + sizes.get(file.path)!.size, 0),
  };
}

function inputsOf(path: string, mapping: Mapping | undefined, warn: (message: string) => void): readonly Input[] {
  const files = filesAt(path);
  if (!mapping) return [...findTables(path, files, warn)].map(([table, file]) => tableInput(file, table));
  return findMapped(path, files, mapping).map(({ file, part }) => mappedInput(file, part));
}
