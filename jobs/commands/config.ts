import { connectors } from '../../connectors/index.ts';
import { type ExplainedVariable, explainVariables, unreadInFile } from '../../src/config/explain.ts';
import type { Settings } from '../../src/config/settings.ts';
import { ConfigError } from '../../src/model/errors.ts';
import { printable } from '../../src/show/escape.ts';
import type { Command, Console } from './command.ts';
import { oneOf } from './options.ts';

/** Says what holds and where it comes from; the first thing to look at when a setting seems to do nothing. */
export const config: Command = {
  name: 'config',
  usage: '[--all] [--format text|json]',
  options: {
    all: { type: 'boolean', description: 'also lists what is not set' },
    format: { type: 'string', value: 'text|json', description: 'lines to read, or JSON' },
  },
  async run({ options }, console) {
    const format = oneOf('config', 'format', options.format ?? 'text', ['text', 'json']);
    const { settings, ...read } = readingOf(console);
    const variables = explainVariables(console.gathered, connectors, settings).filter(
      ({ origin }) => options.all === true || origin.from !== 'nowhere',
    );
    const unread = unreadInFile(console.gathered, connectors);
    const said =
      format === 'json'
        ? `${JSON.stringify({ variables, unread, ...read }, null, 2)}\n`
        : textOf(variables, unread, read);
    console.out(console.hidden(said));
    return read.problems.length > 0 ? 2 : 0;
  },
};

interface Reading {
  readonly settings: Settings | undefined;
  readonly sources: readonly string[];
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
}

function readingOf({ configuration }: Console): Reading {
  try {
    const { settings, sources, warnings } = configuration();
    return { settings, sources: sources.map(({ name }) => name), problems: [], warnings };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { settings: undefined, sources: [], problems: error.problems, warnings: [] };
  }
}

function textOf(
  variables: readonly ExplainedVariable[],
  unread: readonly string[],
  read: Omit<Reading, 'settings'>,
): string {
  const width = Math.max(...variables.map(({ name }) => name.length));
  const lines: string[] = [];
  let group: string | undefined;
  for (const variable of variables) {
    if (variable.group !== group) {
      group = variable.group;
      lines.push(`${lines.length > 0 ? '\n' : ''}${group}`);
    }
    lines.push(`  ${variable.name.padEnd(width)}  ${shown(variable)}  (${originOf(variable)})`);
  }
  lines.push('', `Sources that are read: ${read.sources.join(', ') || 'none'}`);
  if (unread.length > 0) lines.push(`In the env file, not read by Fairclock: ${unread.map(printable).join(', ')}`);
  for (const warning of read.warnings) lines.push(`warning: ${printable(warning)}`);
  for (const problem of read.problems) lines.push(`settings: ${printable(problem)}`);
  return `${lines.join('\n')}\n`;
}

function shown({ value, secret, origin }: ExplainedVariable): string {
  if (value !== undefined) return printable(value);
  return secret && origin.from !== 'nowhere' ? '[secret]' : '-';
}

function originOf({ origin }: ExplainedVariable): string {
  if (origin.from === 'env-file') return origin.path;
  if (origin.from === 'secret-file') return `file ${origin.path}`;
  if (origin.from === 'default') return 'default';
  if (origin.from === 'parts') return 'put together of its parts';
  if (origin.from === 'nowhere') return 'not set';
  return origin.hides === undefined ? 'environment' : `environment; ${origin.hides} says otherwise`;
}
