import { z } from 'zod';
import { DataError } from '../../src/model/errors.ts';
import { isSolved, Side, type Status } from '../../src/model/ticket.ts';
import { type Cells, oneOf, type RowChoice, requiredInstant } from './cells.ts';
import type { PlacedRow } from './placed-rows.ts';
import { type Draft, type Happening, statusOf } from './timeline.ts';

/** What the rows of a log tell of one ticket. */
export interface Changes {
  readonly drafts: Draft[];
  /** The ticket's own facts, each from the row that counts for it. */
  readonly facts: Cells;
  readonly firstAt: number;
  readonly lastAt: number;
}

/** A row of the log with its instant. */
interface TimedRow {
  at: number;
  readonly row: PlacedRow;
}

const Handover = z.enum(['bot', 'team']);

/**
 * Reads the log of one ticket: rows in order of their times and in file order within an instant, or in file order. A status or an
 * assignment is an event only where it changes, a message or a note on every row that has one. `read` runs a reader
 * and sets the row aside when it fails; undefined when no row can be read.
 */
export function changesOf(
  rows: readonly PlacedRow[],
  read: <T>(row: PlacedRow, reader: () => T) => T | undefined,
  reject: (place: string, reason: string) => void,
): Changes | undefined {
  const timed: TimedRow[] = [];
  for (const row of rows) {
    const at = read(row, () => requiredInstant(row.cells, 'at'));
    if (at !== undefined) timed.push({ at, row });
  }
  inOrder(timed);
  const told = { drafts: [] as Draft[], state: {} as State };
  const good: TimedRow[] = [];
  for (const { at, row } of timed) {
    const happened = read(row, () => happenings(row.cells, told.state));
    if (happened === undefined) continue;
    good.push({ at, row });
    for (const what of happened) {
      told.drafts.push({ at, what, reject: (reason) => reject(row.place, reason) });
      remember(told.state, what);
    }
    told.state.lastWord = row.cells.text('status') === undefined ? told.state.lastWord : statusWord(row.cells);
  }
  const first = good[0];
  const last = good.at(-1);
  if (!first || !last) return undefined;
  const facts = factsOf(
    good.map(({ row }) => row.cells),
    told.state,
  );
  return { drafts: settleSolution(told.drafts, facts), facts, firstAt: first.at, lastAt: last.at };
}

/**
 * Puts rows in the order in which they happened. Where that is the file's, a row dated before the one above it
 * happened no earlier than that one.
 */
function inOrder(rows: TimedRow[]): void {
  if (!rows[0]?.row.cells.inFileOrder) {
    rows.sort((a, b) => a.at - b.at);
    return;
  }
  let reached = 0;
  for (const timed of rows) {
    reached = Math.max(reached, timed.at);
    timed.at = reached;
  }
}

/** Where the log stands after a row. */
interface State {
  status?: Status | undefined;
  /** The last word that is no status, as long as no other follows it. */
  unknownWord?: string | undefined;
  agentId?: string | null | undefined;
  teamId?: string | null | undefined;
  /** The last row's word and what it means, whatever became of its event. */
  lastWord?: { readonly word: string; readonly original: string } | undefined;
}

function statusWord(cells: Cells): { word: string; original: string } {
  const word = cells.text('status')!;
  return { word, original: cells.original('status') ?? word };
}

/** What a row tells, in the order in which it takes effect. */
function happenings(cells: Cells, state: State): Happening[] {
  const happened: Happening[] = [];
  const agentId = assignee(cells, 'agent_id', state.agentId);
  const teamId = assignee(cells, 'team_id', state.teamId);
  if (agentId !== undefined || teamId !== undefined) {
    happened.push({
      kind: 'assignment',
      ...(agentId === undefined ? {} : { agentId }),
      ...(teamId === undefined ? {} : { teamId }),
    });
  }
  const by = oneOf(Side, cells, 'message');
  if (by !== undefined) {
    happened.push({
      kind: 'message',
      by,
      authorId:
        cells.text('message_author') ??
        (by === 'customer' ? cells.text('customer_id') : by === 'agent' ? cells.text('agent_id') : undefined),
      public: cells.flag('message_public') ?? true,
      automatic: cells.flag('message_automatic'),
    });
  }
  if (cells.flag('note'))
    happened.push({ kind: 'note', authorId: cells.text('message_author') ?? cells.text('agent_id') });
  if (cells.text('status') !== undefined) {
    const { word, original } = statusWord(cells);
    const to = statusOf(word);
    const isNew = to === undefined ? state.unknownWord !== word : state.status !== to;
    if (isNew) happened.push({ kind: 'status', word, original, by: oneOf(Side, cells, 'status_by') });
  }
  const to = oneOf(Handover, cells, 'handover');
  if (to !== undefined) happened.push({ kind: 'handover', to });
  return happened;
}

/** Who has the ticket by this row, if that is another one than before; a ticket begins with nobody. */
function assignee(cells: Cells, column: string, before: string | null | undefined): string | null | undefined {
  if (!cells.has(column)) return undefined;
  const now = cells.text(column) ?? (cells.nobody(column) ? null : undefined);
  return now === undefined || now === (before ?? null) ? undefined : now;
}

function remember(state: State, what: Happening): void {
  if (what.kind === 'assignment') {
    if (what.agentId !== undefined) state.agentId = what.agentId;
    if (what.teamId !== undefined) state.teamId = what.teamId;
  } else if (what.kind === 'status') {
    const to = statusOf(what.word);
    state.unknownWord = to === undefined ? what.word : undefined;
    state.status = to ?? state.status;
  }
}

/**
 * With `onlyStatedSolutions`, a ticket without a stated one keeps its solved status but no event of it, since
 * nobody knows when it was solved. Otherwise the one who solved a ticket, where the log says who and the source does
 * not say when, has it from just before its last solved status.
 */
function settleSolution(drafts: Draft[], facts: Cells): Draft[] {
  if (facts.instant('stated_solved_at') !== undefined) return drafts;
  let entry = drafts.length;
  for (let index = drafts.length - 1; index >= 0; index -= 1) {
    const to = statusSet(drafts[index]!);
    if (to === undefined) continue;
    if (!isSolved(to)) break;
    entry = index;
  }
  if (facts.onlyStatedSolutions) {
    return drafts.filter((draft, index) => index < entry || statusSet(draft) === undefined);
  }
  const solver = facts.text('solved_by');
  if (solver === undefined || entry === drafts.length) return drafts;
  const solved = drafts[entry]!;
  return drafts.toSpliced(entry, 0, { ...solved, what: { kind: 'assignment', agentId: solver } });
}

function statusSet({ what }: Draft): Status | undefined {
  return what.kind === 'status' ? statusOf(what.word) : undefined;
}

/** Told by events, so that the row's own cells would only repeat them. */
const TOLD_BY_EVENTS = new Set(['agent_id', 'team_id']);

/** The ticket's facts from its rows in order of time: each column from the row that the mapping chose for it. */
function factsOf(rows: readonly Cells[], state: State): Cells {
  const last = rows.at(-1)!;
  const rowFor = (column: string): Cells => {
    const choice: RowChoice = last.rowFor(column);
    if (choice === 'first') return rows[0]!;
    const isGiven = (cells: Cells): boolean => cells.text(column) !== undefined;
    if (choice === 'first_given') return rows.find(isGiven) ?? last;
    if (choice === 'last_given') return rows.findLast(isGiven) ?? last;
    return last;
  };
  const told = (column: string): boolean => TOLD_BY_EVENTS.has(column) || column === 'status';
  return {
    ...last,
    text: (column) =>
      column === 'status' ? state.lastWord?.word : told(column) ? undefined : rowFor(column).text(column),
    original: (column) => (column === 'status' ? state.lastWord?.original : rowFor(column).original(column)),
    instant: (column) => rowFor(column).instant(column),
    number: (column) => rowFor(column).number(column),
    flag: (column) => rowFor(column).flag(column),
    list: (column) => rowFor(column).list(column),
  };
}

/** A ticket's own row first; what it does not say, the log says. */
export function joinedCells(own: Cells | undefined, log: Cells | undefined): Cells {
  if (!own || !log) {
    const only = own ?? log;
    if (!only) throw new DataError('no row of the ticket can be read');
    return only;
  }
  const has = (column: string): boolean => own.text(column) !== undefined;
  return {
    ...own,
    has: (column) => own.has(column) || log.has(column),
    text: (column) => own.text(column) ?? log.text(column),
    original: (column) => own.original(column) ?? log.original(column),
    instant: (column) =>
      (own.has(column) ? own.instant(column) : undefined) ?? (log.has(column) ? log.instant(column) : undefined),
    number: (column) => (has(column) ? own : log).number(column),
    flag: (column) => (has(column) ? own : log).flag(column),
    list: (column) => (has(column) ? own : log).list(column),
    fields: [...own.fields, ...log.fields.filter(({ name }) => !own.fields.some((field) => field.name === name))],
  };
}
