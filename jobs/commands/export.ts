import { resolve } from 'node:path';
import { MS_PER_DAY } from '../../src/model/time.ts';
import { CADENCES, parseSchedule } from '../../src/model/window.ts';
import { nextDue } from '../../src/report/window.ts';
import { exportAll } from '../tasks/export.ts';
import { EXPORT_FORMATS } from '../tasks/export-files.ts';
import { type Command, UsageError } from './command.ts';
import { failuresToExitCode, oneOf, refresh, windowOf } from './options.ts';

/** Writes all that is measured as files of tables, for tools that are not ours. */
export const exportCommand: Command = {
  name: 'export',
  usage: '--to FOLDER [--format csv|parquet] [--from DATE --to-day DATE] [--time-zone ZONE] [--no-sync]',
  options: {
    to: { type: 'string', value: 'FOLDER', description: 'where the files go; one that was stopped is gone on with' },
    format: { type: 'string', value: EXPORT_FORMATS.join('|'), description: 'default csv' },
    from: {
      type: 'string',
      value: 'DATE',
      description: "first day of the figures' window; default the last whole week",
    },
    'to-day': { type: 'string', value: 'DATE', description: 'the day after its last' },
    'time-zone': { type: 'string', value: 'ZONE', description: 'where days begin; default REPORT_TIME_ZONE' },
    'no-sync': { type: 'boolean', description: 'write what is stored, without asking the sources' },
  },
  async run(args, console) {
    const { options } = args;
    const format = oneOf('export', 'format', options.format ?? 'csv', EXPORT_FORMATS);
    if (typeof options.to !== 'string') throw new UsageError('export: name the folder with --to FOLDER');
    const days = { ...args, options: { ...options, to: options['to-day'] } };
    if ((options.from === undefined) !== (options['to-day'] === undefined)) {
      throw new UsageError('export: --from and --to-day belong together');
    }
    const deps = await console.deps();
    const window = windowOf('export', days, deps, (timeZone) => {
      const weekly = parseSchedule('weekly', `${CADENCES.weekly.begins} ${timeZone}`);
      return nextDue(weekly, deps.now() - 7 * MS_PER_DAY).window;
    });
    const failures = await refresh(args, deps, console);
    if (failures.length > 0 && failures.length === deps.sources.length) return failuresToExitCode(failures);
    const onFile = (file: string, rows: number): void => console.out(`${file}: ${rows} rows\n`);
    await exportAll({ folder: resolve(options.to), format, window, onFile }, deps, console.signal);
    return failuresToExitCode(failures);
  },
};
