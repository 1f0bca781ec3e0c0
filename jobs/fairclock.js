#!/usr/bin/env -S node --max-semi-space-size=16 --
// The way in, in JavaScript that every Node still about can read, and without an import that an old one would stumble over:
// it must say in words what such a Node would say by a stack.
import { existsSync } from 'node:fs';

/** The oldest Node that runs Fairclock, as package.json says too. */
const NEEDED = [22, 18];

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < NEEDED[0] || (major === NEEDED[0] && minor < NEEDED[1])) {
  process.stderr.write(
    `Fairclock needs Node ${NEEDED.join('.')} or newer, and this is Node ${process.versions.node} (${process.execPath}).\n` +
      'Install a newer one (https://nodejs.org), or start it by "npm run fairclock -- COMMAND" after "npm ci", which brings one along.\n',
  );
  process.exitCode = 2;
} else {
  const source = new URL('cli.ts', import.meta.url);
  const entry = existsSync(source) ? source : new URL('cli.js', import.meta.url);
  await import(entry.href);
}
