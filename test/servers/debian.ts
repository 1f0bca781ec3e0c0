import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** One installation at a time, also when several test files want something at once. */
const LOCK = join(tmpdir(), 'fairclock-apt.lock');

/**
 * Makes sure that programs are there, installing their packages when that can be done: as root on Debian or a relative.
 * Throws what a person has to install otherwise.
 */
export function ensurePrograms(programs: readonly string[], packages: readonly string[]): void {
  if (programs.every(isThere)) return;
  const wanted = packages.join(' ');
  const debian = existsSync('/usr/bin/apt-get') && existsSync('/usr/bin/flock');
  if (!debian) throw new Error(`this test needs ${programs.join(' and ')} on the PATH (Debian packages: ${wanted})`);
  if (process.getuid?.() !== 0)
    throw new Error(`this test needs, as root: apt-get install --no-install-recommends ${wanted}`);
  const script = `apt-get install -y -qq --no-install-recommends ${wanted} || { apt-get update -qq && apt-get install -y -qq --no-install-recommends ${wanted}; }`;
  const { stderr } = spawnSync('flock', [LOCK, 'sh', '-c', script], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (!programs.every(isThere)) throw new Error(`apt-get install ${wanted} failed: ${stderr.slice(-500)}`);
}

function isThere(program: string): boolean {
  return pathOf(program) !== undefined;
}

/** Where a program is, of the usual places too that a user's PATH leaves out. */
export function pathOf(program: string): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(':'), '/usr/sbin', '/usr/bin', '/sbin'];
  return folders.map((folder) => join(folder, program)).find((path) => existsSync(path));
}
