import { MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE } from '../../src/model/time.ts';
import { asciiDigits } from './digits.ts';
import { parseEpochMs, parseIso, parseIsoDate, parseOffset, type WallClock, wallClock } from './instants.ts';
import { createTimeWords, type TimeWords } from './time-words.ts';
import { EPOCH_1900 } from './workbook/cell.ts';

/** Formats with a name instead of a pattern. */
export const NAMED_FORMATS = ['ISO', 'epoch_ms', 'epoch_s', 'excel'] as const;

/** Reads one way of writing a time. */
export interface TimeFormat {
  readonly text: string;
  readonly parse: (text: string) => WallClock | undefined;
  /** The same format with day and month in each other's place; undefined where that cannot be mistaken. */
  readonly swapped: ((text: string) => WallClock | undefined) | undefined;
  readonly swappedText: string | undefined;
}

type Part =
  | 'year'
  | 'shortYear'
  | 'monthName'
  | 'month'
  | 'day'
  | 'weekday'
  | 'hour'
  | 'minute'
  | 'second'
  | 'fraction'
  | 'half'
  | 'offset';

/** A word with the marks that belong to its letters; months that are counted (`10月`, `thg 10`) have a number too. */
const WORD = "\\p{L}(?:[\\p{L}\\p{M}'’ʼ′׳॰]|\\.(?=\\p{L}))*";
const MONTH_WORD = `(\\d{1,2}\\s?[月월]|[Tt]h(?:áng|g)\\s?\\d{1,2}|(?:de |d['’])?${WORD})\\.?`;

const TOKENS: Readonly<Record<string, readonly [Part, string]>> = {
  YYYY: ['year', '(\\d{4})'],
  YY: ['shortYear', '(\\d{2})'],
  MMMM: ['monthName', MONTH_WORD],
  MMM: ['monthName', MONTH_WORD],
  MM: ['month', '(\\d{2})'],
  M: ['month', '(\\d{1,2})'],
  DD: ['day', '(\\d{2})'],
  D: ['day', '(\\d{1,2})'],
  dddd: ['weekday', `(${WORD})\\.?`],
  ddd: ['weekday', `(${WORD})\\.?`],
  HH: ['hour', '(\\d{2})'],
  H: ['hour', '(\\d{1,2})'],
  hh: ['hour', '(\\d{2})'],
  h: ['hour', '(\\d{1,2})'],
  mm: ['minute', '(\\d{2})'],
  ss: ['second', '(\\d{2})'],
  S: ['fraction', '(\\d{1,9})'],
  A: ['half', "(\\p{L}(?:[\\p{L}\\p{M}’'.]|\\s(?=\\p{L}\\.?(?:\\s|$)))*)"],
  Z: ['offset', '(Z|[A-Z]{3,5}|(?:UTC|GMT)?[+-]\\d{1,2}(?::?\\d{2})?)'],
};
const TOKEN = /YYYY|YY|MMMM|MMM|MM|M|DD|D|dddd|ddd|HH|H|hh|h|mm|ss|S+|A|Z|\[[^\]]*\]|./gu;

/** What a pattern may hold, for messages. */
export const FORMAT_HELP =
  'YYYY YY MMM MM M DD D ddd HH H hh h mm ss S A Z, other letters in [brackets], or ISO, epoch_ms, epoch_s, excel';

/** A format from its text, or what is wrong with it. */
export function compileFormat(text: string, words = createTimeWords()): TimeFormat | { readonly problem: string } {
  const named = NAMED_FORMATS.find((name) => name.toLowerCase() === text.toLowerCase());
  if (named) {
    const parse = (cell: string) => NAMED[named](asciiDigits(cell), words);
    return { text: named, parse, swapped: undefined, swappedText: undefined };
  }
  const tokens = text.match(TOKEN) ?? [];
  const odd = tokens.find(
    (token) => !(token in TOKENS) && /^[A-Za-su-z]$/.test(token) && token !== 'T' && !/^S+$/.test(token),
  );
  if (odd !== undefined)
    return { problem: `"${odd}" in the time format "${text}" is not known (known: ${FORMAT_HELP})` };
  const parts = partsOf(tokens);
  const has = (...wanted: Part[]): boolean => wanted.some((part) => parts.includes(part));
  if (!has('year', 'shortYear') || !has('month', 'monthName') || !has('day')) {
    return { problem: `the time format "${text}" lacks a year, a month or a day (known: ${FORMAT_HELP})` };
  }
  // Nobody writes the year first and then the day.
  const yearFirst = parts.indexOf('year') >= 0 && parts.indexOf('year') < parts.indexOf('day');
  const swappedTokens = parts.includes('month') && !yearFirst ? tokens.map(swapToken) : undefined;
  return {
    text,
    parse: compile(tokens, words),
    swapped: swappedTokens && compile(swappedTokens, words),
    swappedText: swappedTokens?.join(''),
  };
}

const NAMED: Readonly<
  Record<(typeof NAMED_FORMATS)[number], (text: string, words: TimeWords) => WallClock | undefined>
> = {
  ISO: (text) => parseIso(text) ?? parseIsoDate(text),
  epoch_ms: (text) => utc(parseEpochMs(text), 1),
  epoch_s: (text) =>
    /^\d{1,10}(\.\d+)?$/.test(text) ? utc(Math.round(Number(text) * 1000), text.includes('.') ? 1 : 1000) : undefined,
  excel: (text, { excelEpoch = EPOCH_1900 }) => {
    if (!/^\d{1,6}([.,]\d+)?$/.test(text)) return undefined;
    // A serial holds a date and a share of a day; its last digits are noise below a second.
    const ms = Math.round((Number(text.replace(',', '.')) * MS_PER_DAY) / 1000) * 1000;
    return { localMs: excelEpoch + ms, offsetMs: undefined, spanMs: /[.,]/.test(text) ? 1000 : MS_PER_DAY };
  },
};

function utc(at: number | undefined, spanMs: number): WallClock | undefined {
  return at === undefined ? undefined : { localMs: at, offsetMs: 0, spanMs };
}

function swapToken(token: string): string {
  const pairs: Readonly<Record<string, string>> = { DD: 'MM', MM: 'DD', D: 'M', M: 'D' };
  return pairs[token] ?? token;
}

function tokenOf(token: string): readonly [Part, string] | undefined {
  return TOKENS[/^S+$/.test(token) ? 'S' : token];
}

function partsOf(tokens: readonly string[]): Part[] {
  return tokens.flatMap((token) => tokenOf(token)?.[0] ?? []);
}

/** Behind minutes there may be seconds, whether the format has them or not: the column tells how exact it is. */
const MAYBE_SECONDS = '(?::(\\d{2})(?:[.,](\\d{1,9}))?)?';

function compile(tokens: readonly string[], words: TimeWords): (text: string) => WallClock | undefined {
  const parts: Part[] = [];
  let source = '';
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index]!;
    const known = tokenOf(token);
    if (known) {
      source += known[1];
      parts.push(known[0]);
      if (known[0] !== 'minute') continue;
      const separator = tokens[index + 1];
      if (tokens[index + 2] === 'ss' && separator !== ':') continue;
      source += MAYBE_SECONDS;
      parts.push('second', 'fraction');
      if (tokens[index + 2] === 'ss')
        index += tokens[index + 3] === '.' && tokenOf(tokens[index + 4] ?? '')?.[0] === 'fraction' ? 4 : 2;
    } else if (/^\s$/.test(token)) {
      source += tokens[index + 1] === 'A' || tokens[index - 1] === 'A' ? '\\s*' : '\\s+';
    } else {
      const literal = token.startsWith('[') ? token.slice(1, -1) : token;
      source += literal.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
    }
  }
  const pattern = new RegExp(`^${source}$`, 'u');
  return (text) => {
    const match = pattern.exec(asciiDigits(text));
    return match ? assemble(parts, match, words) : undefined;
  };
}

function assemble(parts: readonly Part[], match: RegExpExecArray, words: TimeWords): WallClock | undefined {
  let year = 0;
  let month = 0;
  let day = 0;
  let hour = 0;
  let minute = 0;
  let second = 0;
  let ms = 0;
  let half: 'am' | 'pm' | undefined;
  let offsetMs: number | undefined;
  let spanMs = MS_PER_DAY;
  let weekdays: ReadonlySet<number> | undefined;
  for (const [index, part] of parts.entries()) {
    const text = match[index + 1];
    if (text === undefined) continue;
    switch (part) {
      case 'year':
        year = Number(text);
        break;
      case 'shortYear':
        // As POSIX reads two digits: 69 to 99 are of the last century.
        year = Number(text) + (Number(text) < 69 ? 2000 : 1900);
        break;
      case 'monthName':
        month = words.months.meaning(text) ?? 0;
        break;
      case 'month':
        month = Number(text);
        break;
      case 'day':
        day = Number(text);
        break;
      case 'weekday':
        weekdays = new Set(words.weekdays.meanings(text).values());
        break;
      case 'hour':
        hour = Number(text);
        spanMs = Math.min(spanMs, MS_PER_HOUR);
        break;
      case 'minute':
        minute = Number(text);
        spanMs = Math.min(spanMs, MS_PER_MINUTE);
        break;
      case 'second':
        second = Number(text);
        spanMs = Math.min(spanMs, 1000);
        break;
      case 'fraction':
        ms = Number(text.padEnd(3, '0').slice(0, 3));
        spanMs = 1;
        break;
      case 'half':
        half = halfOf(text, words);
        if (half === undefined) return undefined;
        break;
      case 'offset':
        offsetMs = parseOffset(text);
        if (offsetMs === undefined) return undefined;
        break;
    }
  }
  if (half !== undefined) {
    if (hour < 1 || hour > 12) return undefined;
    hour = (hour % 12) + (half === 'pm' ? 12 : 0);
  }
  const localMs = wallClock(year, month, day, hour, minute, second, ms);
  if (localMs === undefined) return undefined;
  // A weekday that the date does not have is another order of day and month, or no weekday at all.
  if (weekdays && !weekdays.has(new Date(localMs).getUTCDay())) return undefined;
  return { localMs, offsetMs, spanMs };
}

/** The half of the day: as English writes it, with or without dots and spaces, else in any language that agrees. */
function halfOf(text: string, { halves }: TimeWords): 'am' | 'pm' | undefined {
  const word = text.toLowerCase().replaceAll(/[\s.]/gu, '');
  if (word === 'am' || word === 'pm') return word;
  const meanings = new Set(halves.meanings(word).values());
  return meanings.size === 1 ? [...meanings][0] : undefined;
}
