import type { Engine, Session, Upsert } from './engine.ts';

const KEY = 'revision-base';
const SETTINGS: Upsert = { table: 'setting', columns: ['key', 'value'], keys: ['key'], onConflict: 'differing' };

/**
 * Above which revision new tickets begin. It rises when a source is forgotten, so that a measurement of what was there
 * before can never pass for one of what is read anew under the same id.
 */
export async function revisionBase(session: Session, engine: Engine): Promise<number> {
  const query = engine.db.selectFrom('setting').select('value').where('key', '=', KEY);
  const [row] = await session.rows(query.compile());
  return row ? Number(row.value) : 0;
}

/** Raises the base to the highest revision that the source has. */
export async function raiseRevisionBase(session: Session, engine: Engine, source: string): Promise<void> {
  const query = engine.db
    .selectFrom('ticket_state')
    .select((eb) => eb.fn.max('revision').as('highest'))
    .where('source', '=', source);
  const [row] = await session.rows(query.compile());
  const base = await revisionBase(session, engine);
  await session.upsert(SETTINGS, [[KEY, String(Math.max(base, row?.highest ?? 0))]]);
}
