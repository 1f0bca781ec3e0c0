import { kaplanMeierMedian } from '../summarise/statistics/kaplan-meier.ts';
import { medianSorted } from '../summarise/statistics/quantile.ts';
import type { Summary } from '../summarise/summary.ts';
import { toSeconds } from './figures.ts';
import type { Group, OpenTicket, Report } from './schema.ts';
import type { Cohort, Window } from './window.ts';

/** An unsolved ticket and its age at the end of the report, as the caller has worked it out. */
export type OpenFact = Omit<OpenTicket, 'pastTierP90'>;

const OLDEST = 10;

/**
 * The backlog: how many tickets are open and with whom, the oldest of them, and how many are already older (net) than
 * nine in ten of their tier's solved tickets took.
 *
 * The Kaplan-Meier median is the time by which half of all tickets are solved when those still open count with the age
 * they have reached, instead of not at all: over the cohort's final resolutions and the open tickets (of the `opened`
 * cohort, those opened in the window). Null where less than half are solved by any age seen, where there are fewer than
 * `minSample` tickets, and for the `rated` cohort, to which an open ticket does not belong.
 */
export function describeOpen(
  open: readonly OpenFact[],
  solved: Summary['finalResolution'],
  byTier: readonly Group[],
  context: { readonly cohort: Cohort; readonly window: Window; readonly minSample: number },
): Report['open'] {
  const limits = new Map(byTier.map((tier) => [tier.key, tier.finalResolution.net?.p90Seconds ?? null]));
  const withLimit = open.map((ticket): OpenTicket => {
    const limit = limits.get(ticket.tier) ?? null;
    return { ...ticket, pastTierP90: limit === null ? null : ticket.ageSeconds.net > limit };
  });
  const oldest = withLimit
    .toSorted((a, b) => b.ageSeconds.calendar - a.ageSeconds.calendar || (a.id < b.id ? -1 : 1))
    .slice(0, OLDEST);
  const ages = Float64Array.from(open, (ticket) => ticket.ageSeconds.calendar).sort();
  const atRisk = censored(open, context.cohort, context.window);
  const median = (clock: 'calendar' | 'net'): number | null => {
    if (context.cohort === 'rated' || solved[clock].length + atRisk.length < context.minSample) return null;
    const agesMs = Float64Array.from(atRisk, (ticket) => ticket.ageSeconds[clock] * 1000).sort();
    const ms = kaplanMeierMedian(solved[clock], agesMs);
    return ms === null ? null : toSeconds(ms);
  };
  return {
    n: open.length,
    heldByTeam: open.filter((ticket) => ticket.holder === 'team').length,
    oldest,
    pastTierP90: withLimit.filter((ticket) => ticket.pastTierP90 === true).length,
    medianAgeSeconds: ages.length === 0 ? null : medianSorted(ages),
    kaplanMeierMedianSeconds: { calendar: median('calendar'), net: median('net') },
  };
}

function censored(open: readonly OpenFact[], cohort: Cohort, window: Window): readonly OpenFact[] {
  if (cohort !== 'opened') return open;
  return open.filter((ticket) => {
    const openedAt = Date.parse(ticket.openedAt);
    return openedAt >= window.from && openedAt < window.to;
  });
}
