import { parseArgs } from 'node:util';
import { nearest } from '../../src/model/errors.ts';
import { commands } from './catalogue.ts';
import { type Arguments, type Command, type OptionHelp, UsageError } from './command.ts';

/** Options that every command has. */
export const COMMON_OPTIONS: Readonly<Record<string, OptionHelp>> = {
  'env-file': { type: 'string', value: 'FILE', description: 'variables from this file instead of .env' },
  json: { type: 'boolean', description: 'for programs: JSON where there is a choice, and a failure as one line of it' },
  help: { type: 'boolean', description: 'says what the command does' },
};

/** Whether a program reads what is said: `--json` stands among the words, which need not make sense otherwise. */
export const isForPrograms = (words: readonly string[]): boolean => words.includes('--json');

/** What a whole command line asks for. */
export type Wish =
  | { readonly wish: 'help'; readonly name: string | undefined }
  | { readonly wish: 'version' }
  | { readonly wish: 'run'; readonly name: string; readonly rest: readonly string[] };

/**
 * Finds the command among the words; options of every command may stand before it too.
 *
 * @throws UsageError for an option that does not exist, with the one that was perhaps meant
 */
export function wishOf(words: readonly string[]): Wish {
  const before: string[] = [];
  for (let index = 0; index < words.length; index++) {
    const word = words[index]!;
    const rest = words.slice(index + 1);
    if (word === '--help' || word === '-h') return { wish: 'help', name: rest.find((each) => !each.startsWith('-')) };
    if (word === '--version' || word === '-V') return { wish: 'version' };
    if (word === '--json') before.push(word);
    else if (word === '--env-file') before.push(word, ...words.slice(++index, index + 1));
    else if (word.startsWith('--env-file=')) before.push(word);
    else if (word.startsWith('-'))
      throw new UsageError(`there is no option ${word}${meant(word, ['--help', '--version', '--env-file', '--json'])}`);
    else if (word === 'help') return { wish: 'help', name: rest[0] };
    else return { wish: 'run', name: word, rest: [...before, ...rest] };
  }
  if (before.length > 0) {
    throw new UsageError(
      `name a command after ${before.every((word) => word === '--json') ? '--json' : '--env-file FILE'}`,
    );
  }
  return { wish: 'help', name: undefined };
}

/** The command of this name. Throws a UsageError with the nearest one for a name that none has. */
export function entryOf(name: string) {
  const entry = commands.find((each) => each.name === name);
  if (entry) return entry;
  const names = commands.map((each) => each.name);
  throw new UsageError(`there is no command ${name}${meant(name, [...names, 'help'])}`);
}

/** Reads what stands after a command's name. Throws a UsageError for what it does not know, with what was perhaps meant. */
export function argumentsOf(name: string, command: Command, words: readonly string[]): Arguments {
  const options = { ...command.options, ...COMMON_OPTIONS };
  try {
    const parsed = parseArgs({
      args: [...words],
      options: Object.fromEntries(
        Object.entries(options).map(([option, { type }]) => [
          option,
          option === 'help' ? { type, short: 'h' } : { type },
        ]),
      ),
      allowPositionals: true,
      strict: true,
    });
    if (parsed.positionals.length > (command.positionals ?? 0)) {
      throw new UsageError(`${name}: ${parsed.positionals.at(-1)} is not expected here`);
    }
    const values = parsed.values as Arguments['options'];
    const choosesJson = values.json === true && values.format === undefined && hasJson(command);
    return { options: choosesJson ? { ...values, format: 'json' } : values, positionals: parsed.positionals };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const reason = error instanceof Error ? error.message.split('. ')[0]! : String(error);
    const unknown = /^Unknown option '(--?[^' ]+)/.exec(reason)?.[1];
    const known = Object.keys(options).map((option) => `--${option}`);
    throw new UsageError(`${name}: ${reason}${unknown === undefined ? '' : meant(unknown, known)}`);
  }
}

const hasJson = ({ options }: Command): boolean => options.format?.value?.split('|').includes('json') === true;

function meant(word: string, known: readonly string[]): string {
  const found = nearest(word, known);
  return found === undefined || found === word ? '' : `; did you mean ${found}?`;
}
