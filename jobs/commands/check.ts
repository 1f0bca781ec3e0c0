import { ConfigError, isForeseen } from '../../src/model/errors.ts';
import type { SyncFailure } from '../tasks/sync.ts';
import { tellServer } from './check-server.ts';
import type { Command } from './command.ts';
import { failuresToExitCode } from './options.ts';

/**
 * Asks every source its cheapest question (files are read whole) and says what works and what is missing. It ends as a
 * report would that meets the same.
 */
export const check: Command = {
  name: 'check',
  usage: '',
  options: {},
  async run(_args, console) {
    const deps = await console.deps();
    if (deps.sources.length === 0) {
      throw new ConfigError('no source is configured; .env.example lists the variables of every connector');
    }
    const failures: SyncFailure[] = [];
    for (const source of deps.sources) {
      const state = await deps.store.sync.state(source.name);
      const read = state?.watermarkAt ?? state?.syncedAt;
      let lines: readonly string[];
      let ok = true;
      // What a source finds wrong itself is for a person to edit.
      let kind: SyncFailure['kind'] = 'settings';
      try {
        const result = await source.check(deps.toolsFor(source, console.signal));
        ok = result.ok;
        lines = result.lines;
      } catch (error) {
        if (!isForeseen(error)) throw error;
        ok = false;
        kind = error.kind;
        lines = error.message.split('\n');
      }
      if (!ok) failures.push({ source: source.name, message: lines.join('\n'), kind });
      console.out(`${ok ? 'works' : 'FAILS'}  ${source.name}\n`);
      for (const line of lines) console.out(`       ${line}\n`);
      console.out(
        `       ${read === undefined ? 'nothing of it is stored yet' : `stored up to ${new Date(read).toISOString()}`}\n`,
      );
    }
    failures.push(...(await tellServer(deps, console)));
    return failuresToExitCode(failures);
  },
};
