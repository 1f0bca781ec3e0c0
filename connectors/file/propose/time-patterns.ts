import { parseOffset } from '../instants.ts';

/** How the times of the columns of one file are written. */
export interface TimePatterns {
  /** Formats of a mapping, the ones that fit most cells first; both orders of day and month where no cell tells which. */
  readonly formats: readonly string[];
  /** `told`: some dates fit one order of day and month alone; `open`: every date fits both; `mixed`: some fit one, some the other. */
  readonly order: 'none' | 'told' | 'open' | 'mixed';
  readonly offsets: 'all' | 'some' | 'none';
  /** Whether there are dates without a time of day. */
  readonly datesOnly: boolean;
  /** How many cells are written in none of these ways. */
  readonly misfits: number;
}

/** One way of writing a time: a mapping's format in which day and month, where their order is open, are `{a}` and `{b}`. */
interface Shape {
  readonly pattern: string;
  /** The numbers that stand where day and month do. */
  readonly pair?: readonly [number, number];
  readonly hasTime: boolean;
  readonly hasOffset: boolean;
}

const TIME =
  /^(?<date>.+?)(?<gap>[T ]|, | at )(?<hour>\d{1,2}):\d{2}(?<second>:\d{2}(?<point>[.,]\d{1,9})?)?(?<half>\s?[ap]\.?\s?m\.?)?(?<offset>\s?(?:Z|(?:UTC|GMT)?[+-]\d{2}:?\d{2})|\s[A-Z]{3,5})?$/iu;

const YEAR_FIRST = /^\d{4}([-/.])(\d{1,2})\1(\d{1,2})$/;

const YEAR_LAST = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})$/;

const NAMED_MONTH = /^(\d{1,2})([-/. ]{1,2})\p{L}[\p{L}.]*([-/. ]|, )(\d{4}|\d{2})$/u;

const NAME_FIRST = /^\p{L}[\p{L}.]* \d{1,2}(,?) \d{4}$/u;

const EPOCH = /^(\d{10}|\d{13})$/;

/** Digits alone: `20261116090000`. */
const COMPACT = /^20\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])[0-5]\d[0-5]\d$/;

const CHINESE = /^\d{4}年\d{1,2}月\d{1,2}日$/;

const WEEKDAY = /^(\p{L}[\p{L}\p{M}]+)(,? )(?=[\p{L}\d])(.+)$/u;

/** A sheet's serial of a date of 2000 to 2099, with a share of a day. */
const SERIAL = /^(\d{5})[.,]\d+$/;
const [FIRST_SERIAL, LAST_SERIAL] = [36_526, 73_051];

/** A program writes its times in one way; a file of more ways than this is of many hands. */
const MOST_SHAPES = 4;

/**
 * Reads how times are written, from cells of all columns of times of one file together. Undefined where most cells
 * are no times, or are written in too many ways to say.
 */
export function timePatterns(cells: readonly string[]): TimePatterns | undefined {
  const counts = new Map<string, number>();
  const seen = { dayFirst: 0, monthFirst: 0, open: 0, offset: 0, noOffset: 0, dates: 0, misfits: 0 };
  for (const cell of cells) {
    const shape = shapeOf(cell.trim());
    if (!shape) {
      seen.misfits += 1;
      continue;
    }
    counts.set(shape.pattern, (counts.get(shape.pattern) ?? 0) + 1);
    const [first = 0, second = 0] = shape.pair ?? [];
    if (first > 12) seen.dayFirst += 1;
    else if (second > 12) seen.monthFirst += 1;
    else if (shape.pair && first !== second) seen.open += 1;
    seen[shape.hasOffset ? 'offset' : 'noOffset'] += 1;
    if (!shape.hasTime) seen.dates += 1;
  }
  if (counts.size === 0 || counts.size > MOST_SHAPES || seen.misfits * 2 > cells.length) return undefined;
  const orders: Order[] = seen.monthFirst === 0 ? ['day'] : ['month'];
  const isMixed = seen.dayFirst > 0 && seen.monthFirst > 0;
  if (isMixed || (seen.dayFirst === 0 && seen.monthFirst === 0 && seen.open > 0)) orders.splice(0, 1, 'day', 'month');
  const patterns = [...counts].sort((a, b) => b[1] - a[1]).map(([pattern]) => pattern);
  const formats = patterns.flatMap((pattern) => orders.map((order) => withOrder(pattern, order)));
  return {
    formats: [...new Set(formats)],
    order: isMixed ? 'mixed' : orders.length > 1 ? 'open' : seen.dayFirst + seen.monthFirst > 0 ? 'told' : 'none',
    offsets: seen.offset === 0 ? 'none' : seen.noOffset === 0 ? 'all' : 'some',
    datesOnly: seen.dates > 0,
    misfits: seen.misfits,
  };
}

type Order = 'day' | 'month';

function withOrder(pattern: string, order: Order): string {
  const [a, b] = order === 'day' ? ['D', 'M'] : ['M', 'D'];
  return pattern.replace('{a}', a).replace('{b}', b);
}

/** Whether the text is a time in some usual way of writing. */
export function isTimeText(text: string): boolean {
  return shapeOf(text.trim()) !== undefined;
}

function shapeOf(text: string): Shape | undefined {
  const seconds = EPOCH.exec(text)?.[1];
  if (seconds !== undefined) {
    const pattern = seconds.length === 10 ? 'epoch_s' : 'epoch_ms';
    return isOfOurTime(Number(seconds.slice(0, 10))) ? { pattern, hasTime: true, hasOffset: true } : undefined;
  }
  if (COMPACT.test(text)) return { pattern: 'YYYYMMDDHHmmss', hasTime: true, hasOffset: false };
  const serial = Number(SERIAL.exec(text)?.[1]);
  if (serial >= FIRST_SERIAL && serial < LAST_SERIAL) return { pattern: 'excel', hasTime: true, hasOffset: false };
  const time = TIME.exec(text)?.groups;
  const abbreviation = time?.offset && /^\s[A-Z]{3,5}$/i.test(time.offset) ? time.offset.trim() : undefined;
  if (abbreviation !== undefined && parseOffset(abbreviation) === undefined) return undefined;
  const date = shapeOfDate(time?.date ?? text);
  if (!date) return undefined;
  if (!time) return { ...date, hasTime: false, hasOffset: false };
  const { gap = ' ', hour = '', second, point, half, offset } = time;
  const isIso =
    date.pattern === 'YYYY-MM-DD' && (gap === 'T' || gap === ' ') && hour.length === 2 && !half && !abbreviation;
  const shape = { ...date, hasTime: true, hasOffset: offset !== undefined };
  if (isIso) return { ...shape, pattern: 'ISO' };
  const between = gap === ' at ' ? ' [at] ' : gap;
  const clock = half === undefined ? 'H' : 'h';
  const pattern = [
    date.pattern,
    between,
    clock,
    ':mm',
    second === undefined ? '' : ':ss',
    point === undefined ? '' : `${point[0]}${'S'.repeat(point.length - 1)}`,
    half === undefined ? '' : /^\s/.test(half) ? ' A' : 'A',
    offset === undefined ? '' : /^\s/.test(offset) ? ' Z' : 'Z',
  ].join('');
  return { ...shape, pattern };
}

function shapeOfDate(text: string): Pick<Shape, 'pattern' | 'pair'> | undefined {
  const yearFirst = YEAR_FIRST.exec(text);
  if (yearFirst) {
    const [, sign, month, day] = yearFirst;
    const isWide = month!.length === 2 && day!.length === 2;
    return { pattern: isWide ? `YYYY${sign}MM${sign}DD` : `YYYY${sign}M${sign}D` };
  }
  const yearLast = YEAR_LAST.exec(text);
  if (yearLast) {
    const [, first, sign, second, year] = yearLast;
    return {
      pattern: `{a}${sign}{b}${sign}${year!.length === 4 ? 'YYYY' : 'YY'}`,
      pair: [Number(first), Number(second)],
    };
  }
  if (CHINESE.test(text)) return { pattern: 'YYYY年M月D日' };
  const named = NAMED_MONTH.exec(text);
  if (named) {
    const [, , before, after, year] = named;
    return { pattern: `D${before}MMM${after}${year!.length === 4 ? 'YYYY' : 'YY'}` };
  }
  const nameFirst = NAME_FIRST.exec(text);
  if (nameFirst) return { pattern: `MMM D${nameFirst[1]} YYYY` };
  const [, , gap, rest] = WEEKDAY.exec(text) ?? [];
  const behind = rest === undefined || WEEKDAY.test(rest.replace(NAME_FIRST, '')) ? undefined : shapeOfDate(rest);
  return behind && { ...behind, pattern: `dddd${gap}${behind.pattern}` };
}

/** Seconds of 2001 to 2099: other numbers of ten digits are telephones and ids. */
function isOfOurTime(seconds: number): boolean {
  return seconds >= 978_307_200 && seconds < 4_070_908_800;
}
