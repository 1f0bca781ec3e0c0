import type { ClockColumns } from '../model/columns.ts';
import { type Distribution, describer } from './distribution.ts';
import { measureDealer } from './metrics-deal.ts';
import type { PackedGroups } from './packed-groups.ts';
import { measureSorter } from './sort.ts';

/** The clocks a measure is told under. */
export const CLOCKS = ['calendar', 'net', 'business'] as const;
export type Clock = (typeof CLOCKS)[number];

/** The distributions of one measure: by clock, then by split, then by group. */
export type MeasureFigures = Readonly<Record<Clock, readonly (readonly (Distribution | null)[])[]>>;

/** All that describing one measure takes; its arrays may lie in shared memory. */
export interface MeasureTask {
  readonly clocks: ClockColumns;
  readonly groups: PackedGroups;
  readonly minSample: number;
}

/**
 * Describes one measure after the other. `onSorted` is shown the ascending values of each clock, which hold until the
 * next one.
 */
export type DescribeMeasure = (
  clocks: ClockColumns,
  groups: PackedGroups,
  onSorted?: (clock: Clock, values: Float64Array) => void,
) => MeasureFigures;

/**
 * A `DescribeMeasure` for measures of at most `capacity` rows. Each is sorted once and dealt out to the groups in that
 * order, so that a million tickets need no object each. Figures of fewer than `minSample` values are withheld.
 */
export function measureDescriber(capacity: number, minSample: number): DescribeMeasure {
  const describe = describer(minSample);
  const sort = measureSorter(capacity);
  const { take, deal } = measureDealer(capacity);
  return (clocks, groups, onSorted) => {
    const figuresOf = (clock: Clock): (Distribution | null)[][] => {
      const sorted = sort(clocks[clock]);
      onSorted?.(clock, sorted.values);
      take(sorted, groups);
      return groups.places.map((split, index) => {
        const { values, starts } = deal(index);
        return Array.from({ length: split.groups }, (_, g) => describe(values, starts[g]!, starts[g + 1]!));
      });
    };
    return { calendar: figuresOf('calendar'), net: figuresOf('net'), business: figuresOf('business') };
  };
}
