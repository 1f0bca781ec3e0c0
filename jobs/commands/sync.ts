import { ConfigError } from '../../src/model/errors.ts';
import { measureJob } from '../tasks/measure.ts';
import { runHere } from '../tasks/run-here.ts';
import { failuresToExitCode, syncAll } from '../tasks/sync-all.ts';
import type { Command } from './command.ts';

/** Reads every configured source to its end and measures what changed. */
export const sync: Command = {
  name: 'sync',
  usage: '[SOURCE] [--restart]',
  summary: 'Read the sources into the store and measure what changed.',
  options: {
    restart: { type: 'boolean', description: 'forget what is stored of the source and read it anew' },
  },
  positionals: 1,
  async run({ options, positionals }, console) {
    const deps = await console.deps();
    const [only] = positionals;
    if (only !== undefined && !deps.sources.some(({ name }) => name === only)) {
      throw new ConfigError(
        `there is no source ${only}; configured are: ${deps.sources.map(({ name }) => name).join(', ') || 'none'}`,
      );
    }
    const chosen = deps.sources.filter(({ name }) => only === undefined || name === only);
    if (options.restart === true) for (const { name } of chosen) await deps.store.forget(name);
    const failures = await syncAll(chosen, deps, console.signal);
    if (!console.signal.aborted) await runHere(measureJob, {}, deps, console.signal);
    for (const { message } of failures) console.err(`${message}\n`);
    return failuresToExitCode(failures);
  },
};
