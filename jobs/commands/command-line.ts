import { argumentsOf, entryOf, isForPrograms, wishOf } from './arguments.ts';
import type { ExitCode, Surroundings } from './command.ts';
import { failureJson, failureOf, failureText } from './failure.ts';
import { commandHelp, generalHelp, versionLine } from './help.ts';

/** How long a command that was told to stop may finish what it writes; what takes longer waits for somebody else. */
const STOP_GRACE_MS = 10_000;

/** How a command line ended: 0 fine, 1 failed, 2 wrong usage or settings, 130 or 143 stopped by SIGINT or SIGTERM. */
export type Ending = ExitCode | 130 | 143;

/** Runs `fairclock …` and says how it ended. Only what is asked for is loaded. */
export async function runCommandLine(words: readonly string[], around: Surroundings): Promise<Ending> {
  const { stdout, stderr, signal } = around;
  let hidden: ((text: string) => string) | undefined;
  let isService = false;
  try {
    const wish = wishOf(words);
    if (wish.wish === 'version') stdout.write(versionLine());
    if (wish.wish === 'help') {
      stdout.write(wish.name === undefined ? generalHelp() : await commandHelp(entryOf(wish.name)));
    }
    if (wish.wish !== 'run') return 0;
    const entry = entryOf(wish.name);
    const command = await entry.load();
    isService = command.untilStopped === true;
    const args = argumentsOf(entry.name, command, wish.rest);
    if (args.options.help === true) {
      stdout.write(await commandHelp(entry));
      return 0;
    }
    const { openConsole } = await import('./console.ts');
    const opened = openConsole(around, args);
    hidden = opened.console.hidden;
    const ended = command.run(args, opened.console).finally(opened.close);
    const code = command.untilStopped === true ? await ended : await endedOrStopped(ended, around);
    return signal.aborted && command.untilStopped !== true ? stoppedBy(signal) : code;
  } catch (error) {
    const failure = failureOf(error);
    // What was under way when a person stopped it ends with an error too; that one is no news.
    if (!signal.aborted || !isAbort(error)) {
      hidden ??= (await import('./console.ts')).hiding(around.variables);
      const said = hidden(failureText(failure));
      // What reads a service's log reads JSON, to its last line.
      if (isService) stderr.write(`${await logLine(said)}\n`);
      else stderr.write(`${isForPrograms(words) ? failureJson(failure, hidden) : said}\n`);
    }
    if (signal.aborted) return stoppedBy(signal);
    return failure.exitCode;
  }
}

/** A failure as the last line of a service's log. */
async function logLine(said: string): Promise<string> {
  const { createLog } = await import('../log.ts');
  const lines: string[] = [];
  const destination = { write: (line: string) => lines.push(line.trimEnd()) };
  createLog({ level: 'error', secrets: [], destination, readable: false }).error(said);
  return lines.join('\n');
}

/** How a command ended; one that is told to stop and does not is left behind after a while. */
async function endedOrStopped(ended: Promise<ExitCode>, around: Surroundings): Promise<ExitCode> {
  const { signal, stderr, graceMs = STOP_GRACE_MS } = around;
  const told = Promise.withResolvers<ExitCode>();
  let timer: NodeJS.Timeout | undefined;
  const onStop = (): void => {
    stderr.write('\nstopping after what is being written; once more to stop at once\n');
    timer = setTimeout(() => told.resolve(1), graceMs);
  };
  if (signal.aborted) onStop();
  else signal.addEventListener('abort', onStop, { once: true });
  try {
    return await Promise.race([ended, told.promise]);
  } finally {
    signal.removeEventListener('abort', onStop);
    clearTimeout(timer);
  }
}

/** 128 and the number of the signal, as shells say it. */
function stoppedBy({ reason }: AbortSignal): 130 | 143 {
  return reason instanceof Error && reason.message === 'SIGTERM' ? 143 : 130;
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}
