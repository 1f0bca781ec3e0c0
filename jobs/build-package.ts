import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, extname, join, resolve } from 'node:path';
import { reportSchema } from './commands/schema.ts';

const ROOT = resolve(import.meta.dirname, '..');
const DIST = join(ROOT, 'dist');
/** What lies beside modules, for them or for people to read; the compiler copies none of it. */
const BESIDE_MODULES: ReadonlySet<string> = new Set(['.css', '.js', '.json', '.sql']);
/** What belongs to the work on the package and not to the package. */
const NOT_PACKED: ReadonlySet<string> = new Set(['tsconfig.build.json']);

// Node strips no types below node_modules, so that what is packed has to be JavaScript.
rmSync(DIST, { recursive: true, force: true });
const compiled = spawnSync('tsc', ['--project', join(ROOT, 'jobs/tsconfig.build.json')], { stdio: 'inherit' });
if (compiled.status !== 0) {
  throw new Error(`the package was not built: tsc ended with ${compiled.status ?? compiled.error}; "npm ci" first?`);
}
for (const room of ['src', 'connectors', 'jobs']) {
  for (const name of readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' })) {
    if (!BESIDE_MODULES.has(extname(name)) || NOT_PACKED.has(name)) continue;
    const to = join(DIST, room, name);
    mkdirSync(dirname(to), { recursive: true });
    cpSync(join(ROOT, room, name), to);
  }
}
keepDeclarationsBehind(join(DIST, 'src/report/schema.d.ts'));
writeFileSync(join(DIST, 'report.schema.json'), reportSchema());

/** Leaves, of all declarations, those that a program needs that reads a report: the rest is nobody's to import. */
function keepDeclarationsBehind(entry: string): void {
  const needed = new Set<string>();
  const follow = (file: string): void => {
    if (needed.has(file)) return;
    needed.add(file);
    for (const [, to] of readFileSync(file, 'utf8').matchAll(/\b(?:from |import\()['"](\.[^'"]+)\.ts['"]/g)) {
      follow(resolve(dirname(file), `${to}.d.ts`));
    }
  };
  follow(entry);
  for (const name of readdirSync(DIST, { recursive: true, encoding: 'utf8' })) {
    const file = join(DIST, name);
    if (name.endsWith('.d.ts') && !needed.has(file)) rmSync(file);
  }
}
