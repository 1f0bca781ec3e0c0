import type { Clusters } from './statistics/clustered-variance.ts';

/** A desk that is shut for longer than this is not waited for: the day stands for itself. */
const LONGEST_CLOSURE_DAYS = 31;

/** The local day on which work on what came in on `day` can begin: the day itself, or the next one the desk is open. */
export function openDayFor(day: number, isOpen: (day: number) => boolean): number {
  for (let ahead = 0; ahead <= LONGEST_CLOSURE_DAYS; ahead++) if (isOpen(day + ahead)) return day + ahead;
  return day;
}

/**
 * Clusters by the local day (a number that counts days) on which something was opened or asked, closed days joined to the
 * next open day. Codes count from `firstDay`, so that they mean the same in every window numbered from it.
 */
export function dayClusters(days: ArrayLike<number>, firstDay: number, isOpen: (day: number) => boolean): Clusters {
  const joined = new Map<number, number>();
  let count = 0;
  const codes = Uint32Array.from(days, (day) => {
    let open = joined.get(day);
    if (open === undefined) {
      open = openDayFor(day, isOpen);
      joined.set(day, open);
    }
    count = Math.max(count, open - firstDay + 1);
    return open - firstDay;
  });
  return { codes, count };
}

/**
 * Clusters by customer: `customers` holds codes below `known`; a row whose code is `none` has no customer and is a cluster
 * of its own, numbered from `known` + `ownFrom` on (so that two windows do not share such numbers).
 */
export function customerClusters(customers: Uint32Array, known: number, none: number | null, ownFrom = 0): Clusters {
  let next = known + ownFrom;
  const codes = customers.map((code) => (code === none ? next++ : code));
  return { codes, count: next };
}
