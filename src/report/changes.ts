import type { Clock, Measure } from '../model/catalogue.ts';
import { formatDuration } from '../model/time.ts';
import { medianEstimate } from '../summarise/statistics/averages.ts';
import { benjaminiHochberg, differenceOf, type Estimate, wilsonInterval } from '../summarise/statistics/comparisons.ts';
import type { Change, Group, Report } from './schema.ts';

/** The overall group and the tiers of one window. */
export interface WindowGroups {
  readonly overall: Group;
  readonly byTier: readonly Group[];
}

interface Compared {
  readonly path: string;
  readonly read: (group: Group, minSample: number) => { value: number | null; estimate: Estimate | null };
}

const AVERAGES = [
  { field: 'medianSeconds', word: 'median' },
  { field: 'meanSeconds', word: 'mean' },
] as const;

type Average = (typeof AVERAGES)[number];

const COMPARED: readonly Compared[] = [
  ...timeFigures('finalResolution', 'net'),
  ...timeFigures('finalResolution', 'calendar'),
  ...timeFigures('firstResponse', 'net'),
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

function timeFigures(measure: Measure, clock: Clock): Compared[] {
  return AVERAGES.map(({ word: of }) => ({
    path: `${measure}.${clock}.${of}Seconds`,
    read: (group) => {
      const stat = group[measure][clock];
      const value = stat?.[`${of}Seconds`] ?? null;
      const interval = stat?.[`${of}Interval`] ?? null;
      if (stat === null || value === null || interval === null) return { value, estimate: null };
      return { value, estimate: of === 'median' ? medianEstimate(value, interval, stat.n) : { value, interval } };
    },
  }));
}

function readReopenRate(group: Group, minSample: number): { value: number | null; estimate: Estimate | null } {
  const { reopensKnown: n } = group;
  const value = n < minSample ? null : group.reopenRate;
  if (value === null) return { value: null, estimate: null };
  const interval = wilsonInterval(Math.round(value * n), n);
  return { value, estimate: interval === null ? null : { value, interval } };
}

/** Where one average moved against tiers of it. */
interface Contradiction {
  readonly averages: readonly Average[];
  readonly improved: boolean;
  readonly tiers: readonly string[];
}

/**
 * Says where the overall net resolution time moved one way and a tier the other (Simpson's paradox): the overall
 * figure then tells more of the mix of work than of its pace. Median and mean are looked at each; where both tell the
 * same they share a sentence with the exact figures. It is beyond chance where one of those tiers changed significantly,
 * or the total did and every tier went against it.
 */
export function findMasking(
  current: WindowGroups,
  previous: WindowGroups,
  changes: readonly Change[],
): Report['masking'] {
  const changeOf = new Map(changes.map((change) => [change.figure, change]));
  const find = (place: string, { field }: Average): Change | undefined =>
    changeOf.get(`${place}.finalResolution.net.${field}`);
  const spans = (place: string, averages: readonly Average[]): string =>
    averages.map((average) => `${average.word} ${span(find(place, average))}`).join(', ');

  return contradictions(current, find).map(({ averages, improved, tiers }) => {
    const isCertain = (place: string): boolean => averages.some((average) => find(place, average)?.significant);
    const compared = current.byTier.filter(({ key }) =>
      averages.some((average) => find(`byTier.${key}`, average)?.difference != null),
    );
    const beyondChance =
      tiers.some((key) => isCertain(`byTier.${key}`)) || (isCertain('overall') && tiers.length === compared.length);
    const parts = tiers.map((key) => {
      const shares = `${share(previous, key)} → ${share(current, key)} of the tickets`;
      return `${key} tickets got ${improved ? 'slower' : 'faster'} (${spans(`byTier.${key}`, averages)}; ${shares}${isCertain(`byTier.${key}`) ? '' : '; may be chance'})`;
    });
    return {
      kind: improved ? 'overall_improved_tier_worse' : 'overall_worse_tier_improved',
      tiers: [...tiers],
      beyondChance,
      sentence: `The overall net resolution time ${improved ? 'fell' : 'rose'} (${spans('overall', averages)}), but ${parts.join(' and ')}. ${beyondChance ? 'Read the tiers, not the total.' : 'All of that may be chance.'}`,
    };
  });
}

function contradictions(
  current: WindowGroups,
  find: (place: string, average: Average) => Change | undefined,
): Contradiction[] {
  const found: Contradiction[] = [];
  for (const average of AVERAGES) {
    const overall = find('overall', average)?.difference;
    if (!overall) continue;
    const improved = overall < 0;
    const tiers = current.byTier.flatMap(({ key }) => {
      const difference = find(`byTier.${key}`, average)?.difference;
      return difference && difference < 0 !== improved ? [key] : [];
    });
    if (tiers.length === 0) continue;
    const same = found.findIndex((each) => each.improved === improved && each.tiers.join() === tiers.join());
    if (same < 0) found.push({ averages: [average], improved, tiers });
    else found[same] = { averages: [...found[same]!.averages, average], improved, tiers };
  }
  return found;
}

function span(change: Change | undefined): string {
  return `${formatDuration(change?.previous ?? 0)} → ${formatDuration(change?.current ?? 0)}`;
}

function share(groups: WindowGroups, key: string): string {
  const tickets = groups.byTier.find((tier) => tier.key === key)?.tickets ?? 0;
  return groups.overall.tickets === 0 ? '0%' : `${Math.round((100 * tickets) / groups.overall.tickets)}%`;
}
