import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { byWord } from '../../model/by-word.ts';
import type { Exclusion } from '../../model/measurement.ts';
import type { Cohort, Period } from '../../model/window.ts';
import type { MeasuredQuality } from '../../model/window-records.ts';
import type { Engine, Session } from '../engine.ts';
import { impossibleFrom, textsFrom } from './lists.ts';
import { REMARKABLE } from './views.ts';

/** The condition of the index `measured_remarkable`, word for word, so that it serves. */
const remarkable = sql.raw(REMARKABLE);

/**
 * The tickets that a window's figures concern: its cohort, and for solutions also those without one, since a ticket that
 * is left out has none and belongs to the window it was opened in, and an open one stands in the backlog of its end.
 */
function concerns(engine: Engine, cohort: Cohort, { fromAt, toAt }: Period): RawBuilder<SqlBool> {
  const [opened, solved] = [engine.scanned('opened_at'), engine.scanned('final_solved_at')];
  const [from, to] = [sql.lit(fromAt), sql.lit(toAt)];
  if (cohort === 'opened') return sql`(${opened} >= ${from} and ${opened} < ${to})`;
  if (cohort === 'rated') return sql`${opened} < ${to}`;
  return sql`((${solved} >= ${from} and ${solved} < ${to}) or (${solved} is null and ${opened} < ${to}
    and (exclusion is null or ${opened} >= ${from})))`;
}

/** What a reader should know of the tickets of a window. */
export async function readQuality(
  session: Session,
  engine: Engine,
  cohort: Cohort,
  period: Period,
): Promise<MeasuredQuality> {
  const unknownStatuses = new Map<string, number>();
  const impossible: MeasuredQuality['impossible'][number][] = [];
  const excluded: Record<Exclusion, number> = { spam: 0, merged: 0, deleted: 0, impossible: 0 };
  let clippedEvents = 0;
  let truncatedTimelines = 0;
  let solvedWithoutDate = 0;
  let statedWhileOpen = 0;
  let undoneReopenings = 0;
  const query = sql`
    select source, ticket_id, exclusion, unknown_statuses, impossible, clipped_events, timeline_complete,
      solved_without_date, stated_while_open, undone_reopenings from measured
    where ${remarkable} and ${concerns(engine, cohort, period)} order by source, ticket_id`;
  await session.each(query.compile(engine.db), (row) => {
    const [source, ticketId, exclusion, statuses, facts, clipped, complete, undated, contradicted, undone] = row as [
      string,
      string,
      Exclusion | null,
      string | null,
      string | null,
      number,
      number,
      number,
      number,
      number,
    ];
    if (exclusion !== null) excluded[exclusion] += 1;
    if (exclusion !== null && exclusion !== 'impossible') return;
    const what = `measurement of ticket ${source}/${ticketId}`;
    for (const fact of impossibleFrom(what, facts)) impossible.push({ source, ticketId, ...fact });
    if (exclusion !== null) return;
    for (const status of textsFrom(what, statuses)) {
      unknownStatuses.set(status, (unknownStatuses.get(status) ?? 0) + 1);
    }
    clippedEvents += clipped;
    if (complete === 0) truncatedTimelines++;
    solvedWithoutDate += undated;
    statedWhileOpen += contradicted;
    undoneReopenings += undone;
  });
  return {
    excluded,
    unknownStatuses: byWord(unknownStatuses),
    impossible,
    clippedEvents,
    truncatedTimelines,
    solvedWithoutDate,
    statedWhileOpen,
    undoneReopenings,
  };
}
