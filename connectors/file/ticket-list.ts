import { isSolved, type Ticket } from '../../src/model/ticket.ts';
import { MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE } from '../../src/model/time.ts';
import type { Cells } from './cells.ts';
import { statedWaits, waitEvents } from './stated-waits.ts';
import type { Tallies } from './tallies.ts';
import { type Draft, type Happening, statusOf } from './timeline.ts';

/**
 * What a row of a ticket list tells of the ticket's history: the first answer, who solved it and, where no other
 * file tells the history, who has it and what it waits for. The instant of that wait is not known, so that it is
 * marked as estimated at the row's last change.
 */
export function ticketListDrafts(
  cells: Cells,
  hasHistory: boolean,
  tallies: Tallies,
  reject: (reason: string) => void,
): Draft[] {
  const drafts: Draft[] = [];
  const add = (at: number | undefined, what: Happening): void => {
    if (at !== undefined) drafts.push({ at, what, reject });
  };
  const solvedAt = cells.instant('stated_solved_at');
  const agentId = cells.text('agent_id');
  const teamId = cells.text('team_id');
  const openedAt = cells.instant('opened_at');
  if (!hasHistory && (agentId ?? teamId) !== undefined) {
    add(openedAt, { kind: 'assignment', agentId, teamId });
  }
  const authorId = cells.text('first_response_by');
  add(cells.instant('first_response_at'), { kind: 'message', by: 'agent', authorId, public: true });
  const word = cells.text('status');
  const status = word === undefined ? undefined : statusOf(word);
  // A solution without a date stays the ticket's status alone: its last change may be years later.
  if (!hasHistory && word !== undefined && status !== undefined && status !== 'new' && !isSolved(status)) {
    add(cells.instant('updated_at') ?? openedAt, {
      kind: 'status',
      word,
      original: cells.original('status') ?? word,
      estimated: true,
    });
  }
  if (!hasHistory && openedAt !== undefined && solvedAt !== undefined && solvedAt >= openedAt) {
    const waits = statedWaits(cells, solvedAt - openedAt);
    if (waits === 'contradiction') tallies.add('waitsContradict');
    else if (waits) for (const { at, what } of waitEvents(waits, solvedAt)) add(at, what);
  }
  const solver = cells.text('solved_by');
  if (solver !== undefined) add(solvedAt, { kind: 'assignment', agentId: solver });
  return drafts;
}

/** Instants of a ticket's own row that lie after its opening. */
const AFTER_OPENING: ReadonlySet<string> = new Set(['stated_solved_at', 'stated_first_solved_at', 'first_response_at']);

/**
 * A row whose instants are never before the opening only because their column is less exact: `09:00` is any instant of
 * that minute, and after an opening at 09:00:45 it is that one at the earliest.
 */
export function withinPrecision(cells: Cells, firstAt: number | undefined, tallies: Tallies): Cells {
  const openedAt = cells.instant('opened_at') ?? firstAt;
  if (openedAt === undefined) return cells;
  const isLate = (at: number, column: string): boolean => at < openedAt && openedAt < at + cells.spanMs(column);
  for (const column of AFTER_OPENING) {
    const at = cells.has(column) ? cells.instant(column) : undefined;
    if (at === undefined || !isLate(at, column)) continue;
    tallies.add('withinPrecision', spanName(cells.spanMs(column)));
    break;
  }
  return {
    ...cells,
    instant(column) {
      const at = cells.instant(column);
      return at !== undefined && AFTER_OPENING.has(column) && isLate(at, column) ? openedAt : at;
    },
  };
}

function spanName(ms: number): string {
  return ms >= MS_PER_DAY ? 'day' : ms >= MS_PER_HOUR ? 'hour' : ms >= MS_PER_MINUTE ? 'minute' : 'second';
}

/** A row of a list whose status says open has no solution, whatever date stands beside it: the status holds. */
export function withoutContradiction(cells: Cells, tallies: Tallies): Cells {
  const word = cells.text('status');
  const status = word === undefined ? undefined : statusOf(word);
  if (status === undefined || isSolved(status) || cells.instant('stated_solved_at') === undefined) return cells;
  tallies.add('solvedWhileOpen');
  const dropped: ReadonlySet<string> = new Set(['stated_solved_at', 'stated_first_solved_at']);
  return { ...cells, instant: (column) => (dropped.has(column) ? undefined : cells.instant(column)) };
}

/** Times rounded to a hundredth of an hour, and not all to the same side, differ by so much. */
const ROUNDING_MS = 120_000;
const ROUNDING_SHARE = 0.01;

/** Whether a time that the row states itself, on the wall clock, is another one than between its own instants. */
export function contradictsVendor(cells: Cells, { openedAt, statedSolvedAt, vendorMetrics }: Ticket): boolean {
  const pairs = [
    [statedSolvedAt, vendorMetrics?.finalResolutionCalendarMs],
    [cells.instant('first_response_at'), vendorMetrics?.firstResponseCalendarMs],
  ] as const;
  return pairs.some(([at, stated]) => {
    if (at === undefined || stated === undefined) return false;
    const off = Math.abs(at - openedAt - stated);
    return off > Math.max(ROUNDING_MS, stated * ROUNDING_SHARE);
  });
}
