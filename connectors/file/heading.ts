import type { Row, TableOptions } from './rows.ts';

/** A table cut into its heading and the rows below it. */
export interface Heading {
  /** Empty where the table is. */
  readonly header: string[];
  readonly rows: AsyncIterable<Row>;
}

/** Titles, dates of export and filters stand above a heading, never so many rows of them. */
const SEARCHED_ROWS = 50;

/**
 * Finds the heading of a table that may have rows of titles above it: the row in which most of the headings that are
 * looked for stand, the first of those with as many; where nothing is looked for, the first row that is as wide as
 * those below it. Rows below it are brought to its width; a row with more cells has a reason instead of them.
 */
export async function findHeading(
  source: AsyncIterable<Row>,
  options: Pick<TableOptions, 'header' | 'headingsIn'>,
): Promise<Heading> {
  const rows = source[Symbol.asyncIterator]();
  const above: Row[] = [];
  let place = -1;
  let best = -1;
  const { header: told } = options;
  for (;;) {
    const next = await rows.next();
    if (next.done) break;
    above.push(next.value);
    const isEnough = typeof told === 'number' ? next.value.line >= told : above.length >= SEARCHED_ROWS;
    if (told === false || isEnough) break;
  }
  for (const [index, row] of above.entries()) {
    if (!('cells' in row)) continue;
    if (typeof told === 'number') {
      if (row.line === told) place = index;
      continue;
    }
    const score = options.headingsIn?.(row.cells.map(asText)) ?? widthOf(row.cells);
    if (score > best) {
      best = score;
      place = index;
    }
  }
  const found = above[place];
  if (!found || !('cells' in found)) return { header: [], rows: none() };
  if (told === false) {
    return { header: found.cells.map(() => ''), rows: below(found.cells.length, above, rows) };
  }
  const header = found.cells.map(asText);
  return { header, rows: below(header.length, above.slice(place + 1), rows) };
}

function asText(cell: unknown): string {
  return cell === null || cell === undefined ? '' : String(cell).trim();
}

function widthOf(cells: readonly unknown[]): number {
  return cells.filter((cell) => asText(cell) !== '').length;
}

async function* none(): AsyncGenerator<Row> {}

async function* below(width: number, first: readonly Row[], rest: AsyncIterator<Row>): AsyncGenerator<Row> {
  for (const row of first) if (!isBlank(row)) yield toWidth(row, width);
  for (let next = await rest.next(); !next.done; next = await rest.next()) {
    if (!isBlank(next.value)) yield toWidth(next.value, width);
  }
}

function isBlank(row: Row): boolean {
  return 'cells' in row && row.cells.every((cell) => asText(cell) === '');
}

/** Brings a row to the header's width, or says why that cannot be done. */
function toWidth(row: Row, width: number): Row {
  if (!('cells' in row) || row.cells.length === width) return row;
  const { cells, ...place } = row;
  if (widthOf(cells) === 1 && width > 2) {
    return { ...place, cells: [...cells, ...new Array(width).fill('')].slice(0, width) };
  }
  if (cells.length > width && cells.slice(width).every((cell) => asText(cell) === '')) {
    return { ...place, cells: cells.slice(0, width) };
  }
  return { ...place, reason: `has ${cells.length} cells where the header has ${width}` };
}
