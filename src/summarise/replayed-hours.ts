import { durationWithin, intervalsOf, type TimeSet } from '../clock/intervals.ts';
import type { Presence, SideId, Sides } from '../clock/sides.ts';
import { CAUSE_NAMES } from '../model/catalogue.ts';
import type { Stint } from '../model/measurement.ts';
import { MS_PER_DAY } from '../model/time.ts';
import { type AskedTicket, type OtherSides, sidesOfStint, timedStints } from './what-if.ts';

const TEAM_WORKING = CAUSE_NAMES.indexOf('team_working');
const CUSTOMER_WAIT = CAUSE_NAMES.indexOf('customer_wait');

/** One stretch of a replayed ticket, [from, to) in epoch ms, and the calendars that its causes are told by. */
export interface ReplayedStint {
  readonly stint: Stint;
  readonly from: number;
  readonly to: number;
  readonly team: SideId;
  readonly customer: SideId;
}

/** Plays one solved ticket forward; null where the other hours never let it be solved. */
export type Replay = (ticket: AskedTicket) => readonly ReplayedStint[] | null;

type Worker = 'team' | 'customer';
interface Pair {
  readonly team: SideId;
  readonly customer: SideId;
}

/** Who never works in so long a time never will. */
const LONGEST_MS = 3 * 366 * MS_PER_DAY;

/**
 * Makes a replay of tickets under other hours of the desk: each time the team held one, it needs the working time that
 * it took, from whenever its turn comes; customers need theirs by their own hours; third parties, bots and the time to a
 * reopening take as long as they took. What somebody did outside their hours comes as long after their last working time
 * as it did. A stint that begins when it did and whose hours stay is left as it was.
 */
export function createReplay(sides: Sides, other: OtherSides): Replay {
  const lists = new WeakMap<TimeSet, readonly number[]>();
  const intervalsIn = (set: TimeSet): readonly number[] => {
    let list = lists.get(set);
    if (list === undefined) {
      list = intervalsOf(set);
      lists.set(set, list);
    }
    return list;
  };

  /** The last instant of a stint at which its holder was at work; its beginning if they were not. */
  const lastWorkedAt = ({ team, customer }: Pair, holder: Worker, { fromAt, toAt }: Stint): number => {
    for (let end = toAt!; end > fromAt; ) {
      const presence = sides.presenceAt(team, customer, end - 1);
      const list = intervalsIn(setOf(presence, holder));
      const place = placeBefore(list, end);
      if (place >= 0) return Math.max(fromAt, Math.min(end, list[place + 1]!));
      end = presence.from;
    }
    return fromAt;
  };

  /** When so much working time has passed from an instant on; that instant itself for none. */
  const workedFrom = ({ team, customer }: Pair, holder: Worker, from: number, workedMs: number): number | null => {
    let left = workedMs;
    for (let at = from; left > 0; ) {
      if (at > from + LONGEST_MS + 4 * workedMs) return null;
      const presence = sides.presenceAt(team, customer, at);
      const set = setOf(presence, holder);
      const available = durationWithin(set, at, presence.to);
      if (available < left) {
        left -= available;
        at = presence.to;
        continue;
      }
      const list = intervalsIn(set);
      for (let place = Math.max(0, placeBefore(list, at + 1)); ; place += 2) {
        const open = Math.max(at, list[place]!);
        const ms = Math.max(0, list[place + 1]! - open);
        if (ms >= left) return open + left;
        left -= ms;
      }
    }
    return from;
  };

  return (ticket) => {
    const replayed: ReplayedStint[] = [];
    let now: number | undefined;
    for (const stint of timedStints(ticket)) {
      const { holder, fromAt, causesMs } = stint;
      const from: number = now ?? fromAt;
      const { team, customer, otherTeam, otherCustomer } = sidesOfStint(stint, ticket, sides, other);
      let to: number | null = from + stint.toAt! - fromAt;
      const stays = from === fromAt && (holder !== 'team' || team === otherTeam);
      if (!stays && (holder === 'team' || holder === 'customer')) {
        const workedMs = causesMs[holder === 'team' ? TEAM_WORKING : CUSTOMER_WAIT] ?? 0;
        const lateMs = stint.toAt! - lastWorkedAt({ team, customer }, holder, stint);
        // Whose zone is not known keeps the hours they were taken to have.
        const pair = holder === 'team' ? { team: otherTeam, customer } : { team, customer };
        const done = workedFrom(pair, holder, from, workedMs);
        to = done === null ? null : done + lateMs;
      }
      if (to === null) return null;
      replayed.push({ stint, from, to, team: otherTeam, customer: otherCustomer });
      now = to;
    }
    return replayed;
  };
}

function setOf(presence: Presence, holder: Worker): TimeSet {
  return holder === 'team' ? presence.team : presence.customer;
}

/** The place of the last interval that begins before an instant; -2 where none does. */
function placeBefore(list: readonly number[], at: number): number {
  let low = -1;
  let high = list.length / 2 - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (list[middle * 2]! < at) low = middle;
    else high = middle - 1;
  }
  return low * 2;
}
