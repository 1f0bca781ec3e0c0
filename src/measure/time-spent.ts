import { durationWithin, type TimeSet } from '../clock/intervals.ts';
import { SHARES_TEAM_CALENDAR } from '../clock/presence.ts';
import type { Presence, SideId, Sides } from '../clock/sides.ts';
import { type ByCause, type ByClock, CAUSE_NAMES, type Cause } from '../model/catalogue.ts';
import type { Timeline } from './timeline.ts';

/** A side's three causes stand together: at work, time zones apart, closed. */
const TEAM = CAUSE_NAMES.indexOf('team_working');
const CUSTOMER = CAUSE_NAMES.indexOf('customer_wait');
const THIRD_PARTY = CAUSE_NAMES.indexOf('third_party_wait');
const BOT = CAUSE_NAMES.indexOf('bot');
const SOLVED_GAP = CAUSE_NAMES.indexOf('solved_gap');

/** Time by cause along a timeline. The arrays belong to the accumulator and hold until the next ticket. */
export interface Accumulator {
  /**
   * Works the time out from the opening to the mark `end`, and the totals at the mark `until` (at most `end`).
   * Durations between two marks that are stops, `until` or `end` can be asked for afterwards.
   */
  readonly run: (timeline: Timeline, customer: SideId, until: number, end: number) => void;
  /** The totals at `until`. */
  readonly bucketsMs: () => ByCause<number>;
  /** Time by cause between two marks, by the order of CAUSE_NAMES; what is missing at the end is 0. */
  readonly causes: (from: number, to: number) => readonly number[];
  /** The three clocks between two marks. */
  readonly clocks: (timeline: Timeline, from: number, to: number) => ByClock<number>;
}

/** Makes an accumulator; `netExcludes` are the causes that the net clock leaves out. */
export function createAccumulator(sides: Sides, netExcludes: readonly Cause[]): Accumulator {
  /** 1 for a cause that the net clock leaves out, else 0. */
  const left = Float64Array.from(CAUSE_NAMES, (cause) => (netExcludes.includes(cause) ? 1 : 0));
  let leftOutMs = 0;
  const totals = new Float64Array(CAUSE_NAMES.length);
  const atUntil = new Float64Array(CAUSE_NAMES.length);
  let excludedMs = new Float64Array(64);
  let workingMs = new Float64Array(64);
  let spentMs = new Float64Array(64 * CAUSE_NAMES.length);

  /** Adds [from, to) to a side's three causes; it lies within the sets' span. */
  const add = (cause: number, worked: TimeSet, waited: TimeSet, from: number, to: number): void => {
    const workedMs = durationWithin(worked, from, to);
    const waitedMs = durationWithin(waited, from, to);
    totals[cause]! += workedMs;
    totals[cause + 1]! += waitedMs;
    const offMs = to - from - workedMs - waitedMs;
    totals[cause + 2]! += offMs;
    leftOutMs += workedMs * left[cause]! + waitedMs * left[cause + 1]! + offMs * left[cause + 2]!;
  };

  return {
    run: (timeline, customer, until, end) => {
      const { at, holder, teamSide, stop } = timeline;
      if (excludedMs.length <= end) {
        excludedMs = new Float64Array(end * 2);
        workingMs = new Float64Array(end * 2);
        spentMs = new Float64Array(end * 2 * CAUSE_NAMES.length);
      }
      totals.fill(0);
      leftOutMs = 0;
      excludedMs[0] = 0;
      workingMs[0] = 0;
      spentMs.fill(0, 0, CAUSE_NAMES.length);
      if (until === 0) atUntil.fill(0);
      let presence: Presence | undefined;
      let presenceOf = -1;
      let last = 0;
      for (let mark = 1; mark <= end; mark++) {
        const wanted = mark === until || mark === end || stop[mark] === 1;
        if (!wanted && holder[mark] === holder[last] && teamSide[mark] === teamSide[last]) continue;
        const from = at[last]!;
        const to = at[mark]!;
        if (to > from) {
          const who = holder[last]!;
          if (who === 'team' || who === 'customer') {
            const side = teamSide[last]!;
            for (let start = from; start < to; ) {
              if (presence === undefined || side !== presenceOf || start >= presence.to) {
                presence = sides.presenceAt(side, customer === SHARES_TEAM_CALENDAR ? side : customer, start);
                presenceOf = side;
              }
              const finish = Math.min(to, presence.to);
              if (who === 'team') add(TEAM, presence.team, presence.teamZoneWait, start, finish);
              else add(CUSTOMER, presence.customer, presence.customerZoneWait, start, finish);
              start = finish;
            }
          } else {
            const cause = who === 'nobody' ? SOLVED_GAP : who === 'bot' ? BOT : THIRD_PARTY;
            totals[cause]! += to - from;
            leftOutMs += (to - from) * left[cause]!;
          }
        }
        if (wanted) {
          excludedMs[mark] = leftOutMs;
          workingMs[mark] = totals[TEAM]!;
          spentMs.set(totals, mark * CAUSE_NAMES.length);
          if (mark === until) atUntil.set(totals);
        }
        last = mark;
      }
    },
    // Written out, as this runs for every ticket: filling it in a loop takes half a microsecond more.
    bucketsMs: () =>
      ({
        team_working: atUntil[TEAM]!,
        team_time_zone_wait: atUntil[TEAM + 1]!,
        team_off_hours: atUntil[TEAM + 2]!,
        customer_wait: atUntil[CUSTOMER]!,
        customer_time_zone_wait: atUntil[CUSTOMER + 1]!,
        customer_off_hours: atUntil[CUSTOMER + 2]!,
        third_party_wait: atUntil[THIRD_PARTY]!,
        bot: atUntil[BOT]!,
        solved_gap: atUntil[SOLVED_GAP]!,
      }) satisfies ByCause<number>,
    causes: (from, to) => {
      const causes: number[] = [];
      for (let cause = 0; cause < CAUSE_NAMES.length; cause++) {
        const ms = spentMs[to * CAUSE_NAMES.length + cause]! - spentMs[from * CAUSE_NAMES.length + cause]!;
        if (ms === 0) continue;
        while (causes.length < cause) causes.push(0);
        causes.push(ms);
      }
      return causes;
    },
    clocks: (timeline, from, to) => {
      const calendar = timeline.at[to]! - timeline.at[from]!;
      return {
        calendar,
        net: calendar - (excludedMs[to]! - excludedMs[from]!),
        business: workingMs[to]! - workingMs[from]!,
      } satisfies ByClock<number>;
    },
  };
}
