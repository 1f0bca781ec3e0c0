import { nearest } from '../../src/model/errors.ts';
import type { Cells } from './cells.ts';

/** The tables of the normalised model, in the order in which they are read: people before what they did. */
export const TABLE_NAMES = [
  'agents',
  'teams',
  'accounts',
  'customers',
  'tickets',
  'events',
  'ratings',
  'subscriptions',
  'churn_events',
  'orders',
  'referrals',
  'milestones',
  'usage',
  'costs',
] as const;

export type TableName = (typeof TABLE_NAMES)[number];

/** The columns of a kind of rows. */
export interface TableColumns {
  /** Each must be there, under one of its names; the first is the one used inside. */
  readonly required: readonly (readonly string[])[];
  readonly optional: readonly (readonly string[])[];
}

const names = (text: string): string[][] => text.split(' ').map((name) => name.split('|'));

/** The columns of each table, in snake_case; `a|b` are two names of one column. */
export const TABLES: Readonly<Record<TableName, TableColumns>> = {
  agents: {
    required: names('id|agent_id'),
    optional: names('name email person_key time_zone hours holidays team_ids|team_id active bot'),
  },
  teams: { required: names('id|team_id'), optional: names('name time_zone hours holidays') },
  accounts: {
    required: names('key|account_key|id|account_id'),
    optional: names(
      'name time_zone tier|plan domains|domain external_ids|external_id started_at|signed_up_at stated_churned|churned',
    ),
  },
  customers: {
    required: names('id|customer_id'),
    optional: names(
      'email time_zone time_zone_origin hours holidays account_key organisation_id|organization_id external_id',
    ),
  },
  tickets: {
    required: names('id|ticket_id opened_at'),
    optional: names(
      'url subject channel opened_by customer_id account_key agent_id team_id status original_status priority ' +
        'tags category merged_into deleted_at spam stated_solved_at|solved_at stated_first_solved_at|first_solved_at ' +
        'solved_by first_response_at first_response_by updated_at timeline_complete rating rating_kind scale_min scale_max rated_at ' +
        'vendor_first_response_calendar_ms vendor_first_response_business_ms vendor_first_resolution_calendar_ms ' +
        'vendor_first_resolution_business_ms vendor_final_resolution_calendar_ms vendor_final_resolution_business_ms ' +
        'vendor_reopens|reopens agent_messages customer_messages internal_notes agents_involved team_handovers ' +
        'time_with_team time_with_customer time_with_third_party time_customer_waited',
    ),
  },
  events: {
    required: names('ticket_id at kind'),
    optional: names('id seq by author_id public via automatic to original estimated agent_id team_id into'),
  },
  ratings: {
    required: names('value|score|rating'),
    optional: names(
      'id ticket_id agent_id customer_id account_key kind scale_min scale_max scale direction positive comment|commented offered_at rated_at',
    ),
  },
  subscriptions: {
    required: names('id|subscription_id account_key started_at'),
    optional: names('cancel_requested_at ended_at status mrr|mrr_minor currency product add_on reason'),
  },
  churn_events: {
    required: names('account_key at|churned_at'),
    optional: names('id reason reactivation'),
  },
  orders: {
    required: names('account_key at|ordered_at amount|amount_minor'),
    optional: names('id|order_id refunded|refunded_minor currency kind product'),
  },
  referrals: {
    required: names('referrer|referrer_key at|referred_at'),
    optional: names('id|referral_id referred|referred_key converted_at'),
  },
  milestones: {
    required: names('account_key milestone|name at|reached_at'),
    optional: names('id'),
  },
  usage: {
    required: names('at|used_at'),
    optional: names('id|usage_id account_key subscription_id feature count'),
  },
  costs: {
    required: names('kind at amount|amount_minor'),
    optional: names('id|cost_id currency account_key'),
  },
};

/** Columns that hold numbers. */
export const NUMBER_COLUMNS: ReadonlySet<string> = new Set(
  (
    'seq value rating scale_min scale_max mrr amount refunded count vendor_reopens agent_messages customer_messages ' +
    'internal_notes agents_involved team_handovers'
  ).split(' '),
);

/** Columns of a ticket that are lengths of time, in milliseconds where nothing else is said. */
export const DURATION_COLUMNS: ReadonlySet<string> = new Set(
  TABLES.tickets.optional.flatMap((all) => all.filter((name) => /^time_|_ms$/.test(name))),
);

/** May stand in any table and is not read: the source's name is the configured one. */
const IGNORED = ['source'];

const FIELD = /^fields?[._](.+)$/;

/** Where a table's columns stand in a file, under the names used inside. */
export interface TableHeader {
  readonly positions: ReadonlyMap<string, number>;
  readonly fields: Cells['fields'];
  /** Why the file cannot be this table: a required column is missing (with the one perhaps meant) or stands twice. */
  readonly problems: readonly string[];
  /** Columns that nobody knows and that are not read, each with the nearest known name. */
  readonly notices: readonly string[];
}

/** A heading as a name: lower case, words joined by `_` (`Opened At` is `opened_at`). */
function asName(heading: string): string {
  return heading
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_');
}

/** Finds a table's columns in a file's header, and says what is wrong with it. */
export function tableHeader(table: TableName, file: string, header: readonly string[]): TableHeader {
  const { required, optional } = TABLES[table];
  const insideName = new Map([...required, ...optional].flatMap((all) => all.map((name) => [name, all[0]!] as const)));
  const positions = new Map<string, number>();
  const fields: { name: string; column: string }[] = [];
  const problems: string[] = [];
  const unknown: string[] = [];

  for (const [position, heading] of header.entries()) {
    const name = asName(heading);
    if (name === '' || IGNORED.includes(name)) continue;
    const field = table === 'tickets' ? FIELD.exec(name)?.[1] : undefined;
    const column = field === undefined ? insideName.get(name) : `fields.${field}`;
    if (column === undefined) {
      unknown.push(heading);
    } else if (positions.has(column)) {
      problems.push(
        `${file}: the column ${column} stands twice (columns ${positions.get(column)! + 1} and ${position + 1}); keep one`,
      );
    } else {
      positions.set(column, position);
      if (field !== undefined) fields.push({ name: field, column });
    }
  }
  for (const all of required) {
    if (positions.has(all[0]!)) continue;
    const meant = nearest(all[0]!, unknown);
    const hint = meant === undefined ? `it has: ${header.join(', ')}` : `did you mean it by "${meant}"?`;
    problems.push(`${file}: the column ${all.join(' or ')} is missing; ${hint}`);
  }
  const notices = unknown.map((heading) => {
    const meant = nearest(asName(heading), insideName.keys());
    return `${file}: the column "${heading}" is not known and is not read${meant ? `; did you mean ${meant}?` : ''}`;
  });
  return { positions, fields, problems, notices };
}

/** What a row of a log changes; everything else a mapping of a log names is a fact of the ticket. */
export const CHANGE_EFFECTS = [
  'at',
  'status',
  'status_by',
  'agent_id',
  'team_id',
  'message',
  'message_author',
  'message_public',
  'message_automatic',
  'note',
  'handover',
] as const;

/** The columns of a log of changes: the ticket's own, and what a row changes. */
export const CHANGE_COLUMNS: {
  readonly required: readonly (readonly string[])[];
  readonly optional: readonly (readonly string[])[];
} = {
  required: [['ticket_id', 'id'], ['at']],
  optional: [
    ['opened_at'],
    ...TABLES.tickets.optional,
    ...CHANGE_EFFECTS.filter((name) => !['at', 'status', 'agent_id', 'team_id'].includes(name)).map((name) => [name]),
  ],
};
