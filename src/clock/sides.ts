import {
  type Calendar,
  type CalendarReader,
  type CalendarSpec,
  createCalendarReader,
  keptIn,
  workedIntervals,
} from './calendar.ts';
import { type Intervals, meet, unionOf } from './intervals.ts';
import { MS_PER_DAY } from './local-day.ts';
import { bytesOf, createTimeSet, intervalsOf, NEVER, type TimeSet } from './time-set.ts';
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
  readonly worked: (TimeSet | undefined)[];
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

  const workedBy = (side: Side, chunk: number): TimeSet => {
    let set = side.worked[chunk];
    if (set === undefined) {
      const [from, to] = [chunk * CHUNK_MS, (chunk + 1) * CHUNK_MS];
      set = createTimeSet(unionOf(side.calendars.map((each) => workedIntervals(each, from, to))), from, to);
      side.worked[chunk] = set;
      bytes += bytesOf(set);
    }
    return set;
  };

  const lay = (team: Side, customer: Side, chunk: number): Presence => {
    const ours = workedBy(team, chunk);
    const theirs = workedBy(customer, chunk);
    const teamZoneWait = zoneWait(team, ours, customer, theirs);
    const customerZoneWait = zoneWait(customer, theirs, team, ours);
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
      for (const [chunk, set] of worked.entries()) if (set && !held.has(set)) worked[chunk] = undefined;
    }
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

/** When `absent` is not at work, `present` is, and `absent` would be in one of the other's zones. */
function zoneWait(absent: Side, absentWorks: TimeSet, present: Side, presentWorks: TimeSet): TimeSet {
  const { from, to } = absentWorks;
  const kept: Intervals[] = [];
  for (const calendar of absent.calendars) {
    for (const zone of present.zones) {
      // In their own zone these are the side's real hours, which are no wait by definition.
      if (zone !== calendar.zone) kept.push(workedIntervals(keptIn(calendar, zone), from, to));
    }
  }
  const waits = kept.length === 0 ? [] : meet(unionOf(kept), intervalsOf(presentWorks), intervalsOf(absentWorks));
  return waits.length === 0 ? NEVER : createTimeSet(waits, from, to);
}

/** Reads a side's key: JSON of `[[zone, hours, [holidays]], …]`. Throws an Error for anything else. */
function calendarsOfKey(key: string): CalendarSpec[] {
  const parsed: unknown = JSON.parse(key);
  const isSpec = (value: unknown): value is [string, string, string[]] =>
    Array.isArray(value) && typeof value[0] === 'string' && typeof value[1] === 'string' && Array.isArray(value[2]);
  if (!Array.isArray(parsed) || !parsed.every(isSpec)) throw new Error(`not the key of a side: ${key}`);
  return parsed.map(([timeZone, hours, holidays]) => ({ timeZone, hours, holidays }));
}
