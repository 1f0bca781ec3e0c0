import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '..');
const IMPORT = /(?:\bfrom\s*|\bimport\s*\(\s*|^import\s+|new URL\(\s*)(['"])(\.[^'"]+)\1/gm;

/** Every room and the rooms it may use. A room that is not here fails the test, so that none is forgotten. */
const MAY_USE: Readonly<Record<string, readonly string[]>> = {
  'src/model': [],
  'src/clock': ['src/model'],
  'src/measure': ['src/model', 'src/clock'],
  'src/summarise': ['src/model', 'src/clock', 'src/measure'],
  'src/report': ['src/model', 'src/clock', 'src/measure', 'src/summarise'],
  'src/show': ['src/model', 'src/report'],
  'src/store': ['src/model'],
  'src/connector': ['src/model'],
  'src/config': ['src/model'],
  connectors: ['src/*'],
  'jobs/log.ts': ['src/*'],
  'jobs/delivery': ['src/*', 'jobs/log.ts'],
  'jobs/tasks': ['src/*', 'jobs/log.ts', 'jobs/delivery'],
  'jobs/worker': ['src/*', 'jobs/log.ts', 'jobs/delivery', 'jobs/tasks'],
  'jobs/commands': ['src/*', 'connectors', 'jobs/log.ts', 'jobs/delivery', 'jobs/tasks', 'jobs/worker'],
  'jobs/cli.ts': ['jobs/commands'],
  'jobs/fairclock.js': ['jobs/cli.ts'],
  'jobs/build-package.ts': ['jobs/commands'],
};

/** What needs a file of its own beside it, or zlib: a font, a style sheet, the packed list of tickets. */
const MAY_READ_FILES: readonly string[] = ['src/show/page/page.ts', 'src/show/page/ticket-data.ts'];

const files = ['src', 'connectors', 'jobs'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|js)$/.test(name))
    .map((name) => join(folder, name)),
);
const graph = new Map(
  files.map((file) => [
    file,
    [...readFileSync(join(ROOT, file), 'utf8').matchAll(IMPORT)].map((match) =>
      relative(ROOT, resolve(ROOT, dirname(file), match[2]!)),
    ),
  ]),
);
const roomOf = (file: string): string =>
  file.startsWith('connectors/') ? 'connectors' : file.split('/').slice(0, 2).join('/');
const vendorOf = (file: string): string => file.split('/').slice(0, 2).join('/');

function isAllowed(from: string, to: string): boolean {
  const [a, b] = [roomOf(from), roomOf(to)];
  if (a !== b) return MAY_USE[a]!.some((room) => room === b || (room === 'src/*' && b.startsWith('src/')));
  return a !== 'connectors' || from === 'connectors/index.ts' || vendorOf(from) === vendorOf(to);
}

it('knows every room', () => {
  expect([...new Set(files.map(roomOf))].filter((room) => !(room in MAY_USE))).toEqual([]);
});

it('lets every room use only the rooms above it', () => {
  const arrows = files.flatMap((from) =>
    graph
      .get(from)!
      .filter((to) => !isAllowed(from, to))
      .map((to) => `${from} -> ${to}`),
  );
  expect([...new Set(arrows)].sort()).toEqual([]);
});

it('keeps the subject pure: no clock, file, network or environment where figures are made and shown', () => {
  const impure =
    /\bprocess\.|\bDate\.now\(|new Date\(\)|\bMath\.random\(|from 'node:(?!crypto')|from '(axios|pg|kysely|better-sqlite3|ioredis|bullmq)'/;
  const found = files.filter(
    (file) =>
      /^src\/(model|clock|measure|summarise|report|show)\//.test(file) &&
      !MAY_READ_FILES.includes(file) &&
      impure.test(readFileSync(join(ROOT, file), 'utf8')),
  );

  expect(found).toEqual([]);
});

it('has no cycle, also none by import()', () => {
  const state = new Map<string, 'open' | 'done'>();
  const cycles: string[] = [];
  const visit = (file: string, path: readonly string[]): void => {
    if (state.get(file) === 'done') return;
    if (state.get(file) === 'open') {
      cycles.push([...path.slice(path.indexOf(file)), file].join(' -> '));
      return;
    }
    state.set(file, 'open');
    for (const to of graph.get(file) ?? []) if (graph.has(to)) visit(to, [...path, file]);
    state.set(file, 'done');
  };
  for (const file of files) visit(file, []);

  expect(cycles).toEqual([]);
});

it('resolves every relative import to a file, so that the tests above see the whole graph', () => {
  const dangling = files.flatMap((from) =>
    graph
      .get(from)!
      .filter((to) => !existsSync(join(ROOT, to)))
      .map((to) => `${from} -> ${to}`),
  );

  expect(dangling).toEqual([]);
});
