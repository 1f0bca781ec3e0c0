import { readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { COMMON_OPTIONS } from './arguments.ts';
import { type CommandEntry, commands } from './catalogue.ts';
import type { OptionHelp } from './command.ts';

/** What `fairclock help` prints: every command with a sentence. */
export function generalHelp(): string {
  const list = columns(commands.map(({ name, summary }): [string, string] => [name, summary]));
  return `fairclock tells how long customers really wait, where the time went, and whether it matters.\n\n${list}\nfairclock help COMMAND says more, fairclock --version which one this is. Settings are environment variables or a .env file:\nsee .env.example.\n`;
}

/** What `fairclock help COMMAND` prints: usage, sentence and options. */
export async function commandHelp({ name, summary, load }: CommandEntry): Promise<string> {
  const { usage, options } = await load();
  return `fairclock ${name} ${usage}\n\n${summary}\n\n${columns(Object.entries({ ...options, ...COMMON_OPTIONS }).map(rowOf))}`;
}

function rowOf([option, { value, description }]: [string, OptionHelp]): [string, string] {
  return [`--${option}${value ? ` ${value}` : ''}`, description];
}

/** The version of this copy, as its package says, with that of the Node that runs it. */
export function versionLine(): string {
  const path = findPackageJSON(import.meta.url);
  const { version } = JSON.parse(readFileSync(path ?? '', 'utf8')) as { readonly version: string };
  return `fairclock ${version} (Node ${process.versions.node})\n`;
}

function columns(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}\n`).join('');
}
