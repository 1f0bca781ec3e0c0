import { MS_PER_DAY } from '../model/time.ts';
import {
  type Calendar,
  type CalendarReader,
  type CalendarSpec,
  createCalendarReader,
  keptIn,
  workedIntervals,
} from './calendar.ts';
import {
  bytesOf,
  bytesOfIntervals,
  createTimeSet,
  type Intervals,
  meet,
  NEVER,
  type TimeSet,
  unionOf,
} from './intervals.ts';
import { createZones, type Zone, type ZoneLookup } from './zone.ts';

/** Presence is laid out for 52 weeks at a time, from the epoch on, so that all pairs of a side share its sets. */
const CHUNK_MS = 364 * MS_PER_DAY;
/** Bytes of sets kept; beyond it those used longest ago are dropped, and made again when they are needed. */
const KEPT_BYTES = 128 * 2 ** 20;

/** A side of a ticket: one calendar, or several whose union it is. A small number, the same for equal calendars. */
export type SideId = number;

/** Who of two sides is at work when, and when either's absence is due to time zones alone, for some weeks. */
export interface Presence {
  /** The span [from, to) that all four sets cover, in epoch ms. */
  readonly from: number;
  readonly to: number;
  readonly team: TimeSet;
  /** The team is not at work, the customer is, and the team would be if its hours were kept in the customer's zone. */
  readonly teamZoneWait: TimeSet;
  readonly customer: TimeSet;
  /** The same with the sides swapped. */
  readonly customerZoneWait: TimeSet;
}

/** The calendars of both sides of many tickets, and who was at work when. */
export interface Sides {
  readonly zones: ZoneLookup;
  /** Reads a calendar; throws an Error that names the part it cannot read. */
  readonly calendar: CalendarReader;
  /** The side of these calendars: at work while any of them is. */
  readonly sideOf: (calendars: readonly Calendar[]) => SideId;
  /** A side's calendars as text, for a process that knows nothing of this one. */
  readonly keyOf: (side: SideId) => string;
  /** The side of such a text; throws an Error for anything else. */
  readonly sideOfKey: (key: string) => SideId;
  /**
   * The presence of two sides in the weeks around an instant. Spans are made when a ticket reaches them, in the past
   * and in the future alike: there is no horizon.
   */
  readonly presenceAt: (team: SideId, customer: SideId, at: number) => Presence;
}

interface Side {
  readonly key: string;
  readonly calendars: readonly Calendar[];
  readonly zones: readonly Zone[];
  /** Working time by chunk. */
  readonly worked: (Worked | undefined)[];
}

/** Working time of one chunk, laid out for looking up, and as it was before that. */
interface Worked {
  readonly set: TimeSet;
  readonly intervals: Intervals;
}

interface KeptPresence {
  presence: Presence;
  usedAt: number;
}

/** Makes the memory of calendars, sides and their presence that one measuring uses; bounded by `keptBytes`. */
export function createSides(options: { readonly keptBytes?: number } = {}): Sides {
  const limit = options.keptBytes ?? KEPT_BYTES;
  const zones = createZones();
  const calendar = createCalendarReader(zones);
  const sides: Side[] = [];
  const idByKey = new Map<string, SideId>();
  // By team side, customer side and chunk: array reads instead of hashing a pair.
  let pairs: (KeptPresence | undefined)[][][] = [];
  // By hours and holidays, zone and chunk.
  const laidOut = new Map<string, Map<Zone, (Intervals | undefined)[]>>();
  let bytes = 0;
  let uses = 0;

  const sideOf = (calendars: readonly Calendar[]): SideId => {
    const byKey = new Map(calendars.map((each) => [each.key, each]));
    const keys = [...byKey.keys()].sort();
    const key = `[${keys.join(',')}]`;
    let id = idByKey.get(key);
    if (id === undefined) {
      id = sides.length;
      const own = keys.map((each) => byKey.get(each)!);
      sides.push({ key, calendars: own, zones: [...new Set(own.map((each) => each.zone))], worked: [] });
      idByKey.set(key, id);
    }
    return id;
  };

  /** The working time of these hours and holidays in this zone; many sides keep the same ones. */
  const intervalsIn = (calendar: Calendar, zone: Zone, chunk: number): Intervals => {
    let byZone = laidOut.get(calendar.rules);
    if (byZone === undefined) {
      byZone = new Map();
      laidOut.set(calendar.rules, byZone);
    }
    let chunks = byZone.get(zone);
    if (chunks === undefined) {
      chunks = [];
      byZone.set(zone, chunks);
    }
    let intervals = chunks[chunk];
    if (intervals === undefined) {
      intervals = workedIntervals(keptIn(calendar, zone), chunk * CHUNK_MS, (chunk + 1) * CHUNK_MS);
      chunks[chunk] = intervals;
      bytes += bytesOfIntervals(intervals);
    }
    return intervals;
  };

  const workedBy = (side: Side, chunk: number): Worked => {
    let worked = side.worked[chunk];
    if (worked === undefined) {
      const intervals = unionOf(side.calendars.map((each) => intervalsIn(each, each.zone, chunk)));
      worked = { intervals, set: createTimeSet(intervals, chunk * CHUNK_MS, (chunk + 1) * CHUNK_MS) };
      side.worked[chunk] = worked;
      bytes += bytesOf(worked.set) + bytesOfIntervals(intervals);
    }
    return worked;
  };

  /** When `absent` is not at work, `present` is, and `absent` would be in one of the other's zones. */
  const zoneWait = (absent: Side, present: Side, chunk: number): TimeSet => {
    const kept: Intervals[] = [];
    for (const calendar of absent.calendars) {
      for (const zone of present.zones) {
        // In their own zone these are the side's real hours, which are no wait by definition.
        if (zone !== calendar.zone) kept.push(intervalsIn(calendar, zone, chunk));
      }
    }
    if (kept.length === 0) return NEVER;
    const waits = meet(unionOf(kept), workedBy(present, chunk).intervals, workedBy(absent, chunk).intervals);
    return waits.length === 0 ? NEVER : createTimeSet(waits, chunk * CHUNK_MS, (chunk + 1) * CHUNK_MS);
  };

  const lay = (team: Side, customer: Side, chunk: number): Presence => {
    const { set: ours } = workedBy(team, chunk);
    const { set: theirs } = workedBy(customer, chunk);
    const teamZoneWait = zoneWait(team, customer, chunk);
    const customerZoneWait = zoneWait(customer, team, chunk);
    bytes += bytesOf(teamZoneWait) + bytesOf(customerZoneWait);
    return { from: ours.from, to: ours.to, team: ours, teamZoneWait, customer: theirs, customerZoneWait };
  };

  const forgetOldest = (): void => {
    const all = pairs.flat(2).filter((kept) => kept !== undefined);
    all.sort((a, b) => b.usedAt - a.usedAt);
    const keep = new Set<KeptPresence>();
    const held = new Set<TimeSet>();
    bytes = 0;
    for (const kept of all) {
      if (bytes > limit / 2) break;
      keep.add(kept);
      const { team, customer, teamZoneWait, customerZoneWait } = kept.presence;
      for (const set of [team, customer, teamZoneWait, customerZoneWait]) {
        if (!held.has(set)) bytes += bytesOf(set);
        held.add(set);
      }
    }
    pairs = pairs.map((row) => row.map((chunks) => chunks.map((kept) => (kept && keep.has(kept) ? kept : undefined))));
    for (const { worked } of sides) {
      for (const [chunk, each] of worked.entries()) if (each && !held.has(each.set)) worked[chunk] = undefined;
    }
    laidOut.clear();
  };

  return {
    zones,
    calendar,
    sideOf,
    keyOf: (side) => sides[side]!.key,
    sideOfKey: (key) => idByKey.get(key) ?? sideOf(calendarsOfKey(key).map(calendar)),
    presenceAt: (team, customer, at) => {
      const chunk = Math.floor(at / CHUNK_MS);
      const kept = pairs[team]?.[customer]?.[chunk];
      if (kept !== undefined) {
        kept.usedAt = ++uses;
        return kept.presence;
      }
      const presence = lay(sides[team]!, sides[customer]!, chunk);
      pairs[team] ??= [];
      pairs[team][customer] ??= [];
      pairs[team][customer][chunk] = { presence, usedAt: ++uses };
      if (bytes > limit) forgetOldest();
      return presence;
    },
  };
}

/** Reads a side's key: JSON of `[[zone, hours, [holidays]], …]`. Throws an Error for anything else. */
function calendarsOfKey(key: string): CalendarSpec[] {
  const parsed: unknown = JSON.parse(key);
  const isSpec = (value: unknown): value is [string, string, string[]] =>
    Array.isArray(value) && typeof value[0] === 'string' && typeof value[1] === 'string' && Array.isArray(value[2]);
  if (!Array.isArray(parsed) || !parsed.every(isSpec)) throw new Error(`not the key of a side: ${key}`);
  return parsed.map(([timeZone, hours, holidays]) => ({ timeZone, hours, holidays }));
}
