import { MS_PER_DAY } from '../model/local-day.ts';
import type { Zone } from './zone.ts';

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
