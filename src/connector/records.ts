import pLimit from 'p-limit';
import type { z } from 'zod';
import type { Rejection } from '../model/source.ts';

/** The records of one answer that could be read, and those that were set aside. */
export interface ReadRecords<T> {
  readonly read: readonly T[];
  readonly rejected: readonly Rejection[];
}

/** No vendor nests a record deeper; what walks it without this bound would exhaust the stack. */
const DEEPEST_LEVELS = 100;

/** Whether lists and objects stand inside each other deeper than `levels`; takes no stack itself. */
export function isDeeperThan(value: unknown, levels: number): boolean {
  let layer: unknown[] = [value];
  for (let level = 0; ; level++) {
    const below: unknown[] = [];
    for (const item of layer) {
      if (typeof item !== 'object' || item === null) continue;
      for (const part of Object.values(item)) if (typeof part === 'object' && part !== null) below.push(part);
    }
    if (below.length === 0) return false;
    if (level + 1 >= levels) return true;
    layer = below;
  }
}

/**
 * Reads a list record by record, so that one the schema cannot read, or that is nested without end, is set aside and
 * the others go on. `placeOf` names the record: the API's path and its id, never a text of the ticket.
 */
export function readRecords<T>(
  schema: z.ZodType<T>,
  items: readonly unknown[],
  placeOf: (item: unknown, index: number) => string,
): ReadRecords<T> {
  const read: T[] = [];
  const rejected: Rejection[] = [];
  for (const [index, item] of items.entries()) {
    if (isDeeperThan(item, DEEPEST_LEVELS)) {
      rejected.push({ place: placeOf(item, index), reason: `is nested more than ${DEEPEST_LEVELS} levels deep` });
      continue;
    }
    const parsed = schema.safeParse(item);
    if (parsed.success) read.push(parsed.data);
    else rejected.push({ place: placeOf(item, index), reason: whyUnreadable(parsed.error) });
  }
  return { read, rejected };
}

/** Where a value breaks its schema and what was expected there; never the value: `tickets.3.created_at: …`. */
export function whyUnreadable(error: z.ZodError): string {
  const said = error.issues.slice(0, 3).map((issue) => `${issue.path.join('.') || '(whole)'}: ${issue.message}`);
  return said.join('; ') + (error.issues.length > 3 ? `; and ${error.issues.length - 3} more` : '');
}

/** The `id` of an answer's record as text, or a dash, for naming a place. */
export function idOf(item: unknown): string {
  if (typeof item !== 'object' || item === null || !('id' in item)) return '-';
  return typeof item.id === 'string' || typeof item.id === 'number' ? String(item.id) : '-';
}

/**
 * Runs `task` on every item, at most `most` at once; answers in the items' order. After the first failure nothing new
 * is started; it rejects with that failure once everything under way has ended, so that nothing runs on unseen.
 */
export async function sideBySide<Item, Result>(
  items: readonly Item[],
  most: number,
  task: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const limit = pLimit(most);
  const results: Result[] = new Array(items.length);
  let failure: { readonly error: unknown } | undefined;
  const started = items.map((item, index) =>
    limit(async () => {
      if (failure) return;
      try {
        results[index] = await task(item);
      } catch (error) {
        failure ??= { error };
      }
    }),
  );
  await Promise.all(started);
  if (failure) throw failure.error;
  return results;
}
