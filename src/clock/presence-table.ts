import type { Intervals } from './intervals.ts';

/** Numbers a row holds: its start and four running totals. */
const STRIDE = 5;
/** Running totals of a row, up to its start. */
export const TEAM_AT_WORK = 1;
export const TEAM_ZONE_WAIT = 2;
export const CUSTOMER_AT_WORK = 3;
export const CUSTOMER_ZONE_WAIT = 4;
export type RunningTotal =
  | typeof TEAM_AT_WORK
  | typeof TEAM_ZONE_WAIT
  | typeof CUSTOMER_AT_WORK
  | typeof CUSTOMER_ZONE_WAIT;

/** 4.7 hours in ms, as a power of two: short enough that a slot holds a boundary or two. */
const SLOT_MS = 2 ** 24;

/**
 * Who of two sides is at work when, as running totals: how long, since the table's beginning, the team was at work,
 * the customer was at work, and either side's absence was due to time zones alone. A row begins where one of the four
 * sets begins or ends; the slots lead to the row of an instant without a search. Rows count in whole seconds, which is
 * exact: hours are minutes and the offsets of zones are seconds.
 */
export interface PresenceTable {
  /** The span it covers, in epoch ms; totals can be asked for both ends. */
  readonly from: number;
  readonly to: number;
  readonly rows: Uint32Array | Float64Array;
  readonly slots: Uint32Array;
}

/** When each side is at work, and when it would be if its hours were kept in the other side's zones. */
export interface Presence {
  readonly team: Intervals;
  readonly customer: Intervals;
  readonly teamKeptThere: Intervals;
  readonly customerKeptThere: Intervals;
}

/** Lays the table out for [from, to); the four lists must be cut to that span, which must be whole seconds. */
export function createPresenceTable(presence: Presence, from: number, to: number): PresenceTable {
  const lists = [presence.team, presence.customer, presence.teamKeptThere, presence.customerKeptThere];
  const [team, customer, teamThere, customerThere] = lists as [Intervals, Intervals, Intervals, Intervals];
  const most = 2 + team.length + customer.length + teamThere.length + customerThere.length;
  const wide = (to - from) / 1_000 > 0xffff_ffff;
  const rows = wide ? new Float64Array(most * STRIDE) : new Uint32Array(most * STRIDE);
  let [t, c, tt, ct] = [0, 0, 0, 0];
  let [teamMs, teamZoneMs, customerMs, customerZoneMs] = [0, 0, 0, 0];
  let count = 0;
  let before = -1;
  for (let at = from; ; ) {
    while (t < team.length && team[t]! <= at) t++;
    while (c < customer.length && customer[c]! <= at) c++;
    while (tt < teamThere.length && teamThere[tt]! <= at) tt++;
    while (ct < customerThere.length && customerThere[ct]! <= at) ct++;
    // An odd position stands inside an interval: its opening has passed, its close has not.
    const teamWorks = (t & 1) === 1;
    const customerWorks = (c & 1) === 1;
    const teamZoneWait = !teamWorks && customerWorks && (tt & 1) === 1;
    const customerZoneWait = !customerWorks && teamWorks && (ct & 1) === 1;
    const state = (teamWorks ? 1 : 0) | (customerWorks ? 2 : 0) | (teamZoneWait ? 4 : 0) | (customerZoneWait ? 8 : 0);
    if (state !== before || at >= to) {
      const row = count * STRIDE;
      rows[row] = (at - from) / 1_000;
      rows[row + TEAM_AT_WORK] = teamMs / 1_000;
      rows[row + TEAM_ZONE_WAIT] = teamZoneMs / 1_000;
      rows[row + CUSTOMER_AT_WORK] = customerMs / 1_000;
      rows[row + CUSTOMER_ZONE_WAIT] = customerZoneMs / 1_000;
      count++;
      before = state;
    }
    if (at >= to) break;
    let next = to;
    if (t < team.length && team[t]! < next) next = team[t]!;
    if (c < customer.length && customer[c]! < next) next = customer[c]!;
    if (tt < teamThere.length && teamThere[tt]! < next) next = teamThere[tt]!;
    if (ct < customerThere.length && customerThere[ct]! < next) next = customerThere[ct]!;
    const lasts = next - at;
    if (teamWorks) teamMs += lasts;
    if (teamZoneWait) teamZoneMs += lasts;
    if (customerWorks) customerMs += lasts;
    if (customerZoneWait) customerZoneMs += lasts;
    at = next;
  }
  const used = rows.slice(0, count * STRIDE);
  return { from, to, rows: used, slots: slotsOf(used, count, to - from) };
}

function slotsOf(rows: Uint32Array | Float64Array, count: number, spanMs: number): Uint32Array {
  const slots = new Uint32Array(Math.floor(spanMs / SLOT_MS) + 1);
  let row = 0;
  for (let slot = 0; slot < slots.length; slot++) {
    const seconds = (slot * SLOT_MS) / 1_000;
    while (row < count - 2 && rows[(row + 1) * STRIDE]! <= seconds) row++;
    slots[slot] = row * STRIDE;
  }
  return slots;
}

/** The position of the row in force at an instant of the table's span, for `totalAt`. */
export function rowAt(table: PresenceTable, at: number): number {
  const { rows, from } = table;
  const seconds = (at - from) / 1_000;
  const last = rows.length - 2 * STRIDE;
  let row = table.slots[Math.floor((at - from) / SLOT_MS)]!;
  while (row < last && rows[row + STRIDE]! <= seconds) row += STRIDE;
  return row;
}

/** A running total up to an instant, in ms; `row` is the instant's `rowAt`. */
export function totalAt(table: PresenceTable, row: number, total: RunningTotal, at: number): number {
  const { rows } = table;
  const before = rows[row + total]!;
  const runs = rows[row + STRIDE + total]! > before;
  return runs ? (before - rows[row]!) * 1_000 + (at - table.from) : before * 1_000;
}
