import { benjaminiHochberg } from '../summarise/statistics/benjamini-hochberg.ts';
import { differenceOf, type Estimate } from '../summarise/statistics/difference.ts';
import { medianEstimate } from '../summarise/statistics/median-interval.ts';
import { wilsonInterval } from '../summarise/statistics/wilson.ts';
import type { Change, Group, Stat } from './schema.ts';

/** The overall group and the tiers of one window. */
export interface WindowGroups {
  readonly overall: Group;
  readonly byTier: readonly Group[];
}

interface Compared {
  readonly path: string;
  readonly read: (group: Group, minSample: number) => { value: number | null; estimate: Estimate | null };
}

const COMPARED: readonly Compared[] = [
  ...(['net', 'calendar'] as const).flatMap((clock) => [
    timeFigure(`finalResolution.${clock}`, 'median', (group) => group.finalResolution[clock]),
    timeFigure(`finalResolution.${clock}`, 'mean', (group) => group.finalResolution[clock]),
  ]),
  timeFigure('firstResponse.net', 'median', (group) => group.firstResponse.net),
  timeFigure('firstResponse.net', 'mean', (group) => group.firstResponse.net),
  { path: 'reopenRate', read: readReopenRate },
];

/**
 * What changed from the window before to this one, overall and in each tier: resolution (net and wall clock), first
 * response (net) and reopening, each with a 95% interval of the difference. A change is significant when its p, after
 * the correction for all of them together (Benjamini-Hochberg), is at most 5%. Withheld figures have no difference.
 */
export function changesBetween(current: WindowGroups, previous: WindowGroups, minSample: number): Change[] {
  const pairs = [
    { place: 'overall', now: current.overall, before: previous.overall },
    ...current.byTier.map((now) => ({
      place: `byTier.${now.key}`,
      now,
      before: previous.byTier.find((group) => group.key === now.key),
    })),
  ];
  const rows = pairs.flatMap(({ place, now, before }) =>
    COMPARED.map(({ path, read }) => {
      const present = read(now, minSample);
      const past = before === undefined ? { value: null, estimate: null } : read(before, minSample);
      const known = present.value !== null && past.value !== null ? present.value - past.value : null;
      const tested = present.estimate && past.estimate ? differenceOf(present.estimate, past.estimate) : null;
      return { figure: `${place}.${path}`, current: present.value, previous: past.value, known, tested };
    }),
  );
  const adjusted = benjaminiHochberg(rows.map((row) => row.tested?.p ?? null));
  return rows.map(({ figure, current: now, previous: before, known, tested }, index) => {
    const pAdjusted = adjusted[index]!;
    return {
      figure,
      current: now,
      previous: before,
      difference: known,
      interval: tested === null ? null : [tested.interval[0], tested.interval[1]],
      pAdjusted,
      significant: pAdjusted !== null && pAdjusted <= 0.05,
    };
  });
}

function timeFigure(path: string, of: 'mean' | 'median', pick: (group: Group) => Stat): Compared {
  return {
    path: `${path}.${of}Seconds`,
    read: (group) => {
      const stat = pick(group);
      const value = stat?.[`${of}Seconds`] ?? null;
      const interval = stat?.[`${of}Interval`] ?? null;
      if (stat === null || value === null || interval === null) return { value, estimate: null };
      return { value, estimate: of === 'median' ? medianEstimate(value, interval, stat.n) : { value, interval } };
    },
  };
}

function readReopenRate(group: Group, minSample: number): { value: number | null; estimate: Estimate | null } {
  const value = group.tickets < minSample ? null : group.reopenRate;
  if (value === null) return { value: null, estimate: null };
  const interval = wilsonInterval(Math.round(value * group.tickets), group.tickets);
  return { value, estimate: interval === null ? null : { value, interval } };
}
