import { writeFileSync } from 'node:fs';
import { ConfigError } from '../../src/model/errors.ts';
import type { Arguments, Console } from './command.ts';

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
