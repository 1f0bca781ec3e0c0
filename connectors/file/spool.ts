import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createTempFile, guardFolder, type TempFile } from './temp-file.ts';

/** A group as its rows' JSON texts. */
export interface TextGroup {
  readonly key: string;
  readonly rows: readonly string[];
}

/** Temporary files that rows are dealt out to by the hash of their key. */
export interface Partitions {
  /** Adds rows of one key; `first` is the number of the first of them among all rows added anywhere. */
  readonly write: (key: string, first: number, rows: readonly string[]) => void;
  readonly flush: () => void;
  /** All groups in order of first appearance; partitions are given up as they are read. */
  readonly merged: () => Iterable<TextGroup>;
  readonly close: () => void;
}

/** A run holds the groups of one partition, each a head `[first, key, rows]` and its rows, a line each. */
interface Head {
  readonly first: number;
  readonly key: string;
  readonly size: number;
}

/** Opens `count` partitions in a new folder of `directory`, which leaves no trace even if the process is killed. */
export function createPartitions(directory: string, count: number): Partitions {
  const folder = guardFolder(directory, () => mkdtempSync(join(directory, 'fairclock-')));
  const open = new Set<TempFile>();
  const create = (name: string): TempFile => {
    const file = createTempFile(folder, name);
    open.add(file);
    return file;
  };
  const discard = (file: TempFile): void => {
    file.close();
    open.delete(file);
  };
  const close = (): void => {
    for (const file of open) discard(file);
    rmSync(folder, { recursive: true, force: true });
  };
  const dealt: TempFile[] = [];
  try {
    for (let index = 0; index < count; index += 1) dealt.push(create(`partition-${index}`));
  } catch (error) {
    close();
    throw error;
  }

  return {
    write(key, first, rows) {
      const file = dealt[hash(key) % count]!;
      file.writeLine(JSON.stringify([first, key, rows.length]));
      for (const row of rows) file.writeLine(row);
    },
    flush() {
      for (const file of dealt) file.flush();
    },
    *merged() {
      const runs = [];
      for (const [index, file] of dealt.entries()) {
        const run = create(`run-${index}`);
        writeRun(file, run);
        discard(file);
        runs.push(openRun(run));
      }
      yield* mergeRuns(runs);
    },
    close,
  };
}

/** Groups one partition in memory and writes the groups in order of first appearance. */
function writeRun(partition: TempFile, run: TempFile): void {
  const groups = new Map<string, { first: number; rows: string[] }>();
  const lines = partition.lines();
  for (let head = nextHead(lines); head; head = nextHead(lines)) {
    const group = groups.get(head.key);
    const rows = takeRows(lines, head.size);
    if (group) for (const row of rows) group.rows.push(row);
    else groups.set(head.key, { first: head.first, rows });
  }
  for (const [key, { first, rows }] of groups) {
    run.writeLine(JSON.stringify([first, key, rows.length]));
    for (const row of rows) run.writeLine(row);
  }
  run.flush();
}

interface Run {
  head: Head | undefined;
  readonly lines: Iterator<string>;
}

function openRun(file: TempFile): Run {
  const lines = file.lines();
  return { head: nextHead(lines), lines };
}

function* mergeRuns(runs: readonly Run[]): Iterable<TextGroup> {
  for (;;) {
    let next: Run | undefined;
    for (const run of runs) if (run.head && (!next?.head || run.head.first < next.head.first)) next = run;
    if (!next?.head) return;
    const { key, size } = next.head;
    yield { key, rows: takeRows(next.lines, size) };
    next.head = nextHead(next.lines);
  }
}

function nextHead(lines: Iterator<string>): Head | undefined {
  const line = lines.next();
  if (line.done) return undefined;
  const [first, key, size] = JSON.parse(line.value) as [number, string, number];
  return { first, key, size };
}

function takeRows(lines: Iterator<string>, size: number): string[] {
  const rows: string[] = [];
  for (let index = 0; index < size; index += 1) rows.push(lines.next().value as string);
  return rows;
}

/** FNV-1a, 32 bit. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return value >>> 0;
}

/** Rows of one key, in the order they were added. */
export interface Group<Row> {
  readonly key: string;
  readonly rows: Row[];
}

/** Takes rows of many keys in any order and gives them back together by key. */
export interface GroupSpool<Row> {
  /** Keeps one row (any JSON value); throws ConfigError when the temporary folder has no room left. */
  readonly add: (key: string, row: Row) => void;
  /** All groups in order of their key's first appearance. Call it once, after the last `add`. */
  readonly groups: () => Iterable<Group<Row>>;
  /** Frees the temporary files; to be called whatever happened. May be called twice. */
  readonly close: () => void;
}

export interface GroupSpoolOptions {
  /** The temporary folder of the machine. */
  readonly directory: string;
  /** How much text of rows may stay in memory before it goes to temporary files. */
  readonly memoryBytes?: number;
  readonly partitions?: number;
}

const DEFAULT_MEMORY_BYTES = 16 * 1024 * 1024;

/** 8 GB of rows are 32 MB a partition, which is grouped in memory. */
const DEFAULT_PARTITIONS = 256;

/** What one kept string costs besides its characters. */
const ROW_OVERHEAD_BYTES = 48;

/**
 * Groups rows by key in bounded memory: up to `memoryBytes` in a map, beyond that by a partitioned hash join on
 * disk (Grace hash: DeWitt et al. 1984): rows go to a partition by the hash of their key, each partition is
 * grouped in memory, and the groups of all partitions are merged in order of first appearance. Rows are read and
 * written twice, always in sequence. Memory is the larger of `memoryBytes` and one partition.
 */
export function createGroupSpool<Row>(options: GroupSpoolOptions): GroupSpool<Row> {
  const memoryBytes = options.memoryBytes ?? DEFAULT_MEMORY_BYTES;
  const kept = new Map<string, { first: number; rows: string[] }>();
  let keptBytes = 0;
  let count = 0;
  let partitions: Partitions | undefined;

  function spill(): void {
    partitions ??= createPartitions(options.directory, options.partitions ?? DEFAULT_PARTITIONS);
    for (const [key, { first, rows }] of kept) partitions.write(key, first, rows);
    partitions.flush();
    kept.clear();
    keptBytes = 0;
  }

  return {
    add(key, row) {
      const text = JSON.stringify(row);
      const group = kept.get(key);
      if (group) group.rows.push(text);
      else kept.set(key, { first: count, rows: [text] });
      count += 1;
      keptBytes += text.length + ROW_OVERHEAD_BYTES + (group ? 0 : key.length + 2 * ROW_OVERHEAD_BYTES);
      if (keptBytes > memoryBytes) spill();
    },
    *groups() {
      if (partitions) {
        spill();
        for (const { key, rows } of partitions.merged()) yield { key, rows: rows.map(parseRow<Row>) };
        return;
      }
      for (const [key, { rows }] of kept) yield { key, rows: rows.map(parseRow<Row>) };
    },
    close() {
      kept.clear();
      partitions?.close();
      partitions = undefined;
    },
  };
}

/** The text was written by this module from a `Row`, so it is one. */
function parseRow<Row>(text: string): Row {
  return JSON.parse(text) as Row;
}
