import { formatFor, MS_PER_DAY } from '../model/time.ts';

const PROBE_MS = 7 * MS_PER_DAY;

/** How much is probed at once; a multiple of the probe. */
const SPAN_MS = 52 * PROBE_MS;

/** An IANA time zone with its changes of offset, found as far as they are asked for. */
export interface Zone {
  /** The zone's name in the database's spelling. */
  readonly name: string;
  /** Local time less UTC at an instant, in ms. */
  readonly offsetAt: (at: number) => number;
  /**
   * The spans of constant offset that touch [from, to), in order, without a gap: each begins where the one before
   * ends, the first begins at or before `from` and the last ends at or after `to`.
   */
  readonly regimes: (from: number, to: number) => readonly Regime[];
}

/** A span [from, to) of UTC in which local time is UTC plus `offsetMs`. */
export interface Regime {
  readonly from: number;
  readonly to: number;
  readonly offsetMs: number;
}

/** Looks zones up by name; undefined for a name that the time zone database does not know. Remembers what it found. */
export type ZoneLookup = (name: string) => Zone | undefined;

/** Makes a lookup with its own memory of zones and their changes of offset. */
export function createZones(): ZoneLookup {
  const byName = new Map<string, Zone | undefined>();
  return (name) => {
    let zone = byName.get(name);
    if (zone === undefined && !byName.has(name)) {
      const format = formatFor(name);
      const canonical = format?.resolvedOptions().timeZone;
      zone = canonical === undefined ? undefined : byName.get(canonical);
      if (zone === undefined && format !== undefined && canonical !== undefined) {
        zone = createZone(canonical, format);
        byName.set(canonical, zone);
      }
      byName.set(name, zone);
    }
    return zone;
  };
}

function createZone(name: string, format: Intl.DateTimeFormat): Zone {
  const probe = (at: number): number => localTime(format, at) - Math.floor(at / 1_000) * 1_000;
  // Instants at which the offset changes, and the offset that holds from then on; `known` is what has been probed.
  let known: { from: number; to: number } | undefined;
  let changes: { at: number; offsetMs: number }[] = [];
  let firstOffsetMs = 0;

  const search = (from: number, to: number): { at: number; offsetMs: number }[] => {
    const found: { at: number; offsetMs: number }[] = [];
    let before = probe(from);
    for (let at = from; at < to; at += PROBE_MS) {
      const after = probe(at + PROBE_MS);
      if (after !== before) found.push(...bisect(at, at + PROBE_MS, before, probe));
      before = after;
    }
    return found;
  };

  const learn = (from: number, to: number): { from: number; to: number } => {
    if (known && from >= known.from && to <= known.to) return known;
    const low = Math.floor(from / SPAN_MS) * SPAN_MS;
    const high = Math.ceil(Math.max(to, from + 1) / SPAN_MS) * SPAN_MS;
    if (!known) {
      firstOffsetMs = probe(low);
      changes = search(low, high);
      known = { from: low, to: high };
    }
    if (low < known.from) {
      changes = [...search(low, known.from), ...changes];
      firstOffsetMs = probe(low);
      known = { from: low, to: known.to };
    }
    if (high > known.to) {
      changes = [...changes, ...search(known.to, high)];
      known = { from: known.from, to: high };
    }
    return known;
  };

  return {
    name,
    offsetAt: probe,
    regimes: (from, to) => {
      const span = learn(from, to);
      const regimes: Regime[] = [];
      let start = span.from;
      let offsetMs = firstOffsetMs;
      for (const change of changes) {
        if (change.at > from && start < to) regimes.push({ from: start, to: change.at, offsetMs });
        start = change.at;
        offsetMs = change.offsetMs;
      }
      if (start < to) regimes.push({ from: start, to: span.to, offsetMs });
      return regimes;
    },
  };
}

/** All changes in (low, high], given the offset at `low`: to the second, also where there are several. */
function bisect(
  low: number,
  high: number,
  offsetAtLow: number,
  probe: (at: number) => number,
): { at: number; offsetMs: number }[] {
  const found: { at: number; offsetMs: number }[] = [];
  let from = low;
  let before = offsetAtLow;
  while (probe(high) !== before) {
    let left = from;
    let right = high;
    while (right - left > 1_000) {
      const middle = left + Math.floor((right - left) / 2_000) * 1_000;
      if (probe(middle) === before) left = middle;
      else right = middle;
    }
    before = probe(right);
    found.push({ at: right, offsetMs: before });
    from = right;
  }
  return found;
}

/** The wall clock at an instant, to the second, written as if it were UTC. */
function localTime(format: Intl.DateTimeFormat, at: number): number {
  const match = /^(\d+)\/(\d+)\/(\d+), (\d+):(\d+):(\d+)$/.exec(format.format(at));
  if (!match)
    throw new Error(`the time zone database answered in an unknown form for ${format.resolvedOptions().timeZone}`);
  return Date.UTC(
    Number(match[3]),
    Number(match[1]) - 1,
    Number(match[2]),
    Number(match[4]),
    Number(match[5]),
    Number(match[6]),
  );
}

/** The wall clock of a zone at an instant, in ms written as if it were UTC. */
export function wallClockOf(zone: Zone, at: number): number {
  return at + zone.offsetAt(at);
}

/**
 * The instant at which the wall clock of a zone shows `local` (ms as if UTC). Shown twice, the earlier one; never
 * shown (the clock jumped over it, or a whole day was left out), the first instant after the jump.
 */
export function instantOfWallClock(zone: Zone, local: number): number {
  for (const { from, to, offsetMs } of zone.regimes(local - 2 * MS_PER_DAY, local + 2 * MS_PER_DAY)) {
    const at = local - offsetMs;
    if (at < from) return from;
    if (at < to) return at;
  }
  throw new RangeError(`the clock of ${zone.name} never shows ${new Date(local).toISOString()}`);
}
