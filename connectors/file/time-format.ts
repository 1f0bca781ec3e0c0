import { MS_PER_DAY } from '../../src/model/time.ts';
import { parseEpochMs, parseIso, parseOffset, type WallClock, wallClock } from './instants.ts';

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
  | 'hour'
  | 'minute'
  | 'second'
  | 'fraction'
  | 'half'
  | 'offset';

const TOKENS: Readonly<Record<string, readonly [Part, string]>> = {
  YYYY: ['year', '(\\d{4})'],
  YY: ['shortYear', '(\\d{2})'],
  MMM: ['monthName', '([A-Za-z]{3,9})\\.?'],
  MM: ['month', '(\\d{2})'],
  M: ['month', '(\\d{1,2})'],
  DD: ['day', '(\\d{2})'],
  D: ['day', '(\\d{1,2})'],
  HH: ['hour', '(\\d{2})'],
  H: ['hour', '(\\d{1,2})'],
  hh: ['hour', '(\\d{2})'],
  h: ['hour', '(\\d{1,2})'],
  mm: ['minute', '(\\d{2})'],
  ss: ['second', '(\\d{2})'],
  S: ['fraction', '(\\d{1,9})'],
  A: ['half', '([AaPp]\\.?[Mm]\\.?)'],
  Z: ['offset', '(Z|[+-]\\d{2}(?::?\\d{2})?)'],
};
const TOKEN = /YYYY|YY|MMM|MM|M|DD|D|HH|H|hh|h|mm|ss|S+|A|Z|\[[^\]]*\]|./g;

/** What a pattern may hold, for messages. */
export const FORMAT_HELP =
  'YYYY YY MMM MM M DD D HH H hh h mm ss S A Z, other letters in [brackets], or ISO, epoch_ms, epoch_s, excel';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
/** Day 0 of a workbook's serial numbers, right from March 1900 on. */
const EXCEL_EPOCH = Date.UTC(1899, 11, 30);

/** A format from its text, or what is wrong with it. */
export function compileFormat(text: string): TimeFormat | { readonly problem: string } {
  const named = NAMED_FORMATS.find((name) => name.toLowerCase() === text.toLowerCase());
  if (named) return { text: named, parse: NAMED[named], swapped: undefined, swappedText: undefined };
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
    parse: compile(tokens),
    swapped: swappedTokens && compile(swappedTokens),
    swappedText: swappedTokens?.join(''),
  };
}

const NAMED: Readonly<Record<(typeof NAMED_FORMATS)[number], TimeFormat['parse']>> = {
  ISO: parseIso,
  epoch_ms: (text) => utc(parseEpochMs(text)),
  epoch_s: (text) => (/^\d{1,10}(\.\d+)?$/.test(text) ? utc(Math.round(Number(text) * 1000)) : undefined),
  excel: (text) => {
    if (!/^\d{1,6}([.,]\d+)?$/.test(text)) return undefined;
    // A serial holds a date and a share of a day; its last digits are noise below a second.
    const ms = Math.round((Number(text.replace(',', '.')) * MS_PER_DAY) / 1000) * 1000;
    return { localMs: EXCEL_EPOCH + ms, offsetMs: undefined };
  },
};

function utc(at: number | undefined): WallClock | undefined {
  return at === undefined ? undefined : { localMs: at, offsetMs: 0 };
}

function swapToken(token: string): string {
  const pairs: Readonly<Record<string, string>> = { DD: 'MM', MM: 'DD', D: 'M', M: 'D' };
  return pairs[token] ?? token;
}

function partsOf(tokens: readonly string[]): Part[] {
  return tokens.flatMap((token) => {
    const known = TOKENS[/^S+$/.test(token) ? 'S' : token];
    return known ? [known[0]] : [];
  });
}

function compile(tokens: readonly string[]): (text: string) => WallClock | undefined {
  const parts = partsOf(tokens);
  const source = tokens
    .map((token) => {
      const known = TOKENS[/^S+$/.test(token) ? 'S' : token];
      if (known) return known[1];
      if (/^\s$/.test(token)) return '\\s+';
      const literal = token.startsWith('[') ? token.slice(1, -1) : token;
      return literal.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
    })
    .join('');
  const pattern = new RegExp(`^${source}$`);
  return (text) => {
    const match = pattern.exec(text);
    return match ? assemble(parts, match) : undefined;
  };
}

function assemble(parts: readonly Part[], match: RegExpExecArray): WallClock | undefined {
  let year = 0;
  let month = 0;
  let day = 0;
  let hour = 0;
  let minute = 0;
  let second = 0;
  let ms = 0;
  let half: 'am' | 'pm' | undefined;
  let offsetMs: number | undefined;
  for (const [index, part] of parts.entries()) {
    const text = match[index + 1]!;
    switch (part) {
      case 'year':
        year = Number(text);
        break;
      case 'shortYear':
        // As POSIX reads two digits: 69 to 99 are of the last century.
        year = Number(text) + (Number(text) < 69 ? 2000 : 1900);
        break;
      case 'monthName':
        month = MONTHS.indexOf(text.slice(0, 3).toLowerCase()) + 1;
        break;
      case 'month':
        month = Number(text);
        break;
      case 'day':
        day = Number(text);
        break;
      case 'hour':
        hour = Number(text);
        break;
      case 'minute':
        minute = Number(text);
        break;
      case 'second':
        second = Number(text);
        break;
      case 'fraction':
        ms = Number(text.padEnd(3, '0').slice(0, 3));
        break;
      case 'half':
        half = text.toLowerCase().startsWith('p') ? 'pm' : 'am';
        break;
      case 'offset':
        offsetMs = parseOffset(text);
        break;
    }
  }
  if (half !== undefined) {
    if (hour < 1 || hour > 12) return undefined;
    hour = (hour % 12) + (half === 'pm' ? 12 : 0);
  }
  const localMs = wallClock(year, month, day, hour, minute, second, ms);
  return localMs === undefined ? undefined : { localMs, offsetMs };
}
