import { createHash } from 'node:crypto';
import type { Page } from '../model/source.ts';

/** Fields that keys of tables are made of, here or as a reference. */
const KEYS: ReadonlySet<string> = new Set([
  'id',
  'key',
  'ticketId',
  'customerId',
  'agentId',
  'teamId',
  'authorId',
  'accountKey',
  'personKey',
  'mergedInto',
  'into',
  'organisationId',
  'externalId',
  'referrerKey',
  'referredKey',
  'subscriptionId',
  'teamIds',
  'externalIds',
]);

/** PostgreSQL's indexes take 2,700 bytes, and a key has up to three ids of up to 3 bytes a sign in it. */
const LONGEST_KEY = 250;
const KEPT_OF_KEY = 180;

/**
 * A page as both databases can hold it. PostgreSQL has no NUL in a text, and no encoding carries half a character: both
 * would be lost on the way, and an id would then no longer find its record. Ids longer than any helpdesk gives are cut
 * and end in a hash, so that no two become one. What needs nothing is handed back as it is.
 */
export function storablePage(page: Page): Page {
  const lists = Object.entries(page).filter((entry): entry is [string, readonly object[]] => Array.isArray(entry[1]));
  return { ...page, ...Object.fromEntries(lists.map(([name, list]) => [name, storableItems(list, '')])) };
}

function storableItems<Item>(items: readonly Item[], name: string): readonly Item[] {
  let changed: Item[] | undefined;
  for (let index = 0; index < items.length; index++) {
    const kept = storable(items[index], name) as Item;
    if (kept === items[index]) continue;
    changed ??= [...items];
    changed[index] = kept;
  }
  return changed ?? items;
}

function storable(value: unknown, name: string): unknown {
  if (typeof value === 'string') return isStorable(value) ? value : storableText(value, name);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return storableItems(value, name);
  return storableRecord(value as Readonly<Record<string, unknown>>, name === 'fields');
}

/** Most of all that is saved passes here: no list of its entries is made for a record that may stay as it is. */
function storableRecord(record: Readonly<Record<string, unknown>>, namedByOthers: boolean): object {
  let stays = true;
  for (const name in record) {
    stays = storable(record[name], name) === record[name] && (!namedByOthers || isStorable(name));
    if (!stays) break;
  }
  if (stays) return record;
  return Object.fromEntries(
    Object.entries(record).map(([name, value]) => [storableText(name, ''), storable(value, name)]),
  );
}

/** Whether nothing of a text has to be looked at closer. */
function isStorable(text: string): boolean {
  return text.length <= LONGEST_KEY && text.isWellFormed() && !text.includes('\0');
}

function storableText(text: string, name: string): string {
  const whole = text.replaceAll('\0', '').toWellFormed();
  if (whole.length <= LONGEST_KEY || !KEYS.has(name)) return whole === text ? text : whole;
  const hash = createHash('sha256').update(whole).digest('hex').slice(0, 32);
  return `${whole.slice(0, KEPT_OF_KEY).toWellFormed()}…${hash}`;
}
