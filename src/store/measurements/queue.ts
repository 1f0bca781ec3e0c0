import { type SqlBool, sql } from 'kysely';
import type { TicketHistory } from '../../model/measurement.ts';
import type { Engine } from '../engine.ts';
import { readSetting, writeSetting } from '../settings.ts';
import { assembleHistories, type TicketKey } from '../tickets/histories.ts';

/** Neighbouring tickets in the order of (source, id): those after the one key, up to the other one with it. */
export interface TicketRange {
  /** Undefined: from the first ticket on. */
  readonly after: TicketKey | undefined;
  /** Undefined: to the last ticket. */
  readonly until: TicketKey | undefined;
}

/** What waits to be measured. */
export function measuringQueue(engine: Engine) {
  return {
    /** If the definitions' hash differs from the stored one, marks all tickets for measuring; tells whether it did. */
    useDefinitions: (hash: string, version: string): Promise<{ readonly changed: boolean; readonly tickets: number }> =>
      engine.write(async (session) => {
        await session.lock(DEFINITIONS, 'exclusive');
        const before = await readSetting(session, engine, DEFINITIONS);
        if (before === hash) return { changed: false, tickets: 0 };
        await writeSetting(session, DEFINITIONS, hash);
        await writeSetting(session, `${DEFINITIONS}-version`, version);
        // By a new revision, so that a measurement under the old ones that is still on its way clears no mark.
        const update = engine.db.updateTable('ticket_state').set((eb) => ({ revision: eb('revision', '+', 1) }));
        // Tickets that wait are marked too, since one may be being measured by the old ones. Before the first ones nothing is.
        const marked = before === undefined ? update.whereRef('revision', '=', 'measured_revision') : update;
        const tickets = await session.execute(marked.compile());
        return { changed: before !== undefined, tickets };
      }),

    countUnmeasured: (): Promise<number> =>
      engine.read(
        async (session) => {
          const query = engine.db
            .selectFrom('ticket_state')
            .select((eb) => eb.fn.countAll<number>().as('tickets'))
            .where(WAITS);
          const [row] = await session.rows(query.compile());
          return Number(row?.tickets ?? 0);
        },
        { whole: true },
      ),

    /** Tickets to be measured in order of (source, id), at most `limit`, after a key and up to another if such are given. */
    unmeasured: (limit: number, after?: TicketKey, until?: TicketKey): Promise<readonly TicketHistory[]> =>
      engine.read(async (session) => {
        let query = engine.db
          .selectFrom('ticket_state')
          .select(['source', 'ticket_id', 'revision'])
          .where(WAITS)
          .orderBy('source')
          .orderBy('ticket_id')
          .limit(limit);
        if (after) query = query.where(sql<SqlBool>`(source, ticket_id) > (${after.source}, ${after.ticketId})`);
        if (until) query = query.where(sql<SqlBool>`(source, ticket_id) <= (${until.source}, ${until.ticketId})`);
        return assembleHistories(session, engine, await session.rows(query.compile()));
      }),

    /** Cuts all tickets into neighbours of which about `size` are to be measured: none is in two ranges, none in no range. */
    ranges: (size: number): Promise<readonly TicketRange[]> =>
      engine.read(
        async (session) => {
          const query = sql<{ source: string; ticket_id: string }>`
            select source, ticket_id from (
              select source, ticket_id, row_number() over (order by source, ticket_id) as place, count(*) over () as tickets
              from ticket_state where ${WAITS}
            ) as waiting where place % ${sql.lit(size)} = 0 and place < tickets order by source, ticket_id`;
          const rows = await session.rows(query.compile(engine.db));
          const cuts = rows.map((row) => ({ source: row.source, ticketId: row.ticket_id }));
          return [undefined, ...cuts].map((after, index) => ({ after, until: cuts[index] }));
        },
        { whole: true },
      ),
  };
}

const DEFINITIONS = 'definitions';

/** The condition of the index `ticket_state_unmeasured`. */
const WAITS = sql<SqlBool>`revision <> measured_revision`;
