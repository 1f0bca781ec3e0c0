#!/usr/bin/env -S node --max-semi-space-size=16
import { runCommandLine } from './commands/command-line.ts';

const stop = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.once(name, () => {
    process.stderr.write('\nstopping after what is being written; once more to stop at once\n');
    stop.abort(new Error(name));
    process.once(name, () => process.exit(130));
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
});
