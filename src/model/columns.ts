import type { Bucket } from './bucket.ts';

/** A column of names, each stored once: row i has `keys[codes[i]]`; null is "no value". */
export interface KeyColumn {
  readonly keys: readonly (string | null)[];
  readonly codes: Uint32Array;
}

/** One duration under the three clocks, a row a ticket, in ms; NaN is "no value". */
export interface ClockColumns {
  readonly calendar: Float64Array;
  readonly net: Float64Array;
  readonly business: Float64Array;
}

/**
 * Measured tickets by columns, as the report reads them: a million tickets fit in memory and are summed without an
 * object each. Excluded tickets are not in it. Agent, team and customer keys are `source/id`.
 */
export interface MeasuredColumns {
  readonly n: number;
  readonly source: KeyColumn;
  readonly ticketId: readonly string[] | undefined;
  readonly tier: KeyColumn;
  readonly agent: KeyColumn;
  readonly team: KeyColumn;
  readonly priority: KeyColumn;
  readonly channel: KeyColumn;
  readonly category: KeyColumn;
  /** The helpdesk's own word for the account; the join to paying accounts is the outcomes' work. */
  readonly account: KeyColumn;
  /** `source/id` of who asked. */
  readonly customer: KeyColumn;
  readonly openedAt: Float64Array;
  /** NaN while there is none. */
  readonly finalSolvedAt: Float64Array;
  readonly reopens: Uint32Array;
  readonly customerZoneKnown: Uint8Array;
  readonly timeSpentMs: Readonly<Record<Bucket, Float64Array>>;
  readonly firstResponse: ClockColumns & { readonly agent: KeyColumn };
  readonly firstResolution: ClockColumns;
  readonly finalResolution: ClockColumns;
  /** A row a later response; `ticket` is the row of its ticket above. */
  readonly laterResponse: ClockColumns & { readonly ticket: Uint32Array; readonly agent: KeyColumn };
}
