import type { ZoneLookup } from '../../src/clock/zone.ts';
import { DataError } from '../../src/model/errors.ts';
import { MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE } from '../../src/model/time.ts';
import { shown } from './shown.ts';

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(Z|z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?$/;

const ISO_DATE = /^(\d{4})-(\d{2})-(\d{2})$/;

const EPOCH_MS = /^\d{1,13}(?:\.0+)?$/;

/** Read as milliseconds these are days of early 1970; they are surely seconds of 2001 to 2099. */
const SECONDS = { from: 978_307_200, to: 4_102_444_800 };

/** 1 January 2200: later is surely a mistake. */
const END = Date.UTC(2200, 0, 1);

/** A wall-clock time as if it were UTC, in ms, with the offset that stands beside it (ms), if one does. */
export interface WallClock {
  readonly localMs: number;
  readonly offsetMs: number | undefined;
  /** How long the time is that is written: a minute for `09:00`, a day for a date. */
  readonly spanMs: number;
}

/** Puts a wall-clock time together; undefined for a date or time that no calendar has (30 February, 25:00). */
export function wallClock(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
  ms: number,
): number | undefined {
  if (month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 59) return undefined;
  const midnight = Date.UTC(year, month - 1, day);
  if (new Date(midnight).getUTCDate() !== day) return undefined;
  return midnight + hour * MS_PER_HOUR + minute * MS_PER_MINUTE + second * 1000 + ms;
}

/**
 * Hours from UTC of the abbreviations that have one meaning where helpdesks are used. Others (CST, IST, BST, AST …) have
 * several, and are none here.
 */
const ABBREVIATIONS: ReadonlyMap<string, number> = new Map([
  ...(['Z', 'UTC', 'GMT', 'WET'] as const).map((name) => [name, 0] as const),
  ...(['CET', 'MEZ', 'WEST'] as const).map((name) => [name, 1] as const),
  ...(['CEST', 'MESZ', 'EET'] as const).map((name) => [name, 2] as const),
  ...([
    ['EEST', 3],
    ['MSK', 3],
    ['JST', 9],
    ['KST', 9],
    ['AEST', 10],
    ['AEDT', 11],
    ['NZST', 12],
    ['NZDT', 13],
  ] as const),
  ...([
    ['EDT', -4],
    ['EST', -5],
    ['CDT', -5],
    ['MDT', -6],
    ['MST', -7],
    ['PDT', -7],
    ['PST', -8],
    ['HST', -10],
  ] as const),
]);

/** The offset `+02:00`, `-0330`, `+01`, `UTC+2` or `Z` in ms; undefined for anything else. */
export function parseOffset(text: string): number | undefined {
  const abbreviated = ABBREVIATIONS.get(text.toUpperCase());
  if (abbreviated !== undefined) return abbreviated * MS_PER_HOUR;
  const match = /^(?:UTC|GMT)?([+-])(\d{1,2}):?(\d{2})?$/i.exec(text);
  if (!match || Number(match[2]) > 18 || Number(match[3] ?? 0) > 59) return undefined;
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0);
  return (match[1] === '-' ? -minutes : minutes) * MS_PER_MINUTE;
}

/** An ISO 8601 time with or without an offset; undefined for anything else. Less than a millisecond is cut off. */
export function parseIso(text: string): WallClock | undefined {
  const match = ISO.exec(text);
  if (!match) return undefined;
  const part = (index: number): number => Number(match[index] ?? 0);
  const ms = Number((match[7] ?? '').padEnd(3, '0').slice(0, 3));
  const localMs = wallClock(part(1), part(2), part(3), part(4), part(5), part(6), ms);
  if (localMs === undefined) return undefined;
  const offsetMs = match[8] === undefined ? undefined : parseOffset(match[8]);
  if (match[8] !== undefined && offsetMs === undefined) return undefined;
  return { localMs, offsetMs, spanMs: match[7] !== undefined ? 1 : match[6] !== undefined ? 1000 : MS_PER_MINUTE };
}

/** A date of ISO 8601 without a time; undefined for anything else. */
export function parseIsoDate(text: string): WallClock | undefined {
  const match = ISO_DATE.exec(text);
  if (!match) return undefined;
  const localMs = wallClock(Number(match[1]), Number(match[2]), Number(match[3]), 0, 0, 0, 0);
  return localMs === undefined ? undefined : { localMs, offsetMs: undefined, spanMs: MS_PER_DAY };
}

/** Whole milliseconds since 1970 written as a number; undefined for anything else. */
export function parseEpochMs(text: string): number | undefined {
  return EPOCH_MS.test(text) ? Number(text) : undefined;
}

/** Keeps an instant within 1970 to 2199; DataError otherwise. */
export function plausible(at: number, column: string): number {
  if (at < 0 || at >= END) throw new DataError(`${column} lies before 1970 or after 2199`);
  return at;
}

/**
 * An instant as tables write it: ISO 8601 with an offset, or epoch milliseconds. DataError with the reason
 * otherwise; a local time without an offset is refused where nobody says how it becomes an instant (`local`), since its
 * zone would be a guess.
 */
export function isoInstant(text: string, column: string, local?: LocalTime): number {
  const epoch = parseEpochMs(text);
  if (epoch !== undefined && epoch >= SECONDS.from && epoch < SECONDS.to) {
    throw new DataError(`${column} looks like epoch seconds: write milliseconds`);
  }
  if (epoch !== undefined) return plausible(epoch, column);
  const clock = parseIso(text);
  if (!clock) {
    throw new DataError(`${column} is not a time like 2026-11-02T09:00:00+01:00 or epoch milliseconds: ${shown(text)}`);
  }
  if (clock.offsetMs === undefined && local !== undefined) {
    const found = local(clock.localMs);
    if (found === undefined) throw new DataError(`${column} is a time that the clocks skipped: ${shown(text)}`);
    return plausible(found.at, column);
  }
  if (clock.offsetMs === undefined) {
    throw new DataError(
      `${column} has no offset (write 2026-11-02T09:00:00+01:00, or say where the clock stood with FILE_TIME_ZONE)`,
    );
  }
  return plausible(clock.localMs - clock.offsetMs, column);
}

/** Gives the instant of a wall-clock time (ms, as if it were UTC); undefined where the clocks were put forward over it. */
export type LocalTime = (localMs: number) => { readonly at: number; readonly twice: boolean } | undefined;

/** No zone is farther from UTC than this, and none changes twice within it. */
const REACH_MS = MS_PER_DAY;

/**
 * How wall-clock times of an IANA zone or a fixed offset (`+02:00`) become instants; undefined for a name nobody
 * knows. A time that exists twice, when the clocks are put back, is its first occurrence.
 */
export function localTimeOf(zoneName: string, zones: ZoneLookup): LocalTime | undefined {
  const offsetMs = parseOffset(zoneName);
  if (offsetMs !== undefined) return (localMs) => ({ at: localMs - offsetMs, twice: false });
  const zone = zones(zoneName);
  if (!zone) return undefined;
  // Dates on which, and around which, no clock is changed: nearly all of them.
  const quietDays = new Map<number, number>();
  return (localMs) => {
    const day = Math.floor(localMs / MS_PER_DAY);
    const quiet = quietDays.get(day);
    if (quiet !== undefined) return { at: localMs - quiet, twice: false };
    const regimes = zone.regimes(day * MS_PER_DAY - REACH_MS, (day + 1) * MS_PER_DAY + REACH_MS);
    if (regimes.length === 1) quietDays.set(day, regimes[0]!.offsetMs);
    const instants = regimes
      .map((regime) => ({ regime, at: localMs - regime.offsetMs }))
      .filter(({ regime, at }) => at >= regime.from && at < regime.to)
      .map(({ at }) => at);
    return instants.length === 0 ? undefined : { at: Math.min(...instants), twice: instants.length > 1 };
  };
}
