import { createOpenStandings } from '../measure/open-age.ts';
import { AGE_CLOCKS, type AgeClock, each, MEASURES } from '../model/catalogue.ts';
import type { Definitions } from '../model/definitions.ts';
import { toIso } from '../model/time.ts';
import type { Cohort, Window } from '../model/window.ts';
import type { WindowRecords } from '../model/window-records.ts';
import type { Distribution } from '../summarise/deal.ts';
import { medianSorted } from '../summarise/statistics/averages.ts';
import type { Interval } from '../summarise/statistics/distributions.ts';
import { kaplanMeierMedian } from '../summarise/statistics/survival.ts';
import type { GroupSummary, Summary } from '../summarise/summary.ts';
import { P90_FROM } from '../summarise/survival.ts';
import type { Group, OpenTicket, Report, Stat } from './schema.ts';

/** A group's figures as the report has them: seconds instead of milliseconds, null where withheld. */
export function toGroup(key: string, label: string, summary: GroupSummary): Group {
  return {
    key,
    label,
    tickets: summary.tickets,
    timeSpentSeconds: each(summary.timeSpentMs, toSeconds),
    ...each(MEASURES, (_, measure) => each(summary[measure], toStat)),
    reopensKnown: summary.reopensKnown,
    reopenRate: summary.reopensKnown === 0 ? null : summary.reopened / summary.reopensKnown,
  };
}

/** Milliseconds as seconds. */
export function toSeconds(ms: number): number {
  return ms / 1000;
}

/** An interval of a mean of fewer skewed times does not hold what it promises. */
const MEAN_INTERVAL_FROM = 40;

function toStat(distribution: Distribution | null): Stat {
  if (distribution === null) return null;
  const { n, figures } = distribution;
  return {
    n,
    meanSeconds: figures === undefined ? null : toSeconds(figures.mean),
    medianSeconds: figures === undefined ? null : toSeconds(figures.median),
    p90Seconds: figures === undefined || n < P90_FROM ? null : toSeconds(figures.p90),
    medianInterval: toIntervalSeconds(figures?.medianInterval),
    meanInterval: n < MEAN_INTERVAL_FROM ? null : toIntervalSeconds(figures?.meanInterval),
  };
}

function toIntervalSeconds(interval: Interval | null | undefined): [number, number] | null {
  return interval ? [toSeconds(interval[0]), toSeconds(interval[1])] : null;
}

/** An unsolved ticket and its age at the end of the report, as the caller has worked it out. */
export type OpenFact = Omit<OpenTicket, 'pastTierP90'>;

/**
 * The tickets that were open at an instant, with their ages there.
 *
 * @param at epoch ms
 */
export function openTickets(
  { open }: Pick<WindowRecords, 'open'>,
  definitions: Definitions,
  at: number,
): readonly OpenFact[] {
  const standingAt = createOpenStandings(definitions);
  return open.flatMap((ticket): OpenFact[] => {
    const standing = standingAt(ticket, at);
    if (standing === undefined) return [];
    const { source, ticketId, url, subject, openedAt } = ticket;
    return [
      {
        source,
        id: ticketId,
        url,
        subject,
        tier: standing.tier,
        agentId: standing.agentId,
        teamId: standing.teamId,
        holder: standing.holder,
        openedAt: toIso(openedAt),
        ageSeconds: each(AGE_CLOCKS, (_, clock) => toSeconds(standing.clocks[clock])),
      },
    ];
  });
}

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
  const median = (clock: AgeClock): number | null => {
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
    kaplanMeierMedianSeconds: each(AGE_CLOCKS, (_, clock) => median(clock)),
  };
}

function censored(open: readonly OpenFact[], cohort: Cohort, window: Window): readonly OpenFact[] {
  if (cohort !== 'opened') return open;
  return open.filter((ticket) => {
    const openedAt = Date.parse(ticket.openedAt);
    return openedAt >= window.from && openedAt < window.to;
  });
}
