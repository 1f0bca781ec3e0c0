import { ConfigError } from '../../../src/model/errors.ts';
import { findHeading } from '../heading.ts';
import type { Reading, Row, TableOptions } from '../rows.ts';
import type { CellRow, Sheet, Workbook } from './workbook.ts';

/** The sheets of a workbook that are read, as one table. */
export interface SheetTable {
  readonly header: string[];
  readonly rows: AsyncIterable<Row>;
  readonly place: (row: number) => string;
  /** It is of several sheets. */
  readonly isOfSheets: boolean;
}

/** How many rows of a sheet tell whether it is the one that is meant. */
const SNIFFED_ROWS = 50;

/** Rows of further sheets are numbered from here on, by sheet: a workbook's sheets have no more. */
const ROWS_A_SHEET = 2_000_000;

/**
 * Reads the sheet that is meant: the one that is named, or the one on which the headings stand that are looked for.
 * ConfigError where that are several, or none.
 */
export async function readWorkbookTable(
  name: string,
  workbook: Workbook,
  options: TableOptions,
  reading: Reading,
): Promise<SheetTable> {
  const sheets = await chooseSheets(name, workbook.sheets, options, reading);
  let uncomputed = 0;
  const open = (sheet: Sheet, index: number) =>
    findHeading(
      numbered(
        sheet.rows(reading.onBytes, () => (uncomputed += 1)),
        index,
      ),
      options,
    );
  const first = await open(sheets[0]!, 0);

  async function* rows(): AsyncGenerator<Row> {
    yield* first.rows;
    for (const [index, sheet] of sheets.slice(1).entries()) {
      const { header, rows: more } = await open(sheet, index + 1);
      const places = first.header.map((heading) => header.indexOf(heading));
      for await (const row of more) {
        yield 'cells' in row
          ? { line: row.line, cells: places.map((at) => (at < 0 ? undefined : row.cells[at])) }
          : row;
      }
    }
    if (uncomputed > 0) {
      reading.warn(
        `${name}: ${uncomputed} formulas have no value, since no program worked them out; open the file in Excel or LibreOffice and save it, if they are needed`,
      );
    }
  }
  const isAlone = workbook.sheets.length === 1;
  return {
    header: first.header,
    isOfSheets: sheets.length > 1,
    rows: rows(),
    place(row) {
      const sheet = sheets[Math.floor(row / ROWS_A_SHEET)]!;
      return `${isAlone ? '' : `sheet "${sheet.name}", `}row ${row % ROWS_A_SHEET}`;
    },
  };
}

async function* numbered(rows: AsyncIterable<CellRow>, sheet: number): AsyncGenerator<Row> {
  for await (const row of rows) yield { line: row.line + sheet * ROWS_A_SHEET, cells: row.cells };
}

async function chooseSheets(
  name: string,
  sheets: readonly Sheet[],
  options: TableOptions,
  reading: Reading,
): Promise<readonly Sheet[]> {
  const names = sheets.map((sheet) => `"${sheet.name}"`).join(', ');
  const { sheet: wanted } = options;
  if (sheets.length === 0) throw new ConfigError(`${name} holds no sheet of cells`);
  if (wanted !== undefined && wanted !== '*') {
    const found =
      typeof wanted === 'number'
        ? sheets[wanted - 1]
        : sheets.find((sheet) => sheet.name.trim().toLowerCase() === wanted.trim().toLowerCase());
    if (found) return [found];
    throw new ConfigError(`${name} has no sheet ${JSON.stringify(wanted)}; it has ${names}`);
  }
  const scored: { readonly sheet: Sheet; readonly score: number }[] = [];
  for (const sheet of sheets) {
    if (!sheet.isHidden || sheets.length === 1) scored.push({ sheet, score: await scoreOf(sheet, options) });
  }
  const best = Math.max(0, ...scored.map(({ score }) => score));
  const fitting = scored.filter(({ score }) => score === best && best > 0).map(({ sheet }) => sheet);
  if (fitting.length === 0) {
    throw new ConfigError(`${name} has none of the columns on any sheet (${names}): correct FILE_MAPPING`);
  }
  if (wanted === '*' || fitting.length === 1) return fitting;
  if (options.headingsIn === undefined) {
    reading.warn(`${name} has several sheets (${names}); "${fitting[0]!.name}" is read`);
    return fitting.slice(0, 1);
  }
  if (options.together && (await haveSameHeadings(fitting, options))) return fitting;
  const them = fitting.map((sheet) => `"${sheet.name}"`).join(', ');
  throw new ConfigError(
    `${name} has these columns on several sheets (${them}): say in the mapping which is meant ("sheet": ${JSON.stringify(fitting[0]!.name)}, or "sheet": "*" for all)`,
  );
}

async function haveSameHeadings(sheets: readonly Sheet[], options: TableOptions): Promise<boolean> {
  const found = new Set<string>();
  for (const sheet of sheets) {
    const rows = sheet.rows(
      () => undefined,
      () => undefined,
    );
    const { header, rows: below } = await findHeading(numbered(rows, 0), options);
    found.add(JSON.stringify(header));
    await below[Symbol.asyncIterator]().return?.();
  }
  return found.size === 1;
}

/** How many of the headings that are looked for stand in the first rows; without any, whether anything stands there. */
async function scoreOf(sheet: Sheet, { headingsIn }: TableOptions): Promise<number> {
  let score = 0;
  let seen = 0;
  const rows = sheet.rows(
    () => undefined,
    () => undefined,
  );
  for await (const { cells } of rows) {
    const found = headingsIn?.(cells.map((cell) => (cell === undefined ? '' : String(cell).trim()))) ?? 1;
    score = Math.max(score, found);
    seen += 1;
    if (seen >= SNIFFED_ROWS) break;
  }
  return score;
}
