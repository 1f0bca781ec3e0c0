import { type Intervals, intervalsOf, type TimeSet } from '../clock/intervals.ts';
import type { SideId, Sides } from '../clock/sides.ts';
import { CAUSE_NAMES } from '../model/catalogue.ts';

/** ms from cause to cause, by the order of CAUSE_NAMES: row what it was, column what it would be. */
export type CauseMatrix = Float64Array;

export const CAUSES_N = CAUSE_NAMES.length;

/** The two calendars of the desk under which a stint is told, and the customer's under each. */
export interface SidePair {
  readonly team: SideId;
  readonly customer: SideId;
  readonly otherTeam: SideId;
  readonly otherCustomer: SideId;
}

/** Time by cause under one pair of calendars against the same time under another. */
export interface JointCauses {
  /** Adds [from, to) of a stint that the team (or else the customer) held to a matrix; epoch ms. */
  readonly add: (matrix: CauseMatrix, pair: SidePair, isTeam: boolean, from: number, to: number) => void;
}

/** Kinds of instants of one side: at work, time zones apart, closed; as the catalogue orders a side's causes. */
const KINDS = 3;
const FIRST_OF = { team: CAUSE_NAMES.indexOf('team_working'), customer: CAUSE_NAMES.indexOf('customer_wait') };

/** Stretches of a chunk with one kind under either calendar: where each begins, and what went before it by pair of kinds. */
interface Table {
  readonly to: number;
  readonly starts: Float64Array;
  readonly combo: Uint8Array;
  /** ms of each pair of kinds before each start. */
  readonly before: readonly Float64Array[];
}

/** Makes the memory of joint tables over the sides' presence. */
export function createJointCauses(sides: Sides): JointCauses {
  const tables = new Map<string, Table>();

  const tableAt = (pair: SidePair, isTeam: boolean, at: number): Table => {
    const one = sides.presenceAt(pair.team, pair.customer, at);
    const key = `${isTeam ? 't' : 'c'},${pair.team},${pair.customer},${pair.otherTeam},${pair.otherCustomer},${one.from}`;
    let table = tables.get(key);
    if (table === undefined) {
      const other = sides.presenceAt(pair.otherTeam, pair.otherCustomer, at);
      table = isTeam
        ? layOut(one.from, one.to, [one.team, one.teamZoneWait, other.team, other.teamZoneWait])
        : layOut(one.from, one.to, [one.customer, one.customerZoneWait, other.customer, other.customerZoneWait]);
      tables.set(key, table);
    }
    return table;
  };

  return {
    add: (matrix, pair, isTeam, from, to) => {
      const first = isTeam ? FIRST_OF.team : FIRST_OF.customer;
      for (let start = from; start < to; ) {
        const table = tableAt(pair, isTeam, start);
        const end = Math.min(to, table.to);
        for (let combo = 0; combo < KINDS * KINDS; combo++) {
          const ms = upTo(table, combo, end) - upTo(table, combo, start);
          if (ms === 0) continue;
          matrix[(first + Math.floor(combo / KINDS)) * CAUSES_N + first + (combo % KINDS)]! += ms;
        }
        start = end;
      }
    },
  };
}

function layOut(from: number, to: number, sets: readonly [TimeSet, TimeSet, TimeSet, TimeSet]): Table {
  const lists = sets.map(intervalsOf);
  const bounds = [...new Set([from, ...lists.flat().filter((at) => at > from && at < to)])].sort((a, b) => a - b);
  const places = [0, 0, 0, 0];
  const starts = Float64Array.from(bounds);
  const combo = new Uint8Array(bounds.length);
  const before = Array.from({ length: KINDS * KINDS }, () => new Float64Array(bounds.length));
  const sums = new Float64Array(KINDS * KINDS);
  for (let i = 0; i < bounds.length; i++) {
    const at = bounds[i]!;
    for (let pairing = 0; pairing < sums.length; pairing++) before[pairing]![i] = sums[pairing]!;
    const isIn = lists.map((list, set) => contains(list, places, set, at));
    combo[i] = kindOf(isIn[0]!, isIn[1]!) * KINDS + kindOf(isIn[2]!, isIn[3]!);
    sums[combo[i]!]! += (bounds[i + 1] ?? to) - at;
  }
  return { to, starts, combo, before };
}

function kindOf(isAtWork: boolean, isWaiting: boolean): number {
  return isAtWork ? 0 : isWaiting ? 1 : 2;
}

/** Whether an instant lies in a list; asked in order of time, so that each list is gone through once. */
function contains(list: Intervals, places: number[], set: number, at: number): boolean {
  let place = places[set]!;
  while (place < list.length && list[place + 1]! <= at) place += 2;
  places[set] = place;
  return place < list.length && list[place]! <= at;
}

/** ms of a pair of kinds from the table's beginning to an instant. */
function upTo({ starts, combo, before }: Table, pairing: number, at: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= at) low = middle;
    else high = middle - 1;
  }
  return before[pairing]![low]! + (combo[low] === pairing ? at - starts[low]! : 0);
}
