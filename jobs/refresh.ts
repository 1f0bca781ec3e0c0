import type { Arguments, Console } from './command.ts';
import type { Deps } from './deps.ts';
import { runHere } from './embedded-runner.ts';
import { measureJob } from './measure.ts';
import { type SyncFailure, syncAll } from './sync-all.ts';

/**
 * Makes what a command tells fresh: reads the sources, unless --no-sync is given, tells which could not be read, and
 * measures what changed. Ends early when a person stops it.
 */
export async function refresh(
  { options }: Arguments,
  deps: Deps,
  { err, signal }: Console,
): Promise<readonly SyncFailure[]> {
  const failures = options['no-sync'] === true ? [] : await syncAll(deps.sources, deps, signal);
  for (const { message } of failures) err(`${message}\n`);
  if (!signal.aborted) await runHere(measureJob, {}, deps, signal);
  return failures;
}
