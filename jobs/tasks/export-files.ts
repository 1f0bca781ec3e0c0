import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { ConfigError } from '../../src/model/errors.ts';
import { csvLine } from '../../src/show/csv.ts';
import type { ExportColumn } from '../../src/store/export-rows.ts';

/** The ways in which tables can be written. */
export const EXPORT_FORMATS = ['csv', 'parquet'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** A row of an exported table, a value a column. */
export type ExportRow = readonly (string | number | null)[];

/** Writes the rows of one file; nothing is promised of it before it is closed. */
export interface RowFile {
  readonly add: (rows: readonly ExportRow[]) => void;
  readonly close: () => void;
}

/** Rows that are held in memory before they are written as one group of a Parquet file. */
const ROWS_A_GROUP = 20_000;

/** Does something with a place on the disk; ConfigError where that cannot be written, for want of room or of rights. */
export function onDisk<T>(place: string, act: () => T): T {
  try {
    return act();
  } catch (cause) {
    if (!(cause instanceof Error && 'syscall' in cause && 'code' in cause)) throw cause;
    throw new ConfigError(`export: ${place} cannot be written (${String(cause.code)})`, { cause });
  }
}

/** Begins the file of a table, replacing what is there. ConfigError where it cannot be written, now or later. */
export async function openRowFile(
  format: ExportFormat,
  path: string,
  columns: readonly ExportColumn[],
): Promise<RowFile> {
  const open = format === 'csv' ? openCsv : await parquetWriter();
  const file = onDisk(path, () => open(path, columns));
  return {
    add: (rows) => onDisk(path, () => file.add(rows)),
    close: () => onDisk(path, file.close),
  };
}

function openCsv(path: string, columns: readonly ExportColumn[]): RowFile {
  const file = openSync(path, 'w');
  writeSync(file, `\ufeff${csvLine(columns.map(({ name }) => name))}`);
  return {
    add: (rows) => {
      if (rows.length > 0) writeFileSync(file, rows.map(csvLine).join(''));
    },
    close: () => closeSync(file),
  };
}

const PARQUET_TYPES = {
  int: { type: 'INT64' },
  float: { type: 'DOUBLE' },
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
} as const;

const CONVERT = { int: BigInt, float: Number, text: String } as const;

/** Texts stand in Parquet as they came: no program computes them, and a mark before them would be part of the text. */
async function parquetWriter() {
  const { fileWriter, ParquetWriter } = await import('hyparquet-writer');
  return (path: string, columns: readonly ExportColumn[]) => openParquet(path, columns, { fileWriter, ParquetWriter });
}

function openParquet(
  path: string,
  columns: readonly ExportColumn[],
  { fileWriter, ParquetWriter }: Pick<typeof import('hyparquet-writer'), 'fileWriter' | 'ParquetWriter'>,
): RowFile {
  const writer = new ParquetWriter({
    writer: fileWriter(path),
    schema: [
      { name: 'root', num_children: columns.length },
      ...columns.map(({ name, holds }) => ({ name, repetition_type: 'OPTIONAL' as const, ...PARQUET_TYPES[holds] })),
    ],
    createdBy: 'fairclock',
  });
  let held: ExportRow[] = [];
  const flush = (): void => {
    const columnData = columns.map(({ name, holds }, index) => ({
      name,
      data: held.map((row) => {
        const value = row[index] ?? null;
        return value === null ? null : CONVERT[holds](value);
      }),
    }));
    writer.write({ columnData, rowGroupSize: ROWS_A_GROUP });
    held = [];
  };
  return {
    add: (rows) => {
      for (const row of rows) {
        held.push(row);
        if (held.length === ROWS_A_GROUP) flush();
      }
    },
    close: () => {
      if (held.length > 0) flush();
      writer.finish();
    },
  };
}
