import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';
import { filesAt } from '../../../connectors/file/files.ts';

const folders: string[] = [];

function folderWithTickets(): string {
  const folder = mkdtempSync(join(tmpdir(), 'busy-'));
  folders.push(folder);
  writeFileSync(join(folder, 'tickets.csv'), 'id,opened_at\n1,2026-11-02T09:00:00Z\n');
  return folder;
}

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Makes and takes away files in a folder, as a store with its journal does, until it is stopped. */
function writer(folder: string): Worker {
  return new Worker(
    `const { writeFileSync, unlinkSync } = require('node:fs');
     for (;;) for (const name of ['a.sqlite-journal', 'b.csv.part', 'c.csv']) {
       writeFileSync(${JSON.stringify(folder)} + '/' + name, 'id');
       unlinkSync(${JSON.stringify(folder)} + '/' + name);
     }`,
    { eval: true },
  );
}

describe('a folder into which others write meanwhile', () => {
  it('gives the files that are there, whatever is taken away between looking and opening', async () => {
    const folder = folderWithTickets();
    const other = writer(folder);
    try {
      for (let round = 0; round < 4000; round++) {
        const names = (await filesAt(folder)).map(({ name }) => name);
        if (!names.includes('tickets.csv')) expect(names).toContain('tickets.csv');
      }
    } finally {
      await other.terminate();
    }
  });

  it('does not pass over a link that leads nowhere', async () => {
    const folder = folderWithTickets();
    symlinkSync(join(folder, 'gone.csv'), join(folder, 'more.csv'));
    await expect(filesAt(folder)).rejects.toThrow(`no such file or folder: ${join(folder, 'more.csv')}`);
  });
});
