import { TIERS, Tier } from '../model/catalogue.ts';
import { formatDuration } from '../model/time.ts';
import type { Cadence } from '../model/window.ts';
import type { Kpi, Rate, Ratio, Report, Stat } from '../report/schema.ts';
import { instantOfLocal, localOf } from '../report/window.ts';

/** A duration of a figure in words; `too few (n=3)` where it is withheld, a dash where there is none. */
export function timeWords(stat: Stat, field: 'meanSeconds' | 'medianSeconds' | 'p90Seconds'): string {
  if (stat === null) return '–';
  const value = stat[field];
  return value === null ? `too few (n=${stat.n})` : formatDuration(value);
}

/** An interval of durations in words; a dash where there is none. */
export function intervalWords(interval: readonly [number, number] | null | undefined): string {
  return interval ? `${formatDuration(interval[0])} – ${formatDuration(interval[1])}` : '–';
}

/** A whole number with its thousands apart: `1,204`. */
export function countWords(n: number): string {
  return Math.round(n).toLocaleString('en-US');
}

/** A share from 0 to 1 in percent; small ones with a decimal. */
export function shareWords(share: number | null): string {
  if (share === null) return '–';
  const percent = share * 100;
  if (percent > 0 && percent < 0.05) return '<0.1%';
  return `${percent > 0 && percent < 9.95 ? percent.toFixed(1) : percent.toFixed(0)}%`;
}

/** A rate in percent with its interval and n: `92% (88–95%), n=120`. */
export function rateWords(rate: Rate | undefined): string {
  if (rate === undefined || rate.n === 0) return '–';
  if (rate.value === null) return `too few (n=${rate.n})`;
  const interval = rate.interval === null ? '' : ` (${rate.interval[0].toFixed(0)}–${rate.interval[1].toFixed(0)}%)`;
  return `${rate.value.toFixed(0)}%${interval}, n=${countWords(rate.n)}`;
}

/** Observed ÷ expected with its interval: `1.12 (0.94–1.33)`. */
export function ratioWords(ratio: Ratio | undefined): string {
  if (ratio === undefined || ratio.n === 0) return '–';
  if (ratio.value === null) return `too few (n=${ratio.n})`;
  const interval = ratio.interval === null ? '' : ` (${ratio.interval[0].toFixed(2)}–${ratio.interval[1].toFixed(2)})`;
  return `${ratio.value.toFixed(2)}${interval}`;
}

/** The days of a window: `1 Nov 2026 – 14 Nov 2026`, both belonging to it; with times where it does not begin or end at midnight. */
export function windowWords(window: Pick<Report['window'], 'from' | 'to' | 'timeZone'>): string {
  const from = Date.parse(window.from);
  const to = Date.parse(window.to);
  const whole = isDayStart(from, window.timeZone) && isDayStart(to, window.timeZone);
  if (!whole) return `${moment(from, window.timeZone)} – ${moment(to, window.timeZone)}`;
  const first = day(from, window.timeZone);
  const last = day(to - 1, window.timeZone);
  return first === last ? first : `${first} – ${last}`;
}

function isDayStart(at: number, timeZone: string): boolean {
  const local = localOf(at, timeZone);
  return instantOfLocal(local - (local % 86_400_000), timeZone) === at;
}

function day(at: number, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone, day: 'numeric', month: 'short', year: 'numeric' }).format(at);
}

function moment(at: number, timeZone: string): string {
  const time = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' }).format(at);
  return `${day(at, timeZone)} ${time}`;
}

type Unit = Pick<Kpi, 'unit' | 'currency'>;

/** A figure's value in words: `52%`, `$1,204.50`, `¥5,000`, `12.5 months`. */
export function kpiValueWords(value: number, { unit, currency }: Unit): string {
  switch (unit) {
    case 'percent':
      return `${decimals(value, 1)}%`;
    case 'points':
      return decimals(value, 0);
    case 'score':
    case 'ratio':
      return decimals(value, 2);
    case 'money':
      return moneyWords(value, currency);
    case 'months':
      return `${decimals(value, 1)} months`;
    case 'seconds':
      return formatDuration(value);
    case 'count':
      return decimals(value, 0);
    case 'per_week':
      return `${decimals(value, 1)} a week`;
  }
}

/** A difference of two values in words, with its sign; shares in points. */
export function kpiDifferenceWords(difference: number, of: Unit): string {
  const size = Math.abs(difference);
  const words = of.unit === 'percent' ? `${decimals(size, 1)} points` : kpiValueWords(size, of);
  if (!/[1-9]/.test(words)) return '±0';
  return `${difference > 0 ? '+' : '−'}${words}`;
}

/** Larger amounts are written without their cents. */
const WITHOUT_CENTS = 10_000;

/** Money in minor units as people write it, with the decimals the currency has (none for yen); bare without a currency. */
export function moneyWords(minor: number, currency: string | null): string {
  if (currency === null) return `${decimals(minor / 100, 2)} (currency not stated)`;
  try {
    const format = new Intl.NumberFormat('en-US', { style: 'currency', currency });
    const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
    const major = minor / 10 ** digits;
    const whole = Math.abs(major) >= WITHOUT_CENTS ? { maximumFractionDigits: 0 } : {};
    return new Intl.NumberFormat('en-US', { style: 'currency', currency, ...whole }).format(major).replace('-', '−');
  } catch {
    return `${decimals(minor / 100, 2)} ${currency}`;
  }
}

function decimals(value: number, most: number): string {
  const text = value.toLocaleString('en-US', { maximumFractionDigits: most });
  return (text === '-0' ? '0' : text).replace('-', '−');
}

/** A figure's name with what tells it from others of its kind: `Time to value: first invoice`, `GRR in EUR`. */
export function kpiName({ label, group, currency, unit }: Kpi): string {
  const money = currency === null || unit === 'money' ? '' : ` in ${currency}`;
  return `${label}${money}${group === null || group === 'window' ? '' : `: ${group}`}`;
}

const DAY_MS = 86_400_000;

/** How numbers and dates are written for one reader; the words themselves are English. */
export interface Wording {
  /** `1,204`. */
  readonly count: (n: number) => string;
  /** A share from 0 to 1 in percent, with a decimal below ten: `36%`, `4.9%`. */
  readonly share: (share: number) => string;
  /** A number as it is, with one decimal at most: `4`, `10.5`. */
  readonly number: (n: number) => string;
  /** A ratio with two decimals: `0.93`. */
  readonly ratio: (value: number) => string;
  /** `92% (88–95%) of 120`; `too few (n=3)` where it is withheld. */
  readonly rate: (rate: Rate) => string;
  /** `22 h 42 min`; `too few (n=3)` where it is withheld, a dash where there is none. */
  readonly time: (stat: Stat, field: TimeField) => string;
  /** A difference with its sign: `+2 h`, `−14 h 28 min`. */
  readonly difference: (seconds: number) => string;
  /** `Mon 16 Nov 2026, 08:00`. */
  readonly moment: (at: number) => string;
  /** `9 Nov`. */
  readonly day: (at: number) => string;
  /** The days of a window, both ends belonging to it: `9 – 15 Nov 2026`. */
  readonly days: (from: number, to: number) => string;
  /** What a window is called: `Week of 9 – 15 Nov 2026`, `November 2026`, `Sunday, 15 Nov 2026`. */
  readonly period: (cadence: Cadence, from: number, to: number) => string;
  /** `Thursday` */
  readonly weekday: (at: number) => string;
  /** `Thursday evening` */
  readonly partOfDay: (at: number) => string;
  /** `Mon 23 Nov` */
  readonly weekdayDate: (at: number) => string;
  /** `Thu 18:05` */
  readonly shortMoment: (at: number) => string;
  /** Small counts as words: `two`, `seven`; larger ones as figures. */
  readonly spelt: (n: number) => string;
  /** `once`, `twice`, `3 times`. */
  readonly times: (n: number) => string;
  /** A level of complexity within a sentence: `complex`; a word nobody declared as it is. */
  readonly tier: (key: string) => string;
  /** The same at the head of a row: `Complex`. */
  readonly tierHeading: (key: string) => string;
}

const SPELT = [
  'none',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
];

export type TimeField = 'meanSeconds' | 'medianSeconds' | 'p90Seconds';

/** The wording of a locale (BCP 47: `en-GB`, `de-DE`), with days as they fall in a time zone. */
export function wordingOf(locale: string, timeZone: string): Wording {
  const count = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  const ratio = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const date = { timeZone, day: 'numeric', month: 'short', year: 'numeric' } as const;
  const day = new Intl.DateTimeFormat(locale, date);
  const short = new Intl.DateTimeFormat(locale, { timeZone, day: 'numeric', month: 'short' });
  const moment = new Intl.DateTimeFormat(locale, { ...date, weekday: 'short', hour: '2-digit', minute: '2-digit' });
  const share = (value: number): string =>
    value > 0 && value < 0.01 ? `under ${percent.format(0.01)}` : percent.format(value);
  const decimal = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const weekday = new Intl.DateTimeFormat(locale, { timeZone, weekday: 'long' });
  const weekdayDate = new Intl.DateTimeFormat(locale, { timeZone, weekday: 'short', day: 'numeric', month: 'short' });
  const shortMoment = new Intl.DateTimeFormat(locale, {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
  });
  const month = new Intl.DateTimeFormat(locale, { timeZone, month: 'long', year: 'numeric' });
  const longDay = new Intl.DateTimeFormat(locale, { ...date, weekday: 'long' });
  const hour = (at: number): number => Math.floor((localOf(at, timeZone) % DAY_MS) / 3_600_000);
  const days = (from: number, to: number): string =>
    isDayStartWording(from, timeZone) && isDayStartWording(to, timeZone)
      ? day.formatRange(from, to - 1)
      : moment.formatRange(from, to);
  return {
    count: (n) => count.format(n),
    share,
    number: (n) => decimal.format(n),
    ratio: (value) => ratio.format(value),
    rate({ n, value, interval }) {
      if (value === null) return `too few (n=${count.format(n)})`;
      const range = interval === null ? '' : ` (${share(interval[0] / 100)} – ${share(interval[1] / 100)})`;
      return `${share(value / 100)}${range} of ${count.format(n)}`;
    },
    time(stat, field) {
      if (stat === null) return '–';
      const seconds = stat[field];
      return seconds === null ? `too few (n=${count.format(stat.n)})` : formatDuration(seconds);
    },
    difference: (seconds) => (seconds > 0 ? '+' : seconds < 0 ? '−' : '') + formatDuration(Math.abs(seconds)),
    moment: (at) => moment.format(at),
    day: (at) => short.format(at),
    days,
    period(cadence, from, to) {
      if (cadence === 'monthly' && isWholeMonth(from, to, timeZone)) return month.format(from);
      if (cadence === 'daily') return longDay.format(from);
      return `${cadence === 'weekly' ? 'Week of ' : ''}${days(from, to)}`;
    },
    weekday: (at) => weekday.format(at),
    partOfDay: (at) => `${weekday.format(at)} ${partOfDay(hour(at))}`,
    weekdayDate: (at) => weekdayDate.format(at),
    shortMoment: (at) => shortMoment.format(at),
    spelt: (n) => SPELT[n] ?? count.format(n),
    times: (n) => (n === 1 ? 'once' : n === 2 ? 'twice' : `${count.format(n)} times`),
    tier: (key) => labelOfTier(key).toLowerCase(),
    tierHeading: labelOfTier,
  };
}

function isDayStartWording(at: number, timeZone: string): boolean {
  const local = localOf(at, timeZone);
  return instantOfLocal(Math.floor(local / DAY_MS) * DAY_MS, timeZone) === at;
}

function labelOfTier(key: string): string {
  const tier = Tier.safeParse(key);
  return tier.success ? TIERS[tier.data].label : key;
}

function partOfDay(hour: number): string {
  if (hour < 5) return 'night';
  if (hour < 12) return 'morning';
  if (hour < 17) return 'afternoon';
  return hour < 22 ? 'evening' : 'night';
}

/** Whether a window is one month of the calendar, from its first day to the next one's. */
function isWholeMonth(from: number, to: number, timeZone: string): boolean {
  const [first, last] = [new Date(localOf(from, timeZone)), new Date(localOf(to, timeZone))];
  const next = Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 1);
  return first.getUTCDate() === 1 && last.getTime() === next;
}
