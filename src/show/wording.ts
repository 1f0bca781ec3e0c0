import { formatDuration } from '../model/duration.ts';
import { instantOfLocal, localOf } from '../report/local-time.ts';
import type { Rate, Stat } from '../report/schema.ts';

const DAY_MS = 86_400_000;

/** How numbers and dates are written for one reader; the words themselves are English. */
export interface Wording {
  /** `1,204`. */
  readonly count: (n: number) => string;
  /** A share from 0 to 1 in percent, with a decimal below ten: `36%`, `4.9%`. */
  readonly share: (share: number) => string;
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
    days(from, to) {
      if (!isDayStart(from, timeZone) || !isDayStart(to, timeZone)) return moment.formatRange(from, to);
      return day.formatRange(from, to - 1);
    },
  };
}

function isDayStart(at: number, timeZone: string): boolean {
  const local = localOf(at, timeZone);
  return instantOfLocal(Math.floor(local / DAY_MS) * DAY_MS, timeZone) === at;
}
