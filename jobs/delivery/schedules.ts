import type { Settings } from '../../src/config/settings.ts';
import type { Cadence, Schedule } from '../../src/report/schedule.ts';

/** When each kind of digest is due by the settings; undefined: nobody asked for it. */
export function schedulesOf(settings: Settings): Readonly<Record<Cadence, Schedule | undefined>> {
  return { daily: settings.DIGEST_DAILY, weekly: settings.DIGEST_WEEKLY, monthly: settings.DIGEST_MONTHLY };
}
