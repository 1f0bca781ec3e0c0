import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { connectors } from '../../connectors/index.ts';
import { renderEnvExample, renderEnvTable } from '../../src/config/documentation.ts';
import { type Command, UsageError } from './command.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const BEGIN = '<!-- variables: rendered by `npm run env` -->';
const END = '<!-- end of variables -->';

/** Where the table of variables stands. */
const TABLE_IN = resolve(ROOT, 'jobs/README.md');

/** Puts the table of variables between its two marks in the README's text. */
export function withEnvTable(readme: string): string {
  const from = readme.indexOf(BEGIN);
  const to = readme.indexOf(END);
  if (from < 0 || to < from) throw new Error('jobs/README.md has lost the marks around the table of variables');
  return `${readme.slice(0, from + BEGIN.length)}\n\n${renderEnvTable(connectors)}\n${readme.slice(to)}`;
}

/** Renders what can be set. */
export const env: Command = {
  name: 'env',
  usage: '[--write]',
  options: { write: { type: 'boolean', description: 'write .env.example and the table in jobs/README.md instead' } },
  async run({ options }, console) {
    if (options.write !== true) {
      console.out(renderEnvExample(connectors));
      return 0;
    }
    if (!existsSync(TABLE_IN)) {
      throw new UsageError('env --write is for a checkout of the source; to write a file here: fairclock env > .env');
    }
    writeFileSync(resolve(ROOT, '.env.example'), renderEnvExample(connectors));
    writeFileSync(TABLE_IN, withEnvTable(readFileSync(TABLE_IN, 'utf8')));
    return 0;
  },
};
