import type { KeyColumn, MeasuredColumns } from '../model/columns.ts';

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

/** Tickets by source and id. */
export interface TicketLookup {
  readonly find: (source: string, id: string) => TicketRow | undefined;
}

/** Finds the rows of the wanted tickets, where they are measured and their ids were read. */
export function findTickets(
  sets: readonly MeasuredColumns[],
  wanted: readonly { readonly source: string; readonly ticketId?: string | undefined }[],
): TicketLookup {
  const rows = new Map<string, Map<string, TicketRow | undefined>>();
  for (const { source, ticketId } of wanted) {
    if (ticketId === undefined) continue;
    const ids = rows.get(source);
    if (ids === undefined) rows.set(source, new Map([[ticketId, undefined]]));
    else ids.set(ticketId, undefined);
  }
  for (const columns of sets) {
    if (columns.ticketId === undefined) continue;
    for (let row = 0; row < columns.n; row++) {
      const ids = rows.get(keyAt(columns.source, row) ?? '');
      if (ids?.has(columns.ticketId[row]!)) ids.set(columns.ticketId[row]!, { columns, row });
    }
  }
  return { find: (source, id) => rows.get(source)?.get(id) };
}
