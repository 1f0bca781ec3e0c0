import { type SqlBool, sql } from 'kysely';
import type { MeasuredTicket } from '../../model/measurement.ts';
import type { Period } from '../../model/window.ts';
import type { Engine, Session } from '../engine.ts';
import type { TicketKey } from '../tickets/histories.ts';
import { readCalendarSides } from './calendar-sides.ts';
import { fromMeasuredRow } from './rows.ts';

/** Tickets read at once. */
const PAGE = 1000;

/**
 * Measured tickets that lived in [fromAt, toAt), each whole, in order of (source, id): opened before its end, and neither
 * solved for good nor left out before its beginning. Those in no figure are among them where it is known since when.
 */
export async function readMeasuredIn(
  session: Session,
  engine: Engine,
  { fromAt, toAt }: Period,
): Promise<readonly MeasuredTicket[]> {
  const calendarsOf = await readCalendarSides(session, engine);
  const tickets: MeasuredTicket[] = [];
  let after: TicketKey | undefined;
  for (;;) {
    let query = engine.db
      .selectFrom('measured')
      .selectAll()
      .where(({ eb, or }) => or([eb('exclusion', 'is', null), eb('excluded_at', '>=', fromAt)]))
      .where('opened_at', '<', toAt)
      .where(({ eb, or }) => or([eb('final_solved_at', 'is', null), eb('final_solved_at', '>=', fromAt)]))
      .orderBy('source')
      .orderBy('ticket_id')
      .limit(PAGE);
    if (after) query = query.where(sql<SqlBool>`(source, ticket_id) > (${after.source}, ${after.ticketId})`);
    const page = (await session.rows(query.compile())).map((row) => fromMeasuredRow(row, calendarsOf));
    tickets.push(...page);
    if (page.length < PAGE) return tickets;
    after = page[page.length - 1];
  }
}
