import { DataError } from '../../src/model/errors.ts';
import { asciiDigits } from './digits.ts';
import { shown } from './shown.ts';

/** The sign before the decimals of a number; the other one separates thousands. */
export type DecimalSign = '.' | ',';

/** A number taken apart, as far as its own text tells. */
interface Written {
  /** Digits with `.` and `,` where they stood. */
  readonly digits: string;
  /** The value under each decimal sign; undefined where the text does not fit it. */
  readonly values: Readonly<Record<DecimalSign, number | undefined>>;
  /** Whether spaces or apostrophes separate thousands. */
  readonly isSpaced: boolean;
}

/** Longer texts are no numbers. */
const LONGEST = 64;

const CURRENCY = /^\p{Sc}$|^(?:R\$|US\$|kr|zł|Kč|Ft|lei|Fr|CHF|Rp|RM|S\/)\.?$/iu;

/** What may stand around the digits: signs and codes of currencies, percent. */
const AROUND =
  /^(?<before>[^\d.,+\-(]*?)\s*(?<sign>[+-]?)\s*(?<middle>[^\d.,+\-(]*?)\s*(?<number>[\d.,].*?)\s*(?<after>[^\d.,]*)$/su;

/** Takes a number apart; undefined for what is none under any decimal sign. */
function parseWritten(text: string): Written | undefined {
  if (text.length > LONGEST) return undefined;
  const plain = asciiDigits(text).trim();
  const inBrackets = /^\((.*)\)$/s.exec(plain);
  const parts = AROUND.exec(inBrackets?.[1]?.trim() ?? plain)?.groups;
  if (!parts) return undefined;
  for (const word of [parts.before, parts.middle, parts.after]) if (!isAround(word!.trim())) return undefined;
  const digits = withoutSpaces(parts.number!);
  if (digits === undefined) return undefined;
  const factor = inBrackets || parts.sign === '-' ? -1 : 1;
  const values = { '.': valueUnder(digits, '.', factor), ',': valueUnder(digits, ',', factor) };
  if (values['.'] === undefined && values[','] === undefined) return undefined;
  return { digits, values, isSpaced: digits.length < parts.number!.length };
}

function isAround(word: string): boolean {
  if (word === '' || word === '%' || CURRENCY.test(word)) return true;
  return /^[A-Z]{3}$/.test(word) && Intl.supportedValuesOf('currency').includes(word);
}

/** Digits without spaces and apostrophes between groups of three; undefined where they stand elsewhere. */
function withoutSpaces(text: string): string | undefined {
  if (/^(?=.*\d)[\d.,]+(?:e[+-]?\d+)?$/i.test(text)) return text;
  if (!/^\d{1,3}(?:([\s'’])\d{3})(?:\1\d{3})*(?:[.,]\d+)?$/u.test(text)) return undefined;
  return text.replaceAll(/[\s'’]/gu, '');
}

/** Thousands between commas or points: groups of three digits, in India of two before the last three. */
const GROUPED = {
  ',': /^[1-9]\d{0,2}(?:,\d{2,3})*,\d{3}$/,
  '.': /^[1-9]\d{0,2}(?:\.\d{2,3})*\.\d{3}$/,
} as const;

/** The value of digits under a decimal sign; undefined where they do not fit it. */
function valueUnder(digits: string, decimal: DecimalSign, factor: number): number | undefined {
  const group = decimal === '.' ? ',' : '.';
  const [whole = '', decimals, ...more] = digits.split(decimal);
  if (more.length > 0 || decimals?.includes(group)) return undefined;
  if (whole.includes(group) && !GROUPED[group].test(whole)) return undefined;
  const value = Number(`${whole.replaceAll(group, '') || '0'}${decimals ? `.${decimals}` : ''}`);
  return Number.isFinite(value) ? value * factor : undefined;
}

/** Reads the numbers of one column, after it has seen all of them once. */
export interface NumberColumn {
  readonly note: (text: string) => void;
  /** The number of a text; DataError where it is none, or does not fit the column. */
  readonly read: (text: string, column: string) => number;
}

/** The columns of numbers of one file, which write their numbers the same way where a column alone does not tell. */
export interface Numerals {
  /** A column; `place` names it in messages, `decimal` is what the mapping says of it. */
  readonly column: (place: string, decimal: DecimalSign | undefined) => NumberColumn;
  /** To be called when all cells were noted: columns that stay undecided, and what a person should know of others. */
  readonly settle: () => { readonly problems: readonly string[]; readonly notices: readonly string[] };
}

interface Evidence {
  readonly place: string;
  readonly told: DecimalSign | undefined;
  readonly proofs: Record<DecimalSign, number>;
  /** Numbers that fit both, by the sign that stands in them. */
  readonly either: Record<DecimalSign, number>;
  /** Of those, how many end in a 0, which nobody writes behind decimals where other numbers have none. */
  readonly ending: Record<DecimalSign, number>;
  readonly example: Partial<Record<DecimalSign, string>>;
  /** A number that proves each sign. */
  readonly proven: Partial<Record<DecimalSign, string>>;
  whole: number;
  spaced: number;
  /** Whole numbers of four digits and more without any sign between them. */
  ungrouped: number;
  decimal: DecimalSign | undefined;
}

/** So many numbers with three digits behind a sign, and none with one or two, are no decimals where others have none. */
const MANY = 60;

/** Makes the numerals of a file, without any column. `hint` says what setting tells the decimal sign. */
export function createNumerals(hint: string): Numerals {
  const columns: Evidence[] = [];

  function settle(): { problems: string[]; notices: string[] } {
    const problems: string[] = [];
    const notices: string[] = [];
    for (const column of columns) column.decimal = column.told ?? decide(column);
    const votes = new Set(columns.filter((column) => isProved(column)).map(({ decimal }) => decimal));
    const [common] = votes.size === 1 ? votes : [undefined];
    for (const column of columns) {
      const isMixed = column.proofs['.'] > 0 && column.proofs[','] > 0;
      if (!isMixed) column.decimal ??= common;
      if (column.decimal !== undefined) {
        const others = column.proofs[column.decimal === '.' ? ',' : '.'];
        if (others > 0)
          notices.push(`${column.place}: ${others} numbers are written otherwise than the others and left out`);
        continue;
      }
      const example = column.example['.'] ?? column.example[','];
      const { '.': point, ',': comma } = column.proven;
      if (point !== undefined && comma !== undefined) problems.push(mixed(column.place, point, comma, hint));
      else if (example === undefined) column.decimal = '.';
      else problems.push(undecided(column.place, example, hint));
    }
    return { problems, notices };
  }

  return {
    settle,
    column(place, told) {
      const column: Evidence = {
        place,
        told,
        proofs: { '.': 0, ',': 0 },
        either: { '.': 0, ',': 0 },
        ending: { '.': 0, ',': 0 },
        example: {},
        whole: 0,
        spaced: 0,
        ungrouped: 0,
        proven: {},
        decimal: told,
      };
      columns.push(column);
      return {
        note: (text) => note(column, text),
        read: (text, name) => readNumber(text, name, column.decimal),
      };
    },
  };
}

function note(column: Evidence, text: string): void {
  const written = parseWritten(text);
  if (!written) return;
  const { digits, values, isSpaced } = written;
  if (isSpaced) column.spaced += 1;
  if (values['.'] === values[',']) {
    column.whole += 1;
    if (digits.length > 3 && !isSpaced) column.ungrouped += 1;
  } else if (values['.'] === undefined || values[','] === undefined) {
    const sign = values['.'] === undefined ? ',' : '.';
    column.proofs[sign] += 1;
    column.proven[sign] ??= digits;
  } else {
    const sign = digits.includes('.') ? '.' : ',';
    column.either[sign] += 1;
    if (digits.endsWith('0')) column.ending[sign] += 1;
    column.example[sign] ??= digits;
  }
}

/** The decimal sign that the column proves; undefined where it does not. */
function decide(column: Evidence): DecimalSign | undefined {
  const { proofs, either, ending, whole, ungrouped, spaced } = column;
  if (proofs['.'] !== proofs[',']) return proofs['.'] > proofs[','] ? '.' : ',';
  if (proofs['.'] > 0) return undefined;
  if (either['.'] + either[','] === 0) return '.';
  if (either['.'] > 0 && either[','] > 0) return undefined;
  const sign: DecimalSign = either['.'] > 0 ? '.' : ',';
  const other: DecimalSign = sign === '.' ? ',' : '.';
  if (spaced > 0) return sign;
  const isGrouped = whole > 0 && (ending[sign] > 0 || either[sign] >= MANY);
  if (isGrouped && ungrouped === 0) return other;
  return ungrouped > 0 && !isGrouped ? sign : undefined;
}

function isProved({ told, proofs, either, decimal }: Evidence): boolean {
  return decimal !== undefined && (told !== undefined || proofs['.'] + proofs[','] + either['.'] + either[','] > 0);
}

function mixed(place: string, point: string, comma: string, hint: string): string {
  return `${place}: ${JSON.stringify(point)} has its decimals behind a point and ${JSON.stringify(comma)} behind a comma, and as many numbers of the column have either: ${hint} ("decimal": "." or "decimal": ","; the others are then left out)`;
}

function undecided(place: string, example: string, hint: string): string {
  const sign = example.includes('.') ? '.' : ',';
  const grouped = example.replace(sign, '');
  return `${place}: ${JSON.stringify(example)} may be ${grouped} or ${example.replace(',', '.')} and nothing in the column tells: ${hint} ("decimal": ${JSON.stringify(sign === '.' ? ',' : '.')} for ${grouped}, "decimal": ${JSON.stringify(sign)} for ${example.replace(',', '.')})`;
}

/** The number of a text under a decimal sign, or where none was told under the only one that it fits. DataError otherwise. */
export function readNumber(text: string, column: string, decimal: DecimalSign | undefined): number {
  const written = parseWritten(text);
  if (!written) throw new DataError(`${column} is not a number: ${shown(text)}`);
  const { values } = written;
  const value = decimal === undefined ? (values['.'] ?? values[',']) : values[decimal];
  if (value === undefined) {
    throw new DataError(`${column} is written otherwise than the column's other numbers: ${shown(text)}`);
  }
  return value;
}
