import type { ClockColumns, KeyColumn, MeasuredColumns } from '../model/columns.ts';

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
  const spent = { ...columns.timeSpentMs };
  for (const bucket of Object.keys(spent) as (keyof typeof spent)[]) spent[bucket] = pickFloats(spent[bucket], rows);
  return {
    n: rows.length,
    source: pickKeys(columns.source, rows),
    ticketId: columns.ticketId === undefined ? undefined : kept.map((row) => columns.ticketId![row]!),
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
    reopens: Uint32Array.from(rows, (row) => columns.reopens[row]!),
    customerZoneKnown: Uint8Array.from(rows, (row) => columns.customerZoneKnown[row]!),
    timeSpentMs: spent,
    firstResponse: { ...pickClocks(columns.firstResponse, rows), agent: pickKeys(columns.firstResponse.agent, rows) },
    firstResolution: pickClocks(columns.firstResolution, rows),
    finalResolution: pickClocks(columns.finalResolution, rows),
    laterResponse: {
      ...pickClocks(laterResponse, responses),
      agent: pickKeys(laterResponse.agent, responses),
      ticket: Uint32Array.from(responses, (i) => newRow[laterResponse.ticket[i]!]!),
    },
  };
}

function pickKeys(column: KeyColumn, rows: Uint32Array): KeyColumn {
  return { keys: column.keys, codes: Uint32Array.from(rows, (row) => column.codes[row]!) };
}

function pickFloats(values: Float64Array, rows: Uint32Array): Float64Array {
  return Float64Array.from(rows, (row) => values[row]!);
}

function pickClocks(clocks: ClockColumns, rows: Uint32Array): ClockColumns {
  return {
    calendar: pickFloats(clocks.calendar, rows),
    net: pickFloats(clocks.net, rows),
    business: pickFloats(clocks.business, rows),
  };
}
