import { z } from 'zod';
import { CAUSE_NAMES } from '../model/catalogue.ts';

const Pair = z.object({
  seconds: z.number().describe('as it was'),
  otherSeconds: z.number().describe('as it would be'),
});
const Interval = z.tuple([z.number(), z.number()]).describe('where the true value is likely to lie');

/** What other hours of the desk would have changed, for the tickets solved in a window. */
export const WhatIf = z.object({
  window: z
    .object({
      from: z.string().describe('its beginning'),
      to: z.string().describe('its end'),
      timeZone: z.string().describe('where its days begin'),
    })
    .describe('the tickets were solved in [from, to)'),
  change: z
    .object({
      teams: z.array(z.string()).nullable().describe('names of the teams; null: the whole desk'),
      kind: z.enum(['add', 'replace']).describe('added to the hours that are kept, or in their place'),
      hours: z.string().describe('in the zone of each team or person whose hours they become'),
    })
    .describe('the other hours'),
  netExcludes: z.array(z.enum(CAUSE_NAMES)).describe('causes that the net clock leaves out'),
  tickets: z.int().min(0).describe('solved tickets of which the time is known'),
  touched: z.int().min(0).describe('of these, those that a desk whose hours change held'),
  causes: z
    .array(Pair.extend({ cause: z.enum(CAUSE_NAMES).describe('the cause') }))
    .describe('exact: an average ticket’s time by cause, its history being what it was'),
  matrix: z
    .array(
      z.object({
        from: z.enum(CAUSE_NAMES).describe('the cause it had'),
        to: z.enum(CAUSE_NAMES).describe('the cause it would have had'),
        seconds: z.number().describe('of an average ticket'),
      }),
    )
    .describe('exact: from cause to cause, what is not nothing; its sums are the causes'),
  netMean: Pair.describe('exact: an average ticket’s net time, its history being what it was'),
  replayed: z
    .object({
      never: z.int().min(0).describe('tickets that these hours would never let be solved; in no figure here'),
      sooner: z.int().min(0).describe('tickets solved sooner'),
      later: z.int().min(0).describe('tickets solved later'),
      median: Pair.extend({ otherInterval: Interval.nullable() }).describe(
        'half are solved within this, by the calendar',
      ),
      mean: Pair.describe('on average, by the calendar'),
      netMedian: Pair.extend({ otherInterval: Interval.nullable() }).describe(
        'half are solved within this, on the net clock',
      ),
    })
    .nullable()
    .describe('played forward with the working time that each turn took; null without a ticket'),
  sentence: z.string().describe('the answer in words'),
});
export type WhatIf = z.infer<typeof WhatIf>;

/** The best blocks of hours, the one that saves most first. */
export const WhatIfSearch = z.object({
  hours: z.number().describe('the length of a block'),
  tried: z.int().min(0).describe('blocks that were tried: each team, weekdays and weekends, each full hour'),
  best: z.array(WhatIf).describe('at most five, by what an average ticket would be solved sooner'),
});
export type WhatIfSearch = z.infer<typeof WhatIfSearch>;
