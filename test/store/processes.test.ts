import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../src/store/store.ts';
import { type PostgresServer, startPostgres } from '../servers/postgres.ts';

let folder: string;
let server: PostgresServer;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fairclock-processes-'));
  server = await startPostgres();
});
afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

let places = 0;
const engines = [
  ['SQLite', async () => `sqlite:${join(folder, `${places++}.db`)}`],
  ['PostgreSQL', async () => server.freshDatabase()],
] as const;

/** Runs a script of this folder; tells what it said and how it ended. */
function run(script: string, ...args: string[]) {
  const child = spawn(process.execPath, [join(import.meta.dirname, script), ...args]);
  let said = '';
  let failed = '';
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    failed += chunk.toString();
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return { kill: () => child.kill('SIGKILL'), said: () => said, failed: () => failed, ended };
}

async function untilSaid(child: ReturnType<typeof run>, lines: number): Promise<void> {
  while (child.said().split('\n').length <= lines) {
    if (child.failed()) throw new Error(child.failed());
    await sleep(5);
  }
}

/** Every ticket has the events of every page up to the cursor, and of none after it. */
async function expectWholePages(url: string, source: string, atLeast: number): Promise<void> {
  const store = await openStore({ url });
  try {
    const cursor = Number((await store.sync.state(source))?.cursor);
    expect(cursor).toBeGreaterThanOrEqual(atLeast);
    const keys = Array.from({ length: 60 }, (_, index) => ({ source, ticketId: String(index) }));
    for (const { ticket, events } of await store.tickets.histories(keys)) {
      expect(ticket.priority).toBe(String(cursor));
      expect(events).toHaveLength(cursor);
    }
  } finally {
    await store.close();
  }
}

describe.each(engines)('processes on one store on %s', (_engine, newPlace) => {
  it('keeps every page that was saved, and no half of one, when the writer is killed at any moment', async () => {
    const url = await newPlace();
    let saved = 0;
    for (let round = 0; round < 5; round++) {
      const writer = run('write-pages.ts', url, 'desk');
      await untilSaid(writer, 1);
      await sleep(Math.random() * 60);
      writer.kill();
      await writer.ended;
      expect(writer.failed()).toBe('');
      // The last line may be cut, and then was said of a page that was saved all the same.
      saved = Number(writer.said().split('\n').at(-2));
      await expectWholePages(url, 'desk', saved);
    }
    expect(saved).toBeGreaterThan(4);
  });

  it('lets two processes write at once', async () => {
    const url = await newPlace();
    const writers = [run('write-pages.ts', url, 'desk'), run('write-pages.ts', url, 'phone')];
    await Promise.all(writers.map((writer) => untilSaid(writer, 8)));
    for (const writer of writers) writer.kill();
    await Promise.all(writers.map((writer) => writer.ended));

    for (const writer of writers) expect(writer.failed()).toBe('');
    await expectWholePages(url, 'desk', 8);
    await expectWholePages(url, 'phone', 8);
  });

  it('makes its tables once when ten processes start together', async () => {
    const url = await newPlace();
    const openers = Array.from({ length: 10 }, () => run('open-once.ts', url));
    const codes = await Promise.all(openers.map((opener) => opener.ended));

    expect(openers.map((opener) => opener.failed()).join('')).toBe('');
    expect(codes).toEqual(Array(10).fill(0));
  });
});
