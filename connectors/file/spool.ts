import { createPartitions, type Partitions } from './partitions.ts';

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

const DEFAULT_MEMORY_BYTES = 32 * 1024 * 1024;
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
