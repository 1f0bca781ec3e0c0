import { ConfigError } from '../../src/model/errors.ts';
import { printable } from '../../src/show/escape.ts';
import { measureJob } from '../tasks/measure.ts';
import { runHere } from '../tasks/run-here.ts';
import { syncAll } from '../tasks/sync.ts';
import { type Command, UsageError } from './command.ts';
import { failuresToExitCode, tellFailures } from './options.ts';

/** Set from a deletion on until the files were rewritten: that may fail while others use the store. */
export const REWRITE_DUE = 'rewrite-due';

/** Drops what is stored of one source, out of the files too. */
export const forget: Command = {
  name: 'forget',
  usage: 'SOURCE',
  options: {},
  positionals: 1,
  async run({ positionals }, console) {
    const [source] = positionals;
    if (source === undefined) throw new UsageError('forget: name the source to forget');
    const { store } = await console.deps();
    const known = (await store.sync.sources()).map((each) => each.source);
    const isKnown = known.includes(source);
    if (!isKnown && (await store.sync.setting(REWRITE_DUE)) !== 'yes') {
      throw new UsageError(`forget: nothing is stored of ${source}; stored are: ${known.join(', ') || 'none'}`);
    }
    await store.sync.setSetting(REWRITE_DUE, 'yes');
    if (isKnown) await store.sync.forget(source);
    await store.rewrite();
    await store.sync.setSetting(REWRITE_DUE, 'no');
    console.out(
      isKnown
        ? `everything of ${source} is forgotten, and no file of the store holds it any more; backups are yours to delete. The next sync reads it anew\n`
        : 'what was forgotten earlier is out of the files of the store now; backups are yours to delete\n',
    );
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
    for await (const { source, place, reason, at } of store.sync.rejected(positionals[0])) {
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
  async run(args, console) {
    const { options, positionals } = args;
    const deps = await console.deps();
    const [only] = positionals;
    if (only !== undefined && !deps.sources.some(({ name }) => name === only)) {
      throw new ConfigError(
        `there is no source ${only}; configured are: ${deps.sources.map(({ name }) => name).join(', ') || 'none'}`,
      );
    }
    const chosen = deps.sources.filter(({ name }) => only === undefined || name === only);
    if (options.restart === true) for (const { name } of chosen) await deps.store.sync.forget(name);
    const failures = await syncAll(chosen, deps, console.signal);
    if (!console.signal.aborted) await runHere(measureJob, {}, deps, console.signal);
    tellFailures(failures, args, console);
    return failuresToExitCode(failures);
  },
};
