import type { Configuration, Variables } from '../../src/config/environment.ts';
import type { Source } from '../../src/connector/connector.ts';
import type { RequestReport } from '../../src/connector/http/http.ts';
import type { Deps } from '../tasks/job.ts';

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

/** What a command may use; settings and store are opened only when asked for. */
export interface Console {
  readonly variables: Variables;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
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

/** One word of the command line. */
export interface Command {
  readonly name: string;
  /** What stands after the name in the usage line. */
  readonly usage: string;
  readonly summary: string;
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
