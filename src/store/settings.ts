import type { Engine, Session, Upsert } from './engine.ts';

const SETTINGS: Upsert = {
  table: 'setting',
  columns: ['key', 'value'],
  keys: ['key'],
  onConflict: 'differing',
  tell: 'key',
};
const DEFINITIONS = 'definitions';

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

/** Sets a small named value unless there is one; gives the one that holds, the same to all who ask at once. */
export async function keepSetting(session: Session, engine: Engine, key: string, value: string): Promise<string> {
  await session.lock(`setting/${key}`, 'exclusive');
  const known = await readSetting(session, engine, key);
  if (known === undefined) await writeSetting(session, key, value);
  return known ?? value;
}

/**
 * Notes the definitions that measurements follow from now on. When they differ from those noted before, every ticket is
 * marked, by a new revision, so that a measurement under the old ones that is still on its way clears no mark.
 */
export async function useDefinitions(
  session: Session,
  engine: Engine,
  hash: string,
  version: string,
): Promise<{ changed: boolean; tickets: number }> {
  await session.lock(DEFINITIONS, 'exclusive');
  const before = await readSetting(session, engine, DEFINITIONS);
  if (before === hash) return { changed: false, tickets: 0 };
  await writeSetting(session, DEFINITIONS, hash);
  await writeSetting(session, `${DEFINITIONS}-version`, version);
  const update = engine.db.updateTable('ticket_state').set((eb) => ({ revision: eb('revision', '+', 1) }));
  // Tickets that wait are marked too, since one may be being measured by the old ones. Before the first ones nothing is.
  const marked = before === undefined ? update.whereRef('revision', '=', 'measured_revision') : update;
  const tickets = await session.execute(marked.compile());
  return { changed: before !== undefined, tickets };
}
