import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs, parseEnv } from 'node:util';
import { connectors } from '../../connectors/index.ts';
import { readEnvironment, type Variables } from '../../src/config/environment.ts';
import { ConfigError, DataError, hideSecrets, nearest, RetryableError } from '../../src/model/errors.ts';
import type { Deps, Output } from '../tasks/job.ts';
import { check } from './check.ts';
import { type Arguments, type Command, type Console, type ExitCode, UsageError } from './command.ts';
import { demo } from './demo.ts';
import { digest } from './digest.ts';
import { env } from './documents.ts';
import { type DepsOptions, openDeps, secretsOf } from './open-deps.ts';
import { kpis, report } from './report.ts';
import { schema } from './schema.ts';
import { forget, rejected, sync } from './sync.ts';
import { schedule, worker } from './worker.ts';

/** Every word of the command line, in the order in which help lists them. */
export const commands: readonly Command[] = [
  demo,
  report,
  digest,
  kpis,
  sync,
  check,
  rejected,
  forget,
  worker,
  schedule,
  schema,
  env,
];

/** Where a command line runs. */
export interface Surroundings {
  readonly variables: Variables;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly cwd: string;
  readonly signal: AbortSignal;
}

/** Runs `fairclock …` and says how it ended: 0 fine, 1 failed, 2 wrong usage or settings, 130 stopped by a person. */
export async function runCommandLine(words: readonly string[], around: Surroundings): Promise<ExitCode | 130> {
  const { stdout, stderr, signal } = around;
  const opened: Deps[] = [];
  let hidden = hideSecrets(secretsOf(around.variables));
  try {
    const [name = 'help', ...rest] = words;
    if (['help', '--help', '-h'].includes(name)) {
      stdout.write(help(rest[0]));
      return 0;
    }
    const command = commands.find((each) => each.name === name);
    if (!command) throw new UsageError(unknownCommand(name));
    if (rest.includes('--help') || rest.includes('-h')) {
      stdout.write(help(name));
      return 0;
    }
    const args = parse(command, rest);
    const variables = withEnvFile(around.variables, around.cwd, args.options['env-file']);
    hidden = hideSecrets(secretsOf(variables));
    const open = async (of: Variables, options?: DepsOptions): Promise<Deps> => {
      const deps = await openDeps(readEnvironment(of, connectors), of, stderr, options);
      opened.push(deps);
      return deps;
    };
    const console: Console = {
      variables,
      out: (text) => void stdout.write(text),
      err: (text) => void stderr.write(hidden(text)),
      width: stdout.columns ?? 100,
      colour: stdout.isTTY === true && !around.variables.NO_COLOR,
      signal,
      configuration: () => readEnvironment(variables, connectors),
      deps: (exactly = variables) => open(exactly),
      service: (onRequest) => open(variables, { jsonLog: stderr.isTTY !== true, onRequest }),
    };
    const code = await command.run(args, console);
    return signal.aborted && command.untilStopped !== true ? 130 : code;
  } catch (error) {
    // What was under way when a person stopped it ends with an error too; that one is no news.
    if (!signal.aborted || !isAbort(error)) stderr.write(`${hidden(explain(error))}\n`);
    if (signal.aborted) return 130;
    return error instanceof ConfigError || error instanceof UsageError ? 2 : 1;
  } finally {
    for (const deps of opened) await deps.store.close();
  }
}

/** What a person should read of a failure: ours in plain words, a bug with its stack. */
function explain(error: unknown): string {
  if (error instanceof ConfigError) {
    return error.problems.map((problem) => `settings: ${problem}`).join('\n');
  }
  if (error instanceof UsageError) return `${error.message}\nfairclock help lists the commands`;
  if (error instanceof RetryableError || error instanceof DataError) return `failed: ${error.message}`;
  return error instanceof Error ? `unexpected: ${error.stack ?? error.message}` : `unexpected: ${String(error)}`;
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

function parse(command: Command, words: readonly string[]): Arguments {
  const options = { ...command.options, 'env-file': { type: 'string' as const } };
  try {
    const parsed = parseArgs({
      args: [...words],
      options: Object.fromEntries(Object.entries(options).map(([name, { type }]) => [name, { type }])),
      allowPositionals: true,
      strict: true,
    });
    if (parsed.positionals.length > (command.positionals ?? 0)) {
      throw new UsageError(`${command.name}: ${parsed.positionals.at(-1)} is not expected here`);
    }
    return { options: parsed.values as Arguments['options'], positionals: parsed.positionals };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const unknown = /'(--?[^' ]+)/.exec(error instanceof Error ? error.message : '')?.[1];
    const meant = unknown
      ? nearest(
          unknown,
          Object.keys(options).map((name) => `--${name}`),
        )
      : undefined;
    const reason = error instanceof Error ? error.message.split('. ')[0] : String(error);
    throw new UsageError(`${command.name}: ${reason}${meant && meant !== unknown ? `; did you mean ${meant}?` : ''}`);
  }
}

/** Variables of the process win over those of the env file, so that one run can differ. */
function withEnvFile(variables: Variables, cwd: string, file: string | boolean | undefined): Variables {
  const path = resolve(cwd, typeof file === 'string' ? file : '.env');
  if (!existsSync(path)) {
    if (typeof file === 'string') throw new ConfigError(`--env-file: there is no file ${path}`);
    return variables;
  }
  return { ...parseEnv(readFileSync(path, 'utf8')), ...variables };
}

function unknownCommand(name: string): string {
  const meant = nearest(
    name,
    commands.map((each) => each.name),
  );
  return `there is no command ${name}${meant ? `; did you mean ${meant}?` : ''}`;
}

function help(name: string | undefined): string {
  const command = commands.find((each) => each.name === name);
  if (command) {
    const options = Object.entries(command.options).map(([option, { value, description }]): [string, string] => [
      `--${option}${value ? ` ${value}` : ''}`,
      description,
    ]);
    return `fairclock ${command.name} ${command.usage}\n\n${command.summary}\n\n${columns([...options, ENV_FILE])}`;
  }
  const list = columns(commands.map((each): [string, string] => [each.name, each.summary]));
  return `fairclock tells how long customers really wait, where the time went, and whether it matters.\n\n${list}\nfairclock help COMMAND says more. Settings are environment variables or a .env file: see .env.example.\n`;
}

const ENV_FILE: [string, string] = ['--env-file FILE', 'variables from this file instead of .env'];

function columns(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}\n`).join('');
}
