import {
  type Calendar,
  type CalendarReader,
  type CalendarSpec,
  createCalendarReader,
  keptIn,
  workedIntervals,
} from './calendar.ts';
import { clip, type Intervals, unionOf } from './intervals.ts';
import { MS_PER_DAY } from './local-day.ts';
import { createPresenceTable, type PresenceTable } from './presence-table.ts';
import { createZones, type Zone, type ZoneLookup } from './zone.ts';

/** Tables are laid out in blocks; whole seconds, as the rows are. */
const BLOCK_MS = 100 * MS_PER_DAY;
/** Bytes of tables kept; beyond it those used longest ago are dropped, and made again when they are needed. */
const TABLE_BYTES = 128 * 2 ** 20;
/** Interval bounds kept of single calendars while tables are made of them. */
const KEPT_BOUNDS = 4_000_000;

/** A side of a ticket: one calendar, or several whose union it is. A small number, the same for equal calendars. */
export type SideId = number;

/** The calendars of both sides of many tickets, and who was at work when. */
export interface Sides {
  readonly zones: ZoneLookup;
  /** Reads a calendar; throws an Error that names the part it cannot read. */
  readonly calendar: CalendarReader;
  /** The side of these calendars: at work while any of them is. */
  readonly sideOf: (calendars: readonly Calendar[]) => SideId;
  /** A side's calendars as text, for a process that knows nothing of this one. */
  readonly keyOf: (side: SideId) => string;
  /** The side of such a text. */
  readonly sideOfKey: (key: string) => SideId;
  /** The table of two sides that covers [from, to] at least; it grows where a ticket reaches further, in both directions. */
  readonly tableOf: (team: SideId, customer: SideId, from: number, to: number) => PresenceTable;
}

interface Side {
  readonly key: string;
  readonly calendars: readonly Calendar[];
  readonly zones: readonly Zone[];
}

interface KeptTable {
  table: PresenceTable;
  usedAt: number;
}

/** Makes the memory of calendars, sides and tables that one measuring uses; bounded in `tableBytes`. */
export function createSides(options: { readonly tableBytes?: number } = {}): Sides {
  const zones = createZones();
  const calendar = createCalendarReader(zones);
  const sides: Side[] = [];
  const idByKey = new Map<string, SideId>();
  const worked = createWorkedMemory();
  const limit = options.tableBytes ?? TABLE_BYTES;
  // By team side, then by customer side: two array lookups a ticket instead of hashing a pair.
  let tables: (KeptTable | undefined)[][] = [];
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
      sides.push({ key, calendars: own, zones: [...new Set(own.map((each) => each.zone))] });
      idByKey.set(key, id);
    }
    return id;
  };

  const forgetOldest = (): void => {
    const all = tables.flatMap((row) => row.filter((kept) => kept !== undefined)).sort((a, b) => b.usedAt - a.usedAt);
    const keep = new Set<KeptTable>();
    bytes = 0;
    for (const kept of all) {
      if (bytes + bytesOf(kept.table) > limit / 2 && keep.size > 0) break;
      bytes += bytesOf(kept.table);
      keep.add(kept);
    }
    tables = tables.map((row) => row.map((kept) => (kept && keep.has(kept) ? kept : undefined)));
  };

  const lay = (team: SideId, customer: SideId, from: number, to: number): PresenceTable => {
    const ours = sides[team]!;
    const theirs = sides[customer]!;
    return createPresenceTable(
      {
        team: unionOf(ours.calendars.map((each) => worked(each, from, to))),
        customer: unionOf(theirs.calendars.map((each) => worked(each, from, to))),
        teamKeptThere: keptElsewhere(ours, theirs, from, to, worked),
        customerKeptThere: keptElsewhere(theirs, ours, from, to, worked),
      },
      from,
      to,
    );
  };

  return {
    zones,
    calendar,
    sideOf,
    keyOf: (side) => sides[side]!.key,
    sideOfKey: (key) => idByKey.get(key) ?? sideOf(calendarsOfKey(key).map(calendar)),
    tableOf: (team, customer, from, to) => {
      let row = tables[team];
      if (row === undefined) {
        row = [];
        tables[team] = row;
      }
      const kept = row[customer];
      if (kept !== undefined && kept.table.from <= from && kept.table.to >= to) {
        kept.usedAt = ++uses;
        return kept.table;
      }
      const span = grown(kept?.table, from, to);
      const table = lay(team, customer, span.from, span.to);
      bytes += bytesOf(table) - (kept ? bytesOf(kept.table) : 0);
      row[customer] = { table, usedAt: ++uses };
      if (bytes > limit) forgetOldest();
      return table;
    },
  };
}

/** When somebody of `side` would be at work if their hours were kept in one of the other side's zones. */
function keptElsewhere(side: Side, other: Side, from: number, to: number, worked: WorkedMemory): Intervals {
  const lists: Intervals[] = [];
  for (const calendar of side.calendars) {
    for (const zone of other.zones) {
      // In their own zone these are the side's real hours, which are no wait by definition.
      if (zone !== calendar.zone) lists.push(worked(keptIn(calendar, zone), from, to));
    }
  }
  return lists.length === 0 ? [] : unionOf(lists);
}

/** The span of the next layout: whole blocks, and half as long again where it grows, so that growing stays rare. */
function grown(table: PresenceTable | undefined, from: number, to: number): { from: number; to: number } {
  let low = Math.floor(from / BLOCK_MS) * BLOCK_MS;
  let high = Math.ceil((to + 1) / BLOCK_MS) * BLOCK_MS;
  if (table) {
    const step = Math.ceil((table.to - table.from) / 2 / BLOCK_MS) * BLOCK_MS;
    if (low < table.from) low = Math.min(low, table.from - step);
    else low = table.from;
    if (high > table.to) high = Math.max(high, table.to + step);
    else high = table.to;
  }
  return { from: low, to: high };
}

function bytesOf(table: PresenceTable): number {
  return table.rows.byteLength + table.slots.byteLength;
}

type WorkedMemory = (calendar: Calendar, from: number, to: number) => Intervals;

/** Remembers the working time of calendars while tables are made; starts afresh when it has grown too large. */
function createWorkedMemory(): WorkedMemory {
  const byKey = new Map<string, { readonly from: number; readonly to: number; readonly list: Intervals }>();
  let bounds = 0;
  return (calendar, from, to) => {
    let kept = byKey.get(calendar.key);
    if (kept === undefined || kept.from > from || kept.to < to) {
      const low = Math.min(from, kept?.from ?? from);
      const high = Math.max(to, kept?.to ?? to);
      bounds -= kept?.list.length ?? 0;
      kept = { from: low, to: high, list: workedIntervals(calendar, low, high) };
      bounds += kept.list.length;
      if (bounds > KEPT_BOUNDS) {
        byKey.clear();
        bounds = kept.list.length;
      }
      byKey.set(calendar.key, kept);
    }
    return kept.from === from && kept.to === to ? kept.list : clip(kept.list, from, to);
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
