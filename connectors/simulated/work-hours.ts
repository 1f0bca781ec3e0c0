/**
 * The simulation's own, deliberately simple account of who is at work when: it places what people do into their
 * working hours and knows the true net time of every ticket, so that the product's clock can be checked against it.
 * It is for daytime hours only (no shift crosses midnight) and zones whose clocks change at night.
 */
import { MS_PER_DAY, MS_PER_MINUTE } from '../../src/model/time.ts';

/** Daytime hours of a week in one zone. Weekday 0 is Sunday; times in minutes after local midnight. */
export interface WeekHours {
  /** The same hours as people write them, for the records. */
  readonly text: string;
  readonly days: readonly number[];
  readonly spans: readonly (readonly [fromMinute: number, toMinute: number])[];
}

/** Worked time as sorted, disjoint spans of epoch ms, with the worked ms before each. */
export interface WorkedTime {
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  readonly before: readonly number[];
  readonly total: number;
}

/** Offset from UTC in ms of a zone at an instant, as the platform's time zone database tells it. */
function offsetAt(format: Intl.DateTimeFormat, at: number): number {
  const text = format.formatToParts(at).find((part) => part.type === 'timeZoneName')!.value;
  const match = /^GMT(?:([+-])(\d\d):(\d\d))?/.exec(text)!;
  return (match[1] === '-' ? -1 : 1) * (Number(match[2] ?? 0) * 60 + Number(match[3] ?? 0)) * MS_PER_MINUTE;
}

/** Offsets of a zone over [from, to]: each holds from its instant on. */
function offsetsOf(zone: string, from: number, to: number): { readonly at: number; readonly offset: number }[] {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  const found = [{ at: from, offset: offsetAt(format, from) }];
  for (let at = from; at < to; at += 7 * MS_PER_DAY) {
    const last = found.at(-1)!.offset;
    const next = offsetAt(format, at + 7 * MS_PER_DAY);
    if (next === last) continue;
    let [low, high] = [at, at + 7 * MS_PER_DAY];
    while (high - low > MS_PER_MINUTE) {
      const middle = low + Math.floor((high - low) / 2 / MS_PER_MINUTE) * MS_PER_MINUTE;
      if (offsetAt(format, middle) === last) low = middle;
      else high = middle;
    }
    found.push({ at: high, offset: next });
  }
  return found;
}

function withSums(spans: readonly (readonly [number, number])[]): WorkedTime {
  const starts: number[] = [];
  const ends: number[] = [];
  const before: number[] = [];
  let total = 0;
  for (const [start, end] of spans) {
    starts.push(start);
    ends.push(end);
    before.push(total);
    total += end - start;
  }
  return { starts, ends, before, total };
}

/** The worked time of weekly hours in a zone over [from, to], without the listed local dates. */
export function workedTime(
  hours: WeekHours,
  holidays: ReadonlySet<string>,
  zone: string,
  from: number,
  to: number,
): WorkedTime {
  const offsets = offsetsOf(zone, from, to);
  const spans: [number, number][] = [];
  let index = 0;
  for (let day = Math.floor(from / MS_PER_DAY) * MS_PER_DAY; day < to; day += MS_PER_DAY) {
    if (!hours.days.includes(new Date(day).getUTCDay()) || holidays.has(new Date(day).toISOString().slice(0, 10)))
      continue;
    for (const [fromMinute, toMinute] of hours.spans) {
      const local = day + fromMinute * MS_PER_MINUTE;
      while (index + 1 < offsets.length && local - offsets[index]!.offset >= offsets[index + 1]!.at) index++;
      const start = local - offsets[index]!.offset;
      spans.push([start, start + (toMinute - fromMinute) * MS_PER_MINUTE]);
    }
  }
  return withSums(spans);
}

/** The time that is in all of the given. */
export function intersection(left: WorkedTime, right: WorkedTime): WorkedTime {
  const spans: [number, number][] = [];
  let [i, j] = [0, 0];
  while (i < left.starts.length && j < right.starts.length) {
    const start = Math.max(left.starts[i]!, right.starts[j]!);
    const end = Math.min(left.ends[i]!, right.ends[j]!);
    if (start < end) spans.push([start, end]);
    if (left.ends[i]! < right.ends[j]!) i++;
    else j++;
  }
  return withSums(spans);
}

/** The time that is in the first and not in the second. */
export function difference(left: WorkedTime, right: WorkedTime): WorkedTime {
  const spans: [number, number][] = [];
  let j = 0;
  for (let i = 0; i < left.starts.length; i++) {
    let start = left.starts[i]!;
    const end = left.ends[i]!;
    while (j < right.starts.length && right.ends[j]! <= start) j++;
    for (let k = j; k < right.starts.length && right.starts[k]! < end; k++) {
      if (right.starts[k]! > start) spans.push([start, right.starts[k]!]);
      start = Math.max(start, right.ends[k]!);
    }
    if (start < end) spans.push([start, end]);
  }
  return withSums(spans);
}

/** Index of the last value not above the limit, or -1. */
function lastNotAbove(values: readonly number[], limit: number): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle]! <= limit) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Worked ms from the beginning of the table to an instant. */
function workedUntil(worked: WorkedTime, at: number): number {
  const index = lastNotAbove(worked.starts, at);
  return index < 0 ? 0 : worked.before[index]! + Math.min(at, worked.ends[index]!) - worked.starts[index]!;
}

/** Worked ms within [from, to). */
export function workedWithin(worked: WorkedTime, from: number, to: number): number {
  return workedUntil(worked, to) - workedUntil(worked, from);
}

/** The instant by which so many worked ms of the table have passed; Infinity past its end. */
export function instantOfWorked(worked: WorkedTime, ms: number): number {
  if (ms > worked.total) return Number.POSITIVE_INFINITY;
  const index = Math.max(0, lastNotAbove(worked.before, ms));
  const start = worked.starts[index]! + ms - worked.before[index]!;
  return start;
}

/** The instant by which a further `ms` of work is done, begun at `at`. */
export function afterWork(worked: WorkedTime, at: number, ms: number): number {
  return instantOfWorked(worked, workedUntil(worked, at) + ms);
}

/** The first worked instant not before `at`; Infinity past the table's end. */
export function nextWorked(worked: WorkedTime, at: number): number {
  const index = lastNotAbove(worked.starts, at);
  if (index >= 0 && at < worked.ends[index]!) return at;
  return worked.starts[index + 1] ?? Number.POSITIVE_INFINITY;
}
