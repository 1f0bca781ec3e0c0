import { formatDuration } from '../model/duration.ts';
import type { WindowGroups } from './changes.ts';
import type { Change, Report } from './schema.ts';

const MEASURES = [
  { field: 'medianSeconds', word: 'median' },
  { field: 'meanSeconds', word: 'mean' },
] as const;
type Measure = (typeof MEASURES)[number];

/** Where one measure moved against tiers of it. */
interface Contradiction {
  readonly measures: readonly Measure[];
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
  const find = (place: string, { field }: Measure): Change | undefined =>
    changeOf.get(`${place}.finalResolution.net.${field}`);
  const spans = (place: string, measures: readonly Measure[]): string =>
    measures.map((measure) => `${measure.word} ${span(find(place, measure))}`).join(', ');

  return contradictions(current, find).map(({ measures, improved, tiers }) => {
    const isCertain = (place: string): boolean => measures.some((measure) => find(place, measure)?.significant);
    const compared = current.byTier.filter(({ key }) =>
      measures.some((measure) => find(`byTier.${key}`, measure)?.difference != null),
    );
    const beyondChance =
      tiers.some((key) => isCertain(`byTier.${key}`)) || (isCertain('overall') && tiers.length === compared.length);
    const parts = tiers.map((key) => {
      const shares = `${share(previous, key)} → ${share(current, key)} of the tickets`;
      return `${key} tickets got ${improved ? 'slower' : 'faster'} (${spans(`byTier.${key}`, measures)}; ${shares}${isCertain(`byTier.${key}`) ? '' : '; may be chance'})`;
    });
    return {
      kind: improved ? 'overall_improved_tier_worse' : 'overall_worse_tier_improved',
      tiers: [...tiers],
      beyondChance,
      sentence: `The overall net resolution time ${improved ? 'fell' : 'rose'} (${spans('overall', measures)}), but ${parts.join(' and ')}. ${beyondChance ? 'Read the tiers, not the total.' : 'All of that may be chance.'}`,
    };
  });
}

function contradictions(
  current: WindowGroups,
  find: (place: string, measure: Measure) => Change | undefined,
): Contradiction[] {
  const found: Contradiction[] = [];
  for (const measure of MEASURES) {
    const overall = find('overall', measure)?.difference;
    if (!overall) continue;
    const improved = overall < 0;
    const tiers = current.byTier.flatMap(({ key }) => {
      const difference = find(`byTier.${key}`, measure)?.difference;
      return difference && difference < 0 !== improved ? [key] : [];
    });
    if (tiers.length === 0) continue;
    const same = found.findIndex((each) => each.improved === improved && each.tiers.join() === tiers.join());
    if (same < 0) found.push({ measures: [measure], improved, tiers });
    else found[same] = { measures: [...found[same]!.measures, measure], improved, tiers };
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
