import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs';
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

/** Begins the file of a table, replacing what is there. Errors are those of the file system. */
export async function openRowFile(
  format: ExportFormat,
  path: string,
  columns: readonly ExportColumn[],
): Promise<RowFile> {
  return format === 'csv' ? openCsv(path, columns) : openParquet(path, columns);
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
async function openParquet(path: string, columns: readonly ExportColumn[]): Promise<RowFile> {
  const { fileWriter, ParquetWriter } = await import('hyparquet-writer');
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
      held.push(...rows);
      if (held.length >= ROWS_A_GROUP) flush();
    },
    close: () => {
      if (held.length > 0) flush();
      writer.finish();
    },
  };
}
