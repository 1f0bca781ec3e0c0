import { nextDue, parseSchedule } from '../../src/digest/schedule.ts';
import { renderKpis } from '../../src/digest/text-kpis.ts';
import { parseWindow, type Window } from '../../src/report/window.ts';
import { type Arguments, type Command, UsageError } from '../command.ts';
import type { Deps } from '../deps.ts';
import { runHere } from '../embedded-runner.ts';
import { kpisOf } from '../kpis.ts';
import { measureJob } from '../measure.ts';
import { failuresToExitCode, syncAll } from '../sync-all.ts';

/** Reads the sources, measures, and tells the figures of customer success for a window. */
export const kpis: Command = {
  name: 'kpis',
  usage: '[--from DATE] [--to DATE] [--time-zone ZONE] [--format text|json]',
  summary: 'Recommendation, effort, retention, revenue, lifetime value, engagement (default: the last whole month).',
  options: {
    from: { type: 'string', value: 'DATE', description: 'first day, or an instant with its offset' },
    to: { type: 'string', value: 'DATE', description: 'the day after the last, or an instant with its offset' },
    'time-zone': { type: 'string', value: 'ZONE', description: 'where days begin; default REPORT_TIME_ZONE' },
    format: { type: 'string', value: 'text|json', description: 'words for a person, or JSON' },
    'no-sync': { type: 'boolean', description: 'use what is stored, without asking the sources' },
  },
  async run({ options }, console) {
    const { format = 'text' } = options;
    if (format !== 'text' && format !== 'json') {
      throw new UsageError(`kpis: --format accepts text, json, not ${String(format)}`);
    }
    const deps = await console.deps();
    const window = chooseWindow(options, deps);
    const failures = options['no-sync'] === true ? [] : await syncAll(deps.sources, deps, console.signal);
    for (const { message } of failures) console.err(`${message}\n`);
    if (failures.length > 0 && failures.length === deps.sources.length) return failuresToExitCode(failures);
    if (!console.signal.aborted) await runHere(measureJob, {}, deps, console.signal);
    if (console.signal.aborted) return 1;
    const made = await kpisOf(window, deps);
    console.out(
      format === 'json'
        ? `${JSON.stringify(made, null, 2)}\n`
        : renderKpis(made, { width: console.width, colour: console.colour }),
    );
    return failuresToExitCode(failures);
  },
};

/** What the person asked for, else the last whole month. */
function chooseWindow(options: Arguments['options'], { settings, now }: Deps): Window {
  const timeZone = String(options['time-zone'] ?? settings.REPORT_TIME_ZONE ?? settings.TEAM_TIME_ZONE);
  const { from, to } = options;
  if (typeof from === 'string' && typeof to === 'string') return parseWindow({ from, to, timeZone });
  if (from !== undefined || to !== undefined) throw new UsageError('kpis: --from and --to belong together');
  // A check of the zone's name comes with it.
  parseWindow({ from: '2026-01-01', to: '2026-01-02', timeZone });
  const due = nextDue(parseSchedule('monthly', `1 00:00 ${timeZone}`), now());
  const { window } = nextDue(parseSchedule('monthly', `1 00:00 ${timeZone}`), due.window.from - 1);
  return window;
}
