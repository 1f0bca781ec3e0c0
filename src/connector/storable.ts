import type { Page, Rejection } from '../model/source.ts';

/** The texts by which a record is found again: one that no database can keep sets the record aside. */
const IDENTITY = {
  tickets: ['id'],
  events: ['id', 'ticketId'],
  agents: ['id'],
  teams: ['id'],
  customers: ['id'],
  accounts: ['key'],
  ratings: ['id', 'ticketId'],
  subscriptions: ['id', 'accountKey'],
  churnEvents: ['id', 'accountKey'],
  mrrChanges: ['id', 'subscriptionId', 'accountKey'],
  orders: ['id', 'accountKey'],
  referrals: ['id'],
  milestones: ['id', 'accountKey'],
  usage: ['id', 'accountKey'],
  costs: ['id', 'accountKey'],
} as const satisfies Partial<Record<keyof Page, readonly string[]>>;

const LISTS = Object.keys(IDENTITY) as (keyof typeof IDENTITY)[];

/** What stands for a sign that cannot be kept. */
const REPLACEMENT = '\uFFFD';

/**
 * Whether any database can keep the text: PostgreSQL has no NUL, and half of a surrogate pair is no text in UTF-8.
 */
export function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}

/** The text with the replacement sign for every sign that cannot be kept. */
export function storableText(text: string): string {
  return isStorable(text) ? text : text.toWellFormed().replaceAll('\0', REPLACEMENT);
}

/**
 * A page as every store can keep it. A record whose own id cannot be kept (`isStorable`) is set aside with its place;
 * in all other texts the signs that cannot be kept become U+FFFD. A page without such signs is returned as it is.
 */
export function storablePage(page: Page): Page {
  const changes: Record<string, unknown> = {};
  const rejected: Rejection[] = [];
  for (const list of LISTS) {
    const records: readonly object[] = page[list] ?? [];
    if (records.every((record) => isClean(record))) continue;
    changes[list] = records.flatMap((record) => {
      if (isClean(record)) return [record];
      const lost = IDENTITY[list].find((key) => !isCleanValue(ofRecord(record, key)));
      if (lost === undefined) return [cleaned(record)];
      const id = ofRecord(record, 'id') ?? ofRecord(record, 'key');
      rejected.push({
        place: `${list} ${storableText(String(id))}`,
        reason: `its ${lost} holds a sign that no database keeps (NUL or half of a surrogate pair)`,
      });
      return [];
    });
  }
  const said = page.rejected?.some((rejection) => !isClean(rejection)) || !isCleanValue(page.remarks);
  if (Object.keys(changes).length === 0 && !said) return page;
  return {
    ...page,
    ...changes,
    ...(page.remarks ? { remarks: page.remarks.map(storableText) } : {}),
    ...(page.wholeTimelines ? { wholeTimelines: page.wholeTimelines.filter(isStorable) } : {}),
    rejected: [...(page.rejected ?? []).map((rejection) => cleaned(rejection)), ...rejected],
  };
}

function ofRecord(record: object, key: string): unknown {
  return key in record ? (record as Readonly<Record<string, unknown>>)[key] : undefined;
}

function isClean(record: object): boolean {
  for (const value of Object.values(record)) if (!isCleanValue(value)) return false;
  return true;
}

/** Records are flat but for lists of texts and maps from text to text. */
function isCleanValue(value: unknown): boolean {
  if (typeof value === 'string') return isStorable(value);
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every(isCleanValue);
  return Object.entries(value).every(([key, item]) => isStorable(key) && isCleanValue(item));
}

function cleaned<T>(value: T): T;
function cleaned(value: unknown): unknown {
  if (typeof value === 'string') return storableText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => cleaned(item));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [storableText(key), cleaned(item)]));
}
