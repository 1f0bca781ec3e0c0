import { z } from 'zod';
import { Status } from '../model/ticket.ts';

/** `true` or `false`; `yes` and `no` say the same. */
export const yesNo = z
  .string()
  .toLowerCase()
  .pipe(z.enum(['true', 'false', 'yes', 'no'], { error: 'accepts true or false' }))
  .transform((text) => text === 'true' || text === 'yes');

/** One of these words. */
export function oneOf<const Word extends string>(words: readonly [Word, Word, ...Word[]]) {
  const told = `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
  return z.enum(words, { error: `accepts ${told}` });
}

/** `a, b`: entries between commas, without the spaces around them; empty ones are none. */
export const list = z.string().transform(entriesOf);

/** A list of which each entry has this form; it names at least one. */
export function listOf(form: RegExp, message: string) {
  return list.pipe(z.array(z.string().regex(form, message)).min(1, message));
}

/**
 * `a=b, c`: a stands for b, c for itself; what stands before the first `=` is the name. A name that stands twice is an
 * error, since only one of both could hold.
 */
export const pairs = z.string().transform((text, context) => {
  const found = new Map<string, string>();
  for (const entry of entriesOf(text)) {
    const cut = entry.indexOf('=');
    const key = (cut < 0 ? entry : entry.slice(0, cut)).trim();
    const value = cut < 0 ? key : entry.slice(cut + 1).trim();
    const problem = key === '' || value === '' ? 'accepts pairs like a=b, c' : found.has(key) && `names ${key} twice`;
    if (problem) {
      context.addIssue({ code: 'custom', message: problem });
      return z.NEVER;
    }
    found.set(key, value);
  }
  return found;
});

/** Pairs of a vendor's own words for a status and ours; the words in lower case. */
export const statusPairs = pairs.transform((words, context) => {
  const statuses = new Map<string, Status>();
  for (const [word, meaning] of words) {
    const status = Status.safeParse(meaning);
    if (status.success) statuses.set(word.toLowerCase(), status.data);
    else context.addIssue({ code: 'custom', message: `${word} must mean one of ${Status.options.join(', ')}` });
  }
  return statuses;
});

/** A date, from its beginning in UTC on, or an instant with its offset; in epoch ms. */
export const day = z
  .union([z.iso.date(), z.iso.datetime({ offset: true })], { error: 'accepts a date such as 2026-01-31 (UTC)' })
  .transform((text) => Date.parse(text));

/** The variable that every source calls START_DATE: what changed earlier is not read. In epoch ms. */
export function startDate(what: string) {
  return day.optional().meta({
    description: `${what} since this date (UTC) are read; left out: all.`,
    example: '2026-01-01',
  });
}

/** A whole number within two bounds, both allowed. */
export function wholeNumber(from: number, to: number) {
  return z.string().transform((text, context) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= from && value <= to) return value;
    context.addIssue({ code: 'custom', message: `accepts a whole number from ${from} to ${to}` });
    return z.NEVER;
  });
}

/** Where an API or a proxy of it lives, without a slash at its end: https, or http on this machine. */
export const webAddress = z.string().transform((text, context) => {
  const url = URL.parse(text);
  const local = url !== null && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  const safe = url !== null && (url.protocol === 'https:' || (url.protocol === 'http:' && local));
  if (safe && url.username === '' && url.password === '' && url.search === '' && url.hash === '') {
    return text.replace(/\/+$/, '');
  }
  context.addIssue({
    code: 'custom',
    message: 'accepts an https address without user, password or query (http is for localhost)',
  });
  return z.NEVER;
});

function entriesOf(text: string): string[] {
  return text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}
