#!/usr/bin/env -S node --max-semi-space-size=16 --
import { runCommandLine } from './commands/command-line.ts';

const stop = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.once(name, () => {
    stop.abort(new Error(name));
    process.once(name, () => process.exit(name === 'SIGINT' ? 130 : 143));
  });
}

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // A reader like `head` closed the pipe: that is its right, not a failure.
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

process.exitCode = await runCommandLine(process.argv.slice(2), {
  variables: process.env,
  stdout: process.stdout,
  stderr: process.stderr,
  cwd: process.cwd(),
  signal: stop.signal,
  setVariable: (name, value) => {
    process.env[name] = value;
  },
});
// What was left behind would keep the process alive.
if (stop.signal.aborted) process.exit();
