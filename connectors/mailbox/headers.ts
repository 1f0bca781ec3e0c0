import { createHash } from 'node:crypto';
import { addressParser, decodeWords } from 'postal-mime';

/** The header fields that are asked for; no other part of a message is ever fetched. */
export const FIELDS = [
  'message-id',
  'in-reply-to',
  'references',
  'thread-index',
  'date',
  'received',
  'from',
  'sender',
  'reply-to',
  'x-original-from',
  'to',
  'cc',
  'subject',
  'auto-submitted',
  'precedence',
  'x-autoreply',
  'x-autorespond',
  'x-auto-response-suppress',
  'x-failed-recipients',
  'return-path',
  'list-id',
  'list-unsubscribe',
  'content-type',
  'x-mailer',
  'user-agent',
] as const;
export type Field = (typeof FIELDS)[number];

/** Fields of a message, each with its values in order, unfolded, encoded words as they are. */
export type Headers = ReadonlyMap<string, readonly string[]>;

/** Longer values tell nothing more, and would only cost memory. */
const LONGEST_VALUE = 20_000;

/** Reads raw header lines; what is no field is passed over. */
export function headersOf(raw: string): Headers {
  const found = new Map<string, string[]>();
  for (const line of raw.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const cut = line.indexOf(':');
    if (cut <= 0) continue;
    const name = line.slice(0, cut).trim().toLowerCase();
    const value = line.slice(cut + 1, cut + 1 + LONGEST_VALUE).trim();
    const values = found.get(name);
    if (values) values.push(value);
    else found.set(name, [value]);
  }
  return found;
}

/** The first value of a field that is not empty. */
export function first(headers: Headers, field: Field): string | undefined {
  return headers.get(field)?.find((value) => value !== '');
}

/** Message ids of a field, without brackets, domain in lower case; broken ones (folded, without an end) as far as they go. */
export function idsIn(value: string | undefined): readonly string[] {
  if (value === undefined) return [];
  const within = [...value.matchAll(/<([^<>]+)>?/g)].map(([, id]) => id!.replace(/\s+/g, ''));
  const bare = within.length > 0 ? within : value.split(/[\s,;]+/).filter((word) => /^[^\s@]+@[^\s@]+$/.test(word));
  return [...new Set(bare.filter((id) => id !== '').map(plainId))];
}

function plainId(id: string): string {
  const at = id.lastIndexOf('@');
  return at < 0 ? id : id.slice(0, at) + id.slice(at).toLowerCase();
}

/** A short name of a text, the same everywhere: 66 bits. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 11);
}

/** Addresses of a field in lower case; groups are opened, what is no address is passed over. */
export function addressesIn(value: string | undefined): readonly string[] {
  if (value === undefined) return [];
  return addressParser(value, { flatten: true }).flatMap(({ address }) => {
    const plain = (address ?? '').trim().toLowerCase();
    return /^[^\s@<>]+@[^\s@<>]+$/.test(plain) ? [plain] : [];
  });
}

/** The name that stands before the first address of a field. */
export function nameIn(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  const [person] = addressParser(value, { flatten: true });
  return person?.name?.trim() || undefined;
}

/** A subject in words, without signs of control. */
export function subjectText(value: string | undefined): string {
  return decodeWords(value ?? '')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim();
}

/** What mail programs of many languages set before a subject that they answer or pass on. */
const PREFIX =
  /^\s*(?:(?:re|aw|wg|sv|vs|antw|odp|res|rif|rv|r|fw|fwd|tr|enc|vá|ynt|回复|答复|转发|回覆|轉寄)\s*(?:[[(]\d+[\])])?\s*[:：]|\[[^\]]{1,40}\])\s*/iu;

/** The subject without prefixes, in lower case, and whether it had one that says "an answer". */
export function baseSubject(subject: string): { readonly base: string; readonly isReply: boolean } {
  let base = subject;
  let isReply = false;
  for (let match = PREFIX.exec(base); match; match = PREFIX.exec(base)) {
    if (!match[0].trimStart().startsWith('[')) isReply = true;
    base = base.slice(match[0].length);
  }
  return { base: base.trim().toLowerCase(), isReply };
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DATE =
  /(\d{1,2})\s+([a-z]{3})[a-z]*\s+(\d{2,4})\s+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(?:([+-])(\d{2})(\d{2})|([a-z]{1,5}))?/i;

/** An instant (epoch ms) and, where it was written as a number of its own, the offset from UTC in minutes. */
export interface StatedDate {
  readonly at: number;
  /** Undefined for `-0000` (RFC 5322: says nothing of a place), names of zones and offsets that no place has. */
  readonly offset: number | undefined;
}

/** Reads a Date field (RFC 5322); undefined for what is no date, or has no zone. */
export function dateOf(value: string | undefined): StatedDate | undefined {
  const match = value === undefined ? null : DATE.exec(value);
  if (!match) return undefined;
  const [, day, monthName, yearText, hour, minute, second, sign, offsetHours, offsetMinutes, zone] = match;
  const month = MONTHS.indexOf(monthName!.toLowerCase());
  if (month < 0) return undefined;
  const year = yearText!.length > 2 ? Number(yearText) : Number(yearText) + (Number(yearText) < 50 ? 2000 : 1900);
  const wall = Date.UTC(year, month, Number(day), Number(hour), Number(minute), Number(second ?? 0));
  if (Number(day) > 31 || Number(hour) > 23 || Number(minute) > 59) return undefined;
  if (sign === undefined) return /^(gmt|utc?|z)$/i.test(zone ?? '') ? { at: wall, offset: undefined } : undefined;
  const offset = (sign === '-' ? -1 : 1) * (Number(offsetHours) * 60 + Number(offsetMinutes));
  if (Math.abs(offset) > 14 * 60 || Number(offsetMinutes) > 59) return undefined;
  const says = offset % 15 === 0 && !(sign === '-' && offset === 0);
  return { at: wall - offset * 60_000, offset: says ? offset : undefined };
}
