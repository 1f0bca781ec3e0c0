import pLimit from 'p-limit';
import { z } from 'zod';
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
 * Reads a list record by record, so that one the schema cannot read, or that is nested without end, is set aside and the
 * others go on. What is odd within a record costs the field, or the member of a list, and is told with the record's place;
 * only a record that cannot do without it is set aside.
 * `placeOf` names the record: the API's path and its id, never a text of the ticket.
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
    const record = readRecord(schema, item);
    if (record.ok) read.push(record.data);
    if (record.reason !== undefined) rejected.push({ place: placeOf(item, index), reason: record.reason });
  }
  return { read, rejected };
}

/** A record as far as it could be read; `reason` says what is missing from it, or why it is not there. */
export type RecordRead<T> =
  | { readonly ok: true; readonly data: T; readonly reason: string | undefined }
  | { readonly ok: false; readonly reason: string };

/** More odd fields than this are no oddity but another kind of record. */
const MOST_ODD = 50;

/** Reads a whole answer as a record is read: what is odd in it costs the field, or the member of a list. */
export function readAnswer<T>(schema: z.ZodType<T>, body: unknown): RecordRead<T> {
  const whole = schema.safeParse(body);
  if (whole.success) return { ok: true, data: whole.data, reason: undefined };
  // What walks an answer that is nested without end would exhaust the stack.
  return isDeeperThan(body, DEEPEST_LEVELS)
    ? { ok: false, reason: whyUnreadable(whole.error) }
    : readRecord(schema, body);
}

/** Reads one record; what is odd in it is left out, from the inside out, as long as the schema can do without it. */
export function readRecord<T>(schema: z.ZodType<T>, item: unknown): RecordRead<T> {
  const whole = schema.safeParse(item);
  if (whole.success) return { ok: true, data: whole.data, reason: undefined };
  const unreadable = { ok: false, reason: whyUnreadable(whole.error) } as const;
  if (typeof item !== 'object' || item === null) return unreadable;
  const left: unknown = structuredClone(item);
  const without: string[] = [];
  let error = whole.error;
  while (without.length < MOST_ODD) {
    const odd = innermost(error.issues.map((issue) => reachable(left, issue.path)));
    if (odd.some((path) => path.length === 0)) return unreadable;
    for (const path of odd) remove(left, path);
    without.push(...odd.map((path) => path.join('.')));
    const parsed = schema.safeParse(left);
    if (parsed.success) {
      const named = [...new Set(without)].slice(0, 3).join(', ') + (without.length > 3 ? ' and more' : '');
      return { ok: true, data: parsed.data, reason: `kept without ${named}: ${whyUnreadable(whole.error)}` };
    }
    error = parsed.error;
  }
  return unreadable;
}

type Path = readonly PropertyKey[];

/** The part of a path that is there: what is missing counts against what it is missing from. */
function reachable(value: unknown, path: Path): Path {
  let at = value;
  for (const [depth, key] of path.entries()) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return path.slice(0, depth);
    at = Reflect.get(at, key);
  }
  return path;
}

/** Each path once; of a list the later members first, so that removing one moves no other. */
function innermost(paths: readonly Path[]): readonly Path[] {
  const each = new Map(paths.map((path) => [JSON.stringify(path.map(String)), path]));
  return [...each.values()].sort((a, b) => b.length - a.length || Number(b.at(-1)) - Number(a.at(-1)) || 0);
}

function remove(value: unknown, path: Path): void {
  let at = value;
  for (const key of path.slice(0, -1)) {
    if (typeof at !== 'object' || at === null) return;
    at = Reflect.get(at, key);
  }
  const key = path.at(-1);
  if (key === undefined || typeof at !== 'object' || at === null) return;
  if (Array.isArray(at)) at.splice(Number(key), 1);
  else Reflect.deleteProperty(at, key);
}

/**
 * An answer that may lack any of its fields, but not all that tell what it is: some other object (an error, a login
 * page's) is not taken for an empty list.
 */
export function withOneOf<Schema extends z.ZodObject>(keys: readonly string[], schema: Schema) {
  return z
    .looseObject({})
    .refine((body) => keys.some((key) => Object.hasOwn(body, key)), { error: `expected one of ${keys.join(', ')}` })
    .pipe(schema);
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
