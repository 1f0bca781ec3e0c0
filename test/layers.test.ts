import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '..');

/** Every place that can name a module: static, type-only, re-exporting and dynamic imports. */
const IMPORT = /(?:\bfrom\s*|\bimport\s*\(\s*|^import\s+)(['"])([^'"]+)\1/gm;

function sourceFiles(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name));
}

function importsOf(file: string): { specifier: string; target: string | undefined }[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  return [...text.matchAll(IMPORT)].map((match) => {
    const specifier = match[2]!;
    const target = specifier.startsWith('.') ? relative(ROOT, resolve(ROOT, dirname(file), specifier)) : undefined;
    return { specifier, target };
  });
}

const files = ['src', 'connectors', 'jobs'].flatMap(sourceFiles);
const graph = new Map(files.map((file) => [file, importsOf(file)]));

/** What each layer may import besides itself. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  src: [],
  connectors: ['src'],
  jobs: ['src', 'connectors'],
};

/** Within src: later rooms may use earlier ones, never the reverse. */
const ROOMS = ['model', 'clock', 'metrics', 'outcomes', 'kpis', 'report', 'digest'];

describe('the layers of the code', () => {
  it.each(files)('%s imports only what its layer may touch', (file) => {
    const layer = file.split('/')[0]!;
    const foreign = graph
      .get(file)!
      .flatMap(({ target }) => (target === undefined ? [] : [target]))
      .filter((target) => {
        const other = target.split('/')[0]!;
        return other !== layer && !MAY_IMPORT[layer]!.includes(other);
      });

    expect(foreign).toEqual([]);
  });

  it('lets data flow one way through the rooms of src', () => {
    const backwards = files
      .filter((file) => file.startsWith('src/'))
      .flatMap((file) => {
        const room = ROOMS.indexOf(file.split('/')[1]!);
        if (room < 0) return [];
        return graph
          .get(file)!
          .filter(({ target }) => target?.startsWith('src/') && ROOMS.indexOf(target.split('/')[1]!) > room)
          .map(({ target }) => `${file} → ${target}`);
      });

    expect(backwards).toEqual([]);
  });

  it('keeps the subject pure: no clock, file, network or environment in model, clock, metrics, outcomes, kpis, report', () => {
    const impure =
      /\bprocess\.|\bDate\.now\(|new Date\(\)|\bMath\.random\(|from 'node:(?!crypto')|from '(axios|pg|kysely|better-sqlite3|ioredis|bullmq)'/;
    const found = files.filter(
      (file) =>
        /^src\/(model|clock|metrics|outcomes|kpis|report)\//.test(file) &&
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
        cycles.push([...path.slice(path.indexOf(file)), file].join(' → '));
        return;
      }
      state.set(file, 'open');
      for (const { target } of graph.get(file) ?? []) if (target && graph.has(target)) visit(target, [...path, file]);
      state.set(file, 'done');
    };
    for (const file of files) visit(file, []);

    expect(cycles).toEqual([]);
  });

  it('resolves every relative import to a file, so that the tests above see the whole graph', () => {
    const dangling = files.flatMap((file) =>
      graph
        .get(file)!
        .filter(({ target }) => target !== undefined && !target.endsWith('.json') && !graph.has(target))
        .map(({ specifier }) => `${file}: ${specifier}`),
    );

    expect(dangling).toEqual([]);
  });
});
