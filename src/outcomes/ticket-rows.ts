import type { KeyColumn, MeasuredColumns } from '../metrics/columns.ts';

/** One measured ticket: a row of columns. */
export interface TicketRow {
  readonly columns: MeasuredColumns;
  readonly row: number;
}

/** A period `[fromAt, toAt)`, epoch ms. */
export interface Period {
  readonly fromAt: number;
  readonly toAt: number;
}

/** The value of a column of names in a row. */
export function keyAt(column: KeyColumn, row: number): string | null {
  return column.keys[column.codes[row]!]!;
}

/** `source/id` of a row's ticket; `source/?` where ids were not read. */
export function nameOf(columns: MeasuredColumns, row: number): string {
  return `${keyAt(columns.source, row)}/${columns.ticketId?.[row] ?? '?'}`;
}

/** Whether an instant lies in a period; "no value" lies in none. */
export function isWithin(at: number | undefined, { fromAt, toAt }: Period): boolean {
  return at !== undefined && at >= fromAt && at < toAt;
}

/** The rows of the wanted tickets (`source/id`), where they are measured and their ids were read. */
export function findTickets(
  sets: readonly MeasuredColumns[],
  wanted: ReadonlySet<string>,
): ReadonlyMap<string, TicketRow> {
  const found = new Map<string, TicketRow>();
  if (wanted.size === 0) return found;
  for (const columns of sets) {
    if (columns.ticketId === undefined) continue;
    for (let row = 0; row < columns.n; row++) {
      const key = nameOf(columns, row);
      if (wanted.has(key)) found.set(key, { columns, row });
    }
  }
  return found;
}
