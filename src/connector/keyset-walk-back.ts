import { DataError } from '../model/errors.ts';
import type { ChangedRow, ChangedRows } from './keyset-walk.ts';

/** How far back a walk is: everything that changed after `before` is read, and of that instant the rows in `seen`. */
export interface BackPosition {
  /** Epoch ms. */
  readonly before: number;
  /** `id@at` of rows at `before` that need not be read again. */
  readonly seen: readonly string[];
}

/** What a walk back must know of its list. */
export interface BackRules<Row extends ChangedRow> {
  /** For messages: who asks, and what. */
  readonly place: string;
  /** Asks for rows changed at or before `before`, newest change first, or for the rest of such an answer. */
  readonly ask: (before: number, next: string | undefined) => Promise<ChangedRows<Row>>;
  /** Rows that changed earlier are not wanted. */
  readonly from: number;
}

/** One step: the rows that were not seen before, and where to go on if the walk stops here. */
export interface BackStep<Row extends ChangedRow> {
  readonly rows: readonly Row[];
  readonly position: BackPosition;
  readonly last: boolean;
}

const keyOf = (row: ChangedRow): string => `${row.id}@${row.at}`;

/** Lists that filter by whole seconds may bring rows of the second after. */
const SLACK_MS = 1000;

/**
 * Walks a list from an instant back to its beginning, newest change first, so that what matters now is there first. A
 * row that changes meanwhile leaves the part that is still to be read: whoever walks back reads what changed after the
 * walk began in another walk, forward. Pages are asked for anew from the last row's change time on, as in
 * `walkChanges`. Throws DataError when the list does not keep to what was asked or repeats itself.
 */
export async function* walkBack<Row extends ChangedRow>(
  start: BackPosition,
  rules: BackRules<Row>,
): AsyncGenerator<BackStep<Row>> {
  let { before } = start;
  let seen = new Set(start.seen);
  let next: string | undefined;
  let printBefore = '';
  for (;;) {
    const answer = await rules.ask(before, next);
    const print = answer.rows.map(keyOf).join();
    if (next !== undefined && (print === printBefore || answer.next === next)) {
      throw new DataError(`${rules.place}: the same page came twice, so the rest cannot be reached`);
    }
    const asked = before;
    if (answer.rows.some((row) => row.at > asked + SLACK_MS)) {
      throw new DataError(`${rules.place}: rows newer than asked for came back, so the order cannot be relied on`);
    }
    printBefore = print;
    const inside = answer.rows.filter((row) => row.at <= asked && row.at >= rules.from);
    const known = seen;
    const fresh = inside.filter((row) => !known.has(keyOf(row)));
    const reached = Math.min(asked, ...inside.map((row) => row.at));
    const moved = reached < asked;
    const here = inside.filter((row) => row.at === reached).map(keyOf);
    seen = new Set(moved ? here : [...seen, ...here]);
    before = reached;
    const last = answer.next === undefined;
    yield { rows: fresh, position: { before, seen: [...seen] }, last };
    if (last) return;
    next = moved ? undefined : answer.next;
  }
}
