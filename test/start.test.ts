import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const FLAG = '--max-semi-space-size=16';
const textOf = (file: string): string => readFileSync(join(import.meta.dirname, '..', file), 'utf8');

it('starts with the same bound on its memory, however it is started', () => {
  const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };

  expect(textOf('jobs/cli.ts').split('\n')[0]).toContain(FLAG);
  expect(scripts.fairclock).toContain(FLAG);
  expect(scripts.demo).toContain(FLAG);
  expect(/^ENTRYPOINT .*$/m.exec(textOf('Dockerfile'))?.[0]).toContain(FLAG);
  expect(/^ExecStart=.*$/m.exec(textOf('README.md'))?.[0]).toContain(FLAG);
  expect(textOf('test/bench/run.ts')).toContain(FLAG);
});
