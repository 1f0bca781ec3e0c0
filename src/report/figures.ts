import { BUCKETS, type Bucket } from '../model/bucket.ts';
import type { Distribution } from '../summarise/distribution.ts';
import type { Interval } from '../summarise/statistics/interval.ts';
import type { ClockDistributions, GroupSummary } from '../summarise/summary.ts';
import type { ClockStats, Group, Stat } from './schema.ts';

/** A group's figures as the report has them: seconds instead of milliseconds, null where withheld. */
export function toGroup(key: string, label: string, summary: GroupSummary): Group {
  return {
    key,
    label,
    tickets: summary.tickets,
    timeSpentSeconds: toSpent(summary.timeSpentMs),
    firstResponse: toClockStats(summary.firstResponse),
    laterResponse: toClockStats(summary.laterResponse),
    firstResolution: toClockStats(summary.firstResolution),
    finalResolution: toClockStats(summary.finalResolution),
    reopenRate: summary.tickets === 0 ? null : summary.reopened / summary.tickets,
  };
}

/** Milliseconds as seconds. */
export function toSeconds(ms: number): number {
  return ms / 1000;
}

function toSpent(spentMs: Readonly<Record<Bucket, number>>): Record<Bucket, number> {
  const seconds = { ...spentMs };
  for (const bucket of BUCKETS) seconds[bucket] = toSeconds(spentMs[bucket]);
  return seconds;
}

function toClockStats(clocks: ClockDistributions): ClockStats {
  return { calendar: toStat(clocks.calendar), net: toStat(clocks.net), business: toStat(clocks.business) };
}

function toStat(distribution: Distribution | null): Stat {
  if (distribution === null) return null;
  const { n, figures } = distribution;
  return {
    n,
    meanSeconds: figures === undefined ? null : toSeconds(figures.mean),
    medianSeconds: figures === undefined ? null : toSeconds(figures.median),
    p90Seconds: figures === undefined ? null : toSeconds(figures.p90),
    medianInterval: toIntervalSeconds(figures?.medianInterval),
    meanInterval: toIntervalSeconds(figures?.meanInterval),
  };
}

function toIntervalSeconds(interval: Interval | null | undefined): [number, number] | null {
  return interval ? [toSeconds(interval[0]), toSeconds(interval[1])] : null;
}
