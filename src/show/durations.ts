import { SECONDS_PER_DAY, SECONDS_PER_HOUR } from '../model/time.ts';

const MINUTE = 60;
const HOUR = SECONDS_PER_HOUR;
const DAY = SECONDS_PER_DAY;

/** Two units of one duration must not be torn apart at the end of a line. */
const NO_BREAK = '\u00a0';

/**
 * A duration as readers see it, rounded so that it claims no more than it knows: `under 1 min`, `7 min`, `35 min`,
 * `2 h 45 min`, `9 h`, `1 d 2 h`, `4½ d`, `21 d`. A day is 24 hours.
 *
 * @param seconds not negative
 */
export function durationWords(seconds: number): string {
  if (seconds < MINUTE) return under(1, 'min');
  const minutes = to(seconds, MINUTE);
  if (minutes < 10 * MINUTE) return parts(minutes);
  const fives = to(seconds, 5 * MINUTE);
  if (fives < HOUR) return parts(fives);
  const quarters = to(seconds, 15 * MINUTE);
  if (quarters < 4 * HOUR) return parts(quarters);
  const hours = to(seconds, HOUR);
  if (hours < 4 * DAY) return parts(hours);
  const halves = to(seconds, DAY / 2);
  if (halves < 14 * DAY) return halfDays(halves / DAY);
  return parts(to(seconds, DAY));
}

/**
 * A difference of durations without its sign, in the smaller unit of its size and rounded from the exact value:
 * `45 min`, `5 h`, `2 d`.
 */
export function differenceWords(seconds: number): string {
  const size = Math.abs(seconds);
  if (size < MINUTE) return under(1, 'min');
  if (size < HOUR) return parts(to(size, size < 10 * MINUTE ? MINUTE : 5 * MINUTE));
  if (size < 2 * DAY) return hoursOnly(to(size, HOUR));
  return parts(to(size, DAY));
}

/** A size in spoken words for a headline: `45 minutes`, `an hour`, `5 hours`, `2 days`; whole ones only. */
export function spokenWords(seconds: number): string {
  const size = Math.abs(seconds);
  if (size < 50 * MINUTE) {
    const minutes = Math.max(1, size < 10 * MINUTE ? Math.round(size / MINUTE) : Math.round(size / (5 * MINUTE)) * 5);
    return minutes === 1 ? 'a minute' : `${minutes} minutes`;
  }
  if (size < 36 * HOUR) {
    const hours = Math.max(1, Math.round(size / HOUR));
    return hours === 1 ? 'an hour' : `${hours} hours`;
  }
  const days = Math.round(size / DAY);
  return days === 1 ? 'a day' : `${days} days`;
}

/** A duration to the second, with every unit that it has, so that parts visibly add up: `1 d 2 h 5 min 12 s`, `0 s`. */
export function exactWords(seconds: number): string {
  const whole = Math.round(seconds);
  const words = [
    [Math.floor(whole / DAY), 'd'],
    [Math.floor((whole % DAY) / HOUR), 'h'],
    [Math.floor((whole % HOUR) / MINUTE), 'min'],
    [whole % MINUTE, 's'],
  ].flatMap(([n, unit]) => (n === 0 ? [] : [`${n}${NO_BREAK}${unit}`]));
  return words.length === 0 ? `0${NO_BREAK}s` : words.join(NO_BREAK);
}

function to(seconds: number, step: number): number {
  return Math.round(seconds / step) * step;
}

function under(n: number, unit: string): string {
  return `under${NO_BREAK}${n}${NO_BREAK}${unit}`;
}

function hoursOnly(seconds: number): string {
  return `${Math.round(seconds / HOUR)}${NO_BREAK}h`;
}

function halfDays(days: number): string {
  const whole = Math.floor(days);
  return `${whole}${days > whole ? '½' : ''}${NO_BREAK}d`;
}

/** At most two units, the larger first; a unit of which there is none is left out. */
function parts(seconds: number): string {
  const days = Math.floor(seconds / DAY);
  const hours = Math.floor((seconds % DAY) / HOUR);
  const minutes = Math.round((seconds % HOUR) / MINUTE);
  const words: string[] = [];
  if (days > 0) words.push(`${days}${NO_BREAK}d`);
  if (hours > 0) words.push(`${hours}${NO_BREAK}h`);
  if (minutes > 0 && days === 0) words.push(`${minutes}${NO_BREAK}min`);
  return words.length === 0 ? under(1, 'min') : words.slice(0, 2).join(NO_BREAK);
}
