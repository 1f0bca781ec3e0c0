import { ConfigError } from '../../src/model/errors.ts';
import type { ShownFolder } from './api.ts';
import type { Settings } from './env.ts';

/** What is read where nothing is set. */
const USUAL = new Set(['\\Inbox', '\\Sent', '\\Archive']);

const sameName = (a: string, b: string): boolean =>
  a === b || (a.toLowerCase() === 'inbox' && b.toLowerCase() === 'inbox');

/** The folders to read, in the server's order; a name that is not there is a ConfigError that names those that are. */
export function foldersToRead(
  shown: readonly ShownFolder[],
  { FOLDERS, SOLVED_FOLDER }: Pick<Settings, 'FOLDERS' | 'SOLVED_FOLDER'>,
  isGmail: boolean,
  variable: (name: string) => string,
): readonly ShownFolder[] {
  const wanted = FOLDERS ?? [];
  const missing = wanted
    .filter((name) => !shown.some(({ path }) => sameName(path, name)))
    .map((name) => `${variable('FOLDERS')}: there is no folder ${name}; there are ${namesOf(shown)}`);
  if (SOLVED_FOLDER !== undefined && !isGmail && !shown.some(({ path }) => sameName(path, SOLVED_FOLDER))) {
    missing.push(`${variable('SOLVED_FOLDER')}: there is no folder ${SOLVED_FOLDER}; there are ${namesOf(shown)}`);
  }
  if (missing.length > 0) throw new ConfigError(missing);
  const all = shown.find(({ use }) => use === '\\All');
  if (FOLDERS === undefined && isGmail && all !== undefined) return [all];
  return shown.filter(({ path, use }) => {
    if (SOLVED_FOLDER !== undefined && !isGmail && sameName(path, SOLVED_FOLDER)) return true;
    if (FOLDERS !== undefined) return wanted.some((name) => sameName(path, name));
    return path.toLowerCase() === 'inbox' || (use !== undefined && USUAL.has(use));
  });
}

function namesOf(shown: readonly ShownFolder[]): string {
  const names = shown.slice(0, 20).map(({ path }) => path);
  return names.join(', ') + (shown.length > names.length ? ' and more' : '');
}
