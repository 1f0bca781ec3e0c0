import { randomBytes } from 'node:crypto';
import type { Engine, Session } from './engine.ts';
import { type Erased, type ErasedKind, erasedHash } from './erased-people.ts';
import { readSetting, readSettings, writeSetting } from './settings.ts';

const SALT = 'erased-salt';
const beginningOf = (source: string): string => `erased/${source.length}:${source}/`;

/** Keeps that a person was erased and what stands for them; the id itself is not kept. */
export async function noteErased(
  session: Session,
  engine: Engine,
  kind: ErasedKind,
  { source, id }: { readonly source: string; readonly id: string },
  standsFor: string,
): Promise<void> {
  await session.lock('setting/erased-salt', 'exclusive');
  let salt = await readSetting(session, engine, SALT);
  if (salt === undefined) {
    salt = randomBytes(16).toString('hex');
    await writeSetting(session, SALT, salt);
  }
  await writeSetting(session, `${beginningOf(source)}${erasedHash(salt, source, kind, id)}`, standsFor);
}

/** Who of a source was erased; undefined where nobody was, as nearly always. */
export async function readErased(session: Session, engine: Engine, source: string): Promise<Erased | undefined> {
  const known = await readSettings(session, engine, beginningOf(source));
  if (known.size === 0) return undefined;
  const salt = (await readSetting(session, engine, SALT)) ?? '';
  const found = new Map<string, string | undefined>();
  return (kind, id) => {
    if (id === undefined || id === null) return undefined;
    const key = `${kind}/${id}`;
    if (!found.has(key)) found.set(key, known.get(erasedHash(salt, source, kind, id)));
    return found.get(key);
  };
}
