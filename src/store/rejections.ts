import type { Engine, Session } from './engine.ts';

/** How many rejections each source has; a source without any is not in it. */
export async function countRejections(session: Session, engine: Engine): Promise<Record<string, number>> {
  const query = engine.db
    .selectFrom('rejection')
    .select((eb) => ['source', eb.fn.countAll<number>().as('rejections')])
    .groupBy('source')
    .orderBy('source');
  const counts: Record<string, number> = Object.create(null);
  for (const row of await session.rows(query.compile())) counts[row.source] = Number(row.rejections);
  return counts;
}
