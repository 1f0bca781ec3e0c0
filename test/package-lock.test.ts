import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';

const lock = z
  .object({
    packages: z.record(
      z.string(),
      z.object({
        optionalDependencies: z.record(z.string(), z.string()).optional(),
        integrity: z.string().optional(),
        resolved: z.string().optional(),
        link: z.boolean().optional(),
      }),
    ),
  })
  .parse(JSON.parse(readFileSync(join(import.meta.dirname, '..', 'package-lock.json'), 'utf8')));

// npm forgets builds for other platforms where the registry it asked does not hold them, and then refuses
// `npm ci` from a fresh clone: the lock file has to name them all.
test('the lock file names the build of every platform, so that a fresh clone installs', () => {
  const missing: string[] = [];
  for (const [owner, { optionalDependencies }] of Object.entries(lock.packages)) {
    for (const name of Object.keys(optionalDependencies ?? {})) {
      const nested = `${owner}/node_modules/${name}`;
      if (!(nested in lock.packages) && !(`node_modules/${name}` in lock.packages)) missing.push(`${owner} → ${name}`);
    }
  }
  expect(missing).toEqual([]);
});

test('the lock file has a hash for every package, and no address of a registry', () => {
  const fetched = Object.entries(lock.packages).filter(([name, { link }]) => name !== '' && link !== true);

  expect(fetched.filter(([, { integrity }]) => !/^sha512-/.test(integrity ?? '')).map(([name]) => name)).toEqual([]);
  expect(fetched.filter(([, { resolved }]) => resolved !== undefined).map(([name]) => name)).toEqual([]);
  expect(fetched.length).toBeGreaterThan(100);
});
