import { z } from 'zod';
import type { Referral } from '../../model/account-facts.ts';
import { isWithin, type Period } from '../ticket-rows.ts';
import { type Figure, type FigureKind, known, share, unavailable } from './figure.ts';
import type { Standing } from './net-promoter.ts';

const Counted = { referrals: z.int(), converted: z.int() };

/** Who refers others, and whether they said that they would. */
export const ReferralLists = z.object({
  /** Those who referred most first, at most twenty. */
  byReferrer: z.array(z.object({ accountKey: z.string(), label: z.string(), ...Counted })),
  /** By the referrer's last answer to "how likely would you recommend us" before the referral. */
  byStanding: z.array(z.object({ standing: z.enum(['promoter', 'passive', 'detractor', 'not asked']), ...Counted })),
});
export type ReferralLists = z.infer<typeof ReferralLists>;

const REFERRALS: FigureKind = {
  key: 'referrals',
  label: 'Referrals',
  unit: 'count',
  formula: 'referrals made in the window',
};
const CONVERSION: FigureKind = {
  key: 'referral_conversion',
  label: 'Referrals converted',
  unit: 'percent',
  formula: 'referrals of the window that had converted when it ended ÷ referrals of the window × 100',
};

const LISTED = 20;

/**
 * Referrals of a window and how many converted (a share with its Wilson interval; Kumar, Petersen and Leone, "How
 * valuable is word of mouth?", Harvard Business Review 2007, for why they are counted beside the promoters).
 */
export function referralFigures(
  referrals: readonly Referral[],
  window: Period,
  context: {
    readonly labelOf: (accountKey: string) => string;
    readonly standingAt: (accountKey: string, at: number) => Standing | undefined;
    readonly minimum: number;
  },
): { readonly figures: readonly Figure[]; readonly lists: ReferralLists | null } {
  if (referrals.length === 0) {
    const why = 'needs who referred whom (referrals.csv)';
    return { figures: [REFERRALS, CONVERSION].map((kind) => unavailable(kind, why)), lists: null };
  }
  const made = referrals.filter(({ at }) => isWithin(at, window));
  const hasConverted = ({ convertedAt }: Referral): boolean => convertedAt !== undefined && convertedAt < window.toAt;
  const n = made.length;
  const positive = made.filter(hasConverted).length;
  const count = (some: readonly Referral[]) => ({
    referrals: some.length,
    converted: some.filter(hasConverted).length,
  });
  const referrers = [...Map.groupBy(made, ({ referrerKey }) => referrerKey)];
  referrers.sort(([a, some], [b, others]) => others.length - some.length || (a < b ? -1 : 1));
  const standings = Map.groupBy(made, ({ referrerKey, at }) => context.standingAt(referrerKey, at) ?? 'not asked');
  return {
    figures: [
      known(REFERRALS, { n, value: n, inputs: { referrals: n, 'accounts that referred': referrers.length } }),
      share(CONVERSION, {
        positive,
        n,
        minimum: context.minimum,
        things: 'referrals',
        inputs: { 'converted referrals': positive, referrals: n },
      }),
    ],
    lists: {
      byReferrer: referrers
        .slice(0, LISTED)
        .map(([accountKey, own]) => ({ accountKey, label: context.labelOf(accountKey), ...count(own) })),
      byStanding: (['promoter', 'passive', 'detractor', 'not asked'] as const).map((standing) => ({
        standing,
        ...count(standings.get(standing) ?? []),
      })),
    },
  };
}
