import { BUCKETS, type Bucket } from '../clock/bucket.ts';
import type { ClockColumns, MeasuredColumns } from './columns.ts';
import { measureDealer } from './deal.ts';
import { type Distribution, describer } from './distribution.ts';
import { packGroups, type Split } from './packed-groups.ts';
import { measureSorter } from './sort.ts';

/** One way to split the tickets: the group of every ticket by row; responses are in their ticket's group unless told. */
export interface Partition {
  readonly groups: number;
  readonly tickets: Uint32Array;
  readonly firstResponses?: Uint32Array;
  readonly laterResponses?: Uint32Array;
}

/** One measure under the three clocks. */
export interface ClockDistributions {
  readonly calendar: Distribution | null;
  readonly net: Distribution | null;
  readonly business: Distribution | null;
}

/** The four measures of the product. */
export const MEASURES = ['firstResponse', 'laterResponse', 'firstResolution', 'finalResolution'] as const;
export type Measure = (typeof MEASURES)[number];

/** All figures of one group; durations in ms. */
export type GroupSummary = {
  readonly tickets: number;
  /** Tickets that were reopened at least once. */
  readonly reopened: number;
  readonly timeSpentMs: Readonly<Record<Bucket, number>>;
} & { readonly [measure in Measure]: ClockDistributions };

/** What `summarise` finds. */
export interface Summary {
  readonly overall: GroupSummary;
  /** In the order of the partitions asked for, then of their groups. */
  readonly byPartition: readonly (readonly GroupSummary[])[];
  /** Final resolution times in ascending order, for what needs the whole of them. */
  readonly finalResolution: { readonly calendar: Float64Array; readonly net: Float64Array };
}

const CLOCKS = ['calendar', 'net', 'business'] as const;

const NOTHING: Float64Array = new Float64Array(0);

/**
 * The figures of all tickets and of every group of every partition. Each measure is sorted once and dealt
 * out to the groups in that order, so that a million tickets need no object each. Figures of fewer than `minSample` values are
 * withheld.
 */
export function summarise(columns: MeasuredColumns, partitions: readonly Partition[], minSample: number): Summary {
  const describe = describer(minSample);
  const capacity = Math.max(columns.n, columns.laterResponse.ticket.length);
  const sort = measureSorter(capacity);
  const { take, deal } = measureDealer(capacity);
  const splits = [wholeOf(columns), ...partitions];
  const found = splits.map((split) => ({ counts: countGroups(columns, split), distributions: emptyTable() }));
  const finalResolution = { calendar: NOTHING, net: NOTHING };

  for (const measure of MEASURES) {
    const rows = measure === 'laterResponse' ? columns.laterResponse.ticket.length : columns.n;
    const groups = packGroups(
      rows,
      splits.map((split) => splitFor(split, measure, columns)),
    );
    for (const clock of CLOCKS) {
      const sorted = sort(clockColumns(columns, measure)[clock]);
      take(sorted, groups);
      for (const [s, split] of splits.entries()) {
        const { values, starts } = deal(s);
        const distributions = found[s]!.distributions[measure][clock];
        for (let g = 0; g < split.groups; g++) distributions.push(describe(values, starts[g]!, starts[g + 1]!));
      }
      if (measure === 'finalResolution' && clock !== 'business') finalResolution[clock] = sorted.values.slice();
    }
  }
  const [overall, ...byPartition] = found.map(({ counts, distributions }) =>
    counts.map((count, g) => assemble(count, distributions, g)),
  );
  return { overall: overall![0]!, byPartition, finalResolution };
}

/** All tickets as one group. */
function wholeOf(columns: MeasuredColumns): Partition {
  return { groups: 1, tickets: new Uint32Array(columns.n) };
}

/** A list by group for each measure and clock. */
type DistributionTable = Record<Measure, Record<(typeof CLOCKS)[number], (Distribution | null)[]>>;

function emptyTable(): DistributionTable {
  const clocks = () => ({ calendar: [], net: [], business: [] });
  return { firstResponse: clocks(), laterResponse: clocks(), firstResolution: clocks(), finalResolution: clocks() };
}

interface GroupCounts {
  readonly tickets: number;
  readonly reopened: number;
  readonly timeSpentMs: Readonly<Record<Bucket, number>>;
}

function countGroups(columns: MeasuredColumns, { groups, tickets: codes }: Partition): GroupCounts[] {
  const tickets = new Uint32Array(groups);
  const reopened = new Uint32Array(groups);
  for (let row = 0; row < columns.n; row++) {
    const group = codes[row]!;
    tickets[group]! += 1;
    if (columns.reopens[row]! > 0) reopened[group]! += 1;
  }
  const spent = BUCKETS.map((bucket) => sumByGroup(columns.timeSpentMs[bucket], codes, groups));
  return Array.from(tickets, (n, g) => ({
    tickets: n,
    reopened: reopened[g]!,
    timeSpentMs: Object.fromEntries(BUCKETS.map((bucket, b) => [bucket, spent[b]![g]!])) as Record<Bucket, number>,
  }));
}

function sumByGroup(values: Float64Array, codes: Uint32Array, groups: number): Float64Array {
  const sums = new Float64Array(groups);
  for (let row = 0; row < values.length; row++) sums[codes[row]!]! += values[row]!;
  return sums;
}

function assemble(counts: GroupCounts, table: DistributionTable, g: number): GroupSummary {
  const clocks = (measure: Measure): ClockDistributions => ({
    calendar: table[measure].calendar[g]!,
    net: table[measure].net[g]!,
    business: table[measure].business[g]!,
  });
  return {
    tickets: counts.tickets,
    reopened: counts.reopened,
    timeSpentMs: counts.timeSpentMs,
    firstResponse: clocks('firstResponse'),
    laterResponse: clocks('laterResponse'),
    firstResolution: clocks('firstResolution'),
    finalResolution: clocks('finalResolution'),
  };
}

function clockColumns(columns: MeasuredColumns, measure: Measure): ClockColumns {
  return columns[measure];
}

function splitFor({ groups, ...codes }: Partition, measure: Measure, columns: MeasuredColumns): Split {
  if (measure === 'firstResponse') return { groups, codes: codes.firstResponses ?? codes.tickets };
  if (measure !== 'laterResponse') return { groups, codes: codes.tickets };
  if (codes.laterResponses !== undefined) return { groups, codes: codes.laterResponses };
  return { groups, codes: codes.tickets, rowOf: columns.laterResponse.ticket };
}
