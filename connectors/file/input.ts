import { hash } from 'node:crypto';
import { createZones } from '../../src/clock/zone.ts';
import { ConfigError, DataError } from '../../src/model/errors.ts';
import type { InputFile } from './bytes.ts';
import type { Cells } from './cells.ts';
import { createLosses } from './losses.ts';
import { createMappedView } from './mapped-cells.ts';
import { compileColumns } from './mapped-columns.ts';
import type { FileMapping } from './mapping.ts';
import { createPlaces } from './places.ts';
import { createReaders, type Verdict } from './readers.ts';
import type { Reading, Row } from './rows.ts';
import { openTable } from './table.ts';
import { createTableView } from './table-cells.ts';
import { type TableHeader, type TableName, tableHeader } from './tables.ts';

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

/** A table of the model, read by its columns' names. */
export function tableInput(file: InputFile, table: TableName): Input {
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
        'write numbers without signs between thousands, or read the file by a mapping (FILE_MAPPING)',
      );
      const losses = createLosses(file.name, (column) => column, place);
      const columns = createTableView(table, file.name, latest, readers, losses);
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
export function mappedInput(file: InputFile, mapping: FileMapping): Input {
  return {
    file,
    role: mapping.rows,
    async open(reading) {
      const places = createPlaces(file.name);
      const readers = createReaders(createZones(), 'say in the mapping which sign is meant');
      // The headings that are looked for must be known before the heading is found, and the dates of a workbook after.
      compileColumns(mapping, {
        file: file.name,
        places,
        readers: createReaders(createZones(), ''),
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
          return [...places.keep(cells), hash('sha1', JSON.stringify(cells), 'base64')];
        },
        view,
        wanted(cells, kept) {
          if (!columns.wanted(kept)) return false;
          columns.note(cells.line, kept);
          return true;
        },
        settle() {
          const verdict = readers.settle();
          sayVerdict({ ...verdict, problems: [...(grows && width > 0 ? problems : []), ...verdict.problems] }, reading);
        },
        finish: () => [...losses.sentences(), ...readers.finish(file.name)],
      };
    },
  };
}

function sayVerdict({ problems, notices }: Verdict, { warn }: Reading): void {
  if (problems.length > 0) throw new ConfigError(problems);
  for (const notice of notices) warn(notice);
}

/** A row with its place; `text` is equal for rows that say the same. */
export interface PlacedRow {
  readonly cells: Cells;
  readonly place: string;
  readonly text: string;
}

/** Sets a row aside: where it stands, and why. */
export type Reject = (place: string, reason: string) => void;

/** Rows without the ones that say exactly what an earlier one said. */
export function withoutDoubles(rows: readonly PlacedRow[], reject: Reject): PlacedRow[] {
  if (rows.length < 2) return [...rows];
  const seen = new Map<string, string>();
  return rows.filter(({ text, place }) => {
    const earlier = seen.get(text);
    if (earlier === undefined) seen.set(text, place);
    else reject(place, `says the same as ${earlier}`);
    return earlier === undefined;
  });
}

/** The last row that can be read, since a later row is a later state; every other row is set aside with the reason. */
export function lastReadable<T>(
  rows: readonly PlacedRow[],
  reject: Reject,
  read: (row: PlacedRow) => T,
): T | undefined {
  let kept: { readonly value: T; readonly place: string } | undefined;
  for (const row of withoutDoubles(rows, reject).reverse()) {
    if (kept) {
      reject(row.place, `${kept.place} has the same id, comes later and counts instead`);
      continue;
    }
    const value = tryRow(row, reject, () => read(row));
    if (value !== undefined) kept = { value, place: row.place };
  }
  return kept?.value;
}

/** Runs a reader over one row; what it cannot read is set aside with the row's place. */
export function tryRow<T>(row: PlacedRow, reject: Reject, read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    reject(row.place, error.message);
    return undefined;
  }
}
