import { z } from 'zod';
import type { MeasuredColumns } from '../model/measurement.ts';
import type { Dimension } from './groups.ts';
import { Interval } from './schema.ts';
import { standardise } from './statistics/standardisation.ts';

/** Observed ÷ expected for the group's mix of tiers, shrunk towards 1 when n is small. */
export const Ratio = z
  .object({
    n: z.int().min(0).describe('tickets with a net time to the final solution'),
    value: z
      .number()
      .nullable()
      .describe('observed ÷ expected (above 1 is slower); null (withheld) when n is below the minimum'),
    interval: Interval,
    shrunk: z.number().nullable().describe('the ratio drawn towards 1, the more the less is known of the group'),
  })
  .meta({ id: 'Ratio' });
export type Ratio = z.infer<typeof Ratio>;

/**
 * How each group's final net resolution times compare with what its mix of tiers takes at everybody's pace (observed ÷
 * expected; above 1 is slower). Withheld below `minSample`; undefined where nothing is expected of a group.
 */
export function observedToExpected(
  columns: MeasuredColumns,
  dimension: Dimension,
  minSample: number,
): (Ratio | undefined)[] {
  const ratios = standardise({
    values: columns.finalResolution.net,
    group: dimension.partition.tickets,
    groups: dimension.partition.groups,
    stratum: columns.tier.codes,
    strata: columns.tier.keys.length,
  });
  return ratios.map((found) => {
    if (found === undefined) return undefined;
    if (found.n < minSample) return { n: found.n, value: null, interval: null, shrunk: null };
    const interval: Ratio['interval'] = found.interval === null ? null : [found.interval[0], found.interval[1]];
    return { n: found.n, value: found.ratio, interval, shrunk: found.shrunk };
  });
}
