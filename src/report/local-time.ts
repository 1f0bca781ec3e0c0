import { instantOfWallClock, wallClockOf } from '../clock/wall-clock.ts';
import { createZones, type Zone } from '../clock/zone.ts';

export { isTimeZone } from '../clock/zone.ts';

/** The wall clock of a zone at an instant, in ms written as if it were UTC. */
export function localOf(at: number, timeZone: string): number {
  return wallClockOf(zoneOf(timeZone), at);
}

/**
 * The instant at which the wall clock of a zone shows `local` (ms as if UTC). Shown twice, the earlier one; never
 * shown (the clock jumped over it, or a whole day was left out), the first instant after the jump.
 */
export function instantOfLocal(local: number, timeZone: string): number {
  return instantOfWallClock(zoneOf(timeZone), local);
}

function zoneOf(timeZone: string): Zone {
  const zone = createZones()(timeZone);
  if (zone === undefined) throw new RangeError(`${timeZone}: not a time zone`);
  return zone;
}
