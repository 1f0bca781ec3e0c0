import { MS_PER_HOUR } from '../model/time.ts';

const DAY_HOURS = 24;

/** Below this a pattern may be chance. */
const FEWEST_MESSAGES = 12;
/** Office work centres on 13:00, the middle of 9 to 17. */
const CENTRE_HOUR = 13;
/** Twice the standard error of the centre must stay below this, in hours. */
const WIDEST_ERROR_HOURS = 1.6;
/** Messages of an office day spread about 2.3 hours around its centre; far less is a habit, far more no office. */
const SPREAD_HOURS = { least: 1.2, most: 3 };
/** The part of messages that may fall on a weekend. */
const MOST_ON_WEEKENDS = 0.05;

/**
 * Guesses a customer's time zone from when they write (epoch ms): the offset at which their messages centre on 13:00.
 * It assumes somebody who writes at work, Monday to Friday, in a day of about nine hours; whoever does not look like
 * that (messages on weekends, at all hours, always in one hour, fewer than 12, or a centre that is not certain) stays
 * unknown. Someone who works evenings on weekdays only cannot be told from someone further west. Gives a zone of fixed
 * offset (`Etc/GMT-2` is UTC+2, as that database writes it), which may be an hour off for half of a year with summer
 * time, or undefined.
 */
export function inferTimeZone(messageAts: readonly number[]): string | undefined {
  const n = messageAts.length;
  if (n < FEWEST_MESSAGES) return undefined;
  let [x, y] = [0, 0];
  for (const at of messageAts) {
    const angle = ((at / MS_PER_HOUR) % DAY_HOURS) * ((2 * Math.PI) / DAY_HOURS);
    x += Math.cos(angle);
    y += Math.sin(angle);
  }
  // Circular mean and standard deviation (Mardia & Jupp, Directional Statistics, 2.3), in hours of the day.
  const length = Math.min(Math.hypot(x, y) / n, 1);
  const spread = Math.sqrt(-2 * Math.log(length)) * (DAY_HOURS / (2 * Math.PI));
  if (!(spread >= SPREAD_HOURS.least && spread <= SPREAD_HOURS.most)) return undefined;
  if ((2 * spread) / Math.sqrt(n) > WIDEST_ERROR_HOURS) return undefined;
  const centre = Math.atan2(y, x) * (DAY_HOURS / (2 * Math.PI));
  let offset = Math.round(CENTRE_HOUR - centre);
  while (offset > 13) offset -= DAY_HOURS;
  while (offset < -10) offset += DAY_HOURS;

  let weekend = 0;
  for (const at of messageAts) {
    const weekday = new Date(at + offset * MS_PER_HOUR).getUTCDay();
    if (weekday === 0 || weekday === 6) weekend++;
  }
  if (weekend > n * MOST_ON_WEEKENDS) return undefined;
  return offset === 0 ? 'Etc/UTC' : `Etc/GMT${offset > 0 ? '-' : '+'}${Math.abs(offset)}`;
}
