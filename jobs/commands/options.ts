import { parseWindow, type Window } from '../../src/report/window.ts';
import type { Deps } from '../tasks/deps.ts';
import { type Arguments, UsageError } from './command.ts';

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
