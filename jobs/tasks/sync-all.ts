import pLimit from 'p-limit';
import type { Source } from '../../src/connector/connector.ts';
import { ConfigError, DataError, RetryableError } from '../../src/model/errors.ts';
import type { ExitCode } from '../commands/command.ts';
import type { Deps } from './deps.ts';
import { runHere } from './run-here.ts';
import { syncJob } from './sync.ts';

/** A source that could not be read to its end; the others went on. */
export interface SyncFailure {
  readonly source: string;
  readonly message: string;
  /** A person must edit something before it can work. */
  readonly settings: boolean;
}

/** How many sources are read side by side. */
const SOURCES_AT_ONCE = 4;

/** Reads the sources side by side; a failure of one, told by its message, does not stop the others. */
export async function syncAll(
  sources: readonly Source[],
  deps: Deps,
  signal: AbortSignal,
): Promise<readonly SyncFailure[]> {
  if (sources.length === 0) {
    throw new ConfigError(
      'no source is configured; set FILE_PATH to a folder or file of your helpdesk export, or the variables of a connector (.env.example lists them)',
    );
  }
  const limit = pLimit(SOURCES_AT_ONCE);
  const failures = await Promise.all(
    sources.map(({ name }) =>
      limit(async (): Promise<SyncFailure | undefined> => {
        try {
          await runHere(syncJob, { source: name }, deps, signal);
          return undefined;
        } catch (error) {
          if (error instanceof ConfigError || error instanceof DataError || error instanceof RetryableError) {
            return { source: name, message: `${name}: ${error.message}`, settings: error instanceof ConfigError };
          }
          throw error;
        }
      }),
    ),
  );
  return failures.filter((failure) => failure !== undefined);
}

/** 0 when all went well, 2 when only settings are wrong, 1 otherwise. */
export function failuresToExitCode(failures: readonly SyncFailure[]): ExitCode {
  if (failures.length === 0) return 0;
  return failures.every(({ settings }) => settings) ? 2 : 1;
}
