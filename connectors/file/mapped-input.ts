import { hash } from 'node:crypto';
import { createZones } from '../../src/clock/zone.ts';
import { ConfigError } from '../../src/model/errors.ts';
import { type Input, openLines } from './input.ts';
import { compileColumns } from './mapped-columns.ts';
import type { FileMapping } from './mapping.ts';
import { createPlaces } from './places.ts';
import { isJsonLines } from './source-files.ts';
import type { InputFile } from './text.ts';

/** A file of any columns, read as its mapping says. */
export function mappedInput(file: InputFile, mapping: FileMapping): Input {
  return {
    file,
    role: mapping.rows,
    async open(reading) {
      const json = isJsonLines(file.name);
      const { encoding, delimiter, header: hasHeader } = mapping;
      const { header, lines } = await openLines(file, { encoding, delimiter, json, hasHeader }, reading);
      const places = createPlaces(file.name);
      const columns = compileColumns(mapping, file.name, places, createZones());
      let problems = places.find(header);
      let width = header.length;
      if (!json && problems.length > 0) throw new ConfigError(problems);
      return {
        lines,
        keep(cells) {
          if (header.length !== width) problems = places.find(header);
          width = header.length;
          // Beside the cells that are used, a mark of the whole row: rows that differ elsewhere are not the same.
          return [...places.keep(cells), hash('sha1', JSON.stringify(cells), 'base64')];
        },
        view: columns.view,
        wanted(cells, kept) {
          if (!columns.wanted(kept)) return false;
          columns.note(cells.line, kept);
          return true;
        },
        settle() {
          const verdicts = columns.times.map((time) => time.verdict());
          const all = [...(json && width > 0 ? problems : []), ...verdicts.flatMap((verdict) => verdict.problems)];
          if (all.length > 0) throw new ConfigError(all);
          for (const notice of verdicts.flatMap((verdict) => verdict.notices)) reading.warn(notice);
        },
        finish() {
          const twice = columns.times.reduce((sum, time) => sum + time.twice(), 0);
          if (twice > 0) {
            reading.warn(
              `${file.name}: ${twice} times stand in an hour that the clocks repeat; each was taken as its first occurrence`,
            );
          }
        },
      };
    },
  };
}
