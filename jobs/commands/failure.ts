import { ConfigError, type Foreseen, isForeseen } from '../../src/model/errors.ts';
import { type ExitCode, UsageError } from './command.ts';

/** Why a command failed, for people and for programs: which kind, what is wrong line by line, how the process ends. */
export interface Failure {
  /** usage, settings: to be changed by who called; retryable: try again later; data, unexpected: look into it. */
  readonly kind: 'usage' | Foreseen['kind'] | 'unexpected';
  readonly problems: readonly string[];
  readonly exitCode: ExitCode;
}

/** What an error means to who called. A bug keeps its stack. */
export function failureOf(error: unknown): Failure {
  if (error instanceof UsageError) return { kind: 'usage', problems: [error.message], exitCode: 2 };
  if (error instanceof ConfigError) return { kind: error.kind, problems: error.problems, exitCode: 2 };
  if (isForeseen(error)) return { kind: error.kind, problems: [error.message], exitCode: 1 };
  const said = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { kind: 'unexpected', problems: [said], exitCode: 1 };
}

/** A failure as a person reads it, without a line's end. */
export function failureText({ kind, problems }: Failure): string {
  const lines = problems.join('\n');
  if (kind === 'settings') return problems.map((problem) => `settings: ${problem}`).join('\n');
  if (kind === 'usage') return `${lines}\nfairclock help lists the commands`;
  return `${kind === 'unexpected' ? 'unexpected' : 'failed'}: ${lines}`;
}

/** A failure as one line of JSON, `{"error": {"kind", "problems", "exitCode"}}`, without a line's end. */
export function failureJson(failure: Failure, hidden: (text: string) => string): string {
  return JSON.stringify({ error: { ...failure, problems: failure.problems.map(hidden) } });
}
