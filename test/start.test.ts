import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const FLAG = '--max-semi-space-size=16';
const textOf = (file: string): string => readFileSync(join(import.meta.dirname, '..', file), 'utf8');

it('starts with the same bound on its memory, however it is started', () => {
  const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };

  for (const entry of ['jobs/cli.ts', 'jobs/fairclock.js']) {
    expect(textOf(entry).split('\n')[0]).toContain(FLAG);
  }
  expect(scripts.fairclock).toContain(FLAG);
  expect(scripts.demo).toContain(FLAG);
  expect(/^ENTRYPOINT .*$/m.exec(textOf('Dockerfile'))?.[0]).toContain(FLAG);
  expect(/^ExecStart=.*$/m.exec(textOf('jobs/README.md'))?.[0]).toContain(FLAG);
  expect(textOf('test/bench/run.ts')).toContain(FLAG);
});

it('tells a Node that is too old so, in words and before anything of it crashes', () => {
  const { engines } = JSON.parse(textOf('package.json')) as { engines: { node: string } };
  const needed = engines.node.replace('>=', '');
  const entry = JSON.stringify(join(import.meta.dirname, '../jobs/fairclock.js'));
  const as = (version: string) =>
    spawnSync(process.execPath, [
      '--input-type=module',
      '--eval',
      `
      Object.defineProperty(process.versions, 'node', { value: '${version}' });
      process.argv.push('help');
      await import(${entry});
    `,
    ]);
  const [major, minor] = needed.split('.').map(Number);
  const older = as(`${major}.${minor! - 1}.0`);

  expect(older.stderr.toString()).toMatch(
    new RegExp(`^Fairclock needs Node ${needed} or newer, and this is Node ${major}\\.`),
  );
  expect([older.status, older.stdout.toString()]).toEqual([2, '']);
  expect(as('18.20.8').status).toBe(2);
  expect(as(`${needed}.0`).stderr.toString()).toBe('');
  // What an old Node must read holds nothing that only a newer one knows: types, static imports of them, newer syntax.
  expect(textOf('jobs/fairclock.js')).not.toMatch(/^import .*from '\.|\bas const\b|\?\?=|\busing\b/m);
});
