import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { FileMapping, ROWS } from '../../../connectors/file/mapping.ts';
import { CHANGE_EFFECTS, TABLE_NAMES, TABLES } from '../../../connectors/file/tables.ts';
import { atDesk } from '../../jobs/fairclock.ts';

const ROOT = resolve(import.meta.dirname, '../../..');

const README = readFileSync(join(ROOT, 'README.md'), 'utf8');

const REFERENCE = readFileSync(join(ROOT, 'connectors/file/README.md'), 'utf8');

const FILES = README.slice(README.indexOf('## Files anyone can bring'), README.indexOf('## Customer success'));

interface Block {
  readonly language: string;
  readonly file: string | undefined;
  readonly text: string;
}

function blocksOf(markdown: string): Block[] {
  return [...markdown.matchAll(/^```(\w+)(?: (\S+))?\n(.*?)^```$/gms)].map(([, language, file, text]) => ({
    language: language!,
    file,
    text: text!,
  }));
}

/** Runs `NAME=value … fairclock words` as a shell in the folder would. */
async function run(line: string, desk: ReturnType<typeof atDesk>) {
  const words = line.split(' ');
  const at = words.indexOf('fairclock');
  const variables = Object.fromEntries(
    words.slice(0, at).map((word) => {
      const [name, value] = word.split('=') as [string, string];
      return [name, /PATH|MAPPING/.test(name) ? join(desk.folder, value) : value];
    }),
  );
  const isFile = (word: string): boolean => /\.(csv|json)$/.test(word);
  return desk.fairclock(
    words.slice(at + 1).map((word) => (isFile(word) ? join(desk.folder, word) : word)),
    variables,
  );
}

it.each([
  ['README.md', FILES],
  ['connectors/file/README.md', REFERENCE],
])('%s: its files and commands do what it says', async (_name, markdown) => {
  const desk = atDesk();
  let commands = 0;
  for (const { language, file, text } of blocksOf(markdown)) {
    if (file !== undefined) {
      mkdirSync(dirname(join(desk.folder, file)), { recursive: true });
      writeFileSync(join(desk.folder, file), text);
    }
    if (language !== 'sh') continue;
    for (const line of text.trim().split('\n')) {
      commands += 1;
      const { code, out, err } = await run(line, desk);

      expect(code, `${line}\n${err}`).toBe(0);
      if (line.includes(' report ')) expect(out, line).toContain('1 ticket solved in this window');
      if (line.includes(' check')) expect(out, line).toMatch(/^works {2}file\n.*all of them read/);
      if (line.includes(' map ')) expect(err, line).toMatch(/ticket \S+: opened 2026-11-02|to decide/);
    }
  }

  expect(commands).toBeGreaterThanOrEqual(4);
});

it('the reference names every key of a mapping and every column of every table', () => {
  const keys = Object.keys(FileMapping.shape);
  const missing = keys.filter((key) => !REFERENCE.includes(`\`${key}\``));
  const columns = TABLE_NAMES.flatMap((table) =>
    [...TABLES[table].required, ...TABLES[table].optional].flatMap((all) =>
      all.some((name) => REFERENCE.includes(name) || /^vendor_/.test(name)) ? [] : [`${table}.${all[0]}`],
    ),
  );
  const changes = CHANGE_EFFECTS.filter((name) => !REFERENCE.includes(`\`${name}\``));

  expect(missing).toEqual([]);
  expect(columns).toEqual([]);
  expect(changes).toEqual([]);
  for (const rows of ROWS) expect(REFERENCE).toContain(rows);
});

it('the page of README.md is one page', () => {
  expect(FILES.split('\n').length).toBeLessThan(70);
});
