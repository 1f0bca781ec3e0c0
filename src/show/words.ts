import type { Unit } from '../model/catalogue.ts';
import { formatDuration, MS_PER_DAY } from '../model/time.ts';
import type { Kpi, Rate, Ratio, Report, Stat } from '../report/schema.ts';
import { instantOfLocal, localOf } from '../report/window.ts';

/** What stands in place of a figure of fewer than the minimum; `n` as its reader has numbers written. */
export function tooFewWords(n: number | string): string {
  return `too few (n=${n})`;
}

/** A text with its first letter large. */
export function capital(text: string): string {
  return text === '' ? text : text[0]!.toUpperCase() + text.slice(1);
}

/** A duration of a figure in words; `too few (n=3)` where it is withheld, a dash where there is none. */
export function timeWords(stat: Stat, field: TimeField): string {
  if (stat === null) return '–';
  const value = stat[field];
  return value === null ? tooFewWords(stat.n) : formatDuration(value);
}

const HOLDERS = new Map([
  ['team', 'us'],
  ['customer', 'the customer'],
  ['third_party', 'a third party'],
  ['bot', 'a bot'],
  ['nobody', 'nobody'],
]);

/** Whom an open ticket waits for, as the team reads it. */
export function holderWords(holder: string): string {
  return HOLDERS.get(holder) ?? holder;
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

/** A share in percent without decimals: `92%`. */
export function percentWords(percent: number): string {
  return `${percent.toFixed(0)}%`;
}

/** A difference of two shares from 0 to 1: `1.5 points`. */
export function pointsWords(difference: number): string {
  return `${(difference * 100).toFixed(1)} points`;
}

/** A rate in percent with its interval and n: `92% (88–95%), n=120`. */
export function rateWords(rate: Rate | undefined): string {
  if (rate === undefined || rate.n === 0) return '–';
  if (rate.value === null) return tooFewWords(rate.n);
  const interval = rate.interval === null ? '' : ` (${rate.interval[0].toFixed(0)}–${percentWords(rate.interval[1])})`;
  return `${percentWords(rate.value)}${interval}, n=${countWords(rate.n)}`;
}

/** Observed ÷ expected with its interval: `1.12 (0.94–1.33)`. */
export function ratioWords(ratio: Ratio | undefined): string {
  if (ratio === undefined || ratio.n === 0) return '–';
  if (ratio.value === null) return tooFewWords(ratio.n);
  const interval = ratio.interval === null ? '' : ` (${ratio.interval[0].toFixed(2)}–${ratio.interval[1].toFixed(2)})`;
  return `${ratio.value.toFixed(2)}${interval}`;
}

/** The days of a window: `1 Nov 2026 – 14 Nov 2026`, both belonging to it; with times where it does not begin or end at midnight. */
export function windowWords(window: Pick<Report['window'], 'from' | 'to' | 'timeZone'>): string {
  const from = Date.parse(window.from);
  const to = Date.parse(window.to);
  const whole = isDayStart(from, window.timeZone) && isDayStart(to, window.timeZone);
  if (!whole) return `${moment(from, window.timeZone)} – ${moment(to, window.timeZone)}`;
  const first = dayWords(from, window.timeZone);
  const last = dayWords(to - 1, window.timeZone);
  return first === last ? first : `${first} – ${last}`;
}

function isDayStart(at: number, timeZone: string): boolean {
  const local = localOf(at, timeZone);
  return instantOfLocal(Math.floor(local / MS_PER_DAY) * MS_PER_DAY, timeZone) === at;
}

/** A day with its month and year: `14 Nov 2026`. */
export function dayWords(at: number, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone, day: 'numeric', month: 'short', year: 'numeric' }).format(at);
}

function moment(at: number, timeZone: string): string {
  const time = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' }).format(at);
  return `${dayWords(at, timeZone)} ${time}`;
}

type Counted = Pick<Kpi, 'unit' | 'currency'>;

const WRITTEN = {
  percent: (value) => `${decimals(value, 1)}%`,
  points: (value) => decimals(value, 0),
  score: (value) => decimals(value, 2),
  money: (value, currency) => moneyWords(value, currency),
  months: (value) => `${decimals(value, 1)} months`,
  seconds: (value) => formatDuration(value),
  count: (value) => decimals(value, 0),
  per_week: (value) => `${decimals(value, 1)} a week`,
  ratio: (value) => decimals(value, 2),
} satisfies Record<Unit, (value: number, currency: string | null) => string>;

/** A figure's value in words: `52%`, `$1,204.50`, `¥5,000`, `12.5 months`. */
export function kpiValueWords(value: number, { unit, currency }: Counted): string {
  return WRITTEN[unit](value, currency);
}

/** A difference of two values in words, with its sign; shares in points. */
export function kpiDifferenceWords(difference: number, of: Counted): string {
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

/** How numbers and dates are written for one reader; the words themselves are English. */
export interface Wording {
  /** `1,204`. */
  readonly count: (n: number) => string;
  /** A share from 0 to 1 in percent, with a decimal below ten: `36%`, `4.9%`. */
  readonly share: (share: number) => string;
  /** A ratio with two decimals and its interval, where there is one: `0.93 (0.81 – 1.07)`. */
  readonly ratio: (value: number, interval: readonly [number, number] | null) => string;
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
}

export type TimeField = 'meanSeconds' | 'medianSeconds' | 'p90Seconds';

/** The wording of a locale (BCP 47: `en-GB`, `de-DE`), with days as they fall in a time zone. */
export function wordingOf(locale: string, timeZone: string): Wording {
  const count = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const percent = [0, 1].map(
    (digits) => new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: digits }),
  );
  const ratio = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const date = { timeZone, day: 'numeric', month: 'short', year: 'numeric' } as const;
  const day = new Intl.DateTimeFormat(locale, date);
  const short = new Intl.DateTimeFormat(locale, { timeZone, day: 'numeric', month: 'short' });
  const moment = new Intl.DateTimeFormat(locale, { ...date, weekday: 'short', hour: '2-digit', minute: '2-digit' });
  const share = (value: number): string => percent[value > 0 && value < 0.0995 ? 1 : 0]!.format(value);
  return {
    count: (n) => count.format(n),
    share,
    ratio(value, interval) {
      const range = interval === null ? '' : ` (${ratio.format(interval[0])} – ${ratio.format(interval[1])})`;
      return `${ratio.format(value)}${range}`;
    },
    rate({ n, value, interval }) {
      if (value === null) return tooFewWords(count.format(n));
      const range = interval === null ? '' : ` (${share(interval[0] / 100)} – ${share(interval[1] / 100)})`;
      return `${share(value / 100)}${range} of ${count.format(n)}`;
    },
    time(stat, field) {
      if (stat === null) return '–';
      const seconds = stat[field];
      return seconds === null ? tooFewWords(count.format(stat.n)) : formatDuration(seconds);
    },
    difference: (seconds) => (seconds > 0 ? '+' : seconds < 0 ? '−' : '') + formatDuration(Math.abs(seconds)),
    moment: (at) => moment.format(at),
    day: (at) => short.format(at),
    days(from, to) {
      if (!isDayStart(from, timeZone) || !isDayStart(to, timeZone)) return moment.formatRange(from, to);
      return day.formatRange(from, to - 1);
    },
  };
}
