import { hash } from 'node:crypto';
import { createZones } from '../../src/clock/zone.ts';
import { ConfigError } from '../../src/model/errors.ts';
import { type Aside, asideOf } from './asides.ts';
import type { InputFile } from './bytes.ts';
import type { Cells } from './cells.ts';
import { localTimeOf } from './instants.ts';
import { createLosses } from './losses.ts';
import { createMappedView } from './mapped-cells.ts';
import { compileColumns } from './mapped-columns.ts';
import { type FileMapping, requiredColumns } from './mapping.ts';
import { createPlaces } from './places.ts';
import { createReaders, type Verdict } from './readers.ts';
import type { Reading, Row } from './rows.ts';
import { openTable } from './table.ts';
import { createTableView } from './table-cells.ts';
import { type TableHeader, type TableName, tableHeader } from './tables.ts';
import type { Words } from './words/words.ts';

/** What the rows of an input are: a table of the model, or changes of tickets, one a row. */
export type Role = TableName | 'changes';

/** A file to be read, and how. */
export interface Input {
  readonly file: InputFile;
  readonly role: Role;
  readonly open: (reading: Reading) => Promise<OpenInput>;
}

/** An input whose header has been read. */
export interface OpenInput {
  /** How messages name the place of a row in its file. */
  readonly place: (line: number) => string;
  /** The rows below the header. */
  readonly rows: AsyncIterable<Row>;
  /** The part of a row from which its record will be made; it survives being written as JSON. */
  readonly keep: (cells: readonly unknown[]) => readonly unknown[];
  /** A kept row under the names of the model. */
  readonly view: (line: number, kept: readonly unknown[]) => Cells;
  /** Whether the row is wanted. */
  readonly wanted: (cells: Cells, kept: readonly unknown[]) => boolean;
  /** To be called after the last row and before records are made; throws ConfigError when the file cannot be what it was said to be. */
  readonly settle: () => void;
  /** To be called when all records are made: what a person should know of them. */
  readonly finish: () => readonly string[];
}

/** A table of the model, read by its columns' names; times without an offset are of `zone`. */
export function tableInput(file: InputFile, table: TableName, words: Words, zone?: string): Input {
  return {
    file,
    role: table,
    async open(reading) {
      const headingsIn = (cells: readonly string[]): number => tableHeader(table, file.name, cells).positions.size;
      const { format, header, rows, place } = await openTable(file, { headingsIn }, reading);
      const grows = format === 'json';
      let width = header.length;
      let found = tableHeader(table, file.name, header);
      const latest = (): TableHeader => {
        if (header.length !== width) found = tableHeader(table, file.name, header);
        width = header.length;
        return found;
      };
      const check = (): void => {
        if (latest().problems.length > 0) throw new ConfigError(latest().problems);
        for (const notice of latest().notices) reading.warn(notice);
      };
      if (!grows) check();
      const readers = createReaders(
        createZones(),
        words,
        'write numbers without signs between thousands, or read the file by a mapping (FILE_MAPPING)',
      );
      const losses = createLosses(file.name, (column) => column, place);
      const local = zone === undefined ? undefined : localTimeOf(zone, createZones());
      const columns = createTableView(table, file.name, latest, readers, losses, local);
      return {
        rows,
        place,
        // A key that is not there is no value; null says nobody, which only a word can say once rows are kept.
        keep: (cells) => (grows ? cells.map((cell) => (cell === null ? 'null' : cell)) : cells),
        view: columns.view,
        wanted(_, kept) {
          columns.note(kept);
          return true;
        },
        settle() {
          if (grows && header.length > 0) check();
          sayVerdict(readers.settle(), reading);
        },
        finish: () => [...losses.sentences(), ...readers.finish(file.name)],
      };
    },
  };
}

/** A file of any columns, read as its mapping says. */
export function mappedInput(file: InputFile, mapping: FileMapping, words: Words): Input {
  return {
    file,
    role: mapping.rows,
    async open(reading) {
      const places = createPlaces(file.name);
      const readers = createReaders(createZones(), words, 'say in the mapping which sign is meant');
      // The headings that are looked for must be known before the heading is found, and the dates of a workbook after.
      compileColumns(mapping, {
        file: file.name,
        places,
        readers: createReaders(createZones(), words, ''),
        excelEpoch: undefined,
      });
      const { format, header, rows, place, epoch } = await openTable(
        file,
        { ...mapping, headingsIn: places.count },
        reading,
      );
      const columns = compileColumns(mapping, { file: file.name, places, readers, excelEpoch: epoch });
      const losses = createLosses(file.name, (column) => columns.columns.get(column)?.source?.name ?? column, place);
      const view = createMappedView(mapping, columns, losses);
      const needed = requiredColumns(mapping.rows).map((all) => all[0]!);
      const asides: Record<Aside, number> = { totals: 0, note: 0 };
      const grows = format === 'json';
      let problems = places.find(header);
      let width = header.length;
      if (!grows && problems.length > 0) throw new ConfigError(problems);
      return {
        rows,
        place,
        keep(cells) {
          if (header.length !== width) problems = places.find(header);
          width = header.length;
          // Beside the cells that are used, a mark of the whole row: rows that differ elsewhere are not the same.
          return [...places.keep(cells), hash('sha1', JSON.stringify(cells), 'base64'), grows ? null : asideOf(cells)];
        },
        view,
        wanted(cells, kept) {
          if (!columns.wanted(kept)) return false;
          const aside = kept.at(-1) as Aside | undefined | null;
          if (aside && needed.some((column) => !cells.filled(column))) {
            asides[aside] += 1;
            return false;
          }
          columns.note(cells.line, kept);
          return true;
        },
        settle() {
          const verdict = readers.settle();
          sayVerdict({ ...verdict, problems: [...(grows && width > 0 ? problems : []), ...verdict.problems] }, reading);
        },
        finish: () => [...losses.sentences(), ...readers.finish(file.name), ...asideSentences(file.name, asides)],
      };
    },
  };
}

function asideSentences(file: string, { totals, note }: Readonly<Record<Aside, number>>): string[] {
  return [
    ...(totals > 0
      ? [`${file}: ${totals === 1 ? '1 row of totals is' : `${totals} rows of totals are`} left out`]
      : []),
    ...(note > 0
      ? [
          `${file}: ${note === 1 ? '1 row holds' : `${note} rows hold`} one cell only, as titles and notes do, and ${note === 1 ? 'is' : 'are'} left out`,
        ]
      : []),
  ];
}

function sayVerdict({ problems, notices }: Verdict, { warn }: Reading): void {
  if (problems.length > 0) throw new ConfigError(problems);
  for (const notice of notices) warn(notice);
}
