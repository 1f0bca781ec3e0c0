import type { Deps } from '../tasks/deps.ts';
import { measureJob } from '../tasks/measure.ts';
import { runHere } from '../tasks/run-here.ts';
import { type SyncFailure, syncAll } from '../tasks/sync-all.ts';
import type { Arguments, Console } from './command.ts';

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
