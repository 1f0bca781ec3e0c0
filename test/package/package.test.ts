import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const BIN = join(ROOT, 'node_modules/.bin');
const env = {
  ...process.env,
  PATH: `${BIN}:${process.env.PATH}`,
  NODE_OPTIONS: '',
  npm_config_update_notifier: 'false',
};

interface Manifest {
  readonly private?: boolean;
  readonly license: string;
  readonly bin: { readonly fairclock: string };
  readonly exports: Readonly<Record<string, string | { readonly types: string; readonly default: string }>>;
  readonly scripts: Readonly<Record<string, string>>;
}
interface Packed {
  readonly filename: string;
  readonly size: number;
  readonly files: readonly { readonly path: string }[];
}

let folder: string;
let packed: Packed;
let installed: string;

/** Packs a copy of the checkout, and lays the tarball out in an empty folder with what its manifest asks for and no more. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fairclock-package-'));
  const copy = join(folder, 'checkout');
  mkdirSync(copy);
  const kept = [
    'src',
    'connectors',
    'jobs',
    'package.json',
    'tsconfig.json',
    'README.md',
    'CHANGELOG.md',
    '.env.example',
  ];
  for (const name of kept) cpSync(join(ROOT, name), join(copy, name), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  const said = execFileSync('npm', ['pack', '--json', '--loglevel=error'], { cwd: copy, env, encoding: 'utf8' });
  packed = (JSON.parse(said.slice(said.indexOf('[\n'))) as Packed[])[0]!;

  const modules = join(folder, 'empty/node_modules');
  mkdirSync(modules, { recursive: true });
  execFileSync('tar', ['-xzf', join(copy, packed.filename), '-C', modules]);
  installed = join(modules, 'fairclock');
  execFileSync('mv', [join(modules, 'package'), installed]);
  // Registries are not at hand everywhere: what npm would fetch is taken from the checkout, without what is for development.
  const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, { readonly dev?: boolean }>>;
  };
  for (const [path, { dev }] of Object.entries(lock.packages)) {
    const name = /^node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(path)?.[1];
    if (name === undefined || dev === true || !existsSync(join(ROOT, path))) continue;
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(join(ROOT, path), join(modules, name));
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const manifest = (): Manifest => JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as Manifest;
const runWith = (variables: Readonly<Record<string, string>>, ...words: string[]) =>
  spawnSync('node', [join(installed, manifest().bin.fairclock), ...words], {
    cwd: join(folder, 'empty'),
    env: { PATH: env.PATH, HOME: folder, ...variables },
    encoding: 'utf8',
  });
const run = (...words: string[]) => runWith({}, ...words);

it('cannot be published by accident, and grants no licence that nobody chose', () => {
  expect(manifest()).toMatchObject({ private: true, license: 'UNLICENSED' });
});

it('holds what is built and what is to be read, and nothing of the work on it', () => {
  const strange = packed.files
    .map(({ path }) => path)
    .filter(
      (path) =>
        !/^dist\/(src|connectors|jobs)\/.*\.(js|d\.ts|css|json|sql)$/.test(path) &&
        !/^((src|jobs|connectors(\/[a-z]+)?)\/)?README\.md$/.test(path) &&
        !['package.json', 'CHANGELOG.md', '.env.example', 'dist/report.schema.json'].includes(path),
    );

  expect(strange).toEqual([]);
  expect(packed.files.map(({ path }) => path)).toContain('dist/src/store/questions/01-half-solved-within.sql');
  expect(packed.files.map(({ path }) => path)).not.toContain('dist/jobs/build-package.js');
  expect(packed.size).toBeLessThan(1_000_000);
});

it('runs the demo in an empty folder, without a package that is for development only', () => {
  const demo = run('demo', '--tickets', '300', '--out', 'here');

  expect([demo.status, demo.stderr]).toEqual([0, expect.not.stringContaining('rror')]);
  expect(demo.stdout).toContain('simulated');
  const report = JSON.parse(readFileSync(join(folder, 'empty/here/report.json'), 'utf8')) as { tickets: unknown };
  expect(Object.keys(report).length).toBeGreaterThan(10);
  expect(readFileSync(join(folder, 'empty/here/report.html'), 'utf8')).toContain('</html>');
});

it('tells its version, prints what can be set, and says that only a checkout can be written to', () => {
  expect(run('--version').stdout).toMatch(/^fairclock 0\.1\.0 \(Node 2/);
  expect(run('env').stdout).toBe(readFileSync(join(ROOT, '.env.example'), 'utf8'));
  const refused = run('env', '--write');
  expect([refused.status, refused.stderr]).toEqual([2, expect.stringContaining('fairclock env > .env')]);
});

it('finds the mappings that are shipped with it', () => {
  writeFileSync(join(folder, 'empty/log.csv'), 'number,sys_updated_at\n1,1/2/2026 10:00\n');
  const checkBy = (mapping: string) => runWith({ FILE_PATH: 'log.csv', FILE_MAPPING: mapping }, 'check');

  expect(checkBy('zzzz').stderr).toContain('these come along: ravenstack, uci498');
  expect(checkBy('uci498').stderr).not.toContain('there is no mapping');
});

it('gives a program the schema of a report, with types that hold without the sources', () => {
  const program = join(folder, 'empty/reads.mts');
  writeFileSync(
    program,
    `import { Report } from 'fairclock';
     import { readFileSync } from 'node:fs';
     const read: Report = Report.parse(JSON.parse(readFileSync('here/report.json', 'utf8')));
     const zone: string = read.window.timeZone;
     // @ts-expect-error a window has no such field
     read.window.colour;
     console.log(zone);\n`,
  );
  const checked = spawnSync(
    join(BIN, 'tsc'),
    [
      '--noEmit',
      '--strict',
      '--module',
      'nodenext',
      '--types',
      'node',
      '--typeRoots',
      join(ROOT, 'node_modules/@types'),
      program,
    ],
    { encoding: 'utf8', cwd: join(folder, 'empty') },
  );
  expect(checked.stdout).toBe('');
  const ran = spawnSync('node', [program], { cwd: join(folder, 'empty'), env, encoding: 'utf8' });
  expect([ran.stderr, ran.stdout]).toEqual(['', 'Europe/Berlin\n']);
  const printed = readFileSync(join(installed, manifest().exports['./report.schema.json'] as string), 'utf8');
  expect(printed).toBe(run('schema').stdout);
});
