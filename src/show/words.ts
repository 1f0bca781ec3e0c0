import type { Unit } from '../model/catalogue.ts';
import { MS_PER_DAY } from '../model/time.ts';
import type { Kpi, Rate, Report, Stat } from '../report/schema.ts';
import { instantOfLocal, localOf } from '../report/window.ts';
import { latinDigits } from './digits.ts';
import { durationWords } from './durations.ts';

/** What stands in place of a figure of fewer than the minimum; `n` as its reader has numbers written. */
export function tooFewWords(n: number | string): string {
  return `too few (n=${n})`;
}

/** A text with its first letter large. */
export function capital(text: string): string {
  return text === '' ? text : text[0]!.toUpperCase() + text.slice(1);
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
  return interval ? `${durationWords(interval[0])} – ${durationWords(interval[1])}` : '–';
}

/** Whether an instant is the beginning of a local day. */
export function isDayStart(at: number, timeZone: string): boolean {
  const local = localOf(at, timeZone);
  return instantOfLocal(Math.floor(local / MS_PER_DAY) * MS_PER_DAY, timeZone) === at;
}

export type TimeField = 'meanSeconds' | 'medianSeconds' | 'p90Seconds';
type Counted = Pick<Kpi, 'unit' | 'currency'>;
type Days = Pick<Report['window'], 'from' | 'to' | 'timeZone'>;

/** How the figures of a report are written for one reader. */
export interface FigureWords {
  /** A whole number with its thousands apart: `1,204`. */
  readonly count: (n: number) => string;
  /** A duration of a figure; `too few (n=3)` where it is withheld, a dash where there is none. */
  readonly time: (stat: Stat, field: TimeField) => string;
  /** A share from 0 to 1 in percent; small ones with a decimal. */
  readonly share: (share: number | null) => string;
  /** A share in percent without decimals: `92%`. */
  readonly percent: (percent: number) => string;
  /** A number with so many decimals at most. */
  readonly decimals: (value: number, most: number) => string;
  /** A rate in percent with its interval and n: `92% (88–95%), n=120`. */
  readonly rate: (rate: Rate | undefined) => string;
  /** A day with its month and year: `14 Nov 2026`. */
  readonly day: (at: number, timeZone: string) => string;
  /** The days of a window, both belonging to it; with times where it does not begin or end at midnight. */
  readonly window: (window: Days) => string;
  /** A figure's value: `52%`, `$1,204.50`, `¥5,000`, `12.5 months`. */
  readonly kpi: (value: number, of: Counted) => string;
  /** A difference of two values, with its sign; shares in points. */
  readonly kpiDifference: (difference: number, of: Counted) => string;
  /** Money in minor units as people write it, with the decimals the currency has; bare without a currency. */
  readonly money: (minor: number, currency: string | null) => string;
}

/** Larger amounts are written without their cents. */
const WITHOUT_CENTS = 10_000;

/** The words of a locale (BCP 47: `en-GB`, `de-DE`) for figures; the words themselves are English. */
export function figureWords(language: string): FigureWords {
  const locale = latinDigits(language);
  const decimals = (value: number, most: number): string => {
    const written = (n: number): string => n.toLocaleString(locale, { maximumFractionDigits: most });
    const size = written(Math.abs(value));
    // Digits differ by locale, so that nought is told by how it is written there.
    return value < 0 && size !== written(0) ? `−${size}` : size;
  };
  const count = (n: number): string => decimals(n, 0);
  const inPercent = (percent: number, digits: number): string =>
    (percent / 100).toLocaleString(locale, {
      style: 'percent',
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
  const percent = (value: number): string => inPercent(value, 0);
  const dateTime = (at: number, timeZone: string, hours: boolean): string =>
    new Intl.DateTimeFormat(locale, {
      timeZone,
      day: 'numeric',
      month: 'short',
      year: 'numeric',
      ...(hours ? ({ hour: '2-digit', minute: '2-digit' } as const) : {}),
    }).format(at);
  const money = (minor: number, currency: string | null): string => {
    if (currency === null) return `${decimals(minor / 100, 2)} (currency not stated)`;
    try {
      const format = new Intl.NumberFormat(locale, { style: 'currency', currency });
      const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
      const major = minor / 10 ** digits;
      const whole = Math.abs(major) >= WITHOUT_CENTS ? { maximumFractionDigits: 0 } : {};
      return new Intl.NumberFormat(locale, { style: 'currency', currency, ...whole }).format(major).replace('-', '−');
    } catch {
      return `${decimals(minor / 100, 2)} ${currency}`;
    }
  };
  const written = {
    percent: (value) => `${decimals(value, 1)}%`,
    points: (value) => decimals(value, 0),
    score: (value) => decimals(value, 2),
    money,
    months: (value) => `${decimals(value, 1)} months`,
    seconds: (value) => durationWords(value),
    count: (value) => decimals(value, 0),
    per_week: (value) => `${decimals(value, 1)} a week`,
    per_year: (value) => decimals(value, 3),
    ratio: (value) => decimals(value, 2),
  } satisfies Record<Unit, (value: number, currency: string | null) => string>;
  const kpi = (value: number, { unit, currency }: Counted): string => written[unit](value, currency);
  return {
    count,
    time(stat, field) {
      if (stat === null) return '–';
      const value = stat[field];
      return value === null ? tooFewWords(count(stat.n)) : durationWords(value);
    },
    share(share) {
      if (share === null) return '–';
      if (share > 0 && share < 0.0005) return `<${inPercent(0.1, 1)}`;
      return inPercent(share * 100, share > 0 && share < 0.0995 ? 1 : 0);
    },
    percent,
    decimals,
    rate(rate) {
      if (rate === undefined || rate.n === 0) return '–';
      if (rate.value === null) return tooFewWords(count(rate.n));
      const interval = rate.interval === null ? '' : ` (${count(rate.interval[0])}–${percent(rate.interval[1])})`;
      return `${percent(rate.value)}${interval}, n=${count(rate.n)}`;
    },
    day: (at, timeZone) => dateTime(at, timeZone, false),
    window({ from, to, timeZone }) {
      const [start, end] = [Date.parse(from), Date.parse(to)];
      const whole = isDayStart(start, timeZone) && isDayStart(end, timeZone);
      const first = dateTime(start, timeZone, !whole);
      const last = dateTime(whole ? end - 1 : end, timeZone, !whole);
      return first === last ? first : `${first} – ${last}`;
    },
    kpi,
    kpiDifference(difference, of) {
      const size = Math.abs(difference);
      const written = (n: number): string => (of.unit === 'percent' ? `${decimals(n, 1)} points` : kpi(n, of));
      const words = written(size);
      // What is written as nothing has no sign; of a time that is all under a minute.
      if (words === written(0)) return '±0';
      return `${difference > 0 ? '+' : '−'}${words}`;
    },
    money,
  };
}

/** A figure's name with what tells it from others of its kind: `Time to value: first invoice`, `GRR in EUR`. */
export function kpiName({ label, group, currency, unit }: Kpi): string {
  const money = currency === null || unit === 'money' ? '' : ` in ${currency}`;
  return `${label}${money}${group === null || group === 'window' ? '' : `: ${group}`}`;
}
