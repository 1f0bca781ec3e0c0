import { DataError } from '../../src/model/errors.ts';
import { MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE } from '../../src/model/time.ts';
import { asciiDigits } from './digits.ts';
import type { NumberColumn } from './numbers.ts';
import { shown } from './shown.ts';
import type { WordChoice } from './words/choice.ts';
import type { UnitLength } from './words/units.ts';

/** What a plain number of a length of time counts. */
export const UNIT_MS = {
  milliseconds: 1,
  seconds: 1000,
  minutes: MS_PER_MINUTE,
  hours: MS_PER_HOUR,
  days: MS_PER_DAY,
  weeks: 604_800_000,
} as const;
export type Unit = keyof typeof UNIT_MS;

/** Longer texts are no lengths of time. */
const LONGEST = 100;

const [SECOND, MINUTE, HOUR, DAY, WEEK] = [1000, MS_PER_MINUTE, MS_PER_HOUR, MS_PER_DAY, 604_800_000];

/** ISO 8601, of which years and months have no fixed length. */
const ISO = /^P(?:([\d.,]+)W)?(?:([\d.,]+)D)?(?:T(?:([\d.,]+)H)?(?:([\d.,]+)M)?(?:([\d.,]+)S)?)?$/i;

/** `27:30:00`, `1.03:30:00` (.NET), `1 day, 3:30:00` (Python), `1 03:30:00`, `01:03:30:00`. */
const CLOCK = /^(?:(\d+)\s*(?:[.:]|\s|(\p{L}+)\.?,?\s)\s*(?=\d{1,2}:\d{2}:))?(\d+):([0-5]?\d):([0-5]\d(?:[.,]\d+)?)$/u;

/** Hours and minutes, or minutes and seconds. */
const TWO_PARTS = /^(\d+):([0-5]\d)$/;

/** A length of time as ServiceNow keeps it: that long after the beginning of 1970. */
const SINCE_1970 = /^197[0-4]-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z?$/;

const PLAIN = /^[\d.,\s'’]+$/u;

/** A number and the word of its unit; what may stand between two of them. */
const PART = /(\d(?:[\d.,\s'’]*\d)?)\s*(\p{L}[\p{L}\p{M}]*)\.?/gu;
const BETWEEN = /^[\s,;]*(?:and|und|et|y|e|en|och|og|ja|i|a|и|та|和|と)?[\s,;]*$/iu;

/** Milliseconds of which no column of lengths of time has fewer in all its cells. */
const SHORTEST_MS = MS_PER_MINUTE;

/** Of fewer lengths nothing is said as a whole. */
const FEW = 5;

/** How one text says a length of time, as far as it tells itself. */
type Form = 'iso' | 'clock' | 'two_parts' | 'since_1970' | 'plain' | 'words';

/** Reads the lengths of time of one column, after it has seen all of them once. */
export interface DurationColumn {
  readonly note: (cell: string | number) => void;
  /** To be asked when all cells were noted: why the column cannot be read, and what a person should know of it. */
  readonly settle: () => { readonly problems: readonly string[]; readonly notices: readonly string[] };
  /** A length of time in ms; DataError where the text says none. A number of the file itself counts `unit`. */
  readonly read: (cell: string | number, column: string) => number;
  /** To be asked when all were read: signs that the column counts something else. */
  readonly finish: () => readonly string[];
}

export interface DurationOptions {
  /** Names the column in messages. */
  readonly place: string;
  /** What plain numbers count; undefined: nobody said. */
  readonly unit: Unit | undefined;
  /** True where only the column's name says that it counts milliseconds: numbers that cannot be any are then asked for. */
  readonly isImplied?: boolean;
  readonly numbers: NumberColumn;
  readonly units: WordChoice<UnitLength>;
}

/** A reader for the lengths of time of a column. */
export function createDurationColumn({
  place,
  unit,
  isImplied = false,
  numbers,
  units,
}: DurationOptions): DurationColumn {
  const example: { plain?: string; twoParts?: string } = {};
  const lengths = { count: 0, short: 0, long: 0 };
  let largest = 0;

  function note(cell: string | number): void {
    const { form, text: plain } = formOf(String(cell));
    if (form === 'plain') {
      example.plain ??= plain;
      largest = Math.max(largest, Number(plain.replaceAll(/\D/gu, '')));
      if (typeof cell === 'string') numbers.note(plain);
    } else if (form === 'clock') {
      const word = CLOCK.exec(plain)?.[2];
      if (word !== undefined) units.meaning(word);
    } else if (form === 'two_parts') example.twoParts ??= plain;
    else if (form === 'words') {
      for (const [, number, word] of plain.matchAll(PART)) {
        numbers.note(number!.trim());
        units.meaning(word!);
      }
    }
  }

  function read(cell: string | number, column: string): number {
    const ms = typeof cell === 'number' ? ofNumber(cell, column) : ofText(cell, column);
    lengths.count += 1;
    if (Math.abs(ms) < MINUTE) lengths.short += 1;
    if (Math.abs(ms) > 2 * 365 * DAY) lengths.long += 1;
    return Math.round(ms);
  }

  function ofNumber(value: number, column: string): number {
    if (unit === undefined) throw new DataError(`${column} is a plain number, and no "unit" says what it counts`);
    return value * UNIT_MS[unit];
  }

  function ofText(cell: string, column: string): number {
    const { form, text, sign } = formOf(cell);
    const value = {
      iso: () => ofIso(text),
      clock: () => ofClock(text, units),
      two_parts: () => ofTwoParts(text),
      since_1970: () => Date.parse(`${text.replace(' ', 'T').replace(/Z$/, '')}Z`),
      plain: () => ofNumber(numbers.read(text, column), column),
      words: () => ofWords(text, column),
    }[form]();
    if (value === undefined || !Number.isFinite(value)) {
      throw new DataError(`${column} is no length of time: ${shown(cell)}`);
    }
    return value * sign;
  }

  function ofTwoParts(text: string): number | undefined {
    const [, first, second] = TWO_PARTS.exec(text)!;
    const small = unit === 'minutes' || unit === 'seconds' || unit === 'milliseconds';
    return small
      ? Number(first) * MINUTE! + Number(second) * SECOND!
      : Number(first) * HOUR! + Number(second) * MINUTE!;
  }

  function ofWords(text: string, column: string): number | undefined {
    let total = 0;
    let end = 0;
    let last: number | undefined;
    for (const match of text.matchAll(PART)) {
      if (!BETWEEN.test(text.slice(end, match.index))) return undefined;
      const length = units.meaning(match[2]!);
      if (length === undefined) return undefined;
      if (length === null) {
        throw new DataError(`${column} counts months or years, which are not all as long: ${shown(text)}`);
      }
      total += numbers.read(match[1]!.trim(), column) * length;
      last = length;
      end = match.index + match[0].length;
    }
    const rest = text.slice(end).trim();
    if (last === undefined) return undefined;
    if (rest === '') return total;
    // "1h30" leaves the smaller unit out.
    const smaller = last === HOUR ? MINUTE : last === MINUTE ? SECOND : undefined;
    return smaller !== undefined && /^[0-5]?\d$/.test(rest) ? total + Number(rest) * smaller : undefined;
  }

  return {
    note,
    read,
    settle() {
      const problems: string[] = [];
      const undecided = units.settle();
      if (undecided) {
        const readings = undecided.readings.map(({ language, meaning }) => `${unitName(meaning)} (${language})`);
        problems.push(
          `${place}: ${JSON.stringify(undecided.word)} may be ${readings.join(' or ')}: say in the mapping which ("language": ${JSON.stringify(undecided.readings[0]!.language)})`,
        );
      }
      const isUnlikely = isImplied && largest < SHORTEST_MS;
      if ((unit === undefined || isUnlikely) && example.plain !== undefined) {
        problems.push(
          `${place}: ${JSON.stringify(example.plain)} is a plain number, which may count minutes or hours: say in the mapping what it counts ("unit": "hours"; known: ${Object.keys(UNIT_MS).join(', ')})`,
        );
      }
      if (unit === undefined && example.twoParts !== undefined) {
        const [hours, minutes] = example.twoParts.split(':');
        problems.push(
          `${place}: ${JSON.stringify(example.twoParts)} may be ${hours} h ${minutes} min or ${hours} min ${minutes} s: say in the mapping which ("unit": "hours" or "unit": "minutes")`,
        );
      }
      return { problems, notices: [] };
    },
    finish() {
      const { count, short, long } = lengths;
      if (count < FEW) return [];
      const hint = 'see whether its "unit" in the mapping is right';
      if (short === count) return [`${place}: every length of time is under a minute; ${hint}`];
      return long * 2 > count ? [`${place}: most lengths of time are over two years; ${hint}`] : [];
    },
  };
}

/** How a text is written, without its sign. */
function formOf(cell: string): { readonly form: Form; readonly text: string; readonly sign: 1 | -1 } {
  const all = asciiDigits(cell).trim();
  const sign = all.startsWith('-') ? -1 : 1;
  const text = all.replace(/^[+-]\s*/, '').trim();
  const form = ((): Form => {
    if (text.length > LONGEST) return 'words';
    if (PLAIN.test(text)) return 'plain';
    if (TWO_PARTS.test(text)) return 'two_parts';
    if (CLOCK.test(text)) return 'clock';
    if (SINCE_1970.test(text)) return 'since_1970';
    return ISO.test(text) ? 'iso' : 'words';
  })();
  return { form, text: text.length > LONGEST ? '' : text, sign };
}

function ofIso(text: string): number | undefined {
  const parts = ISO.exec(text)!.slice(1);
  if (parts.every((part) => part === undefined)) return undefined;
  return parts.reduce(
    (sum, part, index) =>
      sum + (part === undefined ? 0 : decimal(part) * [WEEK!, DAY!, HOUR!, MINUTE!, SECOND!][index]!),
    0,
  );
}

function ofClock(text: string, units: WordChoice<UnitLength>): number | undefined {
  const [, days = '0', word, hours, minutes, seconds] = CLOCK.exec(text)!;
  if (word !== undefined && units.meaning(word) !== DAY) return undefined;
  return Number(days) * DAY! + Number(hours) * HOUR! + Number(minutes) * MINUTE! + decimal(seconds!) * SECOND!;
}

function decimal(text: string): number {
  return Number(text.replace(',', '.'));
}

function unitName(length: UnitLength): string {
  return Object.entries(UNIT_MS).find(([, ms]) => ms === length)?.[0] ?? 'months';
}
