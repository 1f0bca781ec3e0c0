import {
  AGE_CLOCKS,
  type AgeClock,
  type ByCause,
  type ByClock,
  CAUSES,
  each,
  MEASURES,
  type Measure,
  TICKET_MEASURES,
  type TicketMeasure,
} from '../model/catalogue.ts';
import type { MeasuredColumns } from '../model/measurement.ts';
import {
  type DescribeMeasure,
  type Distribution,
  type MeasureFigures,
  measureDescriber,
  type PackedGroups,
  packGroups,
  type Split,
} from './deal.ts';

/** One way to split the tickets: the group of every ticket by row; responses are in their ticket's group unless told. */
export interface Partition {
  readonly groups: number;
  readonly tickets: Uint32Array;
  readonly firstResponses?: Uint32Array;
  readonly laterResponses?: Uint32Array;
}

/** One measure under every clock; null where there is no value. */
export type ClockDistributions = ByClock<Distribution | null>;

/** All figures of one group; durations in ms. */
export type GroupSummary = {
  readonly tickets: number;
  /** Tickets that were reopened at least once. */
  readonly reopened: number;
  readonly timeSpentMs: ByCause<number>;
} & { readonly [measure in Measure]: ClockDistributions };

/** What `summarise` finds. */
export interface Summary {
  readonly overall: GroupSummary;
  /** In the order of the partitions asked for, then of their groups. */
  readonly byPartition: readonly (readonly GroupSummary[])[];
  /** Final resolution times in ascending order, for what needs the whole of them. */
  readonly finalResolution: Readonly<Record<AgeClock, Float64Array>>;
}

/**
 * The figures of all tickets and of every group of every partition. Figures of fewer than `minSample` values are
 * withheld.
 */
export function summarise(columns: MeasuredColumns, partitions: readonly Partition[], minSample: number): Summary {
  const splits = [wholeOf(columns), ...partitions];
  const describe = measureDescriber(Math.max(columns.n, columns.laterResponse.ticket.length), minSample);
  const tickets = describeTickets(columns, splits, describe);
  return toSummary(splits, tickets, describe(columns.laterResponse, groupsFor('laterResponse', columns, splits)));
}

/** All tickets as one group. */
function wholeOf(columns: MeasuredColumns): Partition {
  return { groups: 1, tickets: new Uint32Array(columns.n) };
}

/** What is told of every ticket once. */
interface TicketFigures {
  /** By split, then by group. */
  readonly counts: readonly (readonly GroupCounts[])[];
  readonly measures: Readonly<Record<TicketMeasure, MeasureFigures>>;
  readonly finalResolution: Summary['finalResolution'];
}

function describeTickets(
  columns: MeasuredColumns,
  splits: readonly Partition[],
  describe: DescribeMeasure,
): TicketFigures {
  const ofTickets = groupsFor('finalResolution', columns, splits);
  const sorted = new Map<string, Float64Array>();
  const measures = each(TICKET_MEASURES, (_, measure) => {
    if (measure === 'firstResponse') return describe(columns[measure], groupsFor(measure, columns, splits));
    if (measure !== 'finalResolution') return describe(columns[measure], ofTickets);
    return describe(columns[measure], ofTickets, (clock, values) => void sorted.set(clock, values.slice()));
  });
  return {
    counts: splits.map((split) => countGroups(columns, split)),
    measures,
    finalResolution: each(AGE_CLOCKS, (_, clock) => sorted.get(clock)!),
  };
}

interface GroupCounts {
  readonly tickets: number;
  readonly reopened: number;
  readonly timeSpentMs: ByCause<number>;
}

function countGroups(columns: MeasuredColumns, { groups, tickets: codes }: Partition): GroupCounts[] {
  const tickets = new Uint32Array(groups);
  const reopened = new Uint32Array(groups);
  for (let row = 0; row < columns.n; row++) {
    const group = codes[row]!;
    tickets[group]! += 1;
    if (columns.reopens[row]! > 0) reopened[group]! += 1;
  }
  const spent = each(CAUSES, (_, cause) => sumByGroup(columns.timeSpentMs[cause], codes, groups));
  return Array.from(tickets, (n, g) => ({
    tickets: n,
    reopened: reopened[g]!,
    timeSpentMs: each(spent, (sums) => sums[g]!),
  }));
}

function sumByGroup(values: Float64Array, codes: Uint32Array, groups: number): Float64Array {
  const sums = new Float64Array(groups);
  for (let row = 0; row < values.length; row++) sums[codes[row]!]! += values[row]!;
  return sums;
}

function toSummary(
  splits: readonly Partition[],
  { counts, measures, finalResolution }: TicketFigures,
  laterResponse: MeasureFigures,
): Summary {
  const figures: Readonly<Record<Measure, MeasureFigures>> = { ...measures, laterResponse };
  const [overall, ...byPartition] = splits.map((_, split) =>
    counts[split]!.map(
      (count, group): GroupSummary => ({
        ...count,
        ...each(MEASURES, (_, measure) => each(figures[measure], (of) => of[split]![group]!)),
      }),
    ),
  );
  return { overall: overall![0]!, byPartition, finalResolution };
}

/** The groups of a measure's rows under every split. */
function groupsFor(measure: Measure, columns: MeasuredColumns, splits: readonly Partition[]): PackedGroups {
  const rows = measure === 'laterResponse' ? columns.laterResponse.ticket.length : columns.n;
  return packGroups(
    rows,
    splits.map(({ groups, tickets, firstResponses, laterResponses }): Split => {
      if (measure === 'firstResponse') return { groups, codes: firstResponses ?? tickets };
      if (measure !== 'laterResponse') return { groups, codes: tickets };
      if (laterResponses !== undefined) return { groups, codes: laterResponses };
      return { groups, codes: tickets, rowOf: columns.laterResponse.ticket };
    }),
  );
}
