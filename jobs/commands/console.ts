import { existsSync, readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { connectors } from '../../connectors/index.ts';
import { type Reading, readEnvironment, type Variables } from '../../src/config/environment.ts';
import { type Gathered, gatherVariables } from '../../src/config/gather.ts';
import { PROXY_NAMES } from '../../src/config/proxies.ts';
import { secretsOf } from '../../src/config/secrets.ts';
import { ConfigError, hideSecrets } from '../../src/model/errors.ts';
import type { Deps } from '../tasks/job.ts';
import type { Arguments, Console, Surroundings } from './command.ts';
import { type DepsOptions, openDeps } from './open-deps.ts';

/** A console, and what is to be closed when the command has ended. */
export interface OpenedConsole {
  readonly console: Console;
  readonly close: () => Promise<void>;
}

/** Cuts the secrets of these variables out of texts. */
export const hiding = (variables: Variables): ((text: string) => string) =>
  hideSecrets(secretsOf(variables, connectors));

/** Puts together what a command may use: variables at once, settings and store when asked for. */
export function openConsole(around: Surroundings, { options }: Arguments): OpenedConsole {
  const { stdout, stderr, signal } = around;
  const gathered = gather(around, options['env-file']);
  const { variables } = gathered;
  for (const name of PROXY_NAMES) {
    const value = variables[name];
    if (value !== undefined && gathered.origins.get(name)?.from === 'env-file') around.setVariable?.(name, value);
  }
  const hidden = hiding(variables);
  const opened: Deps[] = [];
  const configure = () => readEnvironment(variables, connectors, readingOf(gathered));
  const open = async (of?: Variables, depsOptions?: DepsOptions): Promise<Deps> => {
    const configuration = of === undefined ? configure() : readEnvironment(of, connectors, { now: Date.now() });
    const deps = await openDeps(configuration, of ?? variables, stderr, depsOptions);
    opened.push(deps);
    return deps;
  };
  return {
    console: {
      gathered,
      variables,
      out: (text) => void stdout.write(text),
      err: (text) => void stderr.write(hidden(text)),
      hidden,
      width: stdout.columns ?? 100,
      colour: stdout.isTTY === true && !variables.NO_COLOR,
      signal,
      configuration: configure,
      deps: (exactly) => open(exactly, { jsonLog: options.json === true }),
      service: (onRequest) => open(undefined, { jsonLog: stderr.isTTY !== true, onRequest }),
    },
    close: async () => {
      for (const deps of opened) await deps.store.close();
    },
  };
}

/** The variables of the process, of the env file and of the files that they name. */
function gather({ variables, cwd }: Surroundings, file: string | boolean | undefined): Gathered {
  const label = typeof file === 'string' ? file : '.env';
  const path = resolve(cwd, label);
  const read = (named: string): Uint8Array => readFileSync(resolve(cwd, named));
  const bytes = bytesOf(path, typeof file === 'string' ? '--env-file' : undefined);
  const envFile = bytes === undefined ? undefined : { path, label, bytes };
  return gatherVariables({ environment: variables, envFile, connectors, read });
}

/** What the env file holds; undefined where none was asked for and there is none. */
function bytesOf(path: string, option: string | undefined): Uint8Array | undefined {
  const blamed = option ?? '.env';
  // A folder of this name is somebody else's: the environments of Python are called so too.
  if (!existsSync(path) || statSync(path).isDirectory()) {
    if (option === undefined) return undefined;
    throw new ConfigError(`${blamed}: there is no file ${path}`);
  }
  try {
    return readFileSync(path);
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new ConfigError(`${blamed}: ${path} cannot be read (${reason})`, { cause: error });
  }
}

/** How what was gathered is read: strictly where it is our own file. */
function readingOf({ origins, problems, warnings }: Gathered): Reading {
  const inFile = new Set([...origins].flatMap(([name, { from }]) => (from === 'env-file' ? [name] : [])));
  return { now: Date.now(), inFile, problems, warnings };
}
