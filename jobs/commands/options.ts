import { writeFileSync } from 'node:fs';
import { ConfigError } from '../../src/model/errors.ts';
import type { Window } from '../../src/model/window.ts';
import { parseWindow } from '../../src/report/window.ts';
import type { Deps } from '../tasks/job.ts';
import { measureJob } from '../tasks/measure.ts';
import { runHere } from '../tasks/run-here.ts';
import { type SyncFailure, syncAll } from '../tasks/sync.ts';
import { type Arguments, type Console, type ExitCode, UsageError } from './command.ts';
import { failureJson } from './failure.ts';

/** The value of an option that accepts one of a few words; UsageError for any other. */
export function oneOf<const Choice extends string>(
  command: string,
  option: string,
  value: unknown,
  choices: readonly Choice[],
): Choice {
  const found = choices.find((choice) => choice === value);
  if (found === undefined)
    throw new UsageError(`${command}: --${option} accepts ${choices.join(', ')}, not ${String(value)}`);
  return found;
}

/**
 * The window that the person asked for by --from and --to, else the standard one, in the zone of --time-zone, else of
 * the reports, else of the team. ConfigError for a zone that nobody knows, UsageError for half a window.
 */
export function windowOf(
  command: string,
  { options }: Arguments,
  { settings }: Deps,
  standard: (timeZone: string) => Window,
): Window {
  const timeZone = String(options['time-zone'] ?? settings.REPORT_TIME_ZONE ?? settings.TEAM_TIME_ZONE);
  const { from, to } = options;
  if (typeof from === 'string' && typeof to === 'string') return parseWindow({ from, to, timeZone });
  if (from !== undefined || to !== undefined) throw new UsageError(`${command}: --from and --to belong together`);
  // A check of the zone's name comes with it.
  parseWindow({ from: '2026-01-01', to: '2026-01-02', timeZone });
  return standard(timeZone);
}

/** 0 when all went well, 2 when only settings are wrong, 1 otherwise. */
export function failuresToExitCode(failures: readonly SyncFailure[]): ExitCode {
  if (failures.length === 0) return 0;
  return failures.every(({ kind }) => kind === 'settings') ? 2 : 1;
}

/** Tells which sources could not be read, a line each; with --json as a failure of the command is told. */
export function tellFailures(
  failures: readonly SyncFailure[],
  { options }: Arguments,
  { err, hidden }: Pick<Console, 'err' | 'hidden'>,
): void {
  for (const { kind, message } of failures) {
    const failure = { kind, problems: [message], exitCode: kind === 'settings' ? 2 : 1 } as const;
    err(`${options.json === true ? failureJson(failure, hidden) : message}\n`);
  }
}

/**
 * Makes what a command tells fresh: reads the sources, unless --no-sync is given, tells which could not be read, and
 * measures what changed. Ends early when a person stops it.
 */
export async function refresh(args: Arguments, deps: Deps, console: Console): Promise<readonly SyncFailure[]> {
  const { signal } = console;
  const failures = args.options['no-sync'] === true ? [] : await syncAll(deps.sources, deps, signal);
  tellFailures(failures, args, console);
  if (!signal.aborted) await runHere(measureJob, {}, deps, signal);
  return failures;
}

/** The option by which a command's answer goes to a file, apart from all that the shell or npm may print. */
export const OUT_OPTION = { type: 'string', value: 'FILE', description: 'writes the answer to a file' } as const;

/** Writes a command's answer to the file of `--out`, else prints it. Throws a ConfigError for a file that cannot be written. */
export function writeOut(text: string, { out }: Arguments['options'], console: Pick<Console, 'out'>): void {
  if (typeof out !== 'string') {
    console.out(text);
    return;
  }
  try {
    writeFileSync(out, text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigError(`--out: cannot write ${out}: ${reason}`, { cause: error });
  }
}
