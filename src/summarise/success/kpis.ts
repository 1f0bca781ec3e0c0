import { z } from 'zod';
import { Engagement } from './engagement.ts';
import { Kpi } from './figure.ts';
import { ReferralLists } from './referrals.ts';
import { ChurnPatterns } from './retention.ts';
import { RevenueMonths } from './revenue.ts';
import { KpiLink } from './support-link.ts';
import { AnswerScale } from './surveys.ts';

const Iso = z.iso.datetime({ offset: true });

/** The figures of customer success for one window, beside the window before. */
export const Kpis = z.object({
  window: z.object({ from: Iso, to: Iso, timeZone: z.string() }),
  previous: z.object({ from: Iso, to: Iso }),
  /** Rates and means of fewer are withheld. */
  minSample: z.int(),
  /** Support counts this many days before what an account did. */
  lookbackDays: z.number(),
  /** Every figure, also those that are not available: then `missing` says what they need. */
  figures: z.array(Kpi),
  /** How often each answer was given, scale by scale. */
  scales: z.array(AnswerScale),
  /** Monthly revenue from month to month, a currency at a time, in minor units. */
  revenue: z.array(RevenueMonths),
  /** Null where there are no subscriptions. */
  churnPatterns: ChurnPatterns.nullable(),
  /** Null where no use is known. */
  engagement: Engagement.nullable(),
  /** Null where no referrals are known. */
  referrals: ReferralLists.nullable(),
  /** Each figure that is told account by account against the support the account had before. */
  supportLinks: z.array(KpiLink),
});
export type Kpis = z.infer<typeof Kpis>;
