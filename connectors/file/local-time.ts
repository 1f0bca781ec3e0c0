import type { ZoneLookup } from '../../src/clock/zone.ts';
import { MS_PER_DAY } from '../../src/model/local-day.ts';
import { parseOffset } from './instants.ts';

/** Gives the instant of a wall-clock time (ms, as if it were UTC); undefined where the clocks were put forward over it. */
export type LocalTime = (localMs: number) => { readonly at: number; readonly twice: boolean } | undefined;

/** No zone is farther from UTC than this, and none changes twice within it. */
const REACH_MS = MS_PER_DAY;

/**
 * How wall-clock times of an IANA zone or a fixed offset (`+02:00`) become instants; undefined for a name nobody
 * knows. A time that exists twice, when the clocks are put back, is its first occurrence.
 */
export function localTimeOf(zoneName: string, zones: ZoneLookup): LocalTime | undefined {
  const offsetMs = parseOffset(zoneName) ?? (/^(UTC|GMT)$/i.test(zoneName) ? 0 : undefined);
  if (offsetMs !== undefined) return (localMs) => ({ at: localMs - offsetMs, twice: false });
  const zone = zones(zoneName);
  if (!zone) return undefined;
  // Dates on which, and around which, no clock is changed: nearly all of them.
  const quietDays = new Map<number, number>();
  return (localMs) => {
    const day = Math.floor(localMs / MS_PER_DAY);
    const quiet = quietDays.get(day);
    if (quiet !== undefined) return { at: localMs - quiet, twice: false };
    const regimes = zone.regimes(day * MS_PER_DAY - REACH_MS, (day + 1) * MS_PER_DAY + REACH_MS);
    if (regimes.length === 1) quietDays.set(day, regimes[0]!.offsetMs);
    const instants = regimes
      .map((regime) => ({ regime, at: localMs - regime.offsetMs }))
      .filter(({ regime, at }) => at >= regime.from && at < regime.to)
      .map(({ at }) => at);
    return instants.length === 0 ? undefined : { at: Math.min(...instants), twice: instants.length > 1 };
  };
}
