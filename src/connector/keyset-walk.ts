import { DataError } from '../model/errors.ts';

/** A row of a list that is sorted by when its record changed last. */
export interface ChangedRow {
  readonly id: string;
  /** When it changed, epoch ms. */
  readonly at: number;
}

/** One answer of the list; `next` leads to the rest of it, undefined at the end. */
export interface ChangedRows<Row extends ChangedRow> {
  readonly rows: readonly Row[];
  readonly next: string | undefined;
}

/** How far a walk is: everything that changed before `since` is read, and of what changed later the rows in `seen`. */
export interface WalkPosition {
  /** Epoch ms. */
  readonly since: number;
  /** `id@at` of rows at or after `since` that need not be read again. */
  readonly seen: readonly string[];
}

/** What a walk must know of its list. */
export interface WalkRules<Row extends ChangedRow> {
  /** For messages: who asks, and what. */
  readonly place: string;
  /** Asks for rows changed at or after `since`, oldest change first, or for the rest of such an answer. */
  readonly ask: (since: number, next: string | undefined) => Promise<ChangedRows<Row>>;
  /** Later rows are left for another time (the list may still be settling there); Infinity: none. */
  readonly until: number;
  /** Rows as old as this are known to have settled: they are remembered as seen. */
  readonly settledBefore: () => number;
  /** Seen rows are remembered from here on, so that a later walk may begin here without reading them twice. */
  readonly rememberFrom: number;
}

/** One step: the rows that were not seen before, and where to go on if the walk stops here. */
export interface WalkStep<Row extends ChangedRow> {
  readonly rows: readonly Row[];
  readonly position: WalkPosition;
  readonly last: boolean;
}

const keyOf = (row: ChangedRow): string => `${row.id}@${row.at}`;
const atOf = (key: string): number => Number(key.slice(key.lastIndexOf('@') + 1));

/** Lists that filter by whole seconds may bring rows of the second before. */
const SLACK_MS = 1000;

/**
 * Walks a list in order of change without losing rows while it moves. Page numbers over such a list lose rows: one
 * that was read changes, leaves its place, everything shifts, and the first row of the next page is never seen. So
 * after each answer the walk asks anew from the last row's change time on ("keyset restart"), and follows `next` only
 * while an answer brings nothing but that one change time. Throws DataError when the list does not keep to what was
 * asked or repeats itself.
 */
export async function* walkChanges<Row extends ChangedRow>(
  start: WalkPosition,
  rules: WalkRules<Row>,
): AsyncGenerator<WalkStep<Row>> {
  let { since } = start;
  const seen = new Set(start.seen);
  let next: string | undefined;
  let before = '';
  for (;;) {
    const answer = await rules.ask(since, next);
    const print = answer.rows.map(keyOf).join();
    if (next !== undefined && (print === before || answer.next === next)) {
      throw new DataError(`${rules.place}: the same page came twice, so the rest cannot be reached`);
    }
    if (answer.rows.some((row) => row.at < since - SLACK_MS)) {
      throw new DataError(`${rules.place}: rows older than asked for came back, so the order cannot be relied on`);
    }
    before = print;
    const inside = answer.rows.filter((row) => row.at >= since && row.at <= rules.until);
    const fresh = inside.filter((row) => !seen.has(keyOf(row)));
    for (const row of inside) seen.add(keyOf(row));
    const reached = Math.max(since, ...inside.map((row) => row.at));
    const moved = reached > since;
    since = reached;
    const settledBefore = rules.settledBefore();
    const from = Math.min(since, settledBefore);
    const rememberFrom = Math.min(from, rules.rememberFrom);
    for (const key of seen) if (atOf(key) < rememberFrom) seen.delete(key);
    const position = { since: from, seen: [...seen].filter((key) => atOf(key) < settledBefore) };
    const last = answer.next === undefined;
    yield { rows: fresh, position, last };
    if (last) return;
    next = moved ? undefined : answer.next;
  }
}
