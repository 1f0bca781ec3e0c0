import { TIERS, Tier } from '../model/catalogue.ts';
import { MS_PER_DAY, MS_PER_HOUR } from '../model/time.ts';
import { localOf } from '../report/window.ts';
import type { PeriodKind } from './periods.ts';
import { isDayStart } from './words.ts';

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
  /** `Mon 16 Nov 2026, 08:00`. */
  readonly moment: (at: number) => string;
  /** The same to the second: `Mon 16 Nov 2026, 08:00:12`; without its year where that is the one of `now`. */
  readonly exactMoment: (at: number, now: number) => string;
  /** `9 Nov`. */
  readonly day: (at: number) => string;
  /** The days of a window, both ends belonging to it: `9 – 15 Nov 2026`. */
  readonly days: (from: number, to: number) => string;
  /** What a window is called: `Week of 9 – 15 Nov 2026`, `November 2026`, `Sunday, 15 Nov 2026`. */
  readonly period: (kind: PeriodKind, from: number, to: number) => string;
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

/** The wording of a locale (BCP 47: `en-GB`, `de-DE`), with days as they fall in a time zone. */
export function wordingOf(locale: string, timeZone: string): Wording {
  const count = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  const ratio = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const date = { timeZone, day: 'numeric', month: 'short', year: 'numeric' } as const;
  const day = new Intl.DateTimeFormat(locale, date);
  const short = new Intl.DateTimeFormat(locale, { timeZone, day: 'numeric', month: 'short' });
  const moment = new Intl.DateTimeFormat(locale, { ...date, weekday: 'short', hour: '2-digit', minute: '2-digit' });
  const toSecond = { weekday: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit' } as const;
  const exact = new Intl.DateTimeFormat(locale, { timeZone, day: 'numeric', month: 'short', ...toSecond });
  const exactWithYear = new Intl.DateTimeFormat(locale, { ...date, ...toSecond });
  const year = new Intl.DateTimeFormat(locale, { timeZone, year: 'numeric' });
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
  const hour = (at: number): number => Math.floor((localOf(at, timeZone) % MS_PER_DAY) / MS_PER_HOUR);
  const days = (from: number, to: number): string =>
    isDayStart(from, timeZone) && isDayStart(to, timeZone)
      ? day.formatRange(from, to - 1)
      : moment.formatRange(from, to);
  return {
    count: (n) => count.format(n),
    share,
    number: (n) => decimal.format(n),
    ratio: (value) => ratio.format(value),
    moment: (at) => moment.format(at),
    exactMoment: (at, now) => (year.format(at) === year.format(now) ? exact : exactWithYear).format(at),
    day: (at) => short.format(at),
    days,
    period(kind, from, to) {
      if (kind === 'monthly') return month.format(from);
      if (kind === 'daily') return longDay.format(from);
      return `${kind === 'weekly' ? 'Week of ' : ''}${days(from, to)}`;
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
