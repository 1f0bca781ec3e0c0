import { nextDue, parseSchedule } from '../../src/report/schedule.ts';
import type { Window } from '../../src/report/window.ts';
import { renderKpis } from '../../src/show/text/success.ts';
import { kpisOf } from '../tasks/kpis.ts';
import { failuresToExitCode } from '../tasks/sync-all.ts';
import type { Command } from './command.ts';
import { oneOf, windowOf } from './options.ts';
import { refresh } from './refresh.ts';

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
  async run(args, console) {
    const format = oneOf('kpis', 'format', args.options.format ?? 'text', ['text', 'json']);
    const deps = await console.deps();
    const window = windowOf('kpis', args, deps, (timeZone) => lastWholeMonth(timeZone, deps.now()));
    const failures = await refresh(args, deps, console);
    if (failures.length > 0 && failures.length === deps.sources.length) return failuresToExitCode(failures);
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

function lastWholeMonth(timeZone: string, now: number): Window {
  const schedule = parseSchedule('monthly', `1 00:00 ${timeZone}`);
  return nextDue(schedule, nextDue(schedule, now).window.from - 1).window;
}
