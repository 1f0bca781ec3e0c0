import { ConfigError } from '../../src/model/errors.ts';
import { printable } from '../../src/show/escape.ts';
import { measureJob } from '../tasks/measure.ts';
import { runHere } from '../tasks/run-here.ts';
import { syncAll } from '../tasks/sync.ts';
import { type Command, UsageError } from './command.ts';
import { failuresToExitCode } from './options.ts';

/** Drops what is stored of one source. */
export const forget: Command = {
  name: 'forget',
  usage: 'SOURCE',
  options: {},
  positionals: 1,
  async run({ positionals }, console) {
    const [source] = positionals;
    if (source === undefined) throw new UsageError('forget: name the source to forget');
    const { store } = await console.deps();
    const known = (await store.sources()).map((each) => each.source);
    if (!known.includes(source)) {
      throw new UsageError(`forget: nothing is stored of ${source}; stored are: ${known.join(', ') || 'none'}`);
    }
    await store.forget(source);
    console.out(`everything of ${source} is forgotten; the next sync reads it anew\n`);
    return 0;
  },
};

/** Lists the records that could not be read, as lines or as JSON Lines. */
export const rejected: Command = {
  name: 'rejected',
  usage: '[SOURCE] [--format text|json]',
  options: { format: { type: 'string', value: 'text|json', description: 'lines to read, or one JSON object a line' } },
  positionals: 1,
  async run({ options, positionals }, console) {
    const { store } = await console.deps();
    let count = 0;
    for await (const { source, place, reason, at } of store.rejected(positionals[0])) {
      count += 1;
      console.out(
        options.format === 'json'
          ? `${JSON.stringify({ source, place, reason, at: new Date(at).toISOString() })}\n`
          : `${source}  ${printable(place)}  ${printable(reason)}\n`,
      );
    }
    if (options.format !== 'json') console.out(count === 0 ? 'nothing was rejected\n' : `${count} rejected\n`);
    return 0;
  },
};

/** Reads every configured source to its end and measures what changed. */
export const sync: Command = {
  name: 'sync',
  usage: '[SOURCE] [--restart]',
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
