import { createDeskTime, type Reconcilable, type Reconciliation, reconcile } from '../measure/reconciliation.ts';
import { CAUSES, each } from '../model/catalogue.ts';
import type { Definitions } from '../model/definitions.ts';
import type { MeasuredColumns } from '../model/measurement.ts';
import type { WindowRecords } from '../model/window-records.ts';
import { findTickets, keyAt } from '../summarise/rows.ts';
import type { Report } from './schema.ts';

/** Differences listed of each figure; the unexplained come first, they are what a person looks into. */
const EXAMPLES = 5;

/** Our figures beside those that the helpdesks give themselves, for the tickets of a cohort. */
export function reconciliationOf(
  { compared, agents, teams }: Pick<WindowRecords, 'compared' | 'agents' | 'teams'>,
  cohort: MeasuredColumns,
  definitions: Definitions,
): Report['quality']['reconciliation'] {
  if (compared.length === 0) return [];
  const rows = findTickets(
    [cohort],
    compared.map(({ ticket }) => ({ source: ticket.source, ticketId: ticket.id })),
  );
  const pairs = compared.flatMap(({ ticket, events }): Reconcilable[] => {
    const found = rows.find(ticket.source, ticket.id);
    return found === undefined ? [] : [{ measured: measuredAt(cohort, found.row), ticket, events }];
  });
  return describe(reconcile(pairs, createDeskTime(definitions, { agents, teams })));
}

/** What of a row is compared. */
function measuredAt(columns: MeasuredColumns, row: number): Reconcilable['measured'] {
  const openedAt = columns.openedAt[row]!;
  const known = (value: number): number | null => (Number.isNaN(value) ? null : value);
  const source = keyAt(columns.source, row) ?? '';
  const idOf = (key: string | null): string | null => (key === null ? null : key.slice(source.length + 1));
  return {
    source,
    agentId: idOf(keyAt(columns.agent, row)),
    teamId: idOf(keyAt(columns.team, row)),
    exclusion: null,
    openedAt,
    firstAnsweredAt: known(columns.firstResponse.answeredAt[row]!),
    firstSolvedAt: known(openedAt + columns.firstResolution.calendar[row]!),
    finalSolvedAt: known(columns.finalSolvedAt[row]!),
    reopens: columns.reopens[row]!,
    timeSpentMs: each(CAUSES, (_, cause) => columns.timeSpentMs[cause][row]!),
  };
}

function describe({ counts, differences }: Reconciliation): Report['quality']['reconciliation'] {
  return counts.map(({ source, figure, compared, equal, byClass }) => {
    const own = differences.filter((difference) => difference.source === source && difference.figure === figure);
    const unexplainedFirst = own.toSorted(
      (a, b) => Number(b.class === 'unexplained') - Number(a.class === 'unexplained'),
    );
    return {
      source,
      figure,
      compared,
      equal,
      byClass: { ...byClass },
      examples: unexplainedFirst
        .slice(0, EXAMPLES)
        .map(({ ticketId, ours, theirs, class: difference }) => ({ id: ticketId, ours, theirs, class: difference })),
    };
  });
}
