import { BUCKETS, type Bucket } from '../clock/bucket.ts';
import type { ClockColumns, MeasuredColumns } from './columns.ts';
import { type Describe, type Distribution, describer } from './distribution.ts';
import { groupMeasure, type SortedMeasure, sortMeasure } from './sort.ts';

/** One way to split the tickets: the group of every ticket, first response and later response, by row. */
export interface Partition {
  readonly groups: number;
  readonly tickets: Uint32Array;
  readonly firstResponses: Uint32Array;
  readonly laterResponses: Uint32Array;
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

/**
 * The figures of all tickets and of every group of every partition. Each measure is sorted once; groups are dealt out
 * of the sorted order, so that a million tickets need no object each. Figures of fewer than `minSample` values are
 * withheld.
 */
export function summarise(columns: MeasuredColumns, partitions: readonly Partition[], minSample: number): Summary {
  const describe = describer(minSample);
  const drafts = partitions.map((partition) => countGroups(columns, partition.tickets, partition.groups));
  const overall = countGroups(columns, new Uint32Array(columns.n), 1);
  const finalResolution: { calendar: Float64Array; net: Float64Array } = {
    calendar: new Float64Array(0),
    net: new Float64Array(0),
  };

  for (const measure of MEASURES) {
    for (const clock of CLOCKS) {
      const sorted = sortMeasure(clockColumns(columns, measure)[clock]);
      overall[0]![measure][clock] = describe(sorted.values);
      for (const [p, partition] of partitions.entries()) {
        const found = describeGroups(sorted, codesFor(partition, measure), partition.groups, describe);
        for (let g = 0; g < partition.groups; g++) drafts[p]![g]![measure][clock] = found[g]!;
      }
      if (measure === 'finalResolution' && clock !== 'business') finalResolution[clock] = sorted.values;
    }
  }
  return { overall: overall[0]!, byPartition: drafts, finalResolution };
}

type Draft = { tickets: number; reopened: number; timeSpentMs: Record<Bucket, number> } & {
  [measure in Measure]: { calendar: Distribution | null; net: Distribution | null; business: Distribution | null };
};

function emptyDraft(): Draft {
  const none = () => ({ calendar: null, net: null, business: null });
  return {
    tickets: 0,
    reopened: 0,
    timeSpentMs: Object.fromEntries(BUCKETS.map((bucket) => [bucket, 0])) as Record<Bucket, number>,
    firstResponse: none(),
    laterResponse: none(),
    firstResolution: none(),
    finalResolution: none(),
  };
}

function countGroups(columns: MeasuredColumns, codes: Uint32Array, groups: number): Draft[] {
  const drafts = Array.from({ length: groups }, emptyDraft);
  const tickets = new Float64Array(groups);
  const reopened = new Float64Array(groups);
  for (let row = 0; row < columns.n; row++) {
    const group = codes[row]!;
    tickets[group]! += 1;
    if (columns.reopens[row]! > 0) reopened[group]! += 1;
  }
  for (const bucket of BUCKETS) {
    const spent = columns.timeSpentMs[bucket];
    const sums = new Float64Array(groups);
    for (let row = 0; row < columns.n; row++) sums[codes[row]!]! += spent[row]!;
    for (let g = 0; g < groups; g++) drafts[g]!.timeSpentMs[bucket] = sums[g]!;
  }
  for (let g = 0; g < groups; g++) {
    drafts[g]!.tickets = tickets[g]!;
    drafts[g]!.reopened = reopened[g]!;
  }
  return drafts;
}

function describeGroups(
  sorted: SortedMeasure,
  codes: Uint32Array,
  groups: number,
  describe: Describe,
): (Distribution | null)[] {
  if (groups === 1) return [describe(sorted.values)];
  const { values, starts } = groupMeasure(sorted, codes, groups);
  return Array.from({ length: groups }, (_, g) => describe(values.subarray(starts[g]!, starts[g + 1]!)));
}

function clockColumns(columns: MeasuredColumns, measure: Measure): ClockColumns {
  return columns[measure];
}

function codesFor(partition: Partition, measure: Measure): Uint32Array {
  if (measure === 'firstResponse') return partition.firstResponses;
  if (measure === 'laterResponse') return partition.laterResponses;
  return partition.tickets;
}
