import { ConfigError } from '../../src/model/errors.ts';
import { type Cells, tableCells } from './cells.ts';
import { type Line, readCsv } from './csv.ts';
import { readJsonLines } from './json-lines.ts';
import { isJsonLines } from './source-files.ts';
import { type TableHeader, type TableName, tableHeader } from './tables.ts';
import { type Encoding, type InputFile, readText } from './text.ts';

/** What the rows of an input are: a table of the model, or changes of tickets, one a row. */
export type Role = TableName | 'changes';

/** A file to be read, and how. */
export interface Input {
  readonly file: InputFile;
  readonly role: Role;
  readonly open: (reading: Reading) => Promise<OpenInput>;
}

export interface Reading {
  readonly warn: (message: string) => void;
  readonly signal: AbortSignal | undefined;
  /** Called with the number of bytes read from disk since the last call. */
  readonly onBytes: (bytes: number) => void;
}

/** An input whose header has been read. */
export interface OpenInput {
  /** The rows below the header. */
  readonly lines: AsyncIterable<Line>;
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

/** The lines of a file with its header, which in JSON Lines grows as keys appear. */
export async function openLines(
  file: InputFile,
  options: {
    readonly encoding: Encoding;
    readonly delimiter: string | undefined;
    readonly json: boolean;
    readonly hasHeader: boolean;
  },
  reading: Reading,
): Promise<{ readonly header: string[]; readonly lines: AsyncIterable<Line> }> {
  const text = readText(file, options.encoding, reading);
  if (options.json) {
    const header: string[] = [];
    return { header, lines: readJsonLines(text, header) };
  }
  const lines = readCsv(file.name, text, options.delimiter);
  const first = await lines.next();
  if (first.done || !('cells' in first.value)) {
    throw new ConfigError(`${file.name} is empty: its first row must name the columns`);
  }
  const { cells } = first.value;
  if (!options.hasHeader) return { header: cells.map(() => ''), lines: rejoin(first.value, lines) };
  return { header: cells.map((cell) => String(cell).trim()), lines };
}

async function* rejoin(first: Line, rest: AsyncIterable<Line>): AsyncGenerator<Line> {
  yield first;
  yield* rest;
}

/** A table of the model, read by its columns' names. */
export function tableInput(file: InputFile, table: TableName): Input {
  return {
    file,
    role: table,
    async open(reading) {
      const json = isJsonLines(file.name);
      const options = { encoding: 'utf-8', delimiter: undefined, json, hasHeader: true } as const;
      const { header, lines } = await openLines(file, options, reading);
      const find = (): TableHeader => tableHeader(table, file.name, header);
      let found = find();
      let width = header.length;
      const check = (): void => {
        if (found.problems.length > 0) throw new ConfigError(found.problems);
        for (const notice of found.notices) reading.warn(notice);
      };
      if (!json) check();
      return {
        lines,
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
