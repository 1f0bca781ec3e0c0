import type { ColumnType } from 'kysely';
import { MEASURED } from './measurements/table.ts';

/**
 * What a column holds: whole numbers (instants in epoch ms, durations in ms, counts, 0/1), floats, text, lists as JSON
 * text; `?` may be null.
 */
export type ColumnKind = 'int' | 'int?' | 'float' | 'float?' | 'text' | 'text?' | 'json' | 'json?';

/** What the columns of a table hold that is described elsewhere. */
function kindsFrom<Columns extends Readonly<Record<string, { readonly kind: ColumnKind }>>>(columns: Columns) {
  return Object.fromEntries(Object.entries(columns).map(([name, { kind }]) => [name, kind])) as {
    [Name in keyof Columns]: Columns[Name]['kind'];
  };
}

/**
 * The tables as the queries see them; migrations make them, and a test compares the two. Every table of tickets is
 * keyed by (source, ticket_id, …), so that a ticket's rows lie together and could be sharded by ticket.
 */
export const TABLES = {
  /** One row a source: what it is connected to and where its sync stands. */
  sync_state: { source: 'text', identity: 'text', cursor: 'text?', watermark_at: 'int?', synced_at: 'int?' },

  /** `record` is the ticket as JSON; the columns beside it are those that queries ask for. */
  ticket: { source: 'text', id: 'text', customer_id: 'text?', record: 'text' },

  /** The kinds of events folded into few columns, since this table is read most; see event-rows.ts. */
  event: {
    source: 'text',
    ticket_id: 'text',
    id: 'text',
    at: 'int',
    seq: 'int',
    kind: 'text',
    side: 'text?',
    person_id: 'text?',
    team_id: 'text?',
    value: 'text?',
    original: 'text?',
    flags: 'int',
  },

  /**
   * Counts a ticket's changes: it is to be measured while `revision <> measured_revision`. Apart from `ticket`, so that
   * marking a million tickets rewrites a million small rows.
   */
  ticket_state: { source: 'text', ticket_id: 'text', revision: 'int', measured_revision: 'int' },

  /** Which agents and teams ever touched a ticket, so that a change of theirs finds the tickets it concerns. */
  ticket_party: { source: 'text', kind: 'text', party_id: 'text', ticket_id: 'text' },

  agent: { source: 'text', id: 'text', record: 'text' },
  team: { source: 'text', id: 'text', record: 'text' },
  customer: { source: 'text', id: 'text', account_key: 'text?', time_zone: 'text?', record: 'text' },
  /** The zone told from a customer's message times; `progress`: 0 told, 1 new messages since, 2 being told. */
  customer_zone: { source: 'text', customer_id: 'text', progress: 'int', time_zone: 'text?' },
  account: { source: 'text', id: 'text', time_zone: 'text?', record: 'text' },
  rating: { source: 'text', id: 'text', record: 'text' },
  subscription: { source: 'text', id: 'text', record: 'text' },
  churn_event: { source: 'text', id: 'text', record: 'text' },
  mrr_change: { source: 'text', id: 'text', record: 'text' },
  purchase: { source: 'text', id: 'text', record: 'text' },
  referral: { source: 'text', id: 'text', record: 'text' },
  milestone: { source: 'text', id: 'text', record: 'text' },
  usage: { source: 'text', id: 'text', record: 'text' },
  cost: { source: 'text', id: 'text', record: 'text' },
  rejection: { source: 'text', place: 'text', reason: 'text', at: 'int' },

  /** One row a measured ticket. */
  measured: kindsFrom(MEASURED),
  /** Calendars of one side of a ticket, by the short key under which stints keep them. */
  calendar_side: { key: 'text', calendars: 'text' },
  /** A digest is a row before it is a message; unique by (subscription, window). */
  digest_delivery: {
    subscription: 'text',
    window_from: 'int',
    window_to: 'int',
    state: 'text',
    attempts: 'int',
    at: 'int',
    message_key: 'text?',
  },
  setting: { key: 'text', value: 'text' },
} as const satisfies Record<string, Record<string, ColumnKind>>;

type Value<Kind> = Kind extends 'text' | 'json'
  ? string
  : Kind extends 'text?' | 'json?'
    ? string | null
    : Kind extends 'int' | 'float'
      ? number
      : number | null;

export type TableName = keyof typeof TABLES;

/** One row of a table, as the drivers give it. */
export type Row<Name extends TableName> = {
  [Column in keyof (typeof TABLES)[Name]]: Value<(typeof TABLES)[Name][Column]>;
};

type Columns<Name extends TableName> = {
  [Column in keyof (typeof TABLES)[Name]]: ColumnType<Value<(typeof TABLES)[Name][Column]>>;
};

/** All tables, for Kysely. */
export type Database = { [Name in TableName]: Columns<Name> };

/** What these columns of a table hold, in their order. */
export function kindsOf(table: TableName, columns: readonly string[]): ColumnKind[] {
  const kinds: Readonly<Record<string, ColumnKind>> = TABLES[table];
  return columns.map((column) => {
    const kind = kinds[column];
    if (!kind) throw new Error(`table ${table} has no column ${column}`);
    return kind;
  });
}
