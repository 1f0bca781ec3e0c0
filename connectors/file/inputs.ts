import { filesAt } from './files.ts';
import { mappedInput, tableInput } from './input.ts';
import { findMapped, findTables, inZone, mappingPath, type Plan, planFrom, readMapping } from './plan.ts';
import { readUnmapped } from './propose/unmapped.ts';
import type { ReadingTools } from './read.ts';
import { createWords } from './words/words.ts';

/** What the settings say is to be read. */
export interface Wanted {
  readonly path: string;
  /** The name or the path of a mapping. */
  readonly mapping: string | undefined;
  /** Where the clock stood for times that do not say it. */
  readonly zone: string | undefined;
}

/**
 * Finds the files to read and how: by the mapping, else as tables of the model by their names, else as their headings
 * and values tell without a doubt. ConfigError, with all problems at once, when they cannot be read or must be asked for.
 */
export async function planOf({ path, mapping: name, zone }: Wanted, tools: ReadingTools): Promise<Plan> {
  const words = createWords();
  if (name !== undefined) {
    const mapping = inZone(readMapping(name), zone);
    const own = mappingPath(name);
    const files = (await filesAt(path)).filter((file) => file.path === path || file.path !== own);
    const found = findMapped(path, files, mapping);
    return planFrom(
      found.map(({ file, part }) => mappedInput(file, part, words)),
      mapping,
    );
  }
  const files = await filesAt(path);
  const proposed = await readUnmapped(path, files, zone, tools);
  if (proposed) return proposed;
  const tables = findTables(path, files, tools.warn);
  return planFrom(
    [...tables].map(([table, file]) => tableInput(file, table, words, zone)),
    undefined,
    [],
    zone,
  );
}
