import { createHash } from 'node:crypto';
import type { MeasuredTicket } from '../../model/measurement.ts';
import type { Engine, Session, Upsert } from '../engine.ts';

const SIDES: Upsert = {
  table: 'calendar_side',
  columns: ['key', 'calendars'],
  keys: ['key'],
  onConflict: 'ignore',
};

/** 72 bits: of a million sides two have one key once in ten billion stores. */
const KEY_LENGTH = 12;

/**
 * Keeps the calendars of these tickets' stints, each text once in the store, and gives the short key of each: stints
 * name them, since a text may be longer than all the rest of a row.
 */
export async function saveCalendarSides(
  session: Session,
  tickets: readonly MeasuredTicket[],
): Promise<(calendars: string) => string> {
  const keys = new Map<string, string>();
  const note = (calendars: string): void => {
    if (keys.has(calendars)) return;
    keys.set(calendars, createHash('sha256').update(calendars).digest('base64url').slice(0, KEY_LENGTH));
  };
  for (const { stints } of tickets) {
    for (const { teamSide, customerSide } of stints) {
      note(teamSide);
      note(customerSide);
    }
  }
  const rows = [...keys].map(([calendars, key]) => [key, calendars]);
  // In one order, so that of two workers none waits for the other in a circle.
  await session.upsert(
    SIDES,
    rows.sort(([a], [b]) => (a! < b! ? -1 : 1)),
  );
  return (calendars) => keys.get(calendars)!;
}

/** All calendars by their short keys. */
export async function readCalendarSides(
  session: Session,
  engine: Engine,
): Promise<(key: string) => string | undefined> {
  const rows = await session.rows(engine.db.selectFrom('calendar_side').selectAll().compile());
  const calendars = new Map(rows.map((row) => [row.key, row.calendars]));
  return (key) => calendars.get(key);
}
