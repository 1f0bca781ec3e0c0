import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createGroupSpool } from '../../../connectors/file/spool.ts';
import { ConfigError } from '../../../src/model/errors.ts';

const disk = vi.hoisted(() => ({ full: false }));
vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  const writeSync: typeof fs.writeSync = (...args: unknown[]) => {
    if (disk.full) throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    return Reflect.apply(fs.writeSync, fs, args);
  };
  return { ...fs, writeSync };
});

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'fairclock-spool-test-'));
  disk.full = false;
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

type Row = readonly [number, string];

/** The groups of rows, by the plainest code there is. */
function grouped(rows: readonly (readonly [string, Row])[]): { key: string; rows: Row[] }[] {
  const groups = new Map<string, Row[]>();
  for (const [key, row] of rows) groups.set(key, [...(groups.get(key) ?? []), row]);
  return [...groups].map(([key, all]) => ({ key, rows: all }));
}

describe('a spool', () => {
  it('gives all rows back by key, in order of first appearance, however little memory it may use', () => {
    const key = fc.constantFrom('a', 'b', 'c', 'ü', '"\n', '', 'long key '.repeat(9));
    const row = fc.tuple(fc.integer(), fc.string({ unit: 'grapheme' }));
    fc.assert(
      fc.property(
        fc.array(fc.tuple(key, row), { maxLength: 60 }),
        fc.constantFrom(1, 300, 2000, 1e6),
        fc.constantFrom(1, 3, 16),
        (rows, memoryBytes, partitions) => {
          const spool = createGroupSpool<Row>({ directory, memoryBytes, partitions });
          try {
            for (const [name, value] of rows) spool.add(name, value);
            expect([...spool.groups()]).toEqual(grouped(rows));
          } finally {
            spool.close();
          }
        },
      ),
      { numRuns: 120 },
    );
  });

  it('leaves no file behind, also when nobody asks for its groups', () => {
    const spool = createGroupSpool<number>({ directory, memoryBytes: 1, partitions: 4 });
    for (let index = 0; index < 100; index += 1) spool.add(String(index % 7), index);
    expect(readdirSync(directory)).not.toEqual([]);
    spool.close();
    spool.close();

    expect(readdirSync(directory)).toEqual([]);
  });

  it('says what to do when the disk is full or the folder may not be written', () => {
    const spool = createGroupSpool<number>({ directory, memoryBytes: 1, partitions: 4 });
    spool.add('a', 1);
    disk.full = true;

    expect(() => spool.add('a', 2)).toThrow(ConfigError);
    expect(() => spool.add('a', 2)).toThrow(/no room left for temporary files in .*: free some, or set TMPDIR/);
    spool.close();
    expect(readdirSync(directory)).toEqual([]);
    const nowhere = createGroupSpool<number>({ directory: join(directory, 'gone'), memoryBytes: 1 });
    expect(() => nowhere.add('a', 1)).toThrow(/set TMPDIR/);
  });

  it('writes to disk what is more than it may keep, and only that', () => {
    const little = createGroupSpool<string>({ directory, memoryBytes: 256 * 1024, partitions: 8 });
    const enough = createGroupSpool<string>({ directory, memoryBytes: 4 * 1024 * 1024, partitions: 8 });
    const row = 'x'.repeat(1000);
    for (let index = 0; index < 1000; index += 1) enough.add(String(index), row);
    expect(readdirSync(directory)).toEqual([]);
    for (let index = 0; index < 1000; index += 1) little.add(String(index), row);
    expect(readdirSync(directory)).toHaveLength(1);
    little.close();
    enough.close();
  });
});
