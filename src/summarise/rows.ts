import { type ByClock, CLOCKS, each, type Measure, TICKET_MEASURES } from '../model/catalogue.ts';
import type { KeyColumn, MeasuredColumns } from '../model/measurement.ts';
import type { Period } from '../model/window.ts';

/** The tickets for which `keep` says yes, with their later responses; rows keep their order. */
export function selectRows(columns: MeasuredColumns, keep: (row: number) => boolean): MeasuredColumns {
  const newRow = new Int32Array(columns.n).fill(-1);
  const kept: number[] = [];
  for (let row = 0; row < columns.n; row++) {
    if (!keep(row)) continue;
    newRow[row] = kept.length;
    kept.push(row);
  }
  const rows = Uint32Array.from(kept);
  const { laterResponse } = columns;
  const responses = Uint32Array.from(laterResponse.ticket.keys()).filter((i) => newRow[laterResponse.ticket[i]!]! >= 0);
  const later = {
    laterResponse: {
      ...pickClocks(laterResponse, responses),
      agent: pickKeys(laterResponse.agent, responses),
      ticket: Uint32Array.from(responses, (i) => newRow[laterResponse.ticket[i]!]!),
    },
  } satisfies Partial<Pick<MeasuredColumns, Measure>>;
  return { ...pickRows(columns, rows), ...later };
}

/** These rows, in their order, as often as they are named; later responses stay with the rows they had before. */
export function pickRows(columns: MeasuredColumns, rows: Uint32Array): MeasuredColumns {
  const { laterResponse } = columns;
  const measures = {
    ...each(TICKET_MEASURES, (_, measure) => pickClocks(columns[measure], rows)),
    firstResponse: {
      ...pickClocks(columns.firstResponse, rows),
      agent: pickKeys(columns.firstResponse.agent, rows),
      answeredAt: pickFloats(columns.firstResponse.answeredAt, rows),
    },
    laterResponse,
  } satisfies Pick<MeasuredColumns, Measure>;
  const picked = Array.from(rows);
  return {
    n: rows.length,
    source: pickKeys(columns.source, rows),
    ticketId: picked.map((row) => columns.ticketId[row]!),
    url: columns.url && picked.map((row) => columns.url![row]!),
    tier: pickKeys(columns.tier, rows),
    agent: pickKeys(columns.agent, rows),
    team: pickKeys(columns.team, rows),
    priority: pickKeys(columns.priority, rows),
    channel: pickKeys(columns.channel, rows),
    category: pickKeys(columns.category, rows),
    account: pickKeys(columns.account, rows),
    customer: pickKeys(columns.customer, rows),
    openedAt: pickFloats(columns.openedAt, rows),
    finalSolvedAt: pickFloats(columns.finalSolvedAt, rows),
    reopens: pickFloats(columns.reopens, rows),
    customerZoneKnown: Uint8Array.from(rows, (row) => columns.customerZoneKnown[row]!),
    timeSpentMs: each(columns.timeSpentMs, (spent) => pickFloats(spent, rows)),
    ...measures,
  };
}

/**
 * The same tickets with only those names in each column that one of them has, as they appear. What groups are called
 * depends on which names there are, so that a cohort is named as if nothing else had been read.
 */
export function withOwnNames(columns: MeasuredColumns): MeasuredColumns {
  const { firstResponse, laterResponse } = columns;
  const responses = {
    firstResponse: { ...firstResponse, agent: ownNames(firstResponse.agent) },
    laterResponse: { ...laterResponse, agent: ownNames(laterResponse.agent) },
  } satisfies Partial<Pick<MeasuredColumns, Measure>>;
  return {
    ...columns,
    source: ownNames(columns.source),
    tier: ownNames(columns.tier),
    agent: ownNames(columns.agent),
    team: ownNames(columns.team),
    priority: ownNames(columns.priority),
    channel: ownNames(columns.channel),
    category: ownNames(columns.category),
    account: ownNames(columns.account),
    customer: ownNames(columns.customer),
    ...responses,
  };
}

function ownNames({ keys, codes }: KeyColumn): KeyColumn {
  const codeOf = new Int32Array(keys.length).fill(-1);
  const own: (string | null)[] = [];
  const recoded = codes.map((code) => {
    if (codeOf[code]! < 0) codeOf[code] = own.push(keys[code]!) - 1;
    return codeOf[code]!;
  });
  return { keys: own, codes: recoded };
}

function pickKeys(column: KeyColumn, rows: Uint32Array): KeyColumn {
  return { keys: column.keys, codes: Uint32Array.from(rows, (row) => column.codes[row]!) };
}

function pickFloats(values: Float64Array, rows: Uint32Array): Float64Array {
  return Float64Array.from(rows, (row) => values[row]!);
}

function pickClocks(clocks: ByClock<Float64Array>, rows: Uint32Array): ByClock<Float64Array> {
  return each(CLOCKS, (_, clock) => pickFloats(clocks[clock], rows));
}

/** One measured ticket: a row of columns. */
export interface TicketRow {
  readonly columns: MeasuredColumns;
  readonly row: number;
}

/** The value of a column of names in a row. */
export function keyAt(column: KeyColumn, row: number): string | null {
  return column.keys[column.codes[row]!]!;
}

/** `source/id` of a row's ticket. */
export function nameOf(columns: MeasuredColumns, row: number): string {
  return `${keyAt(columns.source, row)}/${columns.ticketId[row]}`;
}

/** Whether an instant lies in a period; "no value" lies in none. */
export function isWithin(at: number | undefined, { fromAt, toAt }: Period): boolean {
  return at !== undefined && at >= fromAt && at < toAt;
}

/** Tickets by source and id. */
export interface TicketLookup {
  readonly find: (source: string, id: string) => TicketRow | undefined;
}

/** Finds the rows of the wanted tickets, where they are measured. */
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
    for (let row = 0; row < columns.n; row++) {
      const ids = rows.get(keyAt(columns.source, row) ?? '');
      if (ids?.has(columns.ticketId[row]!)) ids.set(columns.ticketId[row]!, { columns, row });
    }
  }
  return { find: (source, id) => rows.get(source)?.get(id) };
}
