import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { argumentsOf, entryOf, wishOf } from '../jobs/commands/arguments.ts';

const ROOT = resolve(import.meta.dirname, '..');
const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: ROOT,
  encoding: 'utf8',
});
const known = new Set(listed.split('\n').filter((name) => name !== ''));
const documents = [...known].filter((name) => name.endsWith('.md'));
const textOf = (name: string): string => readFileSync(join(ROOT, name), 'utf8');
const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Readonly<Record<string, string>> };

/** The anchor of a heading as GitHub makes it. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .trim()
    .replaceAll(' ', '-');
const anchorsOf = (name: string): Set<string> =>
  new Set([
    ...[...textOf(name).matchAll(/^#+ (.*)$/gm)].map(([, heading]) => anchorOf(heading!)),
    ...[...textOf(name).matchAll(/<a (?:id|name)="([^"]+)"/g)].map(([, id]) => id!),
  ]);

/** The commands that a document gives to be typed: of its blocks for a shell, each line with what follows a backslash. */
function commandsIn(name: string): string[] {
  return [...textOf(name).matchAll(/^```sh\n([\s\S]*?)^```/gm)]
    .flatMap(([, block]) => block!.replaceAll('\\\n', ' ').split('\n'))
    .flatMap((line) => line.split(/ && | \| |; /))
    .map((line) => line.replace(/^(?:[A-Z][A-Z0-9_]*=(?:'[^']*'|"[^"]*"|\S*) +)*/, '').trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}

/** The words of a line as a shell parts them, before what is written elsewhere or said about it. */
const wordsOf = (line: string): string[] =>
  [...line.replace(/ (?:#|>|2>|<) ?.*$/, '').matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, bare]) => double ?? single ?? bare!,
  );

it.each(documents)('%s links only to files and headings that there are', (name) => {
  const broken = [...textOf(name).matchAll(/\]\((?!https?:|mailto:)([^)\s#]*)(?:#([^)\s]+))?\)/g)].filter(
    ([, path, anchor]) => {
      const target = path === '' ? name : normalize(join(dirname(name), path!));
      if (!known.has(target) && ![...known].some((each) => each.startsWith(`${target.replace(/\/$/, '')}/`)))
        return true;
      return anchor !== undefined && target.endsWith('.md') && !anchorsOf(target).has(anchor);
    },
  );

  expect(broken.map(([link]) => link)).toEqual([]);
});

it.each(documents.filter((name) => commandsIn(name).length > 0))(
  '%s gives commands as they are understood',
  async (name) => {
    const wrong: string[] = [];
    for (const line of commandsIn(name)) {
      const words = wordsOf(line);
      const script =
        words[0] === 'npm' && words[1] === 'run' ? words.slice(2).find((word) => !word.startsWith('-')) : undefined;
      if (script !== undefined && !(script in scripts)) wrong.push(`${line}: no such script`);
      const file = words[0] === 'node' ? words.slice(1).find((word) => !word.startsWith('-')) : undefined;
      if (file !== undefined && !existsSync(join(ROOT, file))) wrong.push(`${line}: no such file`);
      const at = words.indexOf('fairclock');
      const typed = words[0] === 'npm' ? words.slice(words.indexOf('--') + 1) : words.slice(at + 1);
      if (script === 'fairclock' || (at >= 0 && (at === 0 || words[0] === 'npx'))) {
        try {
          const wish = wishOf(typed);
          if (wish.wish === 'run') argumentsOf(wish.name, await entryOf(wish.name).load(), wish.rest);
        } catch (error) {
          wrong.push(`${line}: ${error instanceof Error ? error.message : String(error)}`);
        }
      }
    }

    expect(wrong).toEqual([]);
  },
);

it('finds commands of ours in documents at all', () => {
  const ours = documents.flatMap(commandsIn).filter((line) => line.startsWith('fairclock '));

  expect(ours.length).toBeGreaterThan(10);
});
