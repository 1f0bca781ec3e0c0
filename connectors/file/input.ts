import { hash } from 'node:crypto';
import { createZones } from '../../src/clock/zone.ts';
import { ConfigError, DataError } from '../../src/model/errors.ts';
import { type Cells, tableCells } from './cells.ts';
import { compileColumns } from './mapped-columns.ts';
import type { FileMapping } from './mapping.ts';
import { createPlaces } from './places.ts';
import type { Reading, Row } from './rows.ts';
import { openTable } from './table.ts';
import { type TableHeader, type TableName, tableHeader } from './tables.ts';
import type { InputFile } from './text.ts';

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
  /** To be called when all records are made: says what a person should know of them. */
  readonly finish: () => void;
}

/** A table of the model, read by its columns' names. */
export function tableInput(file: InputFile, table: TableName): Input {
  return {
    file,
    role: table,
    async open(reading) {
      const headingsIn = (cells: readonly string[]): number => tableHeader(table, file.name, cells).positions.size;
      const { format, header, rows } = await openTable(file, { headingsIn }, reading);
      const json = format === 'json';
      const find = (): TableHeader => tableHeader(table, file.name, header);
      let found = find();
      let width = header.length;
      const check = (): void => {
        if (found.problems.length > 0) throw new ConfigError(found.problems);
        for (const notice of found.notices) reading.warn(notice);
      };
      if (!json) check();
      return {
        rows,
        // A key that is not there is no value; null says nobody, which only a word can say once rows are kept.
        keep: (cells) => (json ? cells.map((cell) => (cell === null ? 'null' : cell)) : cells),
        view(line, cells) {
          if (header.length !== width) found = find();
          width = header.length;
          return tableCells(line, cells, found.positions, found.fields);
        },
        wanted: () => true,
        settle() {
          if (json && header.length > 0) check();
        },
        finish: () => undefined,
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
      const columns = compileColumns(mapping, file.name, places, createZones());
      const { format, header, rows } = await openTable(file, { ...mapping, headingsIn: places.count }, reading);
      const json = format === 'json';
      let problems = places.find(header);
      let width = header.length;
      if (!json && problems.length > 0) throw new ConfigError(problems);
      return {
        rows,
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
