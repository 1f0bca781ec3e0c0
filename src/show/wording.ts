import { TIERS, Tier } from '../model/catalogue.ts';
import { MS_PER_DAY, MS_PER_HOUR } from '../model/time.ts';
import { localOf } from '../report/window.ts';
import { latinDigits } from './digits.ts';
import type { PeriodKind } from './periods.ts';
import { isDayStart } from './words.ts';

/** How numbers and dates are written for one reader; the words themselves are English. */
export interface Wording {
  /** `1,204`. */
  readonly count: (n: number) => string;
  /** A share from 0 to 1 in whole percent: `36%`; `under 1%`. */
  readonly share: (share: number) => string;
  /** A number as it is, with one decimal at most: `4`, `10.5`. */
  readonly number: (n: number) => string;
  /** A ratio with two decimals: `0.93`. */
  readonly ratio: (value: number) => string;
  /** `Mon 16 Nov, 08:00`. */
  readonly moment: (at: number) => string;
  /** The same to the second: `Mon 16 Nov, 08:00:12`. */
  readonly exactMoment: (at: number) => string;
  /** `9 Nov`. */
  readonly day: (at: number) => string;
  /** The days of a window, both ends belonging to it: `9–15 Nov 2026`. */
  readonly days: (from: number, to: number) => string;
  /** The same without the year: `9–15 Nov`. */
  readonly shortDays: (from: number, to: number) => string;
  /** What a window is called: `Week of 9–15 Nov 2026`, `November 2026`, `Sunday, 15 Nov 2026`. */
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

/**
 * The wording of a locale (BCP 47: `en-GB`, `de-DE`), with days as they fall in a time zone. Moments of the year of
 * `near` (epoch ms) are written without their year.
 */
export function wordingOf(language: string, timeZone: string, near: number): Wording {
  const locale = latinDigits(language);
  const number = (options: Intl.NumberFormatOptions) => {
    const format = new Intl.NumberFormat(locale, options);
    return (n: number): string => format.format(n);
  };
  const count = number({ maximumFractionDigits: 0 });
  const percent = number({ style: 'percent', maximumFractionDigits: 0 });
  const time = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, { timeZone, ...options });
  const date = { day: 'numeric', month: 'short' } as const;
  const minute = { hour: '2-digit', minute: '2-digit' } as const;
  const year = time({ year: 'numeric' });
  /** With the year only where it is another one. */
  const dated = (options: Intl.DateTimeFormatOptions) => {
    const [without, withYear] = [time(options), time({ ...options, year: 'numeric' })];
    const own = year.format(near);
    return (at: number): string => (year.format(at) === own ? without : withYear).format(at);
  };
  const [day, short, weekday] = [time({ ...date, year: 'numeric' }), time(date), time({ weekday: 'long' })];
  const weekdayDate = time({ weekday: 'short', ...date });
  const shortMoment = time({ weekday: 'short', ...minute });
  const moment = dated({ weekday: 'short', ...date, ...minute });
  const month = time({ month: 'long', year: 'numeric' });
  const longDay = time({ ...date, weekday: 'long', year: 'numeric' });
  const hour = (at: number): number => Math.floor((localOf(at, timeZone) % MS_PER_DAY) / MS_PER_HOUR);
  const range = (format: Intl.DateTimeFormat, from: number, to: number): string =>
    isDayStart(from, timeZone) && isDayStart(to, timeZone)
      ? closed(format.formatRange(from, to - 1))
      : closed(time({ ...date, ...minute, year: 'numeric' }).formatRange(from, to));
  return {
    count,
    share: (value) => (value > 0 && value < 0.01 ? `under ${percent(0.01)}` : percent(value)),
    number: number({ maximumFractionDigits: 1 }),
    ratio: number({ minimumFractionDigits: 2, maximumFractionDigits: 2 }),
    moment,
    exactMoment: dated({ weekday: 'short', ...date, ...minute, second: '2-digit' }),
    day: (at) => short.format(at),
    days: (from, to) => range(day, from, to),
    shortDays: (from, to) => range(year.format(from) === year.format(to - 1) ? short : day, from, to),
    period(kind, from, to) {
      if (kind === 'monthly') return month.format(from);
      if (kind === 'daily') return longDay.format(from);
      return `${kind === 'weekly' ? 'Week of ' : ''}${range(day, from, to)}`;
    },
    weekday: (at) => weekday.format(at),
    partOfDay: (at) => `${weekday.format(at)} ${partOfDay(hour(at))}`,
    weekdayDate: (at) => weekdayDate.format(at),
    shortMoment: (at) => shortMoment.format(at),
    spelt: (n) => SPELT[n] ?? count(n),
    times: (n) => (n === 1 ? 'once' : n === 2 ? 'twice' : `${count(n)} times`),
    tier: (key) => labelOfTier(key).toLowerCase(),
    tierHeading: labelOfTier,
  };
}

/** Two days of one month stand close: `9–15 Nov`. */
function closed(range: string): string {
  return range.replace(/^(\d+)\u2009–\u2009(?=\d+ )/, '$1–');
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
