import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Group, Stat } from '../../../src/report/schema.ts';
import { atDesk } from '../fairclock.ts';

const LOG = resolve(
  import.meta.dirname,
  '../../../../shared/data/uci498-servicenow/incident_event_log.opened_before_2016-04-01.csv.gz',
);
const WINDOW = ['--from', '2016-02-01', '--to', '2017-03-01', '--time-zone', 'UTC'];

/** n, mean, median and p90 in hours with four digits, as the figures were computed elsewhere, in another language. */
function hours(stat: Stat | undefined): readonly (number | null | undefined)[] {
  const inHours = (seconds: number | null | undefined) =>
    seconds == null ? seconds : Math.round((seconds / 3600) * 1e4) / 1e4;
  return [stat?.n, inHours(stat?.meanSeconds), inHours(stat?.medianSeconds), inHours(stat?.p90Seconds)];
}

function calendarOf(groups: readonly Group[], key: string): readonly (number | null | undefined)[] {
  return hours(groups.find((group) => group.key === key)?.finalResolution.calendar);
}

describe.skipIf(!existsSync(LOG))(
  'the public incident log of a real desk (skipped where its file is not there)',
  () => {
    it('reaches the known figures: elapsed, less the waits, by priority and by agent', async () => {
      const desk = atDesk();
      const variables = {
        FILE_PATH: LOG,
        FILE_MAPPING: 'uci498',
        NET_EXCLUDES: 'customer_wait,third_party_wait',
        LOG_LEVEL: 'error',
      };
      const report = await desk.report(variables, ...WINDOW);

      expect(hours(report.overall.finalResolution.calendar)).toEqual([8419, 242.964, 70.4333, 500.3033]);
      expect(hours(report.overall.finalResolution.net)).toEqual([8419, 137.1782, 28.35, 332.7133]);
      expect(calendarOf(report.byPriority, '1 - Critical')).toEqual([94, 349.8383, 117.675, 740.3067]);
      expect(calendarOf(report.byPriority, '2 - High')).toEqual([143, 183.1055, 92.25, 402.43]);
      expect(calendarOf(report.byPriority, '3 - Moderate')).toEqual([7832, 231.6498, 69.7083, 483.24]);
      expect(calendarOf(report.byPriority, '4 - Low')).toEqual([350, 491.898, 76.1583, 1308.8467]);
      expect(calendarOf(report.byAgent, 'Resolved by 15')).toEqual([871, 143.8575, 119.0833, 311.4167]);
      expect(report.quality.rejected).toEqual({});
      expect(report.quality.impossible).toEqual([]);
    });
  },
);
