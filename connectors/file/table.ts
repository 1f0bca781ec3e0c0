import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from '../../src/model/errors.ts';
import { type Archive, openArchive } from './archive.ts';
import { beginsAsArchive, type InputFile, readBytes } from './bytes.ts';
import { readCsv } from './csv.ts';
import { readHead } from './files.ts';
import { foreignFormat } from './foreign.ts';
import { findHeading } from './heading.ts';
import { beginsWithLines, isJson, isJsonLines, readJsonDocument, readJsonLines } from './json.ts';
import type { Reading, Row, TableOptions } from './rows.ts';
import { guardFolder } from './temp-file.ts';
import { readText } from './text.ts';
import { readWorkbookTable } from './workbook/table.ts';
import { isWorkbook, openWorkbook } from './workbook/workbook.ts';

/** A file whose header has been read: rows of any format as cells. */
export interface OpenTable {
  readonly format: 'csv' | 'json' | 'workbook';
  /** The headings; of JSON the paths of its values (`assignee.name`), to which later rows add theirs. */
  readonly header: string[];
  /** The rows below the header, read once and in order; what is open is closed after the last one. */
  readonly rows: AsyncIterable<Row>;
  /** How messages name the place of a row by its number: `line 5`, `sheet "Tickets", row 5`. */
  readonly place: (line: number) => string;
  /** Day 0 of a workbook's serial numbers, epoch ms. */
  readonly epoch?: number;
  /** It is of several sheets of a workbook. */
  readonly isOfSheets?: boolean;
}

/**
 * Opens a file of any format that is read: CSV, JSON Lines, a JSON list, a workbook; plain, gzipped or out of an
 * archive. What it is, is told by its bytes. ConfigError when it is none of them, or nothing stands in it, with what
 * to do.
 */
export async function openTable(file: InputFile, options: TableOptions, reading: Reading): Promise<OpenTable> {
  if (await isArchive(file, reading)) return openWorkbookTable(file, options, reading);
  const text = readText(file, options.encoding, reading);
  const first = await text.next();
  const head = first.done ? '' : first.value;
  const pieces = rejoin(head, text);
  if (isJson(file.name, head)) {
    const isLines = isJsonLines(file.name) || (options.records === undefined && beginsWithLines(head));
    const table = isLines ? readJsonLines(pieces) : readJsonDocument(file.name, pieces, options.records);
    return { format: 'json', ...table };
  }
  const { header, rows } = await findHeading(readCsv(file.name, pieces, options.delimiter), options);
  if (header.length === 0) throw new ConfigError(`${file.name} is empty: its first row must name the columns`);
  return { format: 'csv', header, rows, place: (line) => `line ${line}` };
}

async function* rejoin(head: string, rest: AsyncIterable<string>): AsyncGenerator<string> {
  yield head;
  yield* rest;
}

/** Whether the first bytes, unpacked, are those of a ZIP archive, which every workbook is. */
async function isArchive(file: InputFile, { signal }: Reading): Promise<boolean> {
  for await (const head of readBytes(file, { signal, onBytes: () => undefined })) {
    return beginsAsArchive(head);
  }
  return false;
}

async function openWorkbookTable(file: InputFile, options: TableOptions, reading: Reading): Promise<OpenTable> {
  const archive = await openWhole(file, reading);
  let close = archive.close;
  try {
    if (!isWorkbook(archive.names)) {
      throw new ConfigError(`${file.name} is ${foreignFormat(new Uint8Array([0x50, 0x4b, 0x03, 0x04]))}`);
    }
    const workbook = await openWorkbook(file.name, archive);
    close = () => {
      workbook.close();
      archive.close();
    };
    const { header, rows, place, isOfSheets } = await readWorkbookTable(file.name, workbook, options, reading);
    return { format: 'workbook', header, rows: closing(rows, close), place, epoch: workbook.epoch, isOfSheets };
  } catch (error) {
    close();
    throw error;
  }
}

async function* closing(rows: AsyncIterable<Row>, close: () => void): AsyncGenerator<Row> {
  try {
    yield* rows;
  } finally {
    close();
  }
}

/** Opens the archive that a file is; one that is gzipped or lies in another one is unpacked to a temporary file first. */
async function openWhole(file: InputFile, reading: Reading): Promise<Archive> {
  if (file.entry === undefined && beginsAsArchive(readHead(file.path))) return openArchive(file.name, file.path);
  const directory = tmpdir();
  const folder = guardFolder(directory, () => mkdtempSync(join(directory, 'fairclock-')));
  try {
    const path = join(folder, 'workbook');
    const target = openSync(path, 'w', 0o600);
    try {
      for await (const bytes of readBytes(file, { signal: reading.signal, onBytes: () => undefined })) {
        guardFolder(directory, () => writeSync(target, bytes));
      }
    } finally {
      closeSync(target);
    }
    return await openArchive(file.name, path);
  } finally {
    // What is open can still be read, and goes with the process, however it ends.
    rmSync(folder, { recursive: true, force: true });
  }
}
