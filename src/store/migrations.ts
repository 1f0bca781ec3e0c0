import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Engine } from './engine.ts';
import { tableStatements, VIEWS, viewStatements } from './measurements/views.ts';
import type { ColumnKind } from './schema.ts';

/** Creates a table; texts compare by bytes on both engines, so that both know one order. */
async function createTable(
  db: Kysely<unknown>,
  kind: Engine['kind'],
  name: string,
  keys: readonly string[],
  columns: Readonly<Record<string, ColumnKind>>,
): Promise<void> {
  const types =
    kind === 'sqlite'
      ? { int: 'integer', float: 'real', text: 'text', json: 'text' }
      : { int: 'bigint', float: 'double precision', text: 'text collate "C"', json: 'text' };
  const definitions = Object.entries(columns).map(([column, type]) => {
    const base = type.replace('?', '') as keyof typeof types;
    return sql`${sql.ref(column)} ${sql.raw(types[base])}${sql.raw(type.endsWith('?') ? '' : ' not null')}`;
  });
  const key = sql`primary key (${sql.join(keys.map((column) => sql.ref(column)))})`;
  // Without rowid, a ticket's rows lie together on disk in the order of the key.
  const end = sql.raw(kind === 'sqlite' ? ' strict, without rowid' : '');
  await sql`create table ${sql.table(name)} (${sql.join(definitions)}, ${key})${end}`.execute(db);
}

/**
 * Every step from an empty database to today's, in order of name. A step that has been released is never edited: what
 * changes later is a step of its own.
 */
export function migrations(kind: Engine['kind']): Record<string, Migration> {
  return {
    '0001-tickets-and-their-measurements': {
      async up(db) {
        const create = (name: string, keys: readonly string[], columns: Readonly<Record<string, ColumnKind>>) =>
          createTable(db, kind, name, keys, columns);
        const record = { source: 'text', id: 'text', record: 'text' } as const;

        await create('sync_state', ['source'], {
          source: 'text',
          identity: 'text',
          cursor: 'text?',
          watermark_at: 'int?',
          synced_at: 'int?',
        });
        await create('ticket', ['source', 'id'], { source: 'text', id: 'text', customer_id: 'text?', record: 'text' });
        await sql`create index ticket_by_customer on ticket (source, customer_id)`.execute(db);
        await create('event', ['source', 'ticket_id', 'id'], {
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
        });
        await create('ticket_state', ['source', 'ticket_id'], {
          source: 'text',
          ticket_id: 'text',
          slot: 'int',
          revision: 'int',
          measured_revision: 'int',
        });
        await sql`create index ticket_state_unmeasured on ticket_state (source, ticket_id) where revision <> measured_revision`.execute(
          db,
        );
        await create('ticket_party', ['source', 'kind', 'party_id', 'ticket_id'], {
          source: 'text',
          kind: 'text',
          party_id: 'text',
          ticket_id: 'text',
        });
        for (const name of ['agent', 'team', 'rating', 'subscription', 'churn_event', 'mrr_change']) {
          await create(name, ['source', 'id'], record);
        }
        await create('customer', ['source', 'id'], {
          source: 'text',
          id: 'text',
          account_key: 'text?',
          time_zone: 'text?',
          record: 'text',
        });
        await sql`create index customer_by_account on customer (source, account_key)`.execute(db);
        await create('customer_zone', ['source', 'customer_id'], {
          source: 'text',
          customer_id: 'text',
          progress: 'int',
          time_zone: 'text?',
        });
        await sql`create index customer_zone_untold on customer_zone (source, customer_id) where progress > 0`.execute(
          db,
        );
        await create('account', ['source', 'id'], { source: 'text', id: 'text', time_zone: 'text?', record: 'text' });
        await create('rejection', ['source', 'place'], { source: 'text', place: 'text', reason: 'text', at: 'int' });

        await create('measured', ['source', 'ticket_id'], {
          source: 'text',
          ticket_id: 'text',
          exclusion: 'text?',
          tier: 'text',
          agent_id: 'text?',
          team_id: 'text?',
          priority: 'text?',
          channel: 'text',
          category: 'text?',
          customer_id: 'text?',
          account_key: 'text?',
          opened_at: 'int',
          first_solved_at: 'int?',
          final_solved_at: 'int?',
          reopens: 'int',
          customer_zone_known: 'int',
          later_responses: 'int',
          team_working_ms: 'int',
          team_time_zone_wait_ms: 'int',
          team_off_hours_ms: 'int',
          customer_wait_ms: 'int',
          customer_time_zone_wait_ms: 'int',
          customer_off_hours_ms: 'int',
          third_party_wait_ms: 'int',
          bot_ms: 'int',
          solved_gap_ms: 'int',
          first_response_agent_id: 'text?',
          first_response_asked_at: 'int?',
          first_response_calendar_ms: 'int?',
          first_response_net_ms: 'int?',
          first_response_business_ms: 'int?',
          first_resolution_calendar_ms: 'int?',
          first_resolution_net_ms: 'int?',
          first_resolution_business_ms: 'int?',
          final_resolution_calendar_ms: 'int?',
          final_resolution_net_ms: 'int?',
          final_resolution_business_ms: 'int?',
          revision: 'int',
          tier_score: 'int',
          clipped_events: 'int',
          timeline_complete: 'int',
          open_tail_at: 'int?',
          open_tail_holder: 'text?',
          open_tail_team_side: 'text?',
          open_tail_customer_side: 'text?',
          involved_agent_ids: 'text?',
          tags: 'text?',
          unknown_statuses: 'text?',
          impossible: 'text?',
          url: 'text?',
          subject: 'text?',
        });
        await create('later_response', ['source', 'ticket_id', 'turn'], {
          source: 'text',
          ticket_id: 'text',
          turn: 'int',
          exclusion: 'text?',
          opened_at: 'int',
          final_solved_at: 'int?',
          agent_id: 'text?',
          asked_at: 'int',
          calendar_ms: 'int',
          net_ms: 'int',
          business_ms: 'int',
        });
        for (const name of ['measured', 'later_response']) {
          await sql`create index ${sql.ref(`${name}_by_final_solved_at`)} on ${sql.table(name)} (final_solved_at)`.execute(
            db,
          );
          await sql`create index ${sql.ref(`${name}_by_opened_at`)} on ${sql.table(name)} (opened_at)`.execute(db);
        }
        await sql`create index measured_open on measured (opened_at) where final_solved_at is null`.execute(db);
        await sql`create index measured_remarkable on measured (source, ticket_id) where exclusion is not null or unknown_statuses is not null or impossible is not null or clipped_events > 0 or timeline_complete = 0`.execute(
          db,
        );

        await create('digest_delivery', ['subscription', 'window_from', 'window_to'], {
          subscription: 'text',
          window_from: 'int',
          window_to: 'int',
          state: 'text',
          attempts: 'int',
          at: 'int',
          message_key: 'text?',
        });
        await create('setting', ['key'], { key: 'text', value: 'text' });
      },
    },
    '0002-what-accounts-did-and-cost': {
      async up(db) {
        const record = { source: 'text', id: 'text', record: 'text' } as const;
        for (const name of ['purchase', 'referral', 'milestone', 'usage', 'cost']) {
          await createTable(db, kind, name, ['source', 'id'], record);
        }
      },
    },
    '0003-measurements-in-one-row': {
      async up(db) {
        // What was measured can be measured again, so nothing is converted.
        await sql`drop table later_response`.execute(db);
        await sql`drop table measured`.execute(db);
        await sql`update ticket_state set measured_revision = 0`.execute(db);
        // Shares of the measuring are ranges of keys now.
        await sql`alter table ticket_state drop column slot`.execute(db);
        await createTable(db, kind, 'measured', ['source', 'ticket_id'], {
          source: 'text',
          ticket_id: 'text',
          exclusion: 'text?',
          opened_at: 'int',
          first_solved_at: 'int?',
          final_solved_at: 'int?',
          figures: 'text',
          revision: 'int',
          tier_score: 'int',
          clipped_events: 'int',
          timeline_complete: 'int',
          open_tail_at: 'int?',
          open_tail_holder: 'text?',
          open_tail_team_side: 'text?',
          open_tail_customer_side: 'text?',
          involved_agent_ids: 'text?',
          tags: 'text?',
          unknown_statuses: 'text?',
          impossible: 'text?',
          url: 'text?',
          subject: 'text?',
        });
        await sql`create index measured_by_final_solved_at on measured (final_solved_at)`.execute(db);
        await sql`create index measured_by_opened_at on measured (opened_at)`.execute(db);
        await sql`create index measured_open on measured (opened_at) where final_solved_at is null`.execute(db);
        await sql`create index measured_remarkable on measured (source, ticket_id) where exclusion is not null or unknown_statuses is not null or impossible is not null or clipped_events > 0 or timeline_complete = 0`.execute(
          db,
        );
      },
    },
    '0004-measurements-that-anyone-can-query': {
      async up(db) {
        await createTable(db, kind, 'calendar_side', ['key'], { key: 'text', calendars: 'text' });
      },
    },
    '0005-zones-by-evidence': {
      async up(db) {
        // What was told from hours of the day could not be told from habits: it counts as unknown.
        await sql`drop table customer_zone`.execute(db);
      },
    },
    '0006-when-tickets-were-left-out': {
      async up(db) {
        await makeMeasurements(db, kind);
      },
    },
  };
}

/**
 * Makes the table of measurements and its views anew from the catalogue and has every ticket measured, which loses
 * nothing. Only the last step that changes them calls it; those before it do nothing of that any more, as nobody needs
 * their columns.
 */
async function makeMeasurements(db: Kysely<unknown>, kind: Engine['kind']): Promise<void> {
  for (const { name } of VIEWS) await sql`drop view if exists ${sql.table(name)}`.execute(db);
  await sql`drop table measured`.execute(db);
  for (const statement of [...tableStatements(kind), ...viewStatements(kind)]) await sql.raw(statement).execute(db);
  await sql`update ticket_state set measured_revision = 0`.execute(db);
}
