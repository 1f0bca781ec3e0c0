import { ConfigError } from '../../src/model/errors.ts';
import { readCsv } from './csv.ts';
import { findHeading, type Heading } from './heading.ts';
import { isJsonLines, readJsonLines } from './json-lines.ts';
import type { Reading, Row, TableOptions } from './rows.ts';
import { type InputFile, readText } from './text.ts';

/** A file whose header has been read: rows of any format as cells. */
export interface OpenTable {
  readonly format: 'csv' | 'json' | 'workbook';
  /** The headings; of JSON the paths of its values (`assignee.name`), to which later rows add theirs. */
  readonly header: string[];
  /** The rows below the header, read once and in order. */
  readonly rows: AsyncIterable<Row>;
  /** Whether dates of the workbook count from 1904. */
  readonly from1904?: boolean;
}

/**
 * Opens a file of any format that is read: CSV, JSON Lines, a JSON list, a workbook; plain, gzipped or out of an
 * archive. ConfigError when it is none of them, or nothing stands in it, with what to do.
 */
export async function openTable(file: InputFile, options: TableOptions, reading: Reading): Promise<OpenTable> {
  const text = readText(file, options.encoding, reading);
  if (isJsonLines(file.name)) {
    const header: string[] = [];
    return { format: 'json', header, rows: readJsonLines(text, header) };
  }
  const heading = await findHeading(readCsv(file.name, text, options.delimiter), options);
  return { format: 'csv', ...headed(file, heading) };
}

function headed(file: InputFile, { header, rows }: Heading): Pick<OpenTable, 'header' | 'rows'> {
  if (header.length === 0) throw new ConfigError(`${file.name} is empty: its first row must name the columns`);
  return { header, rows };
}
