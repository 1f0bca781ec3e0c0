import type { Engine, Session, Upsert } from './engine.ts';

const KEY = 'revision-base';

const SETTINGS: Upsert = {
  table: 'setting',
  columns: ['key', 'value'],
  keys: ['key'],
  onConflict: 'differing',
  tell: 'key',
};

/**
 * Above which revision new tickets begin. It rises when a source is forgotten, so that a measurement of what was there
 * before can never pass for one of what is read anew under the same id.
 */
export async function revisionBase(session: Session, engine: Engine): Promise<number> {
  return Number((await readSetting(session, engine, KEY)) ?? 0);
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

/** A small named value. */
export async function readSetting(session: Session, engine: Engine, key: string): Promise<string | undefined> {
  const query = engine.db.selectFrom('setting').select('value').where('key', '=', key);
  const [row] = await session.rows(query.compile());
  return row?.value;
}

/** Sets a small named value; tells whether it is another one than before. */
export async function writeSetting(session: Session, key: string, value: string): Promise<boolean> {
  return (await session.upsert(SETTINGS, [[key, value]])).size > 0;
}
