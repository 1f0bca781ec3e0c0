import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Runs the server until its input says `stop` or ends. It ends with the tests' process, however that ends; then nobody
 * is left to remove the folder, and it goes too.
 */
const GUARD = `
exec 3<&0
"$@" </dev/null 3<&- &
server=$!
(
  word=
  read -r word <&3
  [ "$word" = stop ] || : >"$FOLDER/orphaned"
  kill -INT $server 2>/dev/null
) &
watcher=$!
wait $server
kill $watcher 2>/dev/null
[ ! -e "$FOLDER/orphaned" ] || rm -rf "$FOLDER"
`;

/** A server that runs beside the tests. */
export interface ServerProcess {
  /** Asks it to end, and waits until it has. */
  readonly stop: () => Promise<void>;
  readonly output: () => string;
  readonly ended: () => boolean;
}

/** Starts a server program in `folder`, as another user if `user` is given; its output is kept for error messages. */
export function startServer(
  command: readonly string[],
  folder: string,
  user: { readonly uid: number; readonly gid: number } | undefined,
  env: Readonly<Record<string, string>> = {},
): ServerProcess {
  const child: ChildProcess = spawn('/bin/sh', ['-c', GUARD, 'sh', ...command], {
    cwd: folder,
    env: { PATH: process.env.PATH, ...env, FOLDER: folder },
    stdio: ['pipe', 'pipe', 'pipe'],
    ...user,
  });
  let output = '';
  const keep = (chunk: Buffer): void => {
    output = (output + chunk.toString()).slice(-4000);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  // A server that ended by itself reads no more.
  child.stdin?.on('error', () => undefined);
  const end = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    async stop() {
      child.stdin?.end('stop\n');
      await end;
    },
    output: () => output,
    ended: () => child.exitCode !== null || child.signalCode !== null,
  };
}

/** A port of this machine that nobody uses now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        if (address === null || typeof address === 'string') reject(new Error('no port was given'));
        else resolve(address.port);
      });
    });
  });
}

/** Waits until the server answers; fails with its output when it ends before, or stays silent. */
export async function untilReady(server: ServerProcess, name: string, answers: () => Promise<boolean>): Promise<void> {
  const until = Date.now() + 30_000;
  while (!(await answers())) {
    if (server.ended()) throw new Error(`${name} ended at once:\n${server.output()}`);
    if (Date.now() > until) throw new Error(`${name} does not answer:\n${server.output()}`);
    await sleep(25);
  }
}
