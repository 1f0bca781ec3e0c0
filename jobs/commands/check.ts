import { ConfigError, DataError, RetryableError } from '../../src/model/errors.ts';
import { tellServer } from './check-server.ts';
import type { Command } from './command.ts';

/** Asks every source its cheapest question and says what works and what is missing. */
export const check: Command = {
  name: 'check',
  usage: '',
  options: {},
  async run(_args, console) {
    const deps = await console.deps();
    if (deps.sources.length === 0) {
      throw new ConfigError('no source is configured; .env.example lists the variables of every connector');
    }
    let wrong = false;
    for (const source of deps.sources) {
      const state = await deps.store.syncState(source.name);
      const read = state?.watermarkAt ?? state?.syncedAt;
      let lines: readonly string[];
      let ok = true;
      try {
        const result = await source.check(deps.toolsFor(source, console.signal));
        ok = result.ok;
        lines = result.lines;
      } catch (error) {
        if (!(error instanceof ConfigError || error instanceof DataError || error instanceof RetryableError))
          throw error;
        ok = false;
        lines = error.message.split('\n');
      }
      wrong ||= !ok;
      console.out(`${ok ? 'works' : 'FAILS'}  ${source.name}\n`);
      for (const line of lines) console.out(`       ${line}\n`);
      console.out(
        `       ${read === undefined ? 'nothing of it is stored yet' : `stored up to ${new Date(read).toISOString()}`}\n`,
      );
    }
    wrong = (await tellServer(deps, console)).length > 0 || wrong;
    return wrong ? 1 : 0;
  },
};
