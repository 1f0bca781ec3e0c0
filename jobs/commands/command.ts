import type { Configuration, Variables } from '../../src/config/environment.ts';
import type { Gathered } from '../../src/config/gather.ts';
import type { Source } from '../../src/connector/connector.ts';
import type { RequestReport } from '../../src/connector/http/http.ts';
import type { Deps, Output } from '../tasks/job.ts';

/** What a command line may end with: 0 fine, 1 failed, 2 wrong usage or settings. */
export type ExitCode = 0 | 1 | 2;

/** One option of a command, as `node:util` parses it, with the sentence that help shows. */
export interface OptionHelp {
  readonly type: 'string' | 'boolean';
  /** How its value is written in help: `DATE`. */
  readonly value?: string;
  readonly description: string;
}

/** What was typed after the command's name. */
export interface Arguments {
  readonly options: Readonly<Record<string, string | boolean | undefined>>;
  readonly positionals: readonly string[];
}

/** Where a command line runs. */
export interface Surroundings {
  readonly variables: Variables;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly cwd: string;
  readonly signal: AbortSignal;
  /** Puts a variable into the process, for HTTP clients read their proxy there; left out: an env file sets none. */
  readonly setVariable?: (name: string, value: string) => void;
  /** How long a command that was told to stop may take to end; 10 s by default. */
  readonly graceMs?: number;
}

/** What a command may use; settings and store are opened only when asked for. */
export interface Console {
  readonly variables: Variables;
  /** The same with where each one comes from. */
  readonly gathered: Gathered;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Cuts secrets out of a text. */
  readonly hidden: (text: string) => string;
  /** Columns of the terminal; 100 where there is none. */
  readonly width: number;
  /** Whether escape sequences for bold and the like are welcome. */
  readonly colour: boolean;
  readonly signal: AbortSignal;
  readonly configuration: () => Configuration<Source>;
  /**
   * Puts settings, sources and store together, of the console's variables or of exactly those given; the store is
   * closed when the command ends.
   */
  readonly deps: (variables?: Variables) => Promise<Deps>;
  /** The same for a service: its log is JSON lines, and every request to a vendor is told. */
  readonly service: (onRequest: (report: RequestReport) => void) => Promise<Deps>;
}

/** What one word of the command line does; how it is listed stands in the catalogue. */
export interface Command {
  readonly name: string;
  /** What stands after the name in the usage line. */
  readonly usage: string;
  readonly options: Readonly<Record<string, OptionHelp>>;
  readonly positionals?: number;
  /** Runs until it is told to stop: being stopped is then no failure. */
  readonly untilStopped?: boolean;
  readonly run: (args: Arguments, console: Console) => Promise<ExitCode>;
}

/** The person typed something that cannot be meant; ends with exit code 2 and a pointer to help. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
